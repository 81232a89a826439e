import pytest

from app.documents import pdf
from app.domain.document import BlockKind
from tests.documents.pdfs import Text, column, make_pdf

WORDS = ["first", "second", "third", "fourth"]


def body(*pages):
    document = pdf.read(make_pdf(*pages)).document
    furniture = (BlockKind.HEADER, BlockKind.FOOTER)
    return [document.text_of(block) for block in document.blocks if block.kind not in furniture]


@pytest.mark.parametrize("indent", [0, 5.56])
def test_line_numbers_of_a_manuscript_are_left_out(indent):
    lines = [f"This is line {word} of a manuscript whose lines are all counted" for word in WORDS * 3]
    numbers = [Text(30 + indent * (at < 9), 100 + 24 * at, str(at + 1)) for at in range(len(lines))]
    text = " ".join(body([*column(60, 100, lines, leading=24), *numbers]))
    assert text.startswith("This is line first")
    assert not any(character.isdecimal() for character in text)


def test_numbers_inside_the_text_are_no_line_numbers():
    rows = [Text(300, 100 + 24 * at, str(at + 1)) for at in range(12)]
    prose = column(50, 500, ["A line of text that is much wider than the numbers above it are, by far."])
    assert body([*rows, *prose])[0] == "1 2 3 4 5 6 7 8 9 10 11 12"


def test_a_line_that_stands_at_the_same_place_once_is_text():
    pages = [[Text(50, 60, f"The {word} page begins with a line of its own.")] for word in WORDS]
    assert body(*pages) == [f"The {word} page begins with a line of its own." for word in WORDS]


def test_a_lone_page_with_a_number_keeps_it():
    assert body([Text(290, 810, "17")]) == ["17"]


def test_page_numbers_in_words_are_no_text():
    pages = [
        [*column(50, 100, [f"The {word} page."]), Text(250, 810, f"Page {at} of 4")] for at, word in enumerate(WORDS, 1)
    ]
    assert body(*pages) == [f"The {word} page." for word in WORDS]


@pytest.mark.parametrize(("last", "kept"), [("2021.", True), ("1.", True), ("- 7 -", False), ("7", False)])
def test_the_end_of_a_sentence_at_the_foot_is_no_page_number(last, kept):
    page = [*column(50, 100, ["The first line of a page that ends in the year"]), Text(50, 800, last)]
    assert any(last in text for text in body(page)) == kept


def test_addresses_that_differ_in_their_numbers_are_no_running_feet():
    pages = [
        [*column(50, 100, [f"The {word} page."]), Text(50, 800, f"https://doi.org/10.9999/acta.2023.007{at}")]
        for at, word in enumerate(WORDS)
    ]
    text = " ".join(body(*pages))
    assert all(f"acta.2023.007{at}" in text for at in range(len(pages)))
    assert "9999" not in " ".join(body(*([page[0], Text(50, 800, "https://doi.org/10.9999/a 1/4")] for page in pages)))
