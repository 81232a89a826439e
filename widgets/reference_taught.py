"""Says of a record that a person put into a library who did it and when, with a way back."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.reference import Record
from app.services.ports import Workspace
from app.shell.session import Session
from widgets.labels import Button, label

if TYPE_CHECKING:
    from app.shell.library_teaching import Taught


class TaughtLine(QWidget):
    """Empty and hidden until it is known that a person put the record in."""

    back_requested = Signal(object)  # Taught

    def __init__(self, session: Session, record: Record, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label("", "small", wrap=True)
        self._back = Button("Take it out again", kind="link")
        self._one: Taught | None = None
        self._back.clicked.connect(lambda _: self.back_requested.emit(self._one))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self._back)
        self.hide()

        def read(workspace: Workspace) -> "Taught | None":
            from app.shell.library_teaching import taught

            return taught(workspace, record)

        session.ask(read, self._show)

    def _show(self, one: "Taught | None") -> None:
        if one is None:
            return
        self._one = one
        when = datetime.fromtimestamp(one.changed_ms / 1000).astimezone()
        what = "Put in" if one.before is None else "Corrected"
        self._words.setText(f"{what} by {one.by or 'somebody'} on {when.day} {when:%B %Y}.")
        self.show()
