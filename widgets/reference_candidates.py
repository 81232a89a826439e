"""The records that a reference may mean, the likeliest first; the chosen one stands beside what is cited."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.reference import Candidate, CheckedReference, FieldStatus, Judgement, Verdict
from app.services.ports import Workspace
from app.shell.session import Session
from widgets.evidence_table import EvidenceTable
from widgets.labels import Button, label
from widgets.reference_words import address_of_work, field_in_words, short_name
from widgets.row_list import RowList
from widgets.rows import Row
from widgets.sizing import begin_at


class CandidatesDialog(QDialog):
    """A list of records; arrows go through it."""

    copy_requested = Signal(object)  # the CheckedReference with the chosen record
    right_requested = Signal(object)  # the same
    open_requested = Signal(str)  # an address

    def __init__(self, session: Session, checked: CheckedReference, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Other records")
        begin_at(self, 720, 720)
        self._checked = checked
        self.candidates: tuple[Candidate, ...] = ()
        self.summary = label("Looking through your lists…", "muted")
        self.list = RowList("Records", self)
        self.list.chosen.connect(lambda key: self.choose(int(key)))
        self._beside = QScrollArea(self)
        self._beside.setWidgetResizable(True)
        self._beside.setFrameShape(QFrame.Shape.NoFrame)
        self._beside.setAccessibleName("Cited beside the record")
        self.copy, self.right, self.opening = Button("Copy corrected"), Button("It is right…"), Button("Open…")
        self.chosen: CheckedReference | None = None
        self._lay_out()
        self._enable()
        lists, reference = session.source_lists, checked.reference

        def read(workspace: Workspace) -> tuple[Candidate, ...]:
            from app.shell.library_teaching import likely_records

            return likely_records(workspace, lists, reference)

        session.ask(read, self._show)

    def choose(self, place: int) -> None:
        """Show a record beside what is cited."""
        candidate = self.candidates[place]
        judgement = Judgement(Verdict.UNVERIFIABLE, (), candidate.record, None, candidate.fields)
        self.chosen = replace(self._checked, judgement=judgement)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(EvidenceTable(judgement, parent=page))
        column.addWidget(label(f"Record {candidate.record.id} in {candidate.record.library}.", "small", wrap=True))
        column.addStretch()
        self._beside.setWidget(page)
        self._enable()

    def _show(self, found: tuple[Candidate, ...]) -> None:
        self.candidates = found
        count = len(found)
        words = f"{count} record{'s' if count != 1 else ''} in your lists, the likeliest first"
        self.summary.setText(words if found else "No record in your lists is like it.")
        self.list.show_rows([_row(place, one) for place, one in enumerate(found)])
        if found:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
            self.list.setFocus()
            self.choose(0)

    def _enable(self) -> None:
        chosen = self.chosen
        record = chosen.judgement.record if chosen is not None else None
        for button in (self.copy, self.right):
            button.setEnabled(record is not None)
        self.opening.setEnabled(record is not None and bool(address_of_work(record.work)))

    def _open(self) -> None:
        if self.chosen is not None and self.chosen.judgement.record is not None:
            self.open_requested.emit(address_of_work(self.chosen.judgement.record.work))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label("Records it may mean", "title"))
        layout.addWidget(label(self._checked.reference.raw[:600], "quote", wrap=True))
        layout.addWidget(self.summary)
        layout.addWidget(self.list, 3)
        layout.addWidget(self._beside, 4)
        buttons, close = QHBoxLayout(), Button("Close", kind="primary")
        self.copy.clicked.connect(lambda _: self.copy_requested.emit(self.chosen))
        self.right.clicked.connect(lambda _: self.right_requested.emit(self.chosen))
        self.opening.clicked.connect(lambda _: self._open())
        close.clicked.connect(self.accept)
        for button in (self.copy, self.right, self.opening):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(close)
        layout.addLayout(buttons)


def _row(place: int, one: Candidate) -> Row:
    work = one.record.work
    differing = [field_in_words(f.name) for f in one.fields if f.status is FieldStatus.DIFFERS]
    differs = f"Differs: {', '.join(differing)}" if differing else "Nothing differs"
    return Row(
        str(place),
        work.title or short_name(work, work.title),
        f"{short_name(work, '')}. {differs}",
        f"likeness {one.score:.0f} of 100",
    )
