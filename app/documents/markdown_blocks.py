"""Walk the blocks of parsed Markdown: headings, lists, quotes, tables, code, HTML, footnotes."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import ClassVar

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from app.documents.builder import TextBuilder
from app.documents.markdown_inline import InlineWalker, MarkedImage, attribute
from app.documents.markdown_source import Cursor, MarkdownSource
from app.domain.document import BlockKind, Cell, Image, Link, NoteMark

_HTML = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^>]*>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"&#?\w+;")
_NOTE_CALL = re.compile(r"\[\^([^\]\s]+)\]")


@dataclass(slots=True)
class _List:
    """A list that is open: how its items are numbered, and the label that its next block gets."""

    ordered: bool
    label: str = ""


class MarkdownWalker:
    """Turns parsed Markdown into blocks."""

    def __init__(self, source: MarkdownSource) -> None:
        self.source = source
        self.builder = TextBuilder()
        self._inline = InlineWalker(self.builder)
        self._lists: list[_List] = []
        self._quotes = self._level = self._shift = 0
        self._cell = Cell(-1, -1, -1)
        self._in_table = False
        self._row_lines: list[int] | None = None
        self._note = ""
        self._is_note = False
        self._cursor = Cursor(source.text, 0, len(source.text))

    def walk(self) -> tuple[NoteMark, ...]:
        """Add everything; return the marks of the footnotes, which follow the body in the order of their numbers."""
        self._walk(self.source.body, 0)
        first: dict[str, int] = {}
        for name in chain(self._inline.called, self.source.notes):  # a note can call further ones
            if name not in first:
                first[name] = self._add_note(name)
        marks = (NoteMark(call.start.at, call.end.at, first[call.name]) for call in self._inline.calls)
        return tuple(mark for mark in marks if 0 <= mark.note < len(self.builder.blocks))

    def links(self) -> tuple[Link, ...]:
        """Return the links that are marked up, in text order."""
        links = (Link(link.start.at, link.end.at, link.target) for link in self._inline.links)
        return tuple(sorted((link for link in links if link.start < link.end), key=lambda link: link.start))

    def images(self) -> tuple[Image, ...]:
        """Return the pictures by their text alternatives; none is loaded."""
        length = len(self.builder.text())
        return tuple(Image(min(image.mark.at, length), "", image.alt) for image in self._inline.images)

    def _add_note(self, name: str) -> int:
        """Add the blocks of a footnote; return the index of the first, or -1 when it is empty."""
        index, note = len(self.builder.blocks), self.source.notes[name]
        self._note, self._is_note = str(self._inline.numbers.get(name, name)), True
        self._walk("\n".join(note.lines), note.line)
        return index if len(self.builder.blocks) > index else -1

    def _walk(self, text: str, shift: int) -> None:
        self._shift, self._lists, self._quotes = shift, [], 0
        for token in _parser().parse(text, {"notes": self.source.notes}):
            handler = self._HANDLERS.get(token.type)
            if handler:
                handler(self, token)

    def _place(self, lines: list[int] | None) -> None:
        """Put the cursor at the block's lines, but never back."""
        start, end = self.source.range_of(lines, self._shift)
        if lines is not None:
            self._cursor.at, self._cursor.end = start, end

    def _inline_text(self, token: Token) -> None:
        if not self._in_table:
            self._place(token.map)
        self._inline.walk(token.children or [], self._cursor)
        self._inline.end_block()
        self._close(BlockKind.TABLE_CELL if self._in_table else BlockKind.PARAGRAPH)

    def _close(self, kind: BlockKind) -> None:
        """Close the block as ``kind``, or as what stands around a paragraph."""
        label, level, cell = "", 0, self._cell if self._in_table else None
        if self._is_note:
            kind, label = BlockKind.FOOTNOTE, self._note
        elif self._level:
            kind, level = BlockKind.HEADING, self._level
        elif kind is BlockKind.PARAGRAPH and self._lists:
            kind, level, label = BlockKind.LIST_ITEM, len(self._lists) - 1, self._lists[-1].label
        elif kind is BlockKind.PARAGRAPH and self._quotes:
            kind = BlockKind.QUOTE
        if self.builder.close(kind, level, label, cell):
            self._note = ""
            if self._lists:
                self._lists[-1].label = ""

    def _heading(self, token: Token) -> None:
        self._level = int(token.tag[1:]) if token.nesting > 0 else 0

    def _list(self, token: Token) -> None:
        if token.nesting > 0:
            self._lists.append(_List(ordered=token.type.startswith("ordered")))
        else:
            self._lists.pop()

    def _item(self, token: Token) -> None:
        self._lists[-1].label = f"{token.info}{token.markup}" if self._lists[-1].ordered else "•"

    def _quote(self, token: Token) -> None:
        self._quotes += token.nesting

    def _table(self, token: Token) -> None:
        self._in_table = token.nesting > 0
        if self._in_table:
            self._cell = Cell(self._cell.table + 1, -1, -1)

    def _row(self, token: Token) -> None:
        self._cell = replace(self._cell, row=self._cell.row + 1, column=-1)
        self._place(token.map)

    def _column(self, token: Token) -> None:
        del token
        self._cell = replace(self._cell, column=self._cell.column + 1)

    def _code(self, token: Token) -> None:
        self._place(token.map)
        if token.type == "fence":
            self._cursor.skip("\n")
        for line in token.content.rstrip("\n").split("\n"):
            self._inline.walk([Token("text", "", 0, content=line)], self._cursor)
            self.builder.add("\n", self._cursor.find("\n"))
        self._close(BlockKind.CODE)

    def _html(self, token: Token) -> None:
        """Add the text of an HTML block without its tags, a line for each."""
        self._place(token.map)
        at = 0
        for match in _HTML.finditer(token.content):
            self._plain(token.content[at : match.start()])
            self._cursor.skip(match[0])
            if match[0].lower().startswith("<img"):
                self._inline.images.append(MarkedImage(self.builder.mark(), attribute(match[0], "alt")))
            at = match.end()
        self._plain(token.content[at:])
        self._close(BlockKind.PARAGRAPH)

    def _plain(self, text: str) -> None:
        """Add text of an HTML block, blank lines reduced to one line end."""
        for line in re.split(r"(\n)", text):
            if line == "\n":
                self.builder.add("\n" if self.builder.is_open else "", self._cursor.find("\n"))
                continue
            at = 0
            for match in _ENTITY.finditer(line):
                self._inline.walk([Token("text", "", 0, content=line[at : match.start()])], self._cursor)
                self.builder.add(html.unescape(match[0]), self._cursor.find(match[0]))
                at = match.end()
            self._inline.walk([Token("text", "", 0, content=line[at:])], self._cursor)

    _HANDLERS: ClassVar[dict[str, Callable[["MarkdownWalker", Token], None]]] = {
        "inline": _inline_text,
        "heading_open": _heading,
        "heading_close": _heading,
        "bullet_list_open": _list,
        "bullet_list_close": _list,
        "ordered_list_open": _list,
        "ordered_list_close": _list,
        "list_item_open": _item,
        "blockquote_open": _quote,
        "blockquote_close": _quote,
        "table_open": _table,
        "table_close": _table,
        "tr_open": _row,
        "td_open": _column,
        "th_open": _column,
        "fence": _code,
        "code_block": _code,
        "html_block": _html,
    }


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.disable("text_join")  # keeps escapes and entities apart, with their markup
    parser.inline.ruler.before("link", "note", _note_rule)
    parser.normalizeLink = _as_written  # type: ignore[method-assign,assignment]
    return parser


def _note_rule(state: StateInline, silent: bool) -> bool:
    match = _NOTE_CALL.match(state.src, state.pos)
    if not match or match[1] not in state.env.get("notes", {}):
        return False
    if not silent:
        state.push("note", "", 0).meta = {"note": match[1]}
    state.pos = match.end()
    return True


def _as_written(address: str) -> str:
    return address
