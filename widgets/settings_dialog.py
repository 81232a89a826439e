"""Settings: every change applies and is kept at once, so there is only Close."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.settings import Preferences
from app.shell.jobs import Handlers, Lane
from app.shell.library_online import library_online
from app.shell.session import Session
from widgets.labels import Button, label
from widgets.lookup_words import names_in_words
from widgets.settings_keys import KeysPage
from widgets.sizing import begin_at
from widgets.theme import px

_THEMES = {"system": "Like the system", "light": "Light", "dark": "Dark", "contrast": "High contrast"}
_SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_LANGUAGE = "The language of each draft is recognised from its words. The checks of wording read English."
_DAMAGED = "Not copied: the workspace is damaged. Close Stet and start it again; it goes on from the newest good copy."
_BACKUP = "Stet copies the workspace at most once a day and keeps 14 copies beside it."


class Keeper(Protocol):
    """What the dialog changes."""

    chosen: Preferences
    name: str

    def change(self, **fields: object) -> None:
        """Use and keep preferences with these fields changed."""

    def call_me(self, name: str) -> None:
        """Keep the person's name."""


class SettingsDialog(QDialog):
    """Four short pages beside the work."""

    online_requested = Signal()  # what is sent where is to be shown

    def __init__(self, keeper: Keeper, session: Session, page: str = "Look", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        begin_at(self, 560, 480)
        self._keeper, self._session = keeper, session
        self.keys = KeysPage(keeper.chosen.keys, keeper.chosen.letters)
        self.keys.keys_changed.connect(self._use_keys)
        self.keys.letters_toggled.connect(lambda on: keeper.change(letters=on))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Settings")
        self.tabs.tabBar().setAccessibleName("Pages of settings")
        self.tabs.setDocumentMode(True)
        pages = {"Look": self._look(), "Keys": self.keys, "You": self._you(), "Data": self._data()}
        for name, widget in pages.items():
            self.tabs.addTab(widget, name)
        self.tabs.setCurrentIndex(list(pages).index(page))
        close = Button("Close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(foot)

    def _look(self) -> QWidget:
        page, column = _page()
        column.addWidget(label("Colours", "caption"))
        self.themes = QButtonGroup(self)
        for place, (name, words) in enumerate(_THEMES.items()):
            button = QRadioButton(words)
            button.setChecked(name == self._keeper.chosen.theme)
            button.toggled.connect(lambda on, name=name: self._keeper.change(theme=name) if on else None)
            self.themes.addButton(button, place)
            column.addWidget(button)
        column.addSpacing(14)
        column.addWidget(label("Text size", "caption"))
        self.scale = QComboBox()
        self.scale.setAccessibleName("Text size")
        for scale in _SCALES:
            self.scale.addItem(f"{round(scale * 100)} %", scale)
        self.scale.setCurrentIndex(_nearest(self._keeper.chosen.text_scale))
        self.scale.activated.connect(lambda _: self._keeper.change(text_scale=self.scale.currentData()))
        column.addWidget(_narrow(self.scale, 120))
        column.addStretch()
        return page

    def _you(self) -> QWidget:
        page, column = _page()
        self.name = _field(column, "Your name", self._keeper.name, "It stands beside your comments.")
        self.name.editingFinished.connect(lambda: self._keeper.call_me(self.name.text()))
        column.addSpacing(14)
        column.addWidget(label("Online look-ups", "caption"))
        self.online = label("", "muted", wrap=True)
        column.addWidget(self.online)
        self.look_ups = Button("What is sent where…")
        self.look_ups.clicked.connect(self.online_requested)
        column.addWidget(_narrow(self.look_ups))
        self._show_online()
        library_online(self._session).changed.connect(self._show_online)
        column.addSpacing(14)
        column.addWidget(label("Language", "caption"))
        column.addWidget(label(_LANGUAGE, "muted", wrap=True))
        column.addStretch()
        return page

    def _show_online(self) -> None:
        choice = library_online(self._session).choice
        asked = f"Asked when you look a reference up: {names_in_words(choice.services)}."
        self.online.setText(asked if choice.on else "Off. Nobody is asked.")

    def _data(self) -> QWidget:
        page, column = _page()
        workspace = self._session.workspace
        folder = str(workspace.path) if workspace is not None else "The workspace is not open."
        column.addWidget(label("Where your work is", "caption"))
        place = QLineEdit(folder)
        place.setReadOnly(True)
        place.setAccessibleName("Folder of the workspace")
        column.addWidget(place)
        show = Button("Show the folder", icon_name="folder-open")
        show.setEnabled(workspace is not None)
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(folder)))
        column.addWidget(_narrow(show))
        column.addSpacing(14)
        column.addWidget(label("Backup", "caption"))
        column.addWidget(label(_BACKUP, "muted", wrap=True))
        self.backup = Button("Back up now")
        self.backup.setEnabled(workspace is not None)
        self.backup.clicked.connect(self._back_up)
        column.addWidget(_narrow(self.backup))
        self.answer = label("", "small", wrap=True)
        column.addWidget(self.answer)
        column.addStretch()
        return page

    def _back_up(self) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        self.answer.setText("Copying…")
        handlers: Handlers[Path | None] = Handlers(
            done=self._tell(lambda copy: f"Copied to {copy}." if copy else _DAMAGED),
            failed=self._tell(str),
        )
        self._session.runner.submit(Lane.NETWORK, lambda _: workspace.back_up_now(), handlers)

    def _tell(self, words: Callable[[object], str]) -> Callable[[object], None]:
        """Return a handler that says the words, unless the dialog has been closed meanwhile."""
        answer, gone = self.answer, []
        answer.destroyed.connect(lambda: gone.append(True))
        return lambda value: None if gone else answer.setText(words(value))

    def _use_keys(self, keys: Mapping[str, str]) -> None:
        self._keeper.change(keys=keys)


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 16, 24, 8)
    column.setSpacing(8)
    return page, column


def _field(column: QVBoxLayout, caption: str, value: str, note: str) -> QLineEdit:
    field = QLineEdit(value)
    field.setAccessibleName(caption)
    column.addWidget(label(caption, "caption"))
    column.addWidget(field)
    column.addWidget(label(note, "small", wrap=True))
    return field


def _narrow(widget: QWidget, width: int = 0) -> QWidget:
    """Return the widget as wide as it needs, at the left."""
    if width:
        widget.setMinimumWidth(px(width))
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch()
    return holder


def _nearest(scale: float) -> int:
    return min(range(len(_SCALES)), key=lambda place: abs(_SCALES[place] - scale))
