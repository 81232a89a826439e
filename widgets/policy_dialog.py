"""Which policy and which packages' checks are used: choose, make, edit, open from a file, save as one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services import check_choice
from app.services.check_choice import Choices
from app.services.policies import Policy
from app.services.policy_trial import as_data, as_yaml
from app.services.ports import Workspace
from app.shell.people_here import change
from app.shell.session import Session
from widgets.labels import Button, label, rule
from widgets.policy_files import ask_open, ask_save
from widgets.policy_form import PolicyForm
from widgets.sizing import begin_at

_NONE = "No policy"


class PolicyDialog(QDialog):
    """The policies in a list; what is chosen holds at once and the draft on the desk is checked by it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Policy and checks")
        begin_at(self, 620, 560)
        self._session = session
        self.choices = Choices()
        self.list = QListWidget()
        self.list.setAccessibleName("Policies")
        self.describes = label("", "muted", wrap=True)
        self.trouble = label("", "", wrap=True)
        self.trouble.hide()
        self.new, self.edit = Button("New…"), Button("Edit…")
        self.take_in, self.save = Button("Open a file…"), Button("Save as a file…")
        self.remove = Button("Remove")
        self.plugins = QVBoxLayout()
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Read the choices again."""
        self._session.ask(check_choice.choices, self._show)

    def policy(self) -> Policy | None:
        """Return the policy whose line is chosen, None for no policy."""
        place = self.list.currentRow() - 1
        return self.choices.policies[place] if 0 <= place < len(self.choices.policies) else None

    def open_file(self, path: Path) -> None:
        """Keep the policy of a file, or say what is wrong with it, with its lines."""

        def keep(workspace: Workspace) -> Policy:
            return check_choice.keep_policy(workspace, check_choice.read_text(path), path.name)

        change(self._session, keep, lambda policy: self._use(policy.id), self._refuse)

    def edit_policy(self, policy: Policy | None) -> PolicyForm:
        """Open the form on a policy, or on a new one."""
        form = PolicyForm(self._session, policy, self)
        form.kept.connect(self._keep)
        form.finished.connect(form.deleteLater)
        form.show()
        return form

    def _keep(self, text: str) -> None:
        change(
            self._session,
            lambda workspace: check_choice.keep_policy(workspace, text, "policy"),
            lambda policy: self._use(policy.id),
            self._refuse,
        )

    def _use(self, policy_id: str) -> None:
        self._refuse("")
        self._change(lambda workspace: check_choice.choose_policy(workspace, policy_id))

    def _change(self, write: Callable[[Workspace], object]) -> None:
        """Keep a choice, show it, and check the draft on the desk by it."""

        def done(_: object) -> None:
            self.refresh()
            self._session.recheck()

        change(self._session, write, done, self._refuse)

    def _refuse(self, why: str) -> None:
        self.trouble.setText(why)
        self.trouble.setVisible(bool(why))

    def _show(self, choices: Choices) -> None:
        self.choices = choices
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItem(_item(_NONE, not choices.policy))
        for one in choices.policies:
            whose = "yours" if one.id in choices.own else "comes with Stet"
            self.list.addItem(_item(f"{one.title}, version {one.version} ({whose})", one.id == choices.policy))
        ids = ["", *(one.id for one in choices.policies)]
        self.list.setCurrentRow(ids.index(choices.policy) if choices.policy in ids else 0)
        self.list.blockSignals(False)
        self._tell_about()
        self._show_plugins()

    def _show_plugins(self) -> None:
        while (item := self.plugins.takeAt(0)) is not None:
            shown = item.widget()
            if shown is not None:
                shown.deleteLater()
        if not self.choices.installed:
            self.plugins.addWidget(label("No installed package offers checks.", "small"))
        for name in self.choices.installed:
            box = QCheckBox(name)
            box.setChecked(name in self.choices.plugins)
            box.toggled.connect(lambda on, name=name: self._switch(name, on))
            self.plugins.addWidget(box)

    def _switch(self, name: str, on: bool) -> None:
        wanted = {*self.choices.plugins, name} if on else {*self.choices.plugins} - {name}
        self._change(lambda workspace: check_choice.switch_plugins(workspace, tuple(sorted(wanted))))

    def _choose(self, _: int = 0) -> None:
        policy = self.policy()
        self._use(policy.id if policy is not None else "")

    def _remove(self) -> None:
        policy = self.policy()
        if policy is not None:
            self._change(lambda workspace: check_choice.remove_policy(workspace, policy.id))

    def _save(self) -> None:
        policy = self.policy()
        if policy is not None:
            ask_save(self._session, self, f"{policy.id}.yaml", as_yaml(as_data(policy)))

    def _open(self) -> None:
        path = ask_open(self)
        if path is not None:
            self.open_file(path)

    def _tell_about(self) -> None:
        policy = self.policy()
        self.describes.setText(policy.describes if policy is not None else "Only the checks of Stet are run.")
        for button in (self.edit, self.save):
            button.setEnabled(policy is not None)
        self.remove.setEnabled(policy is not None and policy.id in self.choices.own)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._choose)
        self.new.clicked.connect(lambda _: self.edit_policy(None))
        self.edit.clicked.connect(lambda _: self.edit_policy(self.policy()))
        self.take_in.clicked.connect(lambda _: self._open())
        self.save.clicked.connect(lambda _: self._save())
        self.remove.clicked.connect(lambda _: self._remove())

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(label("Policy", "title"))
        layout.addWidget(
            label("Drafts are checked by it too. The policy of an assignment goes first.", "muted", wrap=True)
        )
        layout.addWidget(self.list, 1)
        layout.addWidget(self.describes)
        layout.addWidget(self.trouble)
        layout.addLayout(_line(self.new, self.edit, self.take_in, self.save, self.remove))
        layout.addSpacing(6)
        layout.addWidget(rule())
        layout.addWidget(label("Checks of installed packages", "strong"))
        holder = QFrame()
        holder.setLayout(self.plugins)
        self.plugins.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(holder)
        close = Button("Close", kind="primary")
        close.clicked.connect(lambda _: self.accept())
        foot = _line()
        foot.addWidget(close)
        layout.addLayout(foot)


def _item(words: str, is_used: bool) -> QListWidgetItem:
    item = QListWidgetItem(words)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, in use" if is_used else words)
    return item


def _line(*buttons: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    for button in buttons:
        line.addWidget(button)
    line.addStretch()
    return line


def show_policies(session: Session, parent: QWidget) -> PolicyDialog:
    """Open the choice of policies beside the work."""
    dialog = PolicyDialog(session, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.show()
    return dialog
