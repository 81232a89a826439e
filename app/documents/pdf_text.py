"""Write lines into the canonical text: words broken at line ends joined, ligatures and accents repaired."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.documents.builder import Look, Mark, Source, TextBuilder
from app.documents.pdf_lines import Line, needs_space
from app.documents.pdf_strips import HYPHEN, Strip
from app.documents.pdf_strips import Look as FontLook

_HYPHENS = (HYPHEN, "\u00ad", "-", "\u2010")
_SPACING = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_DROPPED = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_ACCENTS = {
    "`": "\u0300", "\u00b4": "\u0301", "\u02ca": "\u0301", "\u02cb": "\u0300", "^": "\u0302", "\u02c6": "\u0302",
    "\u02dc": "\u0303", "~": "\u0303", "\u00af": "\u0304", "\u02c9": "\u0304", "\u02d8": "\u0306", "\u02d9": "\u0307",
    "\u00a8": "\u0308", "\u02da": "\u030a", "\u00b0": "\u030a", "\u02dd": "\u030b", "\u02c7": "\u030c",
    "\u00b8": "\u0327", "\u02db": "\u0328",
}  # fmt: skip
_SPECIAL = re.compile(
    f"{_SPACING.pattern}|{_DROPPED.pattern}|[\ufb00-\ufb06\ud800-\udfff{re.escape(''.join(_ACCENTS))}]"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_TAIL = re.compile(r"[^\W\d_]+$")
_HEAD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|doi\.org|doi:\s?10\.|\b10\.\d{4,9}/)\S*$", re.IGNORECASE)
_ADDRESS_BEGINS = re.compile(r"https?://|www\.|doi[:.]", re.IGNORECASE)
_ADDRESS_REST = re.compile(r"[\w.\-/%?=&#~+:;()<>]*[\d/_=&?][\w.\-/%?=&#~+:;()<>]*")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_BREAKS_RANGE = re.compile(r"\d[–—]$")
_FIRST_PARTS = frozenset(("high", "low", "self", "well", "long", "short", "large", "small", "real", "half", "non"))
_LEAST_SECOND_PART = 6
_RAISED, _LOWERED, _SMALLER = 0.15, -0.08, 0.85


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a document that stand unbroken in it, and its words with hyphens; lower case."""

    words: frozenset[str]
    compounds: frozenset[str]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Vocabulary":
        """Collect the words inside all lines; the first and the last one may be parts of broken words."""
        found = [word.lower() for line in lines for word in _WORD.findall(line.text)[1:-1]]
        compounds = frozenset(word.replace("\u2010", "-") for word in found if "-" in word or "\u2010" in word)
        parts = {part for word in compounds for part in word.split("-")}
        return cls(frozenset(found) - compounds | parts, compounds)

    def keeps_hyphen(self, tail: str, head: str) -> bool:
        """Say whether ``tail-head`` is a word with a hyphen rather than one word broken by a line end."""
        tail, head = tail.lower(), head.lower()
        if tail + head in self.words:
            return f"{tail}-{head}" in self.compounds and len(tail) < 2  # noqa: PLR2004 "e-mail" beside "email"
        if tail in _FIRST_PARTS and len(head) >= _LEAST_SECOND_PART:
            return True
        return f"{tail}-{head}" in self.compounds or (tail in self.words and head in self.words)


def write_lines(builder: TextBuilder, lines: Sequence[Line], vocabulary: Vocabulary, skip: int = 0) -> list[Mark]:
    """Add the text of consecutive lines to the open block but for its first ``skip`` characters.

    Returns a mark for the beginning of each line.
    """
    marks = []
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else None
        cut, joint = join_to(line, after, vocabulary) if after else (0, "")
        marks.append(builder.mark())
        first = line.strips[0].start
        _write_line(builder, line, _skip_to(line, skip) if number == 0 else first, cut)
        hyphen = Source("page", line.page, line.strips[-1].end - cut, 1) if joint == "-" else None
        builder.add(joint, hyphen)
    return marks


def _skip_to(line: Line, skip: int) -> int:
    """Return the PDFium index after the first ``skip`` characters of a line's text."""
    for number, strip in enumerate(line.strips):
        if number and needs_space(line.strips[number - 1], strip):
            skip -= 1
        if skip < len(strip.text):
            return strip.start + max(0, skip)
        skip -= len(strip.text)
    return line.strips[-1].end


def join_to(line: Line, after: Line, vocabulary: Vocabulary) -> tuple[int, str]:
    """Return how many characters to cut from the line's end and what to put before the next line."""
    text, rest = line.text.rstrip(), after.text.lstrip()
    spaces = len(line.text) - len(text)
    if not text or not rest:
        return 0, " "
    if text[-1] in _HYPHENS:
        return _join_hyphen(text, rest, spaces, vocabulary)
    if _breaks_address(text, rest) or (_BREAKS_RANGE.search(text) and rest[0].isdigit()):
        return spaces, ""
    if _CJK.match(text[-1]) and _CJK.match(rest[0]):
        return spaces, ""
    return spaces, " "


