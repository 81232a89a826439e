"""Find the characters of parsed Markdown again in its source, and take out what CommonMark does not know.

The parser tells the lines of a block, not the columns of its text; but text comes in source order and mostly as it
stands there, so a cursor that follows markup and text finds each piece.
"""

import re
from dataclasses import dataclass, field
from itertools import accumulate

from app.documents.builder import Source

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_INDENT = 4
_WINDOW = 40  # how far a single character is looked for


@dataclass(slots=True)
class Note:
    """The definition of a footnote: its first line in the source and its text, one string a line."""

    line: int
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MarkdownSource:
    """A Markdown text taken apart; lines of the body that held something else are empty, so that numbers stay."""

    text: str
    starts: tuple[int, ...]
    body: str
    title: str
    notes: dict[str, Note]

    def range_of(self, lines: list[int] | None, shift: int) -> tuple[int, int]:
        """Return the offsets of the source between two line numbers, moved down by ``shift`` lines."""
        if lines is None:
            return 0, len(self.text)
        first, last = lines[0] + shift, lines[1] + shift
        end = self.starts[last] if last < len(self.starts) else len(self.text)
        return self.starts[min(first, len(self.starts) - 1)], end


def take_apart(text: str) -> MarkdownSource:
    """Split a text with LF line ends into front matter, footnote definitions and body."""
    lines = text.split("\n")
    starts = tuple(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
    front = _FRONT.match(text)
    title = _FRONT_TITLE.search(front[1] or "") if front else None
    for index in range(text.count("\n", 0, front.end()) + (not front[0].endswith("\n")) if front else 0):
        lines[index] = ""
    notes = _take_notes(lines)
    return MarkdownSource(text, starts, "\n".join(lines), title[1].strip("\"'") if title else "", notes)


def _take_notes(lines: list[str]) -> dict[str, Note]:
    """Take the definitions of footnotes out of ``lines``; lines indented under one belong to it."""
    notes: dict[str, Note] = {}
    fence = ""
    note: Note | None = None
    for index, line in enumerate(lines):
        fence = _fence_after(line, fence)
        match = _NOTE.match(line) if not fence else None
        if match:
            note = notes.setdefault(match[1], Note(index))
            note.lines.extend([""] * (index - note.line - len(note.lines)) + [match[2]])
        elif note and _belongs(note, line):
            note.lines.append(line[_INDENT:] if line.startswith(" " * _INDENT) else line.lstrip("\t"))
        else:
            note = None
            continue
        lines[index] = ""
    return notes


def _belongs(note: Note, line: str) -> bool:
    """Return whether a line goes on with a note: it is indented, blank, or follows text without a blank line."""
    return not line.strip() or line.startswith((" " * _INDENT, "\t")) or bool(note.lines[-1].strip())


def _fence_after(line: str, fence: str) -> str:
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match[1]
    closes = match[1].startswith(fence) and not line.strip().strip(fence[0])
    return "" if closes else fence


@dataclass(slots=True)
class Cursor:
    """A place in the source that moves on with every piece found, up to ``end``."""

    text: str
    at: int
    end: int

    def skip(self, markup: str) -> None:
        """Move behind the next ``markup``, where there is one."""
        found = self.text.find(markup, self.at, self.end) if markup else -1
        if found >= 0:
            self.at = found + len(markup)

    def find(self, text: str) -> Source | None:
        """Return where ``text`` stands next, and move behind it."""
        found = self.text.find(text, self.at, self.end)
        if found < 0:
            return None
        self.at = found + len(text)
        return Source("text", 0, found, len(text))

    def find_character(self, character: str) -> Source | None:
        """Return where a character stands close by; white space stands for any other."""
        for index in range(self.at, min(self.at + _WINDOW, self.end)):
            if self.text[index] == character or (character.isspace() and self.text[index].isspace()):
                self.at = index + 1
                return Source("text", 0, index, 1)
        return None

    def skip_target(self) -> None:
        """Move behind the target of a link whose text ends here: ``](…)`` or ``][…]``."""
        if not self.text.startswith("]", self.at):
            return
        self.at += 1
        closing = {"(": ")", "[": "]"}.get(self.text[self.at : self.at + 1], "")
        depth = 0
        for index in range(self.at, self.end if closing else self.at):
            depth += (self.text[index] in "([") - (self.text[index] in ")]")
            if depth == 0 and self.text[index] == closing:
                self.at = index + 1
                return
