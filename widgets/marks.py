"""Marks on a draft: a span of the text, the line under it and the icon beside it."""

from dataclasses import dataclass
from enum import Enum


class Line(Enum):
    """How a span is underlined. Broken lines come from a check; a solid line comes from a person."""

    WAVE = "wave"
    DASH = "dash"
    DOTS = "dots"
    SOLID = "solid"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the canonical text and how it is shown.

    ``start`` and ``end`` count code points. ``icon`` is the name of the margin icon, empty for none; ``colour`` is a
    palette token ("fix"); ``tooltip`` says what the mark means; ``key`` comes back when the mark is clicked. ``title``
    and ``note`` stand beside the text where there is room; without a title there is no note.
    """

    key: str
    start: int
    end: int
    line: Line
    icon: str
    colour: str
    tooltip: str
    title: str = ""
    note: str = ""