def _join_hyphen(text: str, rest: str, spaces: int, vocabulary: Vocabulary) -> tuple[int, str]:
    tail, head = _TAIL.search(text[:-1]), _HEAD.match(rest)
    sign = "-" if text[-1] in (HYPHEN, "\u00ad") else ""
    cut = spaces + 1 if sign else spaces
    if _ADDRESS.search(text[:-1].rpartition(" ")[2]):
        return cut, sign
    if not tail or not head:
        return (spaces, " ") if text[-2:-1].isspace() else (cut, sign)
    if not head[0][0].islower() or vocabulary.keeps_hyphen(tail[0], head[0]):
        return cut, sign
    return spaces + 1, ""


def _breaks_address(text: str, rest: str) -> bool:
    """Say whether the line end stands inside a web address or a DOI."""
    address = _ADDRESS.search(text)
    if not address or text.endswith((",", ";")) or _ADDRESS_BEGINS.match(rest):
        return False
    token = rest.split(maxsplit=1)[0]
    if address[0][-1] in "/_=&?#%~+":
        return True
    bare = token.rstrip(".,;)")
    if address[0].endswith((".", "doi:")):
        return bool(_ADDRESS_REST.fullmatch(bare)) or bare in ("org", "com", "pdf", "html")
    return token[0] in "./_?=&" or (len(bare) > 2 and bool(_ADDRESS_REST.fullmatch(bare)) and not bare.isdigit())  # noqa: PLR2004


def _write_line(builder: TextBuilder, line: Line, first: int, cut: int) -> None:
    """Add a line from PDFium index ``first`` on, but for its last ``cut`` characters."""
    begun = False
    for number, strip in enumerate(line.strips):
        begun = begun or strip.start <= first < strip.end
        if not begun:
            continue
        if number and needs_space(line.strips[number - 1], strip):
            builder.add(" ")
        end = strip.end - cut if strip is line.strips[-1] else strip.end
        for start, stop, look in strip.runs:
            low, high = max(start, first) if strip.start <= first < strip.end else start, min(stop, end)
            if low < high:
                text = strip.text[low - strip.start : high - strip.start]
                source = Source("page", line.page, low, high - low)
                _write_run(builder, text, source, _style(look, line, strip), strip.accents)


def _style(look: FontLook, line: Line, strip: Strip) -> Look | None:
    rise = (line.baseline - look.baseline) / line.size if line.size else 0.0
    raised = 0
    if look.size < _SMALLER * line.size or strip.size < _SMALLER * line.size:
        raised = 1 if rise > _RAISED else -1 if rise < _LOWERED else 0
    if not (look.bold or look.italic or raised):
        return None
    return Look(bold=look.bold, italic=look.italic, raised=raised)


def _write_run(builder: TextBuilder, text: str, source: Source, look: Look | None, accents: dict[int, int]) -> None:
    """Add a run as it stands, or piece by piece where characters need repair."""
    if not _SPECIAL.search(text):
        builder.add(text, source, look)
        return
    plain = 0
    for start, end, repaired in _repairs(
        text, {at - source.offset: base - source.offset for at, base in accents.items()}
    ):
        _add_part(builder, text[plain:start], source, plain, look)
        if repaired:
            builder.add(repaired, source._replace(offset=source.offset + start, length=end - start), look)
        plain = end
    _add_part(builder, text[plain:], source, plain, look)


def _add_part(builder: TextBuilder, text: str, source: Source, at: int, look: Look | None) -> None:
    builder.add(text, source._replace(offset=source.offset + at, length=len(text)), look)


def _repairs(text: str, accents: dict[int, int]) -> Iterable[tuple[int, int, str]]:
    """Yield (start, end, replacement) for the characters of a run that need repair, in order."""
    done = 0
    for match in _SPECIAL.finditer(text):
        start, end, repaired = _repair(text, match.start(), accents)
        if end > start >= done:
            yield start, end, repaired
            done = end


def _repair(text: str, at: int, accents: dict[int, int]) -> tuple[int, int, str]:
    """Return the start and end of what is replaced for the character at ``at``, and its replacement."""
    character = text[at]
    if character == HYPHEN:
        return at, at + 1, "-"
    if character in _LIGATURES:
        return at, at + 1, _LIGATURES[character]
    if _SPACING.match(character):
        return at, at + 1, " "
    if _DROPPED.match(character):
        return at, at + 1, ""
    if "\ud800" <= character <= "\udfff":
        return at, *_pair(text, at)
    return _compose_accent(text, at, accents.get(at))


def _pair(text: str, at: int) -> tuple[int, str]:
    pair = text[at : at + 2]
    try:
        return at + 2, pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return at + 1, "\ufffd"


def _compose_accent(text: str, at: int, base: int | None) -> tuple[int, int, str]:
    """Join an accent with the letter it is printed over, where Unicode has the two as one."""
    if base is None or not 0 <= base < len(text):
        return at, at, ""
    letter = {"\u0131": "i", "\u0237": "j"}.get(text[base], text[base])
    composed = unicodedata.normalize("NFC", letter + _ACCENTS[text[at]])
    if len(composed) > 1:
        return at, at, ""
    return min(at, base), max(at, base) + 1, composed
