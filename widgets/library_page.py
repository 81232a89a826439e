"""One source library: what it holds and a search in it; and the line that shows files being read."""

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.domain.days import day_of
from app.domain.reference import LibraryInfo, Record
from app.shell.items import WorkProgress
from widgets.empty_state import EmptyState
from widgets.flow_layout import FlowLayout
from widgets.labels import Button, ElidedLabel, label
from widgets.reference_words import short_name
from widgets.row_list import RowList
from widgets.rows import Row


class LibraryPage(QFrame):
    """Shows a library; the dialog around it does what its controls ask for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel("", "strong")
        self.facts = label("", "small", wrap=True)
        self.used = QCheckBox("Check references against it")
        self.complete = QCheckBox("Complete: what is missing here counts as evidence")
        self.add, self.rename, self.remove = Button("Add files…"), Button("Rename…"), Button("Remove…")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search by title, author, year or DOI")
        self.search.setAccessibleName("Search in this library")
        self.search.setClearButtonEnabled(True)
        self.found = label("", "small")
        self.list = RowList("Records", self)
        self.trouble = label("", "", wrap=True)
        self.empty = EmptyState(self)
        self._whole = QWidget()
        self._lay_out()

    def show_library(self, info: LibraryInfo | None, *, used: bool) -> None:
        """Show what is known of a library, or what to do when there is none."""
        self._whole.setVisible(info is not None)
        self.empty.setVisible(info is None)
        if info is None:
            text = "Make one from a reference manager's export: BibTeX, RIS, CSL-JSON, EndNote, Zotero, a table."
            self.empty.say("library", "No libraries yet", text)
            return
        self.title.show_text(info.name)
        self.facts.setText(facts_of(info))
        self.used.setChecked(used)
        self.complete.setChecked(info.complete)

    def show_records(self, records: tuple[Record, ...], most: int) -> None:
        """Show what a search found."""
        is_search, count = bool(self.search.text().strip()), len(records)
        words = (
            f"{count:,} found" if is_search and count else "None found" if is_search else "All shown" if count else ""
        )
        if count >= most:
            words = f"The {'best' if is_search else 'first'} {count:,} shown"
        self.found.setText(words)
        self.list.show_rows([_row(place, one) for place, one in enumerate(records)])

    def say(self, sentence: str) -> None:
        """Say why something was not done; nothing for ""."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.facts)
        column.addWidget(self.used)
        column.addWidget(self.complete)
        holder = QWidget()
        flow = FlowLayout(holder, spacing=5)
        for button in (self.add, self.rename, self.remove):
            flow.addWidget(button)
        column.addWidget(holder)
        column.addSpacing(4)
        column.addWidget(self.search)
        column.addWidget(self.found)
        column.addWidget(self.list, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.trouble)
        layout.addWidget(self._whole, 1)
        layout.addWidget(self.empty, 1)
        self.say("")


class ImportLine(QWidget):
    """How far the reading of files is, with a way to stop it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = ElidedLabel("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Reading files")
        self.stop = Button("Stop reading")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._what, 2)
        row.addWidget(self._bar, 1)
        row.addWidget(self.stop)

    def show_progress(self, progress: WorkProgress | None) -> None:
        """Show how far it is; nothing for None."""
        self.setVisible(progress is not None)
        if progress is not None:
            done = f" {progress.done} of {progress.total}" if progress.total else ""
            self._what.show_text(f"{progress.what}{done}")
            self._bar.setRange(0, progress.total if progress.total > 1 else 0)  # 0: busy, how far is not known
            self._bar.setValue(progress.done)


def facts_of(info: LibraryInfo) -> str:
    """Return how many records a library holds, when it changed and its files, in words."""
    records = "1 record" if info.records == 1 else f"{info.records:,} records"
    files = f" From {', '.join(info.files)}." if info.files else ""
    return f"{records}, changed on {day_of(info.updated_ms)}.{files}"


def _row(place: int, one: Record) -> Row:
    work = one.work
    name = short_name(work, "")
    return Row(str(place), work.title or name or one.id, ". ".join(filter(None, (name, work.container))), one.id)
