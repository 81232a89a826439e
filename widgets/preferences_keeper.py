"""The preferences in use: taken from the workspace, applied at once when they change, and kept."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.services.ports import Workspace
from app.services.settings import Preferences, keep_my_name, keep_preferences, my_name, preferences
from app.shell.jobs import Handlers, Lane
from app.shell.session import Session
from widgets.actions import Actions
from widgets.theme import apply_theme, set_text_scale


class PreferencesKeeper(QObject):
    """Applies preferences to the application and the window's keys; ``changed`` follows each change."""

    changed = Signal()

    def __init__(self, session: Session, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self.chosen = Preferences()
        self.name = ""
        self._session, self._actions = session, actions
        session.workspace_opened.connect(self._read)

    def change(self, **fields: object) -> None:
        """Use and keep preferences with these fields changed."""
        self.use(replace(self.chosen, **fields))  # type: ignore[arg-type]
        chosen = self.chosen
        self._keep(lambda workspace: keep_preferences(workspace, chosen), "preferences")

    def use(self, chosen: Preferences) -> None:
        """Apply the preferences without keeping them."""
        before, self.chosen = self.chosen, chosen
        if (before.theme, before.text_scale) != (chosen.theme, chosen.text_scale):
            self._show(chosen)
        self._actions.use_letters(chosen.letters)
        self._actions.use_keys(chosen.keys)
        self.changed.emit()

    def call_me(self, name: str) -> None:
        """Keep the name that stands beside this person's comments."""
        self.name = name
        self._keep(lambda workspace: keep_my_name(workspace, name), "my name")

    @staticmethod
    def _show(chosen: Preferences) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, chosen.theme)
        set_text_scale(app, chosen.text_scale)

    def _read(self) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return

        def read() -> tuple[Preferences, str]:
            return preferences(workspace), my_name(workspace)

        def take(found: tuple[Preferences, str]) -> None:
            chosen, self.name = found
            self._show(chosen)
            self.use(chosen)

        handlers = Handlers(done=take, failed=lambda error: self._session.fail("Settings were not read", error))
        self._session.runner.submit(Lane.DISK, lambda _: read(), handlers)

    def _keep(self, write: Callable[[Workspace], None], key: str) -> None:
        workspace = self._session.workspace
        if workspace is not None:
            self._session.saves.put(lambda: write(workspace), lambda _: None, key=key)
