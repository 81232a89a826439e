"""Words for where something stands in a document: "page 3", "endnote 4", "under 'Method'"."""

from app.domain.document import BlockKind, Document

_NOTES = {BlockKind.FOOTNOTE: "footnote", BlockKind.ENDNOTE: "endnote", BlockKind.COMMENT: "comment"}


def where(document: Document, start: int) -> str:
    """Return a short, human place for the offset ``start``."""
    block = document.block_at(start)
    if block and block.kind in _NOTES:
        name = _NOTES[block.kind]
        return f"{name} {block.label}" if block.label else name
    page = document.page_at(start)
    if page is not None:
        return f"page {document.pages[page].label}"
    if block and block.cell:
        return f"table {block.cell.table + 1}"
    path = heading_path(document, start)
    return f"under “{path[-1]}”" if path else "beginning"


def heading_path(document: Document, start: int) -> tuple[str, ...]:
    """Return the headings above ``start``, outermost first."""
    path: list[tuple[int, str]] = []
    for block in document.blocks:
        if block.start > start:
            break
        if block.kind is BlockKind.HEADING:
            path = [entry for entry in path if entry[0] < block.level]
            path.append((block.level, document.text_of(block)))
    return tuple(title for _, title in path)
