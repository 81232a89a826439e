"""Small documents for the tests of finding references."""

from app.domain.document import Block, BlockKind, Document, Kind

Part = str | tuple[BlockKind, str] | tuple[BlockKind, str, str]


def draft(*parts: Part, kind: Kind = Kind.DOCX, **more: object) -> Document:
    """Build a document of blocks: paragraphs as text, "# …" to "### …" as headings, others as (kind, text[, label])."""
    text, blocks = "", []
    for part in parts:
        block_kind, words, label, level = _block(part)
        text += "\n" if text else ""
        blocks.append(Block(block_kind, len(text), len(text) + len(words), level, label))
        text += words
    return Document(kind, "0" * 64, "test/1", text, tuple(blocks), (), **more)  # type: ignore[arg-type]


def _block(part: Part) -> tuple[BlockKind, str, str, int]:
    if isinstance(part, str):
        marks, _, words = part.partition(" ")
        heading = marks in ("#", "##", "###")
        return (BlockKind.HEADING, words, "", len(marks)) if heading else (BlockKind.PARAGRAPH, part, "", 0)
    return part[0], part[1], part[2] if len(part) > 2 else "", 0
