"""Formats of blocks, stretches of text and tables, from the theme's fonts and colours at a zoom."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTableCellFormat,
    QTextTableFormat,
)

from app.domain.document import Block, BlockKind
from widgets.fonts import role_font
from widgets.rich_inline import Look
from widgets.theme import colour

_LINE_HEIGHT = 118.0
BOXED = QTextFormat.Property.UserProperty.value + 1  # a block on a ground of its own, which the paper paints
_QUIET = frozenset({BlockKind.COMMENT, BlockKind.HEADER, BlockKind.FOOTER})
_NOTES = frozenset({BlockKind.FOOTNOTE, BlockKind.ENDNOTE})
_LABELLED = frozenset({BlockKind.LIST_ITEM, *_NOTES, *_QUIET})


class Formats:
    """The formats at one size: ``factor`` is the zoom times the text scale, ``reading`` the text's size in pixels."""

    def __init__(self, factor: float, reading: int = 16) -> None:
        self.factor = factor
        self._reading = reading
        self.text = lru_cache(maxsize=4096)(self._text)
        self.font = lru_cache(maxsize=256)(self._font)

    @property
    def after_list(self) -> float:
        """The space below the last item of a list, in pixels."""
        return self.pixels(10)

    def pixels(self, size: float) -> float:
        """Return a size at 100 % in pixels."""
        return size * self.factor

    def role(self, block: Block, is_title: bool) -> str:
        """Return the name under which ``font`` and ``text`` know the block's face."""
        if is_title:
            return "title"
        if block.kind is BlockKind.HEADING and block.cell is None:
            return f"heading{min(max(block.level, 1), 3)}"
        if block.kind is BlockKind.CODE:
            return "code"
        if block.kind is BlockKind.CAPTION:
            return "caption"
        if block.cell is not None or block.kind in _QUIET:
            return "table"
        return "note" if block.kind in _NOTES else "reading"

    def block(self, block: Block, is_title: bool) -> QTextBlockFormat:
        """Return the format of a block: its spacing, and how far it and its label stand in."""
        made = QTextBlockFormat()
        made.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        above, below = self._spacing(block, is_title)
        made.setTopMargin(self.pixels(above))
        made.setBottomMargin(self.pixels(below))
        if block.kind is BlockKind.HEADING:
            made.setHeadingLevel(min(max(block.level, 1), 6))
        if block.kind in (BlockKind.CODE, BlockKind.TEXT_BOX):
            made.setProperty(BOXED, True)
        self._indent(made, block, is_title)
        return made

    def label_width(self, block: Block, is_title: bool = False) -> float:
        """Return the width that a block's label takes, 0 when it has none that hangs."""
        if not block.label or block.kind not in _LABELLED:
            return 0.0
        metrics = QFontMetricsF(self.font(self.role(block, is_title), Look()))
        return max(self.pixels(20), metrics.horizontalAdvance(block.label) + self.pixels(8))

    def section(self) -> tuple[QTextBlockFormat, QTextCharFormat]:
        """Return the formats of the quiet title above what follows the body."""
        made = QTextBlockFormat()
        made.setTopMargin(self.pixels(28))
        made.setBottomMargin(self.pixels(6))
        return made, self.text("section", Look())

    def table(self, is_nested: bool) -> QTextTableFormat:
        """Return the format of a table: full width, no box, hairlines below the rows."""
        made = QTextTableFormat()
        made.setBorder(0)
        made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        made.setBorderCollapse(True)
        made.setCellSpacing(0)
        made.setCellPadding(0)
        made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        made.setBottomMargin(self.pixels(4 if is_nested else 14))
        return made

    def cell(self, is_first_row: bool) -> QTextTableCellFormat:
        """Return the format of a table cell."""
        made = QTextTableCellFormat()
        made.setBottomBorder(1)
        made.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        made.setBottomBorderBrush(QBrush(colour("control" if is_first_row else "line")))
        made.setTopPadding(self.pixels(4))
        made.setBottomPadding(self.pixels(4))
        made.setLeftPadding(self.pixels(4))
        made.setRightPadding(self.pixels(6))
        return made

    def aligned_right(self) -> QTextBlockFormat:
        """Return what makes a block of numbers end at the right edge."""
        made = QTextBlockFormat()
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        return made

    def _text(self, role: str, look: Look) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(self.font(role, look))
        made.setForeground(QBrush(colour(_colour_of(role, look))))
        made.setFontUnderline(look.underline)
        made.setFontStrikeOut(look.strike)
        if look.raised:
            up, down = (
                QTextCharFormat.VerticalAlignment.AlignSuperScript,
                QTextCharFormat.VerticalAlignment.AlignSubScript,
            )
            made.setVerticalAlignment(up if look.raised > 0 else down)
        if look.href:
            made.setAnchor(True)
            made.setAnchorHref(look.href)
        return made

    def _font(self, role: str, look: Look) -> QFont:
        made = self._face(role)
        if look.code and role != "code":
            made = role_font("code", 1.0)
            made.setPixelSize(round(self.pixels(14)))
        if look.bold:
            made.setWeight(QFont.Weight.DemiBold)
        made.setItalic(look.italic)
        return made

    def _face(self, role: str) -> QFont:
        face, size, weight = {
            "title": ("display", 26.0, QFont.Weight.DemiBold),
            "heading1": ("heading", 21.0, QFont.Weight.DemiBold),
            "heading2": ("heading", 19.0, QFont.Weight.DemiBold),
            "heading3": ("heading", float(self._reading), QFont.Weight.DemiBold),
            "note": ("reading", self._reading - 2.0, QFont.Weight.Normal),
            "table": ("body", 14.0, QFont.Weight.Normal),
            "table_head": ("body", 14.0, QFont.Weight.DemiBold),
            "caption": ("body", 14.0, QFont.Weight.Normal),
            "section": ("body", 14.0, QFont.Weight.DemiBold),
            "code": ("code", 13.0, QFont.Weight.Normal),
            "reading": ("reading", float(self._reading), QFont.Weight.Normal),
        }[role]
        made = role_font(face)
        made.setPixelSize(max(1, round(self.pixels(size))))
        made.setWeight(weight)
        return made

    def _spacing(self, block: Block, is_title: bool) -> tuple[float, float]:
        if block.cell is not None:
            return 0, 0
        if is_title:
            return 0, 10
        if block.kind is BlockKind.HEADING:
            return 14, 5
        if block.kind is BlockKind.CAPTION:
            return 4, 6
        return 0, 4 if block.kind in _LABELLED else 10

    def _indent(self, made: QTextBlockFormat, block: Block, is_title: bool) -> None:
        depth = self.pixels(20) * block.level if block.kind is BlockKind.LIST_ITEM else 0.0
        if block.kind in (BlockKind.QUOTE, BlockKind.TEXT_BOX):
            depth = self.pixels(24)
        hanging = self.label_width(block, is_title)
        made.setLeftMargin(depth + hanging)
        if hanging:
            made.setTextIndent(-hanging)
            made.setTabPositions([QTextOption.Tab(hanging, QTextOption.TabType.LeftTab)])


def _colour_of(role: str, look: Look) -> str:
    if look.deleted or role in ("caption", "section", "table_head"):
        return "ink2"
    return "accent" if look.href else "ink"
