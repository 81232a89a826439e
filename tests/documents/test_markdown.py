"""Markdown: what a rendered page shows, and the places of it in the source."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.markdown import read
from app.domain.document import Cell, Image, Kind, Link, NoteMark, Style
from app.domain.errors import UnreadableFileError
from tests.documents.making_docx import outline, texts
from tests.documents.span_law import violations


def document_of(text):
    document = read(text.encode()).document
    assert violations(document) == []
    return document


def source_of(document, source, part):
    """Return what stands in the source behind a part of the text; line ends count as one."""
    start = document.text.index(part)
    places = document.to_source(start, start + len(part))
    return source[places[0].offset : places[-1].offset + places[-1].length]


def test_paragraphs_are_one_line_and_hard_breaks_end_one():
    document = document_of("One\ntwo.\n\nThree  \nfour\\\nfive.")
    assert texts(document) == ["One two.", "Three\nfour\nfive."]
    assert (document.kind, document.extractor) == (Kind.MARKDOWN, "md/1")


def test_headings_have_levels_and_the_first_top_one_is_the_title():
    document = document_of("## Before\n\nTitle *here*\n===\n\n### Part ###\n\nSub\n---")
    assert [(level, text) for _, level, _, text in outline(document)] == [
        (2, "Before"),
        (1, "Title here"),
        (3, "Part"),
        (2, "Sub"),
    ]
    assert document.title == "Title here"


def test_front_matter_is_no_text_but_names_the_title():
    source = '---\ntitle: "The visit"\ndate: 2024\n---\n# Heading\n\nText.'
    document = document_of(source)
    assert (document.title, document.text) == ("The visit", "Heading\nText.")
    assert source_of(document, source, "Text.") == "Text."


def test_a_rule_at_the_top_is_no_front_matter():
    assert texts(document_of("Text.\n\n---\n\ntitle: no")) == ["Text.", "title: no"]


def test_lists_nest_number_and_keep_their_labels_once():
    source = "3. three\n4. four\n   - inner\n\n     more\n   * other\n\n- loose\n\n- items"
    assert outline(document_of(source)) == [
        ("list_item", 0, "3.", "three"),
        ("list_item", 0, "4.", "four"),
        ("list_item", 1, "•", "inner"),
        ("list_item", 1, "", "more"),
        ("list_item", 1, "•", "other"),
        ("list_item", 0, "•", "loose"),
        ("list_item", 0, "•", "items"),
    ]


def test_quotes_and_code_are_blocks_of_their_own():
    source = "> As was\n> said.\n\n```python\nx = 1\n\n  y *= 2\n```\n\n    indented\n\nText."
    document = document_of(source)
    assert outline(document) == [
        ("quote", 0, "", "As was said."),
        ("code", 0, "", "x = 1\n\n  y *= 2"),
        ("code", 0, "", "indented"),
        ("paragraph", 0, "", "Text."),
    ]
    assert source_of(document, source, "y *= 2") == "y *= 2"


def test_emphasis_makes_styles():
    source = "A **bold** _slanted_ ***both*** ~~gone~~ `code` H<sub>2</sub>O <b>tag</b>"
    document = document_of(source)
    assert document.text == "A bold slanted both gone code H2O tag"
    assert document.styles == (
        Style(2, 6, bold=True),
        Style(7, 14, italic=True),
        Style(15, 19, bold=True, italic=True),
        Style(20, 24, strike=True),
        Style(25, 29, code=True),
        Style(31, 32, raised=-1),
        Style(34, 37, bold=True),
    )
    assert source_of(document, source, "slanted") == "slanted"


def test_escapes_and_entities_are_their_characters_and_map_to_their_markup():
    source = r"Save \*50\*&nbsp;% &amp; more &#x263A;."
    document = document_of(source)
    assert document.text == "Save *50*\u00a0% & more ☺."
    assert source_of(document, source, "☺") == "&#x263A;"
    assert source_of(document, source, "*50*") == r"\*50\*"


def test_links_lead_where_they_say():
    source = (
        'See [the **page**](https://example.org/a_b "title"), <https://example.org/c>, [ref][one], [one] and\n'
        "https://example.org/bare.\n\n[one]: https://example.org/one"
    )
    document = document_of(source)
    assert document.text == "See the page, https://example.org/c, ref, one and https://example.org/bare."
    assert [(document.text[link.start : link.end], link.target) for link in document.links] == [
        ("the page", "https://example.org/a_b"),
        ("https://example.org/c", "https://example.org/c"),
        ("ref", "https://example.org/one"),
        ("one", "https://example.org/one"),
        ("https://example.org/bare", "https://example.org/bare"),
    ]
    assert source_of(document, source, "bare") == "bare"


def test_an_address_shown_for_another_is_one_link():
    document = document_of("[https://example.org](https://other.example.org)")
    assert document.links == (Link(0, 19, "https://other.example.org"),)


def test_pictures_have_a_place_and_an_alternative_and_are_not_loaded():
    reading = read(b"A cat ![a *black* cat](cat.png) sat.\n\n![alone](b.png)\n\n<img src='c.png' alt='in HTML'>")
    assert reading.images == {}
    assert [image.alt for image in reading.document.images] == ["a *black* cat", "alone", "in HTML"]
    assert reading.document.images[0] == Image(6, "", "a *black* cat")
    assert texts(reading.document) == ["A cat  sat."]


def test_tables_have_cells():
    source = "| Name | Age |\n|:-----|----:|\n| Ann | 41 |\n| Ben \\| Co | **7** |\n"
    document = document_of(source)
    assert [(document.text_of(block), block.cell) for block in document.blocks] == [
        ("Name", Cell(0, 0, 0)),
        ("Age", Cell(0, 0, 1)),
        ("Ann", Cell(0, 1, 0)),
        ("41", Cell(0, 1, 1)),
        ("Ben | Co", Cell(0, 2, 0)),
        ("7", Cell(0, 2, 1)),
    ]
    assert source_of(document, source, "41") == "41"
    assert source_of(document, source, "7") == "7"


def test_tables_count_on():
    table = "a | b\n--|--\nc | d\n\n"
    assert [block.cell.table for block in document_of(table + "and\n\n" + table).blocks if block.cell] == [0] * 4 + [
        1
    ] * 4


def test_footnotes_follow_the_text_in_the_order_of_their_calls():
    source = "One[^b] and two[^a].\n\n[^a]: First *note*.\n[^b]: Second\n    goes on.\n\n    And on.\n\nText.[^b]"
    document = document_of(source)
    assert outline(document) == [
        ("paragraph", 0, "", "One[1] and two[2]."),
        ("paragraph", 0, "", "Text.[1]"),
        ("footnote", 0, "1", "Second goes on."),
        ("footnote", 0, "", "And on."),
        ("footnote", 0, "2", "First note."),
    ]
    assert document.note_marks == (NoteMark(3, 6, 2), NoteMark(14, 17, 4), NoteMark(24, 27, 2))
    assert source_of(document, source, "[1]") == "[^b]"
    assert source_of(document, source, "And on.") == "And on."


def test_a_call_without_a_note_and_a_note_in_code_stay_as_they_are():
    assert texts(document_of("One[^x].\n\n```\n[^x]: no note\n```")) == ["One[^x].", "[^x]: no note"]


def test_a_note_that_nothing_calls_is_still_read():
    assert outline(document_of("Text.\n\n[^lost]: Lost."))[1] == ("footnote", 0, "lost", "Lost.")


def test_a_note_can_call_another_and_itself():
    document = document_of("Text.[^a]\n\n[^b]: Second.\n[^a]: First.[^b][^a]")
    assert outline(document)[1:] == [("footnote", 0, "1", "First.[2][1]"), ("footnote", 0, "2", "Second.")]
    assert [mark.note for mark in document.note_marks] == [1, 2, 1]


def test_html_blocks_show_their_text():
    source = "<div class='x'>\n<p>Some &amp; text</p>\n<!-- no -->\n<script>no()</script>\n</div>\n\nAfter."
    document = document_of(source)
    assert texts(document) == ["Some & text", "After."]
    assert source_of(document, source, "text") == "text"


def test_html_inside_text_links_and_shows_pictures():
    document = document_of(
        'See <a href="https://example.org/a">this</a> <img src="x" alt="a cat">or <i>that<br>there</i>.'
    )
    assert document.text == "See this or that\nthere."
    assert document.links == (Link(4, 8, "https://example.org/a"),)
    assert document.images == (Image(9, "", "a cat"),)
    assert document.styles == (Style(12, 22, italic=True),)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_line_end_is_one_in_source_places(end):
    source = "# One\n\nTwo *three*\nfour.\n\n| a | b |\n|---|---|\n| c | d |\n"
    with_ends = document_of(source.replace("\n", end))
    assert with_ends.text == document_of(source).text == "One\nTwo three four.\na\nb\nc\nd"
    assert source_of(with_ends, source, "four") == "four"


def test_tabs_indent_and_map():
    source = "-\tone\n\n\ttwo\n\n\t\tcode\n\na\tb\tc"
    document = document_of(source)
    assert [(kind, text) for kind, *_, text in outline(document)] == [
        ("list_item", "one"),
        ("list_item", "two"),
        ("code", "code"),
        ("paragraph", "a\tb\tc"),
    ]
    assert source_of(document, source, "code") == "code"
    assert source_of(document, source, "b\tc") == "b\tc"


def test_the_same_word_in_markup_and_text_maps_to_the_text():
    source = '[word](word "word") *word* `word` word\n\n![word](word) word'
    document = document_of(source)
    found = [
        document.to_source(at, at + 4)[0].offset
        for at in range(len(document.text))
        if document.text.startswith("word", at)
    ]
    assert found == [1, 21, 28, 34, 54]


def test_an_empty_file_is_refused():
    with pytest.raises(UnreadableFileError, match="empty"):
        read(b"\n\n")


PIECES = st.sampled_from(
    [
        *(
            "a",
            "b ",
            "\n",
            "\n\n",
            "\r\n",
            "    ",
            "\t",
            "- ",
            "1. ",
            "> ",
            "# ",
            "---\n",
            "===\n",
            "|",
            "\n|--|--|\n",
            "```\n",
        ),
        *(
            "*",
            "**",
            "_",
            "`",
            "~~",
            "[",
            "](x)",
            "![",
            "[^a]",
            "[^a]: ",
            "\\",
            "&amp;",
            "&#0;",
            "https://example.org/a",
        ),
        *("<b>", "</b>", "<div>\n", "<br>", "<!--", "<https://x.y>", "e\u0301", "\u00ad", "\u2028", "\0"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60))
def test_any_text_reads_and_maps_back(text):
    data = text.encode(errors="replace")
    with contextlib.suppress(UnreadableFileError):
        document = read(data).document
        assert violations(document) == []
        assert read(data).document == document


@given(st.binary(max_size=200))
def test_any_bytes_read_or_are_refused(data):
    with contextlib.suppress(UnreadableFileError):
        assert violations(read(data).document) == []
