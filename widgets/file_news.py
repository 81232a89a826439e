"""What became of the file of the draft on the desk, in one calm line with the next step."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from app.shell.session import Session
from app.shell.watching import Standing
from widgets.status_line import StatusLine


class FileNews(QObject):
    """Joins the session's watch over the file to the status line."""

    def __init__(self, session: Session, line: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._line = session, line
        self._said = ""
        session.watch.stood.connect(self._tell)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._look)  # network folders tell of no change

    def _look(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._session.watch.look_soon()

    def _tell(self, path: Path, standing: Standing) -> None:
        match standing:
            case Standing.CHANGED:
                self._say(f"{path.name} changed on disk.", "Read it again")
            case Standing.GONE:
                self._say(f"{path.name} is gone from its folder. The kept copy is shown.")
            case Standing.SAME if self._line.said == self._said:
                self._say("")

    def _say(self, sentence: str, action: str = "") -> None:
        self._line.say(sentence, action, self._session.reload if action else None)
        self._said = sentence
