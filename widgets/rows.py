"""Rows of a panel as values, and the Qt model over them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: an item, or the head of a group when ``count`` is set.

    ``quoted`` shows the second line in the serif of the author's words. ``folded`` is for heads of groups alone.
    ``spoken`` is what a screen reader says before the title ("Fix").
    """

    key: str
    title: str
    detail: str = ""
    place: str = ""
    icon: str = ""
    colour: str = "ink2"
    spoken: str = ""
    quoted: bool = False
    strong: bool = False
    count: int | None = None
    folded: bool = False

    @property
    def is_group(self) -> bool:
        """Whether this row is the head of a group."""
        return self.count is not None

    @property
    def sentence(self) -> str:
        """The row for someone who listens."""
        parts = [self.spoken, self.title, self.detail, self.place]
        if self.is_group:
            parts = [self.title, f"{self.count}", "folded" if self.folded else ""]
        return ", ".join(part for part in parts if part)


def in_groups(groups: Mapping[str, Sequence[Row]], folded: Collection[str]) -> list[Row]:
    """Return the rows of each group under its head, those of folded ones left out; empty groups have none."""
    rows: list[Row] = []
    for name, members in groups.items():
        if members:
            rows.append(Row(f"group:{name}", name, count=len(members), folded=name in folded))
            rows += [] if name in folded else members
    return rows


class RowModel(QAbstractListModel):
    """Rows as a list model. New rows replace old ones in place, so that nothing outside the change moves."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._places: dict[str, int] = {}

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row for the delegate, or its words."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence
        return None

    def place_of(self, key: str) -> int | None:
        """Return the number of the row with this key."""
        return self._places.get(key)

    def index_of(self, key: str) -> QModelIndex:
        """Return the index of the row with this key, invalid when there is none."""
        place = self.place_of(key)
        return self.index(place) if place is not None else QModelIndex()

    def show(self, rows: list[Row]) -> None:
        """Show these rows: what they share with the old ones at the start and at the end stays."""
        old = self.rows
        start = _shared(old, rows)
        end = min(_shared(old[::-1], rows[::-1]), min(len(old), len(rows)) - start)
        if len(old) - end > start:
            self.beginRemoveRows(_ROOT, start, len(old) - end - 1)
            self._take(old[:start] + old[len(old) - end :])
            self.endRemoveRows()
        if len(rows) - end > start:
            self.beginInsertRows(_ROOT, start, len(rows) - end - 1)
            self._take(rows)
            self.endInsertRows()
        self._take(rows)
        if rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def _take(self, rows: list[Row]) -> None:
        self.rows = rows
        self._places = {row.key: place for place, row in enumerate(rows)}


def _shared(old: list[Row], new: list[Row]) -> int:
    for count, (before, after) in enumerate(zip(old, new, strict=False)):
        if before.key != after.key:
            return count
    return min(len(old), len(new))
