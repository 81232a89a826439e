"""The numbers and bullets that Word shows before the paragraphs of lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.docx_numbering import format_number
from tests.documents.making_docx import document_of, item, level, numbering, p, r, style


def labels(body, parts, **rest):
    return [block.label for block in document_of(body, numbering=parts, **rest).blocks]


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("decimal", {1: "1", 12: "12", 0: "0"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("lowerRoman", {4: "iv", 1999: "mcmxcix", 0: "0"}),
        ("upperRoman", {9: "IX"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("upperLetter", {28: "BB"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 22: "22nd", 113: "113th"}),
        ("chicago", {1: "*", 4: "§", 5: "**"}),
        ("none", {3: ""}),
        ("japaneseCounting", {3: "3"}),
    ],
)
def test_number_formats(kind, numbers):
    assert {value: format_number(value, kind) for value in numbers} == numbers


def test_deeper_numbers_show_the_levels_above_in_their_own_format():
    parts = numbering(level(0, "%1", "upperRoman"), level(1, "%1.%2"), level(2, "%1.%2.%3", about="<w:isLgl/>"))
    body = item("a") + item("b") + item("c", 1) + item("d", 2)
    assert labels(body, parts) == ["I", "II", "II.1", "2.1.1"]


def test_a_level_can_go_on_counting_instead_of_starting_anew():
    parts = numbering(level(0, "%1."), level(1, "%2)", about='<w:lvlRestart w:val="0"/>'))
    assert labels(item("a") + item("b", 1) + item("c") + item("d", 1), parts) == ["1.", "1)", "2.", "2)"]


def test_another_list_of_the_same_kind_goes_on_unless_it_starts_anew():
    more = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    more += f'<w:num w:numId="3"><w:abstractNumId w:val="0"/>{start}</w:num>'
    parts = numbering(level(0, "%1."), more=more)
    body = item("a") + item("b", number=2) + item("c", number=3) + item("d", number=3)
    assert labels(body, parts) == ["1.", "2.", "5.", "6."]


def test_bullets_of_symbol_fonts_are_signs_that_every_font_has():
    parts = numbering(
        level(0, "\uf0b7", "bullet", '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>'),
        level(1, "o", "bullet", '<w:rPr><w:rFonts w:ascii="Courier New"/></w:rPr>'),
        level(2, "\uf0a7", "bullet"),
        level(3, "–", "bullet"),
    )
    assert labels("".join(item("x", depth) for depth in range(4)), parts) == ["•", "○", "▪", "–"]


def test_a_list_may_be_given_by_the_style_alone():
    parts = numbering(level(0, "%1."), level(1, "%2)", about='<w:pStyle w:val="Deep"/>'))
    styles = style("Deep", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    assert labels(p(r("x"), '<w:pStyle w:val="Deep"/>'), parts, styles=styles) == ["1)"]


def test_a_numbering_style_leads_to_the_list_that_it_names():
    link = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="Mine"/></w:abstractNum>'
    link += '<w:num w:numId="9"><w:abstractNumId w:val="8"/></w:num>'
    about = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    parts = numbering(level(0, "§ %1"), more=link)
    assert labels(item("x", number=9), parts, styles=style("Mine", about, kind="numbering")) == ["§ 1"]


def test_a_list_that_is_not_defined_has_no_label():
    assert labels(item("x", number=4), numbering(level(0, "%1."))) == [""]
    assert [block.label for block in document_of(item("x")).blocks] == [""]


@given(st.integers(-5, 2**31), st.sampled_from(["decimal", "lowerRoman", "upperLetter", "ordinal", "chicago"]))
def test_every_number_has_a_short_form(value, kind):
    assert len(format_number(value, kind)) <= 30


@pytest.mark.parametrize("depth", ["-3", "999999999", "deep", "9" * 5000])
def test_a_damaged_depth_does_no_harm(depth):
    (block,) = document_of(item("x", depth), numbering=numbering(level(0, "%1."))).blocks
    assert 0 <= block.level <= 8


def test_a_label_may_be_a_word_alone():
    assert labels(item("x"), numbering(level(0, "Note", "none"))) == ["Note"]
