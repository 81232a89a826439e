"""What waits, what was not taken and why, what came: looked at, copied, sent again or dropped."""

import json

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QMessageBox,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.services.arrivals import Arrival, arrived, seen
from app.services.settling import about_words, kind_words, short
from app.services.sharing_address import address_of
from app.services.sharing_details import About, Details, Refused
from app.shell.session import Session
from app.shell.sharing_desk import SharingDesk
from app.shell.sharing_standing import Mood, clock
from widgets.empty_state import EmptyState
from widgets.labels import Button, IconLabel, label, rule
from widgets.lead_layout import GroupList, Trouble
from widgets.rows import Row
from widgets.sharing_status import icon_of
from widgets.sizing import begin_at
from widgets.theme import px

_AIR = 12
_ICONS = {
    "release": "mail",
    "submission": "file-text",
    "reply": "message-square",
    "comment": "message-square",
    "mark": "eye",
}


class SharingDialog(QDialog):
    """A list of all of it at the left of what is chosen; the standing above it, with the one thing to do about it."""

    decide_requested = Signal()
    address_requested = Signal()
    password_requested = Signal()
    copy_requested = Signal()

    def __init__(self, desk: SharingDesk, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sharing")
        begin_at(self, 820, 560)
        self.desk, self._session = desk, session
        self.details: Details | None = None
        self.news: tuple[Arrival, ...] = ()
        self.current = ""
        self._icon = QWidget()
        self.sentence = label("", wrap=True)
        self.act = Button("", kind="link")
        self.list = GroupList("What waits and what came", self)
        self.empty = EmptyState(self)
        self.words = QTextBrowser(self)
        self.words.setAccessibleName("What it says")
        self.words.document().setDocumentMargin(_AIR)
        self._shown = ""
        self.again, self.copy, self.drop = Button("Send again"), Button("Copy the text"), Button("Drop…")
        self.trouble = Trouble(self)
        self._body = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self._show_standing()
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self.desk.read_details()
        self._session.ask(arrived, self._take_news)

    def _read_again(self, _: object) -> None:
        self.refresh()

    def choose(self, key: str) -> None:
        """Show one of them."""
        self.current = key
        self.list.mark(key)
        self._show_chosen()

    def done(self, result: int) -> None:
        """Take what came as seen when this closes."""
        shown = self.news
        if shown:
            self._session.saves.put(lambda: self._forget(shown), lambda _: None)
        super().done(result)

    def _forget(self, shown: tuple[Arrival, ...]) -> None:
        if self._session.workspace is not None:
            seen(self._session.workspace, shown)

    def _take(self, details: Details) -> None:
        self.details = details
        self._show_rows()

    def _take_news(self, news: tuple[Arrival, ...]) -> None:
        self.news = news
        self._show_rows()

    @property
    def _refused(self) -> Refused | None:
        found = self.details.refused if self.details is not None else ()
        return next((one for one in found if f"refused:{one.op_id}" == self.current), None)

    def _show_rows(self) -> None:
        details = self.details
        if details is None:
            return
        clashes = [one for one in details.clashes if one.is_open]
        groups = {
            "To decide": [
                Row(
                    f"clash:{one.id}",
                    kind_words(one.about.kind),
                    about_words(one.about),
                    icon="git-compare-arrows",
                    colour="accent",
                )
                for one in clashes
            ],
            "Not taken": [_refused_row(one) for one in details.refused],
            "Came since you last looked": [
                _news_row(place, one) for place, one in reversed(list(enumerate(self.news)))
            ],
            "Waits to be sent": [_waiting_row(one) for one in details.waiting],
        }
        self.list.show_groups(list(groups.items()))
        keys = [row.key for row in self.list.rows if not row.is_group]
        if self.current not in keys:
            self.current = keys[0] if keys else ""
        self.list.mark(self.current)
        self._show_chosen()

    def _show_chosen(self) -> None:
        refused, kind = self._refused, self.current.partition(":")[0]
        for part in (self.again, self.copy, self.drop):
            part.setVisible(refused is not None)
        if not self.current:
            self.empty.say("cloud-check", "Nothing waits", "Everything here is on the server, and nothing new came.")
            self._body.setCurrentWidget(self.empty)
            return
        self._body.setCurrentWidget(self.words)
        if refused is not None:
            self._say(f"{refused.why}\n\n{text_of(refused)}")
        elif kind == "clash":
            self._say("Somebody else changed this as well. “Decide” shows both texts side by side.")
        elif kind == "news":
            one = self.news[int(self.current.partition(":")[2])]
            self._say(f"{one.sentence}\n\nIt came at {clock(one.came_ms)}.")
        else:
            self._say(f"{self._waiting_words()}\n\nIt is sent when the server can be reached.")

    def _say(self, words: str) -> None:
        """Show words; where they are there already, they stay as they were scrolled and selected."""
        if words != self._shown:
            self._shown = words
            self.words.setPlainText(words)

    def _waiting_words(self) -> str:
        row_id = self.current.partition(":")[2]
        found = self.details.waiting if self.details is not None else ()
        about = next((one for one in found if one.row_id == row_id), About("", ""))
        return "\n".join(part for part in (kind_words(about.kind), about_words(about), about.words) if part)

    def _show_standing(self) -> None:
        standing = self.desk.standing
        fresh = IconLabel(icon_of(standing), "ink2", standing.words or "Not shared", 20)
        self._head.replaceWidget(self._icon, fresh)
        self._icon.deleteLater()
        self._icon = fresh
        self.sentence.setText(standing.sentence)
        needs = standing.mood is Mood.PASSWORD
        words = "Enter the password…" if needs else "Decide…" if standing.counts.conflicts else "Try now"
        self.act.setText("Syncing…" if self.desk.is_busy else words)
        self.act.setAccessibleName(self.act.text())
        self.act.setEnabled(not self.desk.is_busy)
        self.address.setText(address_of(standing.address).words if standing.address else "Not shared")
        self.reading.setText(standing.reading)
        if not self.desk.is_shared:
            self.reject()

    def _act(self) -> None:
        standing = self.desk.standing
        if standing.mood is Mood.PASSWORD:
            self.password_requested.emit()
        elif standing.counts.conflicts:
            self.decide_requested.emit()
            self.accept()
        else:
            self.desk.sync()

    def _drop(self) -> None:
        refused = self._refused
        if refused is None:
            return
        box = QMessageBox(self)
        box.setWindowTitle("Drop it")
        box.setText("Drop what was not taken?")
        box.setInformativeText("What the server has takes its place here. Copy the text first if you want to keep it.")
        drop = box.addButton("Drop", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Keep it here", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is drop:
            self.desk.drop(refused.op_id)
        box.deleteLater()

    def _send_again(self) -> None:
        refused = self._refused
        if refused is not None:
            self.trouble.say("")
            self.desk.send_again(refused.op_id)

    def _copy(self) -> None:
        refused = self._refused
        if refused is not None:
            QApplication.clipboard().setText(text_of(refused))

    def _connect(self) -> None:
        self.list.chosen.connect(self.choose)
        self.act.clicked.connect(lambda _: self._act())
        self.again.clicked.connect(lambda _: self._send_again())
        self.copy.clicked.connect(lambda _: self._copy())
        self.drop.clicked.connect(lambda _: self._drop())
        self.desk.changed.connect(self._show_standing)
        self.desk.detailed.connect(self._take)
        self.desk.refused.connect(self.trouble.say)
        self.desk.came.connect(self._read_again)

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.setSpacing(10)
        self._head.addWidget(self._icon)
        self._head.addWidget(self.sentence, 1)
        self._head.addWidget(self.act)
        right = QVBoxLayout()
        for part in (self.empty, self.words):
            self._body.addWidget(part)
        right.addWidget(self._body, 1)
        row = QHBoxLayout()
        for button in (self.again, self.copy, self.drop):
            row.addWidget(button)
        row.addStretch()
        right.addLayout(row)
        right.addWidget(self.trouble)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        self.list.setMinimumWidth(px(320))
        middle.addWidget(self.list, 2)
        middle.addWidget(rule("v"))
        middle.addLayout(right, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addLayout(self._head)
        layout.addWidget(rule())
        layout.addLayout(middle, 1)
        layout.addWidget(rule())
        layout.addLayout(self._foot())

    def _foot(self) -> QGridLayout:
        self.address, self.reading = label("", "small", wrap=True), label("", "small", wrap=True)
        foot = QGridLayout()
        foot.setHorizontalSpacing(12)
        for row, (words, button, asked) in enumerate(
            (
                (self.address, Button("Address and leaving…", kind="link"), self.address_requested),
                (self.reading, Button("Copy for reading…", kind="link"), self.copy_requested),
            )
        ):
            button.clicked.connect(lambda _, asked=asked: asked.emit())
            foot.addWidget(words, row, 0)
            foot.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeft)
        close = Button("Close", kind="primary")
        close.clicked.connect(lambda _: self.accept())
        foot.addWidget(close, 1, 2)
        foot.setColumnStretch(0, 1)
        return foot


def text_of(refused: Refused) -> str:
    """Return what a refused change says, field by field, to read or to copy."""
    lines = [about_words(refused.about) or kind_words(refused.about.kind)]
    for name, value in refused.fields.items():
        if isinstance(value, str) and value.strip() and not name.endswith(("_id", "sha256")):
            lines.append(f"{name.replace('_', ' ')}: {value}")
        elif isinstance(value, list) and value:
            lines.append(f"{name.replace('_', ' ')}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines)


def _refused_row(one: Refused) -> Row:
    title = f"{kind_words(one.about.kind)}, {clock(one.at_ms)}"
    return Row(
        f"refused:{one.op_id}", title, about_words(one.about), icon="octagon-alert", colour="fix", spoken="Not taken"
    )


def _news_row(place: int, one: Arrival) -> Row:
    return Row(f"news:{place}", one.sentence, clock(one.came_ms), icon=_ICONS.get(one.kind, "arrow-down-to-line"))


def _waiting_row(one: About) -> Row:
    words = short(one.words)
    title = f"{kind_words(one.kind)}: {words}" if words and one.work else kind_words(one.kind)
    return Row(f"waits:{one.row_id}", title, about_words(one), icon="clock")
