"""Managing a shared database: connect as its admin, then people and teams, setting it up, and who sees what."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import BadInputError
from app.services.sharing import Account, Audit
from app.services.sharing_address import address_of
from app.shell.session import Session
from app.shell.sharing_admin import AdminDesk
from app.shell.sharing_desk import sharing_desk
from widgets.labels import Button, IconLabel, label, rule
from widgets.lead_layout import GroupList
from widgets.rows import Row
from widgets.sharing_address import AddressForm
from widgets.sharing_dialog import Answer
from widgets.sharing_roster import RosterPage
from widgets.sizing import begin_at
from widgets.theme import px

_CONNECT = (
    "The login needs to own the database and to be allowed to make roles; it need not be a superuser. Its password is "
    "used for this window and kept nowhere."
)
_SET_UP = (
    "Makes roles, tables, functions and policies, or brings them to this version. Once more does no harm. Trying takes "
    "everything back."
)
_AUDIT = "Who may see whose work, and why. Drafts that were not handed in and unreleased feedback are not among it."


class AdminDialog(QDialog):
    """A connection first; then three pages."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Manage the shared database")
        begin_at(self, 900, 640)
        self.desk = AdminDesk(session, self)
        self.form = AddressForm(self)
        known = sharing_desk(session).standing.address
        if known:
            self.form.fill(address_of(known))
        self.answer = Answer(self)
        self.connect_button = Button("Connect", kind="primary")
        self.roster = RosterPage(self.desk, self)
        self.set_up, self.audit = SetUpPage(self.desk, self), AuditPage(self.desk, self)
        self.account = AccountCard(self)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Managing")
        self.tabs.tabBar().setAccessibleName("Pages of managing")
        self.tabs.setDocumentMode(True)
        for name, page in (("People and teams", self.roster), ("Set up", self.set_up), ("Who sees what", self.audit)):
            self.tabs.addTab(page, name)
        self._body = QStackedWidget(self)
        self._lay_out()
        self.connect_button.clicked.connect(lambda _: self._connect_now())
        self.form.password.returnPressed.connect(self._connect_now)
        self.desk.connected.connect(self._show_pages)
        self.desk.refused.connect(self._refuse)
        self.desk.made.connect(self.account.show_account)
        self.desk.unset.connect(lambda: self.tabs.setCurrentWidget(self.set_up))
        for well in (self.desk.rostered, self.desk.told):
            well.connect(lambda _: self.answer.say(""))

    def done(self, result: int) -> None:
        """End the connection with the window."""
        self.desk.close()
        super().done(result)

    def _connect_now(self) -> None:
        try:
            dsn = self.form.address.dsn
        except BadInputError as error:
            self.answer.say(str(error), good=False)
            return
        self.answer.say("Asking the server…")
        self.connect_button.setEnabled(False)
        self.desk.connect_to(dsn, self.form.password.text())

    def _show_pages(self) -> None:
        self.answer.say("")
        self.form.password.clear()
        self.where.setText(self.form.address.words)
        self._body.setCurrentIndex(1)
        self.connect_button.hide()
        self.roster.list.setFocus()
        self.desk.read()

    def _refuse(self, sentence: str) -> None:
        self.connect_button.setEnabled(True)
        self.answer.say(sentence, good=False)

    def _lay_out(self) -> None:
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(24, 20, 24, 0)
        column.setSpacing(12)
        column.addWidget(label("Connect as its admin", "title"))
        column.addWidget(label(_CONNECT, "muted", wrap=True))
        self.form.setMaximumWidth(px(560))
        column.addWidget(self.form)
        column.addStretch()
        self._body.addWidget(first)
        self._body.addWidget(self.tabs)
        self.where = label("", "small")
        close = Button("Close")
        close.clicked.connect(lambda _: self.accept())
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 10, 24, 14)
        foot.setSpacing(12)
        foot.addWidget(self.where)
        foot.addWidget(self.answer, 1)
        foot.addStretch()
        foot.addWidget(close)
        foot.addWidget(self.connect_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._body, 1)
        layout.addWidget(self.account)
        layout.addWidget(rule())
        layout.addLayout(foot)


class AccountCard(QFrame):
    """A login with its new password, to copy once; it is gone when this is closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.words, self.password = label("", wrap=True), label("", "code")
        self.copy, self.put_away = Button("Copy the password"), Button("Done")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(12)
        row.addWidget(IconLabel("key-round", "accent", "New password"))
        row.addWidget(self.words, 1)
        for part in (self.password, self.copy, self.put_away):
            row.addWidget(part)
        self.copy.clicked.connect(lambda _: QApplication.clipboard().setText(self.password.text()))
        self.put_away.clicked.connect(lambda _: self._forget())
        self._forget()

    def show_account(self, account: Account) -> None:
        """Show a password, the only time."""
        self.words.setText(
            f"The password of “{account.login}” is shown once. Give it to this person alone; the old one has ended."
        )
        self.password.setText(account.password)
        self.show()
        self.copy.setFocus()

    def _forget(self) -> None:
        self.password.setText("")
        self.hide()


class SetUpPage(QWidget):
    """Setting up and bringing up to date, tried first."""

    def __init__(self, desk: AdminDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("clear", "yes")
        self.attempt, self.go = Button("Try it and take it back"), Button("Set it up")
        self.told = label("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(_SET_UP, "muted", wrap=True))
        row = QHBoxLayout()
        row.addWidget(self.attempt)
        row.addWidget(self.go)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.told)
        column.addStretch()
        self.attempt.clicked.connect(lambda _: desk.set_up(dry_run=True))
        self.go.clicked.connect(lambda _: desk.set_up(dry_run=False))
        desk.told.connect(lambda lines: self.told.setText("\n".join(lines)))


class AuditPage(QWidget):
    """Who can see whom and why, and what is wrong with the locks."""

    def __init__(self, desk: AdminDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("clear", "yes")
        self.list = GroupList("Who sees whose work", self)
        self.look = Button("Look again")
        self.verdict = Answer(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(12)
        top = QVBoxLayout()
        top.setContentsMargins(24, 0, 24, 0)
        top.setSpacing(8)
        top.addWidget(label(_AUDIT, "muted", wrap=True))
        row = QHBoxLayout()
        row.addWidget(self.look)
        row.addWidget(self.verdict, 1)
        row.addStretch()
        top.addLayout(row)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        self.look.clicked.connect(lambda _: desk.audit())
        desk.rostered.connect(lambda _: self._look_if_shown())
        desk.audited.connect(self._show)
        self._desk = desk

    def showEvent(self, event: QShowEvent) -> None:
        """Look again."""
        super().showEvent(event)
        if not event.spontaneous():
            self._desk.audit()

    def _look_if_shown(self) -> None:
        if self.isVisible():
            self._desk.audit()

    def _show(self, audit: Audit) -> None:
        groups: dict[str, list[Row]] = {}
        for place, one in enumerate(audit.access):
            rows = groups.setdefault(f"Who sees {one.mentee}", [])
            rows.append(Row(f"seen:{place}", one.reader, f"{one.why} ({one.reader_login})", icon="eye"))
        wrong = [
            Row(f"wrong:{place}", one, icon="octagon-alert", colour="fix") for place, one in enumerate(audit.problems)
        ]
        self.list.show_groups([("Wrong with the locks", wrong), *groups.items()])
        count = len(audit.problems)
        said = (
            f"{count:,} of the locks {'are' if count != 1 else 'is'} not in place."
            if count
            else "Every lock is in place."
        )
        self.verdict.say(said, good=not count)
