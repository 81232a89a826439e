import numpy as np

from app.documents import pdf
from app.documents.pdf_tables import find_grids
from app.domain.document import BlockKind
from tests.documents.pdfs import Rule, Text, column, make_pdf

PROSE = ["This is the text above the table, which is a line", "of its own that ends with a dot."]


def read(*pages):
    return pdf.read(make_pdf(*pages)).document


def cells(document):
    return [
        (block.cell.row, block.cell.column, document.text_of(block))
        for block in document.blocks
        if block.kind is BlockKind.TABLE_CELL
    ]


def ruled(rows=3, columns=2, *, width=120, height=40, left=50, top=200):
    """Return the rules of a grid."""
    level = [Rule(left, top + row * height, left + columns * width, top + row * height) for row in range(rows + 1)]
    upright = [Rule(left + at * width, top, left + at * width, top + rows * height) for at in range(columns + 1)]
    return [*level, *upright]


def test_ruled_cells_hold_their_lines_row_by_row():
    page = [
        *column(50, 100, PROSE),
        *ruled(),
        Text(54, 215, "Garden", bold=True),
        Text(174, 215, "What grows there", bold=True),
        *column(54, 252, ["The garden in the", "north"]),
        *column(174, 252, ["Apples and many", "pears"]),
        Text(54, 295, "South"),
        Text(174, 295, "Nuts"),
        *column(50, 400, ["This is the text below the table."]),
    ]
    document = read(page)
    assert cells(document) == [
        (0, 0, "Garden"),
        (0, 1, "What grows there"),
        (1, 0, "The garden in the north"),
        (1, 1, "Apples and many pears"),
        (2, 0, "South"),
        (2, 1, "Nuts"),
    ]
    assert document.text_of(document.blocks[0]).startswith("This is the text above")
    assert document.text_of(document.blocks[-1]) == "This is the text below the table."


def test_text_that_touches_across_a_rule_is_two_cells():
    page = [*ruled(2, 2, width=60), Text(52, 220, "wide words"), Text(112, 220, "right"), *column(52, 260, ["a", "b"])]
    document = read([*page, Text(112, 260, "c")])
    assert cells(document)[:2] == [(0, 0, "wide words"), (0, 1, "right")]


def test_cells_without_a_rule_between_them_are_one():
    rules = [rule for rule in ruled() if not (rule.x == rule.x1 == 170)]
    page = [*rules, Rule(170, 240, 170, 320), Text(54, 215, "A head over both of the columns")]
    page += [Text(54, 255, "one"), Text(174, 255, "two"), Text(54, 295, "three"), Text(174, 295, "four")]
    document = read(page)
    head = document.blocks[0].cell
    assert (head.row, head.column, head.rows, head.columns) == (0, 0, 1, 2)
    assert [text for _, _, text in cells(document)] == [
        "A head over both of the columns",
        "one",
        "two",
        "three",
        "four",
    ]


def test_columns_of_numbers_without_rules_are_a_table():
    rows = [("Group", "Before", "After"), ("North", "12.5", "14.1"), ("South", "8.0 (3%)", "9.25"), ("East", "7", "11")]
    page = [Text(50 + 90 * at, 200 + 14 * row, text) for row, texts in enumerate(rows) for at, text in enumerate(texts)]
    document = read([*column(50, 100, PROSE), *page, *column(50, 330, ["This is the text below the table."])])
    assert cells(document) == [(row, at, text) for row, texts in enumerate(rows) for at, text in enumerate(texts)]
    assert [block.kind for block in document.blocks][-1] is BlockKind.PARAGRAPH


def test_a_sentence_around_a_table_stays_whole():
    first = column(
        50, 700, ["This paragraph is long enough to reach the end of", "its page in the middle of a sentence that"]
    )
    rows = [Text(50 + 90 * at, 60 + 14 * row, f"{row}.{at}", 8) for row in range(4) for at in range(4)]
    second = [*rows, *column(50, 200, ["goes on below the table of the next page and ends."])]
    document = read(first, second)
    (paragraph,) = [document.text_of(block) for block in document.blocks if block.kind is BlockKind.PARAGRAPH]
    assert "a sentence that goes on below the table" in paragraph
    assert len(cells(document)) == 16


def test_frames_and_drawings_are_no_tables():
    frame = [Rule(40, 90, 500, 90), Rule(40, 300, 500, 300), Rule(40, 90, 40, 300), Rule(500, 90, 500, 300)]
    assert cells(read([*frame, *column(50, 110, PROSE)])) == []
    chart = [*ruled(6, 6, width=30, height=20), Text(55, 215, "axis")]
    assert cells(read(chart)) == []


def test_two_columns_of_prose_with_a_rule_between_are_no_table():
    lines = [
        "Words of a column that is",
        "set as running text here,",
        "and it has four lines of",
        "the same width in all.",
    ]
    page = [Rule(245, 90, 245, 160), *column(50, 100, lines), *column(260, 100, lines)]
    assert cells(read(page)) == []


def test_a_page_without_rules_has_no_grids():
    assert find_grids(np.zeros((0, 4), dtype=np.float32)) == []
