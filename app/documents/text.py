"""Read a plain text file: paragraphs between blank lines, obvious lists and headings, bare addresses.

Line ends inside a paragraph stay in the text, since that is what its author sees. Source offsets count code points
of the decoded file without its byte order mark.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from app.documents.builder import Source, TextBuilder
from app.documents.decoding import decode
from app.documents.links import find_links
from app.domain.document import BlockKind, Document, Kind, Reading

EXTRACTOR = "txt/1"

_LINE = re.compile("([^\r\n\x0b\x0c\x85\u2028\u2029]*)(\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]|$)")
_PARAGRAPH_ENDS = "\x0c\u2029"
_ITEM = re.compile(r"([ \t]*)([-*•‣◦▪·]|\d{1,3}[.)]|\(?[a-z]\)|\(\d{1,3}\))[ \t]+(?=\S)")
_ENTRY = re.compile(r"[ \t]*\[\d{1,4}\][ \t]+\S")  # of a list of references; the number stays in the text
_UNDERLINE = re.compile(r"(=|-)\1{2,}\s*")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+(?=[^\W\d_])")
_SECTION = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:abstract|executive summary|summary|introduction|background|literature review|methods"
    r"|methodology|results|findings|discussion|conclusions?|recommendations|acknowledge?ments|appendix(?: \w)?"
    r"|references|reference list|bibliography|works cited|sources|notes|literatur|literaturverzeichnis|quellen"
    r"|références|bibliographie|referencias|bibliografía|riferimenti|bibliografia):?",
    re.IGNORECASE,
)
_LONGEST_HEADING = 80
_FEWEST_CAPITALS = 4


class _Line(NamedTuple):
    start: int
    text: str
    end: str


def read(data: bytes) -> Reading:
    """Read the bytes of a plain text file. Raises UnreadableFileError."""
    decoded = decode(data)
    builder = TextBuilder()
    for blank, lines in groupby(_lines(decoded.text), key=lambda line: not line.text.strip()):
        if not blank:
            _add_group(builder, list(lines))
    text, blocks = builder.text(), tuple(builder.blocks)
    titled = bool(blocks) and blocks[0].kind is BlockKind.HEADING
    document = Document(
        kind=Kind.TEXT,
        sha256=hashlib.sha256(data).hexdigest(),
        extractor=EXTRACTOR,
        text=text,
        blocks=blocks,
        segments=tuple(builder.segments),
        title=text[blocks[0].start : blocks[0].end] if titled else "",
        links=find_links(text),
        warnings=decoded.warnings,
    )
    return Reading(document, {})


def _lines(text: str) -> Iterator[_Line]:
    """Yield lines; one that ends a paragraph by itself is followed by an empty one."""
    for match in _LINE.finditer(text):
        yield _Line(match.start(), match[1], match[2])
        if match[2] and match[2] in _PARAGRAPH_ENDS:
            yield _Line(match.end(), "", "")


def _add_group(builder: TextBuilder, lines: list[_Line]) -> None:
    """Add the lines between two blank ones: a heading, the items of a list, or a paragraph."""
    if len(lines) > 1 and _UNDERLINE.fullmatch(lines[1].text.strip()) and len(lines[0].text) <= _LONGEST_HEADING:
        _add_block(builder, lines[:1], BlockKind.HEADING, level=1 if "=" in lines[1].text else 2)
        lines = lines[2:]
    elif len(lines) == 1 and _heading_level(lines[0].text.strip()):
        _add_block(builder, lines, BlockKind.HEADING, level=_heading_level(lines[0].text.strip()))
        return
    for block in _split_items(lines):
        item = _ITEM.match(block[0].text)
        if item:
            _add_item(builder, block, item)
        else:
            _add_block(builder, block, BlockKind.PARAGRAPH)


def _heading_level(line: str) -> int:
    """Return the level of a line that stands alone and can only be a heading, else 0."""
    if len(line) > _LONGEST_HEADING:
        return 0
    if _SECTION.fullmatch(line):
        return 1
    if line[-1] in ".,;:!?":
        return 0
    if _NUMBERED.match(line):
        return line.split(maxsplit=1)[0].strip(".").count(".") + 1
    return 1 if line.isupper() and sum(map(str.isalpha, line)) >= _FEWEST_CAPITALS else 0


def _split_items(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Split lines where an item of a list begins: at the top, after another item or after a colon."""
    block: list[_Line] = []
    listing = False
    for line in lines:
        may_begin = not block or listing or block[-1].text.rstrip().endswith(":")
        if may_begin and (_ITEM.match(line.text) or _ENTRY.match(line.text)):
            if block:
                yield block
            block, listing = [], True
        block.append(line)
    if block:
        yield block


def _add_item(builder: TextBuilder, lines: list[_Line], item: re.Match[str]) -> None:
    first = lines[0]
    rest = _Line(first.start + item.end(), first.text[item.end() :], first.end)
    label = item[2] if item[2][-1].isalnum() or item[2][-1] in ".)" else "•"
    depth = len(item[1].expandtabs(4)) // 2
    _add_block(builder, [rest, *lines[1:]], BlockKind.LIST_ITEM, level=min(depth, 8), label=label)


def _add_block(builder: TextBuilder, lines: list[_Line], kind: BlockKind, level: int = 0, label: str = "") -> None:
    for line in lines:
        builder.add(line.text, Source("text", 0, line.start, len(line.text)))
        if line.end and line is not lines[-1]:
            builder.add("\n", Source("text", 0, line.start + len(line.text), len(line.end)))
    builder.close(kind, level, label)
