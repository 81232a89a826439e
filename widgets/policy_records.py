"""A list of records with the form of the chosen one below: the terms of a policy, the criteria of a rubric."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from widgets.icons import icon
from widgets.labels import Button, label
from widgets.policy_fields import Field, FieldForm
from widgets.theme import px, theme

Record = dict[str, Any]
_MOST_ROWS = 7


class RecordsEditor(QWidget):
    """Records in order; ``title_of`` gives the line of one. ``edited`` follows each change by a person."""

    edited = Signal()

    def __init__(
        self,
        name: str,
        fields: Sequence[Field],
        title_of: Callable[[Mapping[str, Any]], str],
        fresh: Mapping[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title_of, self._fresh = title_of, fresh
        self.records: list[Record] = []
        self._faulty: dict[int, str] = {}
        self.list = QListWidget(self)
        self.list.setAccessibleName(name)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.form = FieldForm(fields, name)
        self.fault = label("", "small", wrap=True)
        self.fault.hide()
        self.add, self.remove = Button("Add", icon_name="plus"), Button("Remove")
        self._lay_out(name)
        self.list.currentRowChanged.connect(self._choose)
        self.form.edited.connect(self._take)
        self.add.clicked.connect(lambda _: self.add_record())
        self.remove.clicked.connect(lambda _: self.remove_record())
        theme().changed.connect(self._write_lines)

    def show_records(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Show these records, the first one chosen."""
        self.records = [dict(one) for one in records]
        self._faulty = {}
        self._fill(0)

    def show_faults(self, faults: Mapping[int, str]) -> None:
        """Say what is wrong with which record."""
        self._faulty = dict(faults)
        self._write_lines()
        self._say_fault()

    def add_record(self) -> None:
        """Add an empty record and give its first field the keyboard."""
        self.records.append(dict(self._fresh))
        self._fill(len(self.records) - 1)
        self.form.widgets[self.form.fields[0].path].setFocus()
        self.edited.emit()

    def remove_record(self) -> None:
        """Remove the chosen record."""
        place = self.list.currentRow()
        if 0 <= place < len(self.records):
            del self.records[place]
            self._fill(max(0, place - 1))
            self.edited.emit()

    def _fill(self, chosen: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for _ in self.records:
            self.list.addItem(QListWidgetItem())
        self.list.setCurrentRow(chosen if self.records else -1)
        self.list.blockSignals(False)
        self._write_lines()
        rows = max(1, min(_MOST_ROWS, len(self.records)))
        self.list.setFixedHeight(rows * max(px(28), self.list.sizeHintForRow(0)) + px(4))
        self._choose(self.list.currentRow())

    def _choose(self, place: int) -> None:
        there = 0 <= place < len(self.records)
        self.form.setVisible(there)
        self.remove.setEnabled(there)
        if there:
            self.form.show_data(self.records[place])
        self._say_fault()

    def _take(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self.records):
            self.records[place] = self.form.data()
            self._write_lines()
            self.edited.emit()

    def _write_lines(self) -> None:
        for place, record in enumerate(self.records):
            item = self.list.item(place)
            item.setText(self._title_of(record) or "New")
            wrong = place in self._faulty
            item.setIcon(icon("octagon-alert", "fix") if wrong else icon("check", "ok"))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {'needs a look' if wrong else 'fine'}")

    def _say_fault(self) -> None:
        words = self._faulty.get(self.list.currentRow(), "")
        self.fault.setText(words)
        self.fault.setVisible(bool(words))

    def _lay_out(self, name: str) -> None:
        head = QHBoxLayout()
        head.addWidget(label(name, "strong", wrap=True), 1)
        head.addWidget(self.remove)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.list)
        column.addWidget(self.fault)
        column.addWidget(self.form)
