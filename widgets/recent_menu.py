"""The drafts of earlier days in the File menu, the newest first."""

from PySide6.QtWidgets import QMenu, QWidget

from app.shell.session import Session

_MOST = 10


class RecentMenu(QMenu):
    """Opens a draft again; filled when it is shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Open again", parent)
        self._session = session
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """List the newest drafts."""
        self.clear()
        for draft in self._session.recent[:_MOST]:
            action = self.addAction(draft.name.replace("&", "&&"))
            action.setToolTip(draft.path)
            action.triggered.connect(lambda _=False, draft=draft: self._session.open_recent(draft))
        if self.isEmpty():
            self.addAction("No drafts yet").setEnabled(False)
