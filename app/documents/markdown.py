"""Read a Markdown file (CommonMark, with tables, strikethrough, footnotes and front matter).

The canonical text is what a rendered page shows: no markup, paragraphs in one line. Pictures are not loaded.
Source offsets count code points of the decoded file without its byte order mark and with every line end as one LF.
"""

import hashlib

from app.documents.decoding import decode
from app.documents.links import with_bare_links
from app.documents.markdown_blocks import MarkdownWalker
from app.documents.markdown_source import take_apart
from app.domain.document import Block, BlockKind, Document, Kind, Reading

EXTRACTOR = "md/1"


def read(data: bytes) -> Reading:
    """Read the bytes of a Markdown file. Raises UnreadableFileError."""
    decoded = decode(data)
    walker = MarkdownWalker(take_apart(decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")))
    marks = walker.walk()
    builder, text = walker.builder, walker.builder.text()
    document = Document(
        kind=Kind.MARKDOWN,
        sha256=hashlib.sha256(data).hexdigest(),
        extractor=EXTRACTOR,
        text=text,
        blocks=tuple(builder.blocks),
        segments=tuple(builder.segments),
        title=walker.source.title or _first_heading(builder.blocks, text),
        styles=tuple(builder.styles),
        links=with_bare_links(walker.links(), text),
        note_marks=marks,
        images=walker.images(),
        warnings=decoded.warnings,
    )
    return Reading(document, {})


def _first_heading(blocks: list[Block], text: str) -> str:
    found = (block for block in blocks if block.kind is BlockKind.HEADING and block.level == 1)
    return next((text[block.start : block.end] for block in found), "")
