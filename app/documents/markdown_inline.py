"""Add the text inside a block of parsed Markdown to the builder: emphasis, links, code, pictures, notes."""

import html
import re
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from markdown_it.token import Token

from app.documents.builder import Look, Mark, TextBuilder
from app.documents.markdown_source import Cursor

_TAG = re.compile(r"<\s*(/?)\s*([a-zA-Z][\w-]*)([^>]*)>")
_ATTRIBUTE = r"""\b{}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))"""
_RAISING = {"sup": 1, "sub": -1}


class MarkedLink(NamedTuple):
    """A link between two marks."""

    start: Mark
    end: Mark
    target: str


class MarkedImage(NamedTuple):
    """A picture's text alternative at a mark."""

    mark: Mark
    alt: str


class NoteCall(NamedTuple):
    """The mark of a footnote, by the name that the source gives it."""

    start: Mark
    end: Mark
    name: str


class InlineWalker:
    """Adds inline tokens to the builder and gathers what refers to the text."""

    def __init__(self, builder: TextBuilder) -> None:
        self.links: list[MarkedLink] = []
        self.images: list[MarkedImage] = []
        self.calls: list[NoteCall] = []
        self.called: list[str] = []
        self.numbers: dict[str, int] = {}
        self._builder = builder
        self._cursor = Cursor("", 0, 0)
        self._on: dict[str, int] = {}
        self._raised = 0
        self._open: list[tuple[Mark, str]] = []

    def walk(self, tokens: list[Token], cursor: Cursor) -> None:
        """Add ``tokens``, which stand in the source from the cursor on."""
        self._cursor = cursor
        for token in tokens:
            handler = self._HANDLERS.get(token.type)
            if handler:
                handler(self, token)
            elif token.type.endswith(("_open", "_close")):
                self._switch(token)

    def add(self, text: str, look: Look | None = None) -> None:
        """Add text that stands in the source as it is, or nearly so."""
        source = self._cursor.find(text)
        if source:
            self._builder.add(text, source, look)
            return
        for character in text:
            self._builder.add(character, self._cursor.find_character(character), look)

    def _look(self) -> Look | None:
        bold, italic, strike = (self._on.get(name, 0) > 0 for name in ("strong", "em", "s"))
        look = Look(bold=bold, italic=italic, strike=strike, underline=self._on.get("u", 0) > 0, raised=self._raised)
        return look if any(look) else None

    def _switch(self, token: Token) -> None:
        self._cursor.skip(token.markup)
        name = token.type.rsplit("_", 1)[0]
        self._on[name] = self._on.get(name, 0) + token.nesting

    def _text(self, token: Token) -> None:
        if token.content:
            self.add(token.content, self._look())

    def _special(self, token: Token) -> None:
        """Add an escaped character or an entity, which maps to its markup as a whole."""
        source = self._cursor.find(token.markup)
        self._builder.add(token.content.replace("\0", ""), source, self._look())

    def _code(self, token: Token) -> None:
        self._cursor.skip(token.markup)
        self.add(token.content, (self._look() or Look())._replace(code=True))
        self._cursor.skip(token.markup)

    def _soft_break(self, token: Token) -> None:
        del token
        self._builder.add(" ", self._cursor.find("\n"), self._look())

    def _hard_break(self, token: Token) -> None:
        del token
        self._builder.add("\n", self._cursor.find("\n"), self._look())

    def _link_open(self, token: Token) -> None:
        self._cursor.skip("<" if token.markup == "autolink" else "[")
        self._open.append((self._builder.mark(), str(token.attrGet("href") or "")))

    def _link_close(self, token: Token) -> None:
        start, target = self._open.pop()
        self.links.append(MarkedLink(start, self._builder.mark(), target))
        if token.markup != "autolink":
            self._cursor.skip_target()

    def _image(self, token: Token) -> None:
        self.images.append(MarkedImage(self._builder.mark(), html.unescape(token.content)))
        self._cursor.skip("![")
        self._cursor.skip(token.content)
        self._cursor.skip_target()

    def _note(self, token: Token) -> None:
        name = str(token.meta["note"])
        if name not in self.numbers:
            self.called.append(name)
        number = self.numbers.setdefault(name, len(self.called))
        start, shown = self._builder.mark(), f"[{number}]"
        self._builder.add(shown, self._cursor.find(f"[^{name}]"), (self._look() or Look())._replace(raised=1))
        self.calls.append(NoteCall(start, self._builder.mark(), name))

    def _html(self, token: Token) -> None:
        self._cursor.skip(token.content)
        match = _TAG.match(token.content)
        if not match:
            return
        closes, name, attributes = bool(match[1]), match[2].lower(), match[3]
        if name == "br":
            self._builder.add("\n", None, self._look())
        elif name in _RAISING:
            self._raised = 0 if closes else _RAISING[name]
        elif name == "img":
            self.images.append(MarkedImage(self._builder.mark(), attribute(attributes, "alt")))
        else:
            self._html_pair(name, attributes, closes=closes)

    def _html_pair(self, name: str, attributes: str, *, closes: bool) -> None:
        known = {"b": "strong", "i": "em", "del": "s", "strong": "strong", "em": "em", "s": "s", "u": "u"}
        if name in known:
            self._on[known[name]] = max(0, self._on.get(known[name], 0) + (-1 if closes else 1))
        elif name == "a" and closes and self._open:
            start, target = self._open.pop()
            self.links.append(MarkedLink(start, self._builder.mark(), target))
        elif name == "a" and not closes:
            self._open.append((self._builder.mark(), attribute(attributes, "href")))

    def end_block(self) -> None:
        """Forget HTML tags that their block left open."""
        self._on, self._raised, self._open = {}, 0, []

    _HANDLERS: ClassVar[dict[str, Callable[["InlineWalker", Token], None]]] = {
        "text": _text,
        "text_special": _special,
        "code_inline": _code,
        "softbreak": _soft_break,
        "hardbreak": _hard_break,
        "link_open": _link_open,
        "link_close": _link_close,
        "image": _image,
        "html_inline": _html,
        "note": _note,
    }


def attribute(attributes: str, name: str) -> str:
    """Return the value of an attribute out of the text of an HTML tag."""
    match = re.search(_ATTRIBUTE.format(name), attributes, re.IGNORECASE)
    return html.unescape(match[1] or match[2] or match[3] or "") if match else ""
