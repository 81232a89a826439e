"""What adding files to a library did: how many records were taken, and each that was not, with its line and reason."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from widgets.labels import Button, label
from widgets.row_list import RowList
from widgets.rows import Row
from widgets.sizing import begin_at

if TYPE_CHECKING:
    from app.services.libraries import ImportReport


class ImportReportDialog(QDialog):
    """The counts in sentences, then the rejected records."""

    def __init__(self, report: "ImportReport", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import report")
        begin_at(self, 640, 500 if report.rejected else 240)
        self._report = report
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(8)
        layout.addWidget(label(f"Import into {report.info.name}", "title"))
        for sentence in sentences(report):
            layout.addWidget(label(sentence, "", wrap=True))
        self.list = RowList("Records that could not be taken", self)
        if report.rejected:
            layout.addSpacing(6)
            layout.addWidget(label("Not taken", "caption"))
            layout.addWidget(self.list, 1)
            rows = [
                Row(str(place), one.reason, place=f"{one.file}, line {one.line:,}", icon="file-exclamation-point")
                for place, one in enumerate(report.rejected)
            ]
            self.list.show_rows(rows)
        else:
            self.list.hide()
            layout.addStretch()
        layout.addLayout(self._buttons())

    def copy(self) -> None:
        """Copy the rejected records, a line each."""
        lines = [f"{one.file}, line {one.line}: {one.reason}" for one in self._report.rejected]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _buttons(self) -> QHBoxLayout:
        buttons, close = QHBoxLayout(), Button("Close", kind="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        if self._report.rejected:
            copy = Button("Copy the list", icon_name="copy")
            copy.clicked.connect(lambda _: self.copy())
            buttons.addWidget(copy)
        buttons.addStretch()
        buttons.addWidget(close)
        return buttons


def sentences(report: "ImportReport") -> list[str]:
    """Return what the import did, in words."""
    said = [f"{_records(report.read)} read, {report.added:,} added."]
    if report.duplicates:
        said.append(f"{report.duplicates:,} were there already and are left out.")
    if report.alike:
        said.append(f"{report.alike:,} of the added name a work that is there with other details. Both are kept.")
    if report.rejected:
        said.append(f"{_records(len(report.rejected))} could not be taken.")
    return said


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count:,} records"
