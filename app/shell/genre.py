"""The genre whose human baseline style is measured against, as a person chose it."""

from PySide6.QtCore import QObject, Signal

from app.domain.finding import GENRE, GENRES
from app.shell.session import Session

_SETTING = "genre"


class Genre(QObject):
    """Holds the chosen genre; ``changed`` follows another choice."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.chosen = GENRE
        session.workspace_opened.connect(self._read)
        if session.workspace is not None:
            self._read()

    def choose(self, genre: str) -> None:
        """Measure against this genre from now on."""
        if genre in GENRES and genre != self.chosen:
            self.chosen = genre
            workspace = self._session.workspace
            if workspace is not None:
                self._session.saves.put(lambda: workspace.put_setting(_SETTING, genre), lambda _: None, key=_SETTING)
            self.changed.emit()

    def _read(self) -> None:
        self._session.ask(lambda workspace: workspace.setting(_SETTING), self._take)

    def _take(self, kept: object) -> None:
        if isinstance(kept, str) and kept in GENRES and kept != self.chosen:
            self.chosen = kept
            self.changed.emit()
