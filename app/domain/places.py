"""Words for where something stands in a document: "page 3", "endnote 4", "under 'Method'"."""

from bisect import bisect_right

from app.domain.document import BlockKind, Document

_NOTES = {BlockKind.FOOTNOTE: "footnote", BlockKind.ENDNOTE: "endnote", BlockKind.COMMENT: "comment"}


class Places:
    """The places of one document: made once where many are asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._starts: list[int] = []
        self._paths: list[tuple[str, ...]] = []
        path: list[tuple[int, str]] = []
        for block in document.blocks:
            if block.kind is BlockKind.HEADING:
                path = [entry for entry in path if entry[0] < block.level]
                path.append((block.level, document.text_of(block)))
                self._starts.append(block.start)
                self._paths.append(tuple(title for _, title in path))

    def where(self, start: int) -> str:
        """Return a short, human place for the offset ``start``."""
        document = self.document
        block = document.block_at(start)
        if block and block.kind in _NOTES:
            name = _NOTES[block.kind]
            return f"{name} {block.label}" if block.label else name
        page = document.page_at(start)
        if page is not None:
            return f"page {document.pages[page].label}"
        if block and block.cell:
            return f"table {block.cell.table + 1}"
        path = self.heading_path(start)
        return f"under “{path[-1]}”" if path else "beginning"

    def heading_path(self, start: int) -> tuple[str, ...]:
        """Return the headings above ``start``, outermost first."""
        index = bisect_right(self._starts, start) - 1
        return self._paths[index] if index >= 0 else ()


def where(document: Document, start: int) -> str:
    """Return a short, human place for the offset ``start``."""
    return Places(document).where(start)


def heading_path(document: Document, start: int) -> tuple[str, ...]:
    """Return the headings above ``start``, outermost first."""
    return Places(document).heading_path(start)
