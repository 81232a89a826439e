"""The source libraries: what each holds, searched and filled here, and which of them references are checked against."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QInputDialog, QMessageBox, QVBoxLayout, QWidget

from app.domain.reference import LibraryInfo, Record
from app.shell.items import WorkProgress
from app.shell.library_desk import MOST_FOUND, library_desk
from app.shell.session import Session
from widgets.labels import Button, label, rule
from widgets.library_page import ImportLine, LibraryPage
from widgets.library_report import ImportReportDialog
from widgets.row_list import RowList
from widgets.rows import Row
from widgets.sizing import begin_at
from widgets.theme import px

if TYPE_CHECKING:
    from app.services.libraries import ImportReport

_KINDS = (
    "Reference files (*.bib *.bibtex *.ris *.enw *.nbib *.json *.jsonl *.csv *.tsv *.xlsx *.xml *.rdf *.txt)"
    ";;All files (*)"
)
_SEARCH_MS = 200


class LibraryDialog(QDialog):
    """The libraries at the left, the chosen one at the right."""

    listed = Signal()  # the libraries are shown as they are now

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Source libraries")
        begin_at(self, 900, 620)
        self.desk = library_desk(session)
        self.libraries: tuple[LibraryInfo, ...] = ()
        self.chosen = ""
        self.list = RowList("Libraries", self)
        self.page = LibraryPage(self)
        self.reading = ImportLine(self)
        self.new = Button("New from files…")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SEARCH_MS)
        self._soon.timeout.connect(self._search)
        self._lay_out()
        self._connect()
        self.reading.show_progress(None)
        self.desk.refresh()

    @property
    def info(self) -> LibraryInfo | None:
        """The chosen library, None when there is none."""
        return next((one for one in self.libraries if one.name == self.chosen), None)

    def add_files(self, files: Sequence[Path], name: str = "") -> None:
        """Add files to the library of that name; without one a new library is called as the first file."""
        if files:
            self.page.say("")
            self.chosen = name or self._fresh_name(files[0].stem)
            self.desk.add_files(self.chosen, files)

    def choose(self, name: str) -> None:
        """Show one library."""
        self.chosen = name
        self.page.search.clear()
        self.page.say("")
        self._show_rows()
        self._show_chosen()

    def _show(self, libraries: tuple[LibraryInfo, ...]) -> None:
        self.libraries = libraries
        if self.info is None and libraries and not self.desk.is_importing:
            self.chosen = libraries[0].name
        self._show_rows()
        place = next((n for n, one in enumerate(libraries) if one.name == self.chosen), -1)
        if place >= 0:
            self.list.set_current_quietly(self.list.model().index(place, 0))
        self._show_chosen()
        self.listed.emit()

    def _show_rows(self) -> None:
        self.list.show_rows([self._row(one) for one in self.libraries])

    def _row(self, one: LibraryInfo) -> Row:
        used = self.desk.uses(one.name)
        kind = "complete" if one.complete else "partial"
        state = f"{kind}, in use" if used else kind
        return Row(
            one.name,
            one.name,
            f"{one.records:,} records, {state}",
            icon="check" if used else "library",
            strong=one.name == self.chosen,
        )

    def _show_chosen(self) -> None:
        info = self.info
        self.page.show_library(info, used=info is not None and self.desk.uses(info.name))
        self._search()

    def _search(self) -> None:
        if self.info is not None:
            self.page.found.setText("Searching… After a change of the library this takes longer once.")
            self.desk.search(self.chosen, self.page.search.text())

    def _show_found(self, name: str, records: tuple[Record, ...]) -> None:
        if name == self.chosen:
            self.page.show_records(records, MOST_FOUND)

    def _show_progress(self, progress: WorkProgress | None) -> None:
        self.reading.show_progress(progress)
        self.new.setEnabled(progress is None)
        self.page.add.setEnabled(progress is None)

    def _tell_import(self, report: "ImportReport") -> None:
        self.chosen = report.info.name
        dialog = ImportReportDialog(report, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell_stopped(self) -> None:
        self.page.say("Reading was stopped. Nothing was changed.")
        self.desk.refresh()

    def _fresh_name(self, wanted: str) -> str:
        names = {one.name for one in self.libraries}
        number = 2
        name = wanted = wanted.strip() or "Library"
        while name in names:
            name, number = f"{wanted} {number}", number + 1
        return name

    def _choose_files(self) -> list[Path]:
        names, _ = QFileDialog.getOpenFileNames(self, "Add records from files", "", _KINDS)
        return [Path(name) for name in names]

    def _rename(self) -> None:
        name, agreed = QInputDialog.getText(self, "Rename the library", "New name", text=self.chosen)
        if agreed:
            self.desk.rename(self.chosen, name)
            self.chosen = name.strip()

    def _remove(self) -> None:
        info = self.info
        if info is None:
            return
        box = QMessageBox(self)
        box.setWindowTitle("Remove the library")
        box.setText(f"Remove {info.name} with its {info.records:,} records?")
        box.setInformativeText("The files it came from stay. Records that people put in or corrected go with it.")
        remove = box.addButton("Remove", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Keep it", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is remove:
            self.desk.remove(info.name)
        box.deleteLater()

    def _use(self, on: bool) -> None:
        info = self.info
        if info is not None:
            self.desk.use(info, on)
            self._show_rows()

    def _connect(self) -> None:
        desk, page = self.desk, self.page
        desk.listed.connect(self._show)
        desk.found.connect(self._show_found)
        desk.progressed.connect(self._show_progress)
        desk.imported.connect(self._tell_import)
        desk.stopped.connect(self._tell_stopped)
        desk.refused.connect(page.say)
        self.list.chosen.connect(self.choose)
        self.new.clicked.connect(lambda _: self.add_files(self._choose_files()))
        self.reading.stop.clicked.connect(lambda _: desk.stop())
        page.search.textEdited.connect(lambda _: self._soon.start())
        page.add.clicked.connect(lambda _: self.add_files(self._choose_files(), self.chosen))
        page.rename.clicked.connect(lambda _: self._rename())
        page.remove.clicked.connect(lambda _: self._remove())
        page.used.clicked.connect(self._use)
        page.complete.clicked.connect(lambda on: desk.declare(self.chosen, on))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label("Source libraries", "title"))
        text = "Records your team trusts. References are checked against the libraries in use, on this computer."
        layout.addWidget(label(text, "muted", wrap=True))
        self.list.setMinimumWidth(px(230))
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.list, 2)
        middle.addWidget(rule("v"))
        middle.addWidget(self.page, 5)
        layout.addLayout(middle, 1)
        layout.addWidget(self.reading)
        buttons, done = QHBoxLayout(), Button("Done", kind="primary")
        done.clicked.connect(self.accept)
        buttons.addWidget(self.new)
        buttons.addStretch()
        buttons.addWidget(done)
        layout.addLayout(buttons)
