"""“It is right”: the record that a reference makes, to look through before a library takes it."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.reference import CheckedReference, Work
from app.services.ports import Workspace
from app.shell.people_here import change
from app.shell.session import Session
from app.shell.source_lists import with_library
from widgets.labels import Button, label
from widgets.reference_words import FIELD_NAMES
from widgets.sizing import begin_at, scrolled

_FIELDS = ("title", "authors", "year", "container", "volume", "issue", "pages", "publisher", "doi", "isbn", "url")


class RightDialog(QDialog):
    """A field for each part of the record, and the library that takes it."""

    taught = Signal(str)  # what was done, in a sentence

    def __init__(
        self,
        session: Session,
        checked: CheckedReference,
        work: Work,
        libraries: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("It is right")
        begin_at(self, 620, 560)
        self._session, self._checked, self._work = session, checked, work
        self.fields = {name: QLineEdit(_as_text(work, name)) for name in _FIELDS}
        self.library = QComboBox()
        self.library.setAccessibleName("Library that takes the record")
        self.library.addItems(libraries)
        self.trouble = label("", "", wrap=True)
        self.trouble.hide()
        self.keep = Button("Keep the record", kind="primary")
        self.keep.setDefault(True)
        self.keep.clicked.connect(lambda _: self.teach())
        self._lay_out()

    def teach(self) -> None:
        """Keep the record, use its library from now on and judge the references anew."""
        year = self.fields["year"].text().strip()
        if year and not year.isdecimal():
            self._refuse("A year is a number, such as 2021.")
            return
        library, work = self.library.currentText(), self._typed(year)

        def write(workspace: Workspace) -> str:
            from app.shell.library_teaching import teach

            return teach(workspace, self._checked, work, library)

        change(self._session, write, lambda _: self._kept(library), self._refuse)

    def _typed(self, year: str) -> Work:
        values: dict[str, Any] = {name: field.text().strip() for name, field in self.fields.items()}
        values["authors"] = tuple(name.strip() for name in values["authors"].split(";") if name.strip())
        values["year"] = int(year) if year else None
        return replace(self._work, **values)

    def _kept(self, library: str) -> None:
        lists = self._session.source_lists
        used = any(one.library == library for one in lists)
        self._session.set_sources(lists if used else with_library(lists, library))
        self.taught.emit(f"Kept in {library}. The references are checked against it from now on.")
        self.accept()

    def _refuse(self, why: str) -> None:
        self.trouble.setText(why)
        self.trouble.show()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label("This reference is right", "title"))
        text = "Look through the record. It is kept with your name and the date, and you can take it out again."
        layout.addWidget(label(text, "muted", wrap=True))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        for row, (name, field) in enumerate(self.fields.items()):
            words = FIELD_NAMES[name]
            field.setAccessibleName(words)
            field.setCursorPosition(0)
            grid.addWidget(label(words, "small"), row, 0)
            grid.addWidget(field, row, 1)
        self.fields["authors"].setPlaceholderText("Family, Given; Family, Given")
        grid.addWidget(label("Library", "small"), len(self.fields), 0)
        grid.addWidget(self.library, len(self.fields), 1)
        grid.setRowStretch(len(self.fields) + 1, 1)
        layout.addWidget(scrolled(holder), 1)
        layout.addWidget(self.trouble)
        buttons, cancel = QHBoxLayout(), Button("Cancel")
        cancel.clicked.connect(self.reject)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.keep)
        layout.addLayout(buttons)


def _as_text(work: Work, name: str) -> str:
    value = getattr(work, name)
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value or "")
