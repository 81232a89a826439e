"""Which addresses in running text are references, and which cite nothing."""

import pytest

from app.citations.find import find_references
from app.domain.document import Block, BlockKind, Document, Kind, Link, Page
from tests.citations.drafts import draft

HERONS = "Marlowe, J. T. (2021). Tidal habits of urban herons. Journal of Invented Birds, 12(3), 1–9. "
ENTRIES = (
    HERONS + "https://doi.org/10.9999/jib.12",
    "Okafor, N. (2018). The quiet ledger: Accounts in small firms. Harbour Press.",
    "Institute for Slow Studies. (2020). Annual survey of waiting. https://slow.example.org/survey/2020",
)


def links(document):
    return [reference.raw for reference in find_references(document) if reference.origin == "link"]


def linked(text: str, shown: str, target: str) -> Document:
    start = text.index(shown)
    return draft(text, links=(Link(start, start + len(shown), target),))


def test_a_bare_address_is_a_reference_to_a_web_page():
    found = find_references(draft("Herons eat frogs, says https://herons.example.org/food/frogs."))
    assert [(one.raw, one.origin, one.parsed.kind) for one in found] == [
        ("https://herons.example.org/food/frogs", "link", "webpage")
    ]


def test_an_address_over_two_lines_is_one():
    document = draft("Herons eat frogs, says https://herons.example.org/food-\nweb/frogs. They do.")
    (found,) = find_references(document)
    assert found.parsed.url == "https://herons.example.org/food-web/frogs"
    assert document.text[found.start : found.end].endswith("frogs")


def test_an_address_behind_words_keeps_the_words_as_title():
    found = find_references(linked("The survey of herons is old.", "survey of herons", "https://herons.example.org/a"))
    assert [(one.parsed.title, one.parsed.url) for one in found] == [
        ("survey of herons", "https://herons.example.org/a")
    ]


def test_a_linked_doi_is_a_work():
    found = find_references(draft("This is known (https://doi.org/10.9999/jib.44)."))
    assert [(one.parsed.doi, one.parsed.kind) for one in found] == [("10.9999/jib.44", "article")]


def test_the_same_address_counts_once():
    text = "See https://herons.example.org/food and http://www.herons.example.org/food/ for more."
    assert links(draft(text)) == ["https://herons.example.org/food"]


@pytest.mark.parametrize(
    "text",
    [
        "See https://doi.org/10.9999/JIB.12 for herons.",
        "The survey (https://slow.example.org/survey/2020) is old.",
    ],
)
def test_an_address_that_an_entry_prints_cites_that_entry(text):
    assert links(draft(text, "# References", *ENTRIES)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Author number: https://orcid.org/0000-0002-1825-0097",
        "Licensed under http://creativecommons.org/licenses/by/4.0/ terms.",
        "This publication is available free of charge from: https://doi.org/10.9999/own.1",
        "Cite this article as: Marlowe J. Herons. J Birds (2021). https://doi.org/10.9999/own.1",
        "How to cite: Marlowe, J. Herons. https://doi.org/10.9999/own.1",
        "This study protocol was registered on a public register (https://doi.org/10.9999/reg.1).",
        "Our data are openly available at https://archive.example.org/record/77.",
    ],
)
def test_addresses_that_cite_nothing(text):
    assert links(draft(text, "Then the text goes on for a while.")) == []


def test_the_own_address_is_left_out_everywhere_with_its_parts():
    document = draft(
        "Cite this article as: Marlowe J. Herons. https://doi.org/10.9999/own.1",
        "Fig 1. Herons by day. https://doi.org/10.9999/own.1.g001",
        "Others say so (https://doi.org/10.9999/own.12).",
    )
    assert links(document) == ["https://doi.org/10.9999/own.12"]


def test_the_doi_in_a_running_head_is_the_documents_own():
    document = draft(
        (BlockKind.HEADER, "Herons | https://doi.org/10.9999/own.1"), "Fig 1. doi.org https://doi.org/10.9999/own.1"
    )
    assert links(document) == []


def test_a_doi_alone_on_a_line_of_the_first_page_is_the_documents_own():
    first = "Birds Weekly\nhttps://doi.org/10.9999/own.1\nHerons in town"
    second = "Known since long (https://doi.org/10.9999/other.1)."
    text = first + "\n" + second
    blocks = (
        Block(BlockKind.PARAGRAPH, 0, len(first)),
        Block(BlockKind.PARAGRAPH, len(first) + 1, len(text)),
    )
    document = Document(Kind.PDF, "0" * 64, "test/1", text, blocks, (), pages=(Page(0, len(text), 600, 800, "1"),))
    assert links(document) == ["https://doi.org/10.9999/other.1"]


def test_home_pages_in_the_imprint_cite_nothing():
    body = ["Herons are common. " * 20] * 5
    document = draft("Published by https://press.example.org/", "# Abstract", *body)
    assert links(document) == []


def test_words_that_introduce_a_part_of_the_list_are_no_reference():
    lead = "More surveys are kept at https://slow.example.org/index.html. They may be of interest."
    keyed = [f"[{key}] {entry}" for key, entry in zip(("HER 1", "LEDG", "WAIT"), ENTRIES, strict=True)]
    found = find_references(draft("# References", "## Birds", *keyed[:2], "## Surveys", lead, *keyed[2:]))
    assert [one.raw for one in found] == list(ENTRIES)
