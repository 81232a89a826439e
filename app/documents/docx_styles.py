"""What a DOCX file's styles say: headings, captions, quotes, numbering and character formatting."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from app.documents.builder import Look
from app.documents.docx_names import RUN_PROPERTIES, VAL, W, is_on, to_int
from app.documents.docx_package import Element
from app.domain.document import BlockKind

_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|encabezado|cabeçalho|titolo|kop|rubrik|overskrift|otsikko|nagłówek"
    r"|nadpis|naslov|заголовок|başlık|címsor|επικεφαλίδα|titlu|標題|标题|見出し|제목)\s*([1-9])(?!\d)",
    re.IGNORECASE,
)
_ROLES = {
    "caption": BlockKind.CAPTION,
    "beschriftung": BlockKind.CAPTION,
    "légende": BlockKind.CAPTION,
    "image caption": BlockKind.CAPTION,
    "table caption": BlockKind.CAPTION,
    "quote": BlockKind.QUOTE,
    "intense quote": BlockKind.QUOTE,
    "block text": BlockKind.QUOTE,
    "quotations": BlockKind.QUOTE,
    "html preformatted": BlockKind.CODE,
    "preformatted text": BlockKind.CODE,
    "source code": BlockKind.CODE,
    "code": BlockKind.CODE,
    "macro": BlockKind.CODE,
}
DEEPEST_HEADING = 9
_CODE_NAMES = frozenset({"html code", "html typewriter", "verbatim char", "source text", "code", "inline code"})
_TOGGLES = {W + "b": 0, W + "i": 1, W + "u": 2, W + "strike": 3, W + "dstrike": 3, W + "vanish": 6}
_VERTICAL = {"superscript": 1, "subscript": -1}


class Numbered(NamedTuple):
    """The list a paragraph belongs to; ``level`` is None when the style leaves it to the list."""

    number: str
    level: int | None
    style: str


class Format(NamedTuple):
    """Formatting that is on, off or left open (None): the fields of a look and, last, hidden."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    strike: bool | None = None
    code: bool | None = None
    raised: int | None = None
    hidden: bool | None = None


_OPEN = Format()


@dataclass(slots=True)
class Styles:
    """The styles by id. Every question follows the chain of styles that one is based on."""

    elements: dict[str, Element] = field(default_factory=dict)
    default: str = ""
    _chains: dict[str, list[Element]] = field(default_factory=dict)
    _formats: dict[str, Format] = field(default_factory=dict)
    _shown: dict[tuple[str, str, Format], tuple[Look | None, bool]] = field(default_factory=dict)

    def name(self, style: str) -> str:
        """Return a style's name in small letters."""
        element = self.elements.get(style)
        return _name(element) if element is not None else style.lower()

    def heading_level(self, style: str) -> int:
        """Return the heading level from 1 that a paragraph style gives, or 0."""
        for element in self._chain(style):
            outline = element.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                level = to_int(outline.get(VAL), 9)
                return level + 1 if 0 <= level < DEEPEST_HEADING else 0
            match = _HEADING.fullmatch(_name(element))
            if match:
                return int(match[1])
        return 0

    def is_title(self, style: str) -> bool:
        """Return whether a paragraph style is the document's title."""
        return self.name(style) == "title"

    def role(self, style: str) -> BlockKind | None:
        """Return the kind of block that a paragraph style stands for, where it stands for one."""
        names = (_name(element) for element in self._chain(style))
        return next((_ROLES[name] for name in names if name in _ROLES), None)

    def numbering(self, style: str) -> Numbered | None:
        """Return the list that a paragraph style puts its paragraphs into."""
        for element in self._chain(style):
            properties = element.find(f"{W}pPr/{W}numPr")
            number = properties.find(W + "numId") if properties is not None else None
            if properties is not None and number is not None:
                level = properties.find(W + "ilvl")
                depth = to_int(level.get(VAL), 0) if level is not None else None
                return Numbered(number.get(VAL) or "0", depth, element.get(W + "styleId") or "")
        return None

    def look(self, paragraph: str, properties: Element | None) -> tuple[Look | None, bool]:
        """Return how a run looks (None for plain) and whether it is hidden, given its paragraph's style."""
        character, direct = _direct(properties)
        key = (paragraph, character, direct)
        if key not in self._shown:
            self._shown[key] = _resolve(direct, self._format(character), self._format(paragraph))
        return self._shown[key]

    def _chain(self, style: str) -> list[Element]:
        if style not in self._chains:
            self._chains[style] = list(self._walk(style))
        return self._chains[style]

    def _walk(self, style: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style in self.elements and style not in seen:
            seen.add(style)
            yield self.elements[style]
            based = self.elements[style].find(W + "basedOn")
            style = (based.get(VAL) or "") if based is not None else ""

    def _format(self, style: str) -> Format:
        if style not in self._formats:
            found = [_direct(element.find(RUN_PROPERTIES))[1] for element in self._chain(style)]
            merged = [
                next((value for value in values if value is not None), None) for values in zip(*found, strict=True)
            ]
            if any(_name(element) in _CODE_NAMES for element in self._chain(style)):
                merged[4] = True
            self._formats[style] = Format(*merged)
        return self._formats[style]


def read_styles(root: Element | None) -> Styles:
    """Return the styles of a styles part; none without one."""
    styles = Styles()
    for element in root.iterfind(W + "style") if root is not None else ():
        style = element.get(W + "styleId") or ""
        styles.elements[style] = element
        if element.get(W + "type") == "paragraph" and is_on(element.get(W + "default") or "0"):
            styles.default = style
    return styles


def _name(style: Element) -> str:
    name = style.find(W + "name")
    return (name.get(VAL) or "").strip().lower() if name is not None else ""


def _direct(properties: Element | None) -> tuple[str, Format]:
    """Return the character style and the formatting that run properties name themselves."""
    if properties is None:
        return "", _OPEN
    style = ""
    values: list[bool | int | None] = [None] * len(_OPEN)
    for child in properties:
        tag = child.tag
        if tag in _TOGGLES:
            values[_TOGGLES[tag]] = is_on(child.get(VAL))
        elif tag == W + "rStyle":
            style = child.get(VAL) or ""
        elif tag == W + "vertAlign":
            values[5] = _VERTICAL.get(child.get(VAL) or "", 0)
    return style, Format(*values)  # type: ignore[arg-type]  # one value of each field


def _resolve(direct: Format, character: Format, paragraph: Format) -> tuple[Look | None, bool]:
    """Apply direct formatting over styles; bold, italic, strike and hidden of two styles switch one another off."""
    look = Look(
        bold=_toggle(direct.bold, character.bold, paragraph.bold),
        italic=_toggle(direct.italic, character.italic, paragraph.italic),
        underline=bool(_first(direct.underline, character.underline, paragraph.underline)),
        strike=_toggle(direct.strike, character.strike, paragraph.strike),
        code=bool(_first(character.code, paragraph.code)),
        raised=_first(direct.raised, character.raised, paragraph.raised),
    )
    return (look if any(look) else None), _toggle(direct.hidden, character.hidden, paragraph.hidden)


def _toggle(direct: bool | None, character: bool | None, paragraph: bool | None) -> bool:
    return direct if direct is not None else bool(character) != bool(paragraph)


def _first(*values: int | None) -> int:
    return next((value for value in values if value is not None), 0)
