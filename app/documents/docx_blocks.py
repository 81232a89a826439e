"""Walk the blocks of a story in a DOCX file: paragraphs, lists, tables, content controls, text boxes."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from app.documents.docx_gather import Gathered, Part, Removal, chosen
from app.documents.docx_graphics import DIAGRAM, diagram_lines
from app.documents.docx_inline import InlineWalker
from app.documents.docx_names import (
    ALTERNATIVES,
    AUTHOR,
    CONTROL,
    CONTROL_CONTENT,
    EQUATION,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    TABLE,
    TEXT,
    VAL,
    M,
    W,
    to_int,
)
from app.documents.docx_numbering import DEEPEST_LEVEL
from app.documents.docx_package import Element
from app.documents.docx_styles import DEEPEST_HEADING, Numbered
from app.documents.docx_tables import read_grid
from app.domain.document import BlockKind, Cell


class Place(NamedTuple):
    """Where paragraphs stand: the kind that a story gives all of them, and the table cell around them."""

    story: BlockKind | None = None
    cell: Cell | None = None


class BlockWalker:
    """Turns the content of one story (the body, a note, a header) into blocks."""

    def __init__(self, gathered: Gathered, part: Part, label: str = "") -> None:
        self._gathered = gathered
        self._part = part
        self._label = label
        self._inline = InlineWalker(gathered, part)

    def walk(self, parent: Element, place: Place) -> None:
        """Add the blocks in ``parent``."""
        for child in parent:
            handler = self._BLOCKS.get(child.tag)
            if handler:
                handler(self, child, place)

    def _paragraph(self, element: Element, place: Place) -> None:
        properties = element.find(PARAGRAPH_PROPERTIES)
        style = _value(properties, "pStyle") or self._gathered.styles.default
        self._inline.style = style
        self._inline.walk(element)
        following = element.getnext()
        if _is_mark_removed(properties) and following is not None and following.tag == PARAGRAPH:
            return  # without its end, a paragraph goes on in the next one
        self._close(properties, style, place)
        self._walk_boxes(place)

    def _close(self, properties: Element | None, style: str, place: Place) -> None:
        kind, level, label = self._classify(properties, style, place)
        builder = self._gathered.builder
        if not builder.close(kind, level, self._label or label, place.cell):
            return
        self._label = ""
        if not self._gathered.title and place == Place() and self._gathered.styles.is_title(style):
            self._gathered.title = builder.text_of_last()

    def _classify(self, properties: Element | None, style: str, place: Place) -> tuple[BlockKind, int, str]:
        """Return kind, level and label of a paragraph. Its list counts it whether it has text or not."""
        label, depth = self._number(properties, style)
        styles = self._gathered.styles
        outline = _value(properties, "outlineLvl")
        heading = to_int(outline, 9) + 1 if outline else styles.heading_level(style)
        if styles.is_title(style):
            heading = 1
        if place.story and place.story is not BlockKind.TEXT_BOX:
            return place.story, 0, label
        if 0 < heading <= DEEPEST_HEADING:
            return BlockKind.HEADING, heading, label
        if label:
            return BlockKind.LIST_ITEM, depth, label
        inside = BlockKind.TABLE_CELL if place.cell else place.story
        return styles.role(style) or inside or BlockKind.PARAGRAPH, 0, ""

    def _number(self, properties: Element | None, style: str) -> tuple[str, int]:
        """Return a paragraph's number or bullet and its depth, and count it."""
        numbered = _direct_number(properties) or self._gathered.styles.numbering(style)
        numbering = self._gathered.numbering
        if numbered is None or not numbering.has(numbered.number):
            return "", 0
        depth = numbered.level
        if depth is None:
            depth = numbering.level_of(numbered.number, numbered.style) if numbered.style else 0
        depth = min(max(depth, 0), DEEPEST_LEVEL)
        return numbering.next_label(numbered.number, depth), depth

    def _walk_boxes(self, place: Place) -> None:
        boxes, self._inline.boxes = self._inline.boxes, []
        for box in boxes:
            story = place.story or BlockKind.TEXT_BOX
            if box.tag == DIAGRAM:
                for line in diagram_lines(self._gathered, self._part, box):
                    for text, source in line:
                        self._gathered.builder.add(text, source)
                    self._gathered.builder.close(story, cell=place.cell)
            else:
                BlockWalker(self._gathered, self._part).walk(box, place._replace(story=story))

    def _table(self, element: Element, place: Place) -> None:
        number = self._gathered.tables
        self._gathered.tables += 1
        grid = read_grid(element)
        for found in grid.cells:
            cell = Cell(number, found.row, found.column, found.rows, found.columns)
            for content in found.elements:
                self.walk(content, place._replace(cell=cell))
        for row in grid.removed:
            self._remove(row)

    def _remove(self, row: Element) -> None:
        text = " ".join("".join(text.text or "" for text in row.iter(TEXT, W + "delText")).split())
        mark = row.find(f"{W}trPr/{W}del")
        if text and mark is not None:
            removal = Removal(self._gathered.builder.mark(), text, mark.get(AUTHOR) or "")
            self._gathered.removals.append(removal)

    def _control(self, element: Element, place: Place) -> None:
        content = element.find(CONTROL_CONTENT)
        if content is not None:
            self._inline.inside_control(element, lambda: self.walk(content, place))

    def _alternatives(self, element: Element, place: Place) -> None:
        choice = chosen(element)
        if choice is not None:
            self.walk(choice, place)

    def _equation(self, element: Element, place: Place) -> None:
        self._inline.walk([element])  # type: ignore[arg-type]  # walked as the only child of a paragraph
        self._close(None, "", place)

    def _foreign(self, element: Element, place: Place) -> None:
        del element, place
        self._gathered.leave_out("foreign")

    _BLOCKS: ClassVar[dict[object, Callable[["BlockWalker", Element, Place], None]]] = {
        PARAGRAPH: _paragraph,
        TABLE: _table,
        CONTROL: _control,
        ALTERNATIVES: _alternatives,
        W + "customXml": walk,
        W + "ins": walk,
        W + "moveTo": walk,
        M + "oMathPara": _equation,
        EQUATION: _equation,
        W + "altChunk": _foreign,
        W + "subDoc": _foreign,
    }


def _value(properties: Element | None, name: str) -> str:
    found = properties.find(W + name) if properties is not None else None
    return (found.get(VAL) or "") if found is not None else ""


def _is_mark_removed(properties: Element | None) -> bool:
    marks = properties.find(RUN_PROPERTIES) if properties is not None else None
    return marks is not None and (marks.find(W + "del") is not None or marks.find(W + "moveFrom") is not None)


def _direct_number(properties: Element | None) -> Numbered | None:
    found = properties.find(W + "numPr") if properties is not None else None
    number = _value(found, "numId")
    return Numbered(number, to_int(_value(found, "ilvl"), 0), "") if number else None
