"""Joining a team: where its database is and as whom, tried before anything is sent; and leaving it again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import BadInputError
from app.services.sharing_address import address_of
from app.shell.sharing_desk import SharingDesk
from app.shell.sharing_news import Found
from widgets.labels import Button, IconLabel, label
from widgets.sharing_address import AddressForm, secret_field
from widgets.sizing import fit_to, scrolled

_BEFORE = (
    "Joining sends what you handed in, the feedback you wrote and your own comment library, and brings what your team "
    "shares with you. Drafts that were not handed in stay on this computer. Nothing here is deleted, and you can leave "
    "again and keep everything."
)
_SHARED = (
    "This workspace is shared. It works without a connection, too; changes wait here and are sent later. Leaving keeps "
    "everything that is here, and what was not sent yet stays on this computer alone."
)
_OTHERS = "Another account on this computer has a workspace of its own; the help says how to start it."
_OWNER = "Whoever owns the server can read everything on it."
_TLS = "The connection is encrypted and the server’s certificate is checked. Without a good one nothing is sent."
_HERE = "The server is this computer, so nothing travels over a network and no certificate is needed."
_NO_KEYRING = "This system has no keyring, so Stet asks for the password at each start. It is kept nowhere."
_WIDTH, _NARROW = 560, 460
_KEPT = "The password is in the keyring of this system."


class Answer(QWidget):
    """What a test or an attempt said: an icon that tells good from bad, and a sentence."""

    said = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._good = IconLabel("check", "ok", "It works")
        self._bad = IconLabel("octagon-alert", "fix", "That did not work")
        self._words = label("", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for mark in (self._good, self._bad):
            row.addWidget(mark)
        row.addWidget(self._words, 1)
        self.say("")

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def say(self, sentence: str, *, good: bool | None = None) -> None:
        """Say a sentence, or nothing; ``good`` is None while it is neither."""
        self._words.setText(sentence)
        self._good.setVisible(bool(sentence) and good is True)
        self._bad.setVisible(bool(sentence) and good is False)
        self.setVisible(bool(sentence))
        self.said.emit()


class SignInDialog(QDialog):
    """The address of a shared database: tried, joined, or left."""

    def __init__(self, desk: SharingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Share with your team")
        self.desk = desk
        self.form = AddressForm(self, to_read=True)
        self.answer = Answer(self)
        self.safety = label("", "small", wrap=True)
        self.test, self.join = Button("Test"), Button("Join", kind="primary")
        self.leave, self.close_it = Button("Leave the shared database"), Button("Close")
        self._lay_out()
        self._connect()
        self._show_standing()

    def _ask(self, *, join: bool) -> None:
        try:
            dsn = self.form.address.dsn
        except BadInputError as error:
            self.answer.say(str(error), good=False)
            return
        self._busy(True)
        self.answer.say("Joining…" if join else "Asking the server…")
        (self.desk.join if join else self.desk.test)(dsn, self.form.password.text(), self.form.copy.text().strip())

    def _tell_found(self, found: Found) -> None:
        self._busy(False)
        teams = f", in {', '.join(found.teams)}" if found.teams else ", in no team yet"
        copy = " The copy for reading works, too." if found.copy else ""
        self.answer.say(f"It works. You are {found.name} there{teams}.{copy}", good=True)

    def _tell_refused(self, sentence: str) -> None:
        self._busy(False)
        self.answer.say(sentence, good=False)

    def _tell_joined(self, remembered: bool) -> None:
        self._busy(False)
        self.form.password.clear()
        self._show_standing()
        self.answer.say(f"This workspace is shared now. {_KEPT if remembered else _NO_KEYRING}", good=True)

    def _tell_left(self) -> None:
        self._busy(False)
        self._show_standing()
        self.answer.say("This workspace is shared no longer. Everything in it stays.", good=True)

    def _leave(self) -> None:
        self._busy(True)
        self.answer.say("Leaving…")
        self.desk.leave()

    def _busy(self, busy: bool) -> None:
        for part in (self.test, self.join, self.leave):
            part.setEnabled(not busy)

    def _show_standing(self) -> None:
        shared = self.desk.is_shared
        if shared:
            self.form.fill(address_of(self.desk.standing.address))
            self.form.copy.setText(self.desk.standing.copy)
        self.title.setText(f"Shared as {address_of(self.desk.standing.address).words}" if shared else "Join a team")
        self.explained.setText(_SHARED if shared else _BEFORE)
        self.form.lock(locked=shared)
        for part in (self.test, self.join):
            part.setVisible(not shared)
        self.leave.setVisible(shared)
        self._say_safety()
        self._fit()

    def _fit(self) -> None:
        fit_to(self, _WIDTH, self._area)

    def _say_safety(self) -> None:
        way = _HERE if self.form.address.is_here else _TLS
        self.safety.setText(f"{way} {_OWNER} {_OTHERS}")

    def _connect(self) -> None:
        self.test.clicked.connect(lambda _: self._ask(join=False))
        self.join.clicked.connect(lambda _: self._ask(join=True))
        self.leave.clicked.connect(lambda _: self._leave())
        self.close_it.clicked.connect(lambda _: self.accept())
        self.form.password.returnPressed.connect(lambda: self._ask(join=True))
        self.form.host.textChanged.connect(lambda _: self._say_safety())
        self.desk.tested.connect(self._tell_found)
        self.desk.refused.connect(self._tell_refused)
        self.desk.joined.connect(self._tell_joined)
        self.desk.left.connect(self._tell_left)
        self.answer.said.connect(self._fit)

    def _lay_out(self) -> None:
        self.title, self.explained = label("", "title", wrap=True), label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        page = QWidget()
        words = QVBoxLayout(page)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(12)
        for words_or_form in (self.title, self.explained, self.form, self.safety):
            words.addWidget(words_or_form)
        words.addStretch()
        self._area = scrolled(page)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.answer)
        buttons = QHBoxLayout()
        for part in (self.test, self.leave):
            buttons.addWidget(part)
        buttons.addStretch()
        for part in (self.close_it, self.join):
            buttons.addWidget(part)
        layout.addLayout(buttons)


class LoginDialog(QDialog):
    """Asks for the password of the login; it goes to the keyring and nowhere else."""

    def __init__(self, desk: SharingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Password")
        self.desk = desk
        self.field = secret_field("Password of the shared database")
        self.answer = Answer(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label("Your password, please", "title"))
        layout.addWidget(label(address_of(desk.standing.address).words, "muted", wrap=True))
        layout.addWidget(self.field)
        note = "It is kept in the keyring of this system; where there is none, Stet asks at each start."
        layout.addWidget(label(note, "small", wrap=True))
        layout.addWidget(self.answer)
        buttons = QHBoxLayout()
        buttons.addStretch()
        later, go = Button("Later"), Button("Sign in", kind="primary")
        later.clicked.connect(lambda _: self.reject())
        go.clicked.connect(lambda _: self._go())
        go.setDefault(True)
        buttons.addWidget(later)
        buttons.addWidget(go)
        layout.addLayout(buttons)
        desk.refused.connect(self._tell_refused)
        desk.joined.connect(self._tell_joined)
        self.answer.said.connect(self._fit)
        self._fit()
        self.field.setFocus()

    def _fit(self) -> None:
        fit_to(self, _NARROW)

    def _tell_refused(self, sentence: str) -> None:
        self.answer.say(sentence, good=False)

    def _tell_joined(self, _: bool) -> None:
        self.accept()

    def _go(self) -> None:
        self.answer.say("Asking the server…")
        self.desk.sign_in(self.field.text())
