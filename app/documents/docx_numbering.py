"""Compute the numbers and bullets that Word shows before the paragraphs of lists and numbered headings."""

import re
from dataclasses import dataclass, field

from app.documents.docx_names import FALLBACK, VAL, W, is_on, to_int
from app.documents.docx_package import Element
from app.documents.docx_styles import Styles

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_BULLETS = {"\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf06f": "○", "\uf0a8": "◆", "\uf0e0": "→", "\uf02d": "–"}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_CHICAGO = "*†‡§"
_ROMAN_LIMIT = 10_000
_MOST_REPEATED = 30  # a damaged file can start counting anywhere
DEEPEST_LEVEL = 8


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: where it starts, how a number of it reads and the pattern of its label ("%1.%2")."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""
    font: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A ``w:num``: the counters it shares with others, its levels, and the levels that it starts anew."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def has(self, number: str) -> bool:
        """Return whether there is a list of this number."""
        return number in self._lists

    def level_of(self, number: str, style: str) -> int:
        """Return the level of a list that belongs to a paragraph style, or 0."""
        levels = self._lists[number].levels
        return next((depth for depth, level in sorted(levels.items()) if level.style == style), 0)

    def next_label(self, number: str, depth: int) -> str:
        """Count one more paragraph at a level and return what stands before it."""
        numbered = self._lists[number]
        counts = self._counts.setdefault(numbered.counters, {})
        if number not in self._used:
            self._used.add(number)
            for level in numbered.starts:
                counts.pop(level, None)
        for level in range(depth + 1):
            if level not in counts or level == depth:
                counts[level] = counts[level] + 1 if level in counts else _start(numbered, level)
        for level in [deeper for deeper in counts if deeper > depth]:
            if _restarts(numbered.levels.get(level), depth):
                del counts[level]
        return _label(numbered.levels, counts, depth)


def _start(numbered: _List, level: int) -> int:
    return numbered.starts.get(level, numbered.levels.get(level, Level()).start)


def _restarts(level: Level | None, depth: int) -> bool:
    """Return whether a level starts anew after one at ``depth``; ``restart`` counts levels from 1, 0 is never."""
    return level is None or level.restart is None or depth < level.restart


def _label(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth, Level())
    if level.format == "bullet":
        return _bullet(level)
    if level.format == "none" and "%" not in level.pattern:
        return level.pattern.strip()

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        shown = levels.get(index, Level())
        return format_number(counts.get(index, shown.start), "decimal" if level.legal else shown.format)

    return re.sub("%([1-9])", number, level.pattern).strip()


def _bullet(level: Level) -> str:
    if level.pattern == "o" and "courier" in level.font.lower():
        return "○"
    return _PRIVATE.sub(lambda match: _BULLETS.get(match[0], "•"), level.pattern).strip()


def format_number(value: int, kind: str) -> str:
    """Return a number as Word writes it in a number format ("lowerRoman"); formats not known here are decimal."""
    if value > 0 and kind in ("lowerLetter", "upperLetter"):
        text = chr(97 + (value - 1) % 26) * min((value - 1) // 26 + 1, _MOST_REPEATED)
    elif 0 < value < _ROMAN_LIMIT and kind in ("lowerRoman", "upperRoman"):
        text = _roman(value)
    else:
        return _other_number(value, kind)
    return text.upper() if kind.startswith("upper") else text


def _other_number(value: int, kind: str) -> str:
    if kind == "none":
        return ""
    if kind == "decimalZero":
        return f"{value:02}"
    if kind == "ordinal":
        return f"{value}{_ordinal_ending(value)}"
    if kind == "chicago" and value > 0:
        return _CHICAGO[(value - 1) % 4] * min((value - 1) // 4 + 1, _MOST_REPEATED)
    return str(value)


def _ordinal_ending(value: int) -> str:
    return "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (value // worth)
        value %= worth
    return text


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """Return the lists of a numbering part; none without one."""
    if root is None:
        return Numbering()
    abstract = {element.get(W + "abstractNumId") or "": element for element in root.iterfind(W + "abstractNum")}
    owners = {element.get(W + "numId") or "": _child(element, "abstractNumId") for element in root.iterfind(W + "num")}
    lists = {}
    for element in root.iterfind(W + "num"):
        name = element.get(W + "numId") or ""
        counters = _follow(owners[name], abstract, owners, styles)
        lists[name] = _read_list(element, counters, abstract.get(counters))
    return Numbering(lists)


def _follow(name: str, abstract: dict[str, Element], owners: dict[str, str], styles: Styles) -> str:
    """Return the definition that holds the levels: one may only name a numbering style, which leads to another."""
    link = _child(abstract[name], "numStyleLink") if name in abstract else ""
    numbered = styles.numbering(link) if link else None
    return owners.get(numbered.number, name) if numbered else name


def _read_list(element: Element, counters: str, definition: Element | None) -> _List:
    levels = {} if definition is None else _read_levels(definition)
    starts = {}
    for override in element.iterfind(W + "lvlOverride"):
        depth = to_int(override.get(W + "ilvl"), 0)
        levels.update(_read_levels(override))
        start = _child(override, "startOverride")
        if start:
            starts[depth] = to_int(start, 1)
    return _List(counters, levels, starts)


def _read_levels(parent: Element) -> dict[int, Level]:
    return {to_int(level.get(W + "ilvl"), 0): _read_level(level) for level in parent.iterfind(W + "lvl")}


def _read_level(element: Element) -> Level:
    kind = _child(element, "numFmt") or _child(element.find(f".//{FALLBACK}"), "numFmt")
    restart = _child(element, "lvlRestart")
    legal = element.find(W + "isLgl")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    return Level(
        start=to_int(_child(element, "start"), 1),
        format=kind or "decimal",
        pattern=_child(element, "lvlText"),
        restart=to_int(restart, 0) if restart else None,
        legal=legal is not None and is_on(legal.get(VAL)),
        style=_child(element, "pStyle"),
        font=(fonts.get(W + "ascii") or "") if fonts is not None else "",
    )


def _child(element: Element | None, name: str) -> str:
    found = element.find(W + name) if element is not None else None
    return (found.get(VAL) or "") if found is not None else ""
