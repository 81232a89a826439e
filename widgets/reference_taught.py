"""Says which record a reference was compared with; of one that a person put in, who did it and when."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.days import day_of
from app.domain.reference import Record
from app.services.ports import Workspace
from app.shell.session import Session
from widgets.labels import Button, label

if TYPE_CHECKING:
    from app.shell.library_teaching import Taught


class TaughtLine(QWidget):
    """The line under the evidence; the way back has its room from the start, so that nothing moves when it comes."""

    back_requested = Signal(object)  # Taught

    def __init__(self, session: Session, record: Record, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label(words, "small", wrap=True)
        self._back = Button("Take it out again", kind="link")
        self._one: Taught | None = None
        self._back.clicked.connect(lambda _: self.back_requested.emit(self._one))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self._back)
        policy = self._back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._back.setSizePolicy(policy)
        self._back.hide()

        def read(workspace: Workspace) -> "Taught | None":
            from app.shell.library_teaching import taught

            return taught(workspace, record)

        session.ask(read, self._show)

    def _show(self, one: "Taught | None") -> None:
        if one is None:
            return
        self._one = one
        what = "Put in" if one.before is None else "Corrected"
        who = f"{what} by {one.by or 'somebody'} on {day_of(one.changed_ms)}."
        self._words.setText(f"{who} {self._words.text()}")
        self._back.show()
