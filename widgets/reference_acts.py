"""What one can do with the open reference beside deciding on it: say it is right, see other records, copy, open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.domain.reference import CheckedReference, FieldStatus, Verdict, Work
from app.shell.session import Session
from widgets.labels import Button
from widgets.link_menu import ask_to_open
from widgets.reference_words import address_of_work, field_in_words

if TYPE_CHECKING:
    from app.citations.correct import Corrected
    from app.services.ports import Workspace
    from app.shell.library_teaching import Taught

# The services behind are loaded where they are used, on the disk lane: reading records is not needed at the start.


class ReferenceActs(QObject):
    """Makes the buttons of the open reference, and does by key what they do."""

    said = Signal(str)
    look_up_requested = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._holder = parent

    def buttons(self, checked: CheckedReference) -> list[Button]:
        """Return a button for each act that makes sense for this reference."""
        offered = [
            (checked.judgement.verdict is not Verdict.VERIFIED, "It is right…", "I", self.say_right),
            (bool(self._session.source_lists), "Other records…", "M", self.show_records),
            (_can_be_corrected(checked), "Copy corrected", "V", self.copy_corrected),
            (bool(address_of(checked)), _opening_words(checked), "B", self.open_address),
            (self._session.engine.open_lookups is not None, "Look up online", "G", self.look_up_requested.emit),
        ]
        made = []
        for makes_sense, words, key, act in offered:
            if makes_sense:
                button = Button(words, key)
                button.clicked.connect(lambda _=False, act=act: act())
                made.append(button)
        return made

    @property
    def current(self) -> CheckedReference | None:
        """The current reference, None when there is none or it is not checked yet."""
        opened, key = self._session.draft, self._session.current
        item = opened.reference(key) if opened is not None and key else None
        return item.checked if item is not None else None

    def say_right(self) -> None:
        """Show the record that the current reference would make, to be looked through and kept."""
        checked = self.current
        if checked is not None:
            self.show_right(checked)

    def show_right(self, checked: CheckedReference) -> None:
        """Show the record that a reference would make, to be looked through and kept."""

        def read(workspace: "Workspace") -> tuple[Work, tuple[str, ...]]:
            from app.shell.library_teaching import libraries_for, right_work

            return right_work(checked), libraries_for(workspace, checked)

        def show(found: tuple[Work, tuple[str, ...]]) -> None:
            from widgets.reference_right import RightDialog

            dialog = RightDialog(self._session, checked, *found, self._holder.window())
            dialog.taught.connect(self.said)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self._session.ask(read, show)

    def show_records(self) -> None:
        """Show the records that the current reference may mean."""
        checked = self.current
        if checked is None:
            return
        from widgets.reference_candidates import CandidatesDialog

        dialog = CandidatesDialog(self._session, checked, self._holder.window())
        dialog.copy_requested.connect(self.copy)
        dialog.open_requested.connect(self.open_at)
        dialog.right_requested.connect(self.show_right)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def copy_corrected(self) -> None:
        """Copy the current reference as printed, with what differs put right."""
        checked = self.current
        if checked is not None and _can_be_corrected(checked):
            self.copy(checked)
        elif checked is not None:
            self.said.emit("Nothing in this reference differs from a record.")

    def copy(self, checked: CheckedReference) -> None:
        """Copy a reference as printed, with what differs from its record put right."""

        def read(_: "Workspace") -> "Corrected":
            from app.shell.library_teaching import corrected

            return corrected(checked)

        def take(made: "Corrected") -> None:
            QGuiApplication.clipboard().setText(made.text)
            left = ", ".join(map(field_in_words, made.left))
            self.said.emit(f"Copied. Not put right: {left}." if left else "The corrected reference was copied.")

        self._session.ask(read, take)

    def open_address(self) -> None:
        """Ask before the current reference's DOI or link is opened in the browser."""
        checked = self.current
        if checked is not None:
            self.open_at(address_of(checked))

    def open_at(self, address: str) -> None:
        """Ask before an address is opened in the browser."""
        if address:
            ask_to_open(self._holder, address, self._holder.mapToGlobal(QPoint(24, 120)))
        else:
            self.said.emit("This reference has no DOI and no link.")

    def take_back(self, one: "Taught") -> None:
        """Take what was taught out of its library again and judge anew."""
        from app.shell import library_teaching
        from app.shell.people_here import change

        def done(_: None) -> None:
            self.said.emit(f"Taken out of {one.library} again.")
            self._session.set_sources(self._session.source_lists)

        change(self._session, lambda workspace: library_teaching.take_back(workspace, one), done, self.said.emit)


def address_of(checked: CheckedReference) -> str:
    """Return where a reference can be opened: its own DOI or link, else its record's; "" for nowhere."""
    record = checked.judgement.record
    works = [checked.reference.parsed, *([record.work] if record is not None else [])]
    for work in works:
        if address := address_of_work(work):
            return address
    return ""


def _opening_words(checked: CheckedReference) -> str:
    return "Open the DOI…" if address_of(checked).startswith("https://doi.org/") else "Open the link…"


def _can_be_corrected(checked: CheckedReference) -> bool:
    judgement = checked.judgement
    differs = any(one.status is FieldStatus.DIFFERS for one in judgement.fields)
    is_other = any(one.name == "title" and one.status is FieldStatus.DIFFERS for one in judgement.fields)
    others = {"chimera", *({"identifier-of-other-work"} if is_other else ())}
    return differs and judgement.record is not None and others.isdisjoint(judgement.reasons)
