from app.domain.document import Block, BlockKind, Cell, Page
from app.domain.places import heading_path, where
from tests.domain.test_document import make_document

TEXT = "One\nTwo\nbody\nThree\ncell\nnote"
BLOCKS = [
    Block(BlockKind.HEADING, 0, 3, level=1),
    Block(BlockKind.HEADING, 4, 7, level=2),
    Block(BlockKind.PARAGRAPH, 8, 12),
    Block(BlockKind.HEADING, 13, 18, level=1),
    Block(BlockKind.TABLE_CELL, 19, 23, cell=Cell(0, 0, 0)),
    Block(BlockKind.ENDNOTE, 24, 28, label="4"),
]


def test_places_are_named_as_a_reader_would():
    document = make_document(TEXT, blocks=BLOCKS)
    assert where(document, 9) == "under “Two”"
    assert where(document, 20) == "table 1"
    assert where(document, 25) == "endnote 4"


def test_a_page_has_its_printed_number():
    document = make_document(TEXT, blocks=BLOCKS[:3], pages=[Page(0, 12, 595, 842, "iv")])
    assert where(document, 9) == "page iv"


def test_without_headings_a_place_is_the_beginning():
    assert where(make_document("body", blocks=[Block(BlockKind.PARAGRAPH, 0, 4)]), 1) == "beginning"


def test_a_heading_ends_the_sections_of_its_level_and_below():
    document = make_document(TEXT, blocks=BLOCKS)
    assert heading_path(document, 9) == ("One", "Two")
    assert heading_path(document, 20) == ("Three",)
