"""The source lists in use: add, remove, and say which are complete."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.shell.source_lists import SourceList, with_files
from widgets import dialogs
from widgets.labels import Button, IconButton, label
from widgets.sizing import begin_at


class SourceListsDialog(QDialog):
    """A line for each list."""

    def __init__(self, lists: tuple[SourceList, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Source lists")
        begin_at(self, 620, 360)
        self._lists = list(lists)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label("Source lists", "title"))
        text = "References are checked against these. A work that is missing counts only against a complete list."
        layout.addWidget(label(text, "muted", wrap=True))
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        layout.addWidget(self._area, 1)
        buttons = QHBoxLayout()
        add, done = Button("Add a source list…"), Button("Done", kind="primary")
        add.clicked.connect(self._add)
        done.clicked.connect(self.accept)
        buttons.addWidget(add)
        buttons.addStretch()
        buttons.addWidget(done)
        layout.addLayout(buttons)
        self._fill()

    def lists(self) -> tuple[SourceList, ...]:
        """Return the lists as they were left."""
        return tuple(self._lists)

    def _fill(self) -> None:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        for row, one in enumerate(self._lists):
            is_there = bool(one.library) or one.path.is_file()
            name = label(one.name if is_there else f"{one.name} (the file has gone)")
            name.setToolTip("A source library" if one.library else str(one.path))
            complete = QCheckBox("Complete")
            complete.setAccessibleName(f"{one.name} is complete")
            complete.setChecked(one.complete)
            complete.toggled.connect(lambda on, place=row: self._set_complete(place, on))
            remove = IconButton("x", f"Remove {one.name}")
            remove.clicked.connect(lambda _=False, place=row: self._remove(place))
            for column, part in enumerate((name, complete, remove)):
                grid.addWidget(part, row, column)
        if not self._lists:
            grid.addWidget(label("None yet. Without one, no reference can be checked.", "small"), 0, 0)
        grid.addWidget(QWidget(), len(self._lists) + 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(self._lists) + 1, 1)
        self._area.setWidget(page)

    def _set_complete(self, place: int, complete: bool) -> None:
        self._lists[place] = replace(self._lists[place], complete=complete)

    def _remove(self, place: int) -> None:
        del self._lists[place]
        self._fill()

    def _add(self) -> None:
        self._lists = list(with_files(tuple(self._lists), dialogs.choose_sources(self)))
        self._fill()
