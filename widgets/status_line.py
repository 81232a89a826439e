"""The status bar: where the work is kept, what is running with Stop, and whether everything is kept."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from app.domain.errors import StetError
from app.shell.items import WorkProgress
from app.shell.session import Session
from app.shell.side_names import DESK
from widgets.labels import Button, ElidedLabel, IconLabel
from widgets.theme import px, theme

_SHOW_AFTER_MS = 400
_KEPT_ROOM = 110
_ROOM = 2000  # as much as the words need: they are cut where the window is narrower
_NOTHING_TO_SAY = "Working on this computer only"
_Said = tuple[str, str, Callable[[], object] | None]


class StatusLine(QFrame):
    """Words first, a bar only for what takes longer than a moment, nothing that leaves before it is read."""

    stop_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "chrome")
        self._offer: Callable[[], object] | None = None
        self._rest: _Said = (_NOTHING_TO_SAY, "", None)
        self._says: _Said = ("", "", None)
        self._elsewhere: dict[str, _Said] = {}
        self._side = DESK
        self._place = ElidedLabel(_NOTHING_TO_SAY, "small", most=_ROOM)
        self._action = Button("", kind="link")
        self._action.hide()
        self._what = ElidedLabel("", "small", most=_ROOM)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(90)
        self._bar.setAccessibleName("Progress")
        self._stop = Button("Stop", kind="link")
        self._stop.clicked.connect(self.stop_requested)
        self._tick = IconLabel("check", "ok", "Kept")
        self._trouble = IconLabel("octagon-alert", "fix", "Not kept yet")
        self._kept = ElidedLabel("All changes kept", "small", most=_ROOM)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_SHOW_AFTER_MS)
        self._wait.timeout.connect(lambda: self._show_work(True))
        self._lay_out()
        theme().changed.connect(self._fit)
        self._fit()
        self._show_work(False)
        self.show_kept(None)
        self._follow(session)

    def _follow(self, session: Session) -> None:
        session.progressed.connect(self.show_progress)
        session.saves.kept.connect(self.show_kept)
        session.saves.not_kept.connect(self.show_not_kept)
        session.saves.pending_changed.connect(lambda: self._show_pending(session.saves.pending))

    @property
    def said(self) -> str:
        """What was said last at the left."""
        return self._place.toolTip()

    @property
    def text(self) -> str:
        """What the bar says about keeping changes."""
        return self._kept.accessibleName()

    def say(self, sentence: str, action: str = "", asked: Callable[[], object] | None = None) -> None:
        """Say something at the left until something else is said; ``asked`` is called when its action is pressed."""
        self._says = (sentence, action, asked)
        if not sentence:
            sentence, action, asked = self._rest
        self._place.show_text(sentence)
        self._action.setVisible(bool(action))
        self._action.setText(action)
        self._action.setAccessibleName(action)
        if self._offer is not None:
            self._action.clicked.disconnect()
        self._offer = asked
        if asked is not None:
            self._action.clicked.connect(lambda *_: asked())

    def rest_on(self, sentence: str, action: str, asked: Callable[[], object]) -> None:
        """Say this whenever there is nothing else to say."""
        self._rest = (sentence, action, asked)
        self.say("")

    def turn_to(self, side: str) -> None:
        """Say what was said last on this side of the window; what belongs to another side waits there."""
        if side != self._side:
            self._elsewhere[self._side] = self._says
            self._side = side
            self.say(*self._elsewhere.pop(side, ("", "", None)))

    def rest_quietly(self, *, shared: bool) -> None:
        """Say at rest that the work stays on this computer, or nothing where it is shared."""
        was_resting = self.said == self._rest[0]
        self._rest = ("" if shared else _NOTHING_TO_SAY, "", None)
        if was_resting:
            self.say("")

    def put_first(self, widget: QWidget) -> None:
        """Put something at the very left."""
        self._layout.insertWidget(0, widget)

    def show_progress(self, progress: WorkProgress | None) -> None:
        """Show how far the work is; None when nothing runs."""
        if progress is None:
            self._wait.stop()
            self._show_work(False)
            return
        self._what.show_text(
            f"{progress.what} {progress.done:,} of {progress.total:,}" if progress.total else progress.what
        )
        self._bar.setRange(0, max(progress.total, 1))
        self._bar.setValue(progress.done)
        if not self._wait.isActive() and self._bar.isHidden():
            self._wait.start()

    def show_kept(self, when: datetime | None) -> None:
        """Say that everything is on the disk."""
        self._kept.show_text(f"All changes kept, {when:%H:%M}" if when else "All changes kept")
        self._fit()
        self._tick.show()
        self._trouble.hide()

    def show_not_kept(self, error: StetError) -> None:
        """Say why a change is not on the disk; it is tried again."""
        self._kept.show_text(f"Not kept yet: {error} Trying again.")
        self._tick.hide()
        self._trouble.show()

    def _fit(self) -> None:
        """Take the room that the size of the text needs."""
        self.setFixedHeight(px(30) + 1)
        self._kept.setMinimumWidth(min(self._kept.sizeHint().width(), px(_KEPT_ROOM)))  # others give way first

    def _show_pending(self, pending: int) -> None:
        if pending and self._trouble.isHidden():
            self._kept.show_text("Keeping…")

    def _show_work(self, visible: bool) -> None:
        for part in (self._what, self._bar, self._stop):
            part.setVisible(visible)

    def _lay_out(self) -> None:
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 1, 15, 0)
        layout.setSpacing(10)
        layout.addWidget(self._place)
        layout.addWidget(self._action)
        layout.addStretch(1)
        for part in (self._what, self._bar, self._stop):
            layout.addWidget(part)
        layout.addSpacing(14)
        layout.addWidget(self._tick)
        layout.addWidget(self._trouble)
        layout.addWidget(self._kept)
