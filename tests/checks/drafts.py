"""Documents made by the tests: blocks from plain strings, or from (kind, text) pairs."""

from collections.abc import Iterable

from app.checks.engine import run_checks
from app.domain.document import Block, BlockKind, Cell, Document, Kind
from app.domain.finding import Check, Finding

Part = str | tuple[BlockKind, str]


def draft(*parts: Part, kind: Kind = Kind.DOCX, **more: object) -> Document:
    """Return a document with a block for each part; a heading's level is the number of leading ``#``."""
    text, blocks = "", []
    for part in parts:
        block_kind, words = (BlockKind.PARAGRAPH, part) if isinstance(part, str) else part
        level = 0
        if block_kind is BlockKind.HEADING:
            level = max(1, len(words) - len(words.lstrip("#")))
            words = words.lstrip("#").strip()
        text += "\n\n" if text else ""
        cell = Cell(0, len(blocks), 0) if block_kind is BlockKind.TABLE_CELL else None
        blocks.append(Block(block_kind, len(text), len(text) + len(words), level=level, cell=cell))
        text += words
    return Document(kind, "0" * 64, "test/1", text, tuple(blocks), (), **more)  # type: ignore[arg-type]


def findings(check: Check, *parts: Part, **more: object) -> tuple[Finding, ...]:
    """Return what ``check`` finds in a draft of these parts; a crash or a bad span fails the test."""
    return findings_in(check, draft(*parts, **more))  # type: ignore[arg-type]


def findings_in(check: Check, document: Document) -> tuple[Finding, ...]:
    (done,) = run_checks(document, [check])
    assert not done.error
    assert not done.skipped
    return done.findings


def quotes(check: Check, *parts: Part, **more: object) -> list[str]:
    """Return the quoted text of each finding."""
    document = draft(*parts, **more)  # type: ignore[arg-type]
    return quotes_of(document, findings_in(check, document))


def quotes_of(document: Document, found: Iterable[Finding]) -> list[str]:
    return [document.text[finding.start : finding.end] for finding in found]
