"""Plain text: paragraphs, lists, headings, links, and places in the source."""

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.text import read
from app.domain.document import Kind, Link, SourceSpan
from app.domain.errors import UnreadableFileError
from tests.documents.making_docx import outline, texts
from tests.documents.span_law import violations


def document_of(text):
    document = read(text.encode()).document
    assert violations(document) == []
    return document


def test_paragraphs_stand_between_blank_lines_and_keep_their_lines():
    document = document_of("\n\nOne line\nand another.\n \t\n\nTwo.\n")
    assert texts(document) == ["One line\nand another.", "Two."]
    assert (document.kind, document.extractor, document.title) == (Kind.TEXT, "txt/1", "")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x85", "\u2028"])
def test_every_line_end_is_one(end):
    document = document_of(f"One{end}two{end}{end}three")
    assert document.text == "One\ntwo\nthree"
    assert document.to_source(4, 7) == (SourceSpan("text", 0, 3 + len(end), 3),)
    (place,) = document.to_source(document.text.index("three"), len(document.text))
    assert place.offset == 3 + len(end) + 3 + 2 * len(end)


def test_form_feeds_end_a_paragraph():
    assert texts(document_of("Page one\x0cPage two")) == ["Page one", "Page two"]


def test_source_places_do_not_count_the_byte_order_mark():
    document = read(codecs.BOM_UTF8 + b"Text").document
    assert document.to_source(0, 4) == (SourceSpan("text", 0, 0, 4),)
    assert document.to_text("text", 0, 2) == 2


def test_lists_are_known_by_their_signs_and_keep_them_as_labels():
    document = document_of("We need:\n- bread\n  * brown\n- milk,\n  cold\n\n1. go\n2) return\n\n(a) one\n(12) two")
    assert outline(document) == [
        ("paragraph", 0, "", "We need:"),
        ("list_item", 0, "•", "bread"),
        ("list_item", 1, "•", "brown"),
        ("list_item", 0, "•", "milk,\n  cold"),
        ("list_item", 0, "1.", "go"),
        ("list_item", 0, "2)", "return"),
        ("list_item", 0, "(a)", "one"),
        ("list_item", 0, "(12)", "two"),
    ]


def test_a_dash_inside_a_paragraph_begins_no_list():
    assert texts(document_of("It was late\n- too late - to go\n1. April it was")) == [
        "It was late\n- too late - to go\n1. April it was"
    ]


def test_every_entry_of_a_list_of_references_is_a_block_that_keeps_its_number():
    assert texts(document_of("References\n\n[1] Lee, A. On cats.\n    Press.\n[2] Poe, B. On dogs.")) == [
        "References",
        "[1] Lee, A. On cats.\n    Press.",
        "[2] Poe, B. On dogs.",
    ]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("References", 1),
        ("2. Methods", 1),
        ("Works Cited:", 1),
        ("Literaturverzeichnis", 1),
        ("THE VISIT IN MARCH", 1),
        ("2.1 Who took part", 2),
        ("2.1.3. Age", 3),
        ("We went there.", 0),
        ("2020 was cold", 0),
        ("A lone line", 0),
        ("U.S.", 0),
        ("2.1 million people came to see it and this line is much too long to be the heading of a section", 0),
    ],
)
def test_a_line_alone_is_a_heading_only_where_it_can_be_nothing_else(line, level):
    (block, _) = document_of(f"{line}\n\nThen text follows.").blocks
    assert block.level == level
    assert (block.kind.value == "heading") == (level > 0)


def test_underlined_lines_are_headings_and_the_first_one_names_the_document():
    document = document_of("The visit\n=========\nWe went.\n\nPart\n----\n\nMore.")
    assert outline(document)[::2] == [("heading", 1, "", "The visit"), ("heading", 2, "", "Part")]
    assert document.title == "The visit"


def test_bare_addresses_are_links():
    document = document_of("See https://example.org/a.\n\nOr mailto:a@example.org")
    assert document.links == (
        Link(4, 25, "https://example.org/a"),
        Link(30, 50, "mailto:a@example.org"),
    )


def test_a_guessed_encoding_is_said():
    document = read("Die Prüfung war schön. ".encode("cp1252") * 4).document
    assert document.text.startswith("Die Prüfung war schön.")
    assert "CP1252" in document.warnings[0]


def test_an_empty_file_is_refused():
    with pytest.raises(UnreadableFileError, match="empty"):
        read(b" \n")


PIECES = st.sampled_from(
    [
        "a",
        "e\u0301",
        "\u00ad",
        " ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\x0c",
        "\u2029",
        "- ",
        "1. ",
        "===",
        "REFERENCES",
        "[1] ",
        "\0",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60))
def test_any_text_reads_and_maps_back(text):
    data = text.encode(errors="replace")
    with contextlib.suppress(UnreadableFileError):
        document = read(data).document
        assert violations(document) == []
        assert read(data).document == document


@given(st.binary(max_size=300))
def test_any_bytes_read_or_are_refused(data):
    with contextlib.suppress(UnreadableFileError):
        assert violations(read(data).document) == []
