"""Small documents for the tests of finding references."""

from app.domain.document import Block, BlockKind, Document, Kind

Part = str | tuple[BlockKind, str] | tuple[BlockKind, str, str]


def draft(*parts: Part, kind: Kind = Kind.DOCX, **more: object) -> Document:
    """Build a document of blocks: paragraphs as text, "# …" as headings, others as (kind, text[, label])."""
    text, blocks = "", []
    for part in parts:
        block_kind, words, label = _block(part)
        text += "\n" if text else ""
        level = 1 if block_kind is BlockKind.HEADING else 0
        blocks.append(Block(block_kind, len(text), len(text) + len(words), level, label))
        text += words
    return Document(kind, "0" * 64, "test/1", text, tuple(blocks), (), **more)  # type: ignore[arg-type]


def _block(part: Part) -> tuple[BlockKind, str, str]:
    if isinstance(part, str):
        heading = part.startswith("# ")
        return (BlockKind.HEADING, part[2:], "") if heading else (BlockKind.PARAGRAPH, part, "")
    return part[0], part[1], part[2] if len(part) > 2 else ""
