"""The few questions that need a dialog: which files, which password, what to do about a change that cannot be kept."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QMessageBox, QVBoxLayout, QWidget

from app.services.version import VERSION
from app.shell.source_lists import SUFFIXES
from widgets.labels import Button, IconLabel, label
from widgets.sizing import fit_to

_DRAFTS = "Drafts (*.docx *.docm *.pdf *.txt *.md *.markdown);;All files (*)"
_WIDTH = 380


def choose_drafts(parent: QWidget) -> list[Path]:
    """Ask for drafts to open; an empty list when the person changes their mind."""
    names, _ = QFileDialog.getOpenFileNames(parent, "Open a draft", "", _DRAFTS)
    return [Path(name) for name in names]


def choose_sources(parent: QWidget) -> list[Path]:
    """Ask for source lists; an empty list when the person changes their mind."""
    kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    names, _ = QFileDialog.getOpenFileNames(parent, "Add a source list", "", f"Source lists ({kinds});;All files (*)")
    return [Path(name) for name in names]


class PasswordDialog(QDialog):
    """Asks for the password of one file; it is kept nowhere."""

    def __init__(self, name: str, was_wrong: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Password")
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(f"Password of {name}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label(f"{name} is locked with a password", "title", wrap=True))
        layout.addWidget(self.field)
        if was_wrong:
            self.field.setProperty("wrong", "yes")
            row = QHBoxLayout()
            row.addWidget(IconLabel("octagon-alert", "fix", "Wrong"))
            row.addWidget(label("This is not its password.", "small", wrap=True), 1)
            layout.addLayout(row)
        layout.addWidget(label("Stet uses it for opening the file and keeps it nowhere.", "small", wrap=True))
        buttons = QHBoxLayout()
        buttons.addStretch()
        cancel, go = Button("Cancel"), Button("Open", kind="primary")
        cancel.clicked.connect(self.reject)
        go.clicked.connect(self.accept)
        go.setDefault(True)
        buttons.addWidget(cancel)
        buttons.addWidget(go)
        layout.addLayout(buttons)
        fit_to(self, _WIDTH)
        self.field.setFocus()


def ask_password(parent: QWidget, name: str, was_wrong: bool) -> str | None:
    """Ask for a file's password; None when the person changes their mind."""
    dialog = PasswordDialog(name, was_wrong, parent)
    given = dialog.field.text() if dialog.exec() else None
    dialog.deleteLater()
    return given


def ask_unkept(parent: QWidget, sentence: str, count: int) -> str:
    """Ask about changes that cannot be kept while closing: "again", "stay" or "discard"."""
    box = QMessageBox(parent)
    box.setWindowTitle("Stet")
    box.setText(f"{count} change{'s are' if count != 1 else ' is'} not kept yet.")
    box.setInformativeText(sentence)
    again = box.addButton("Try again", QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton("Close without it", QMessageBox.ButtonRole.DestructiveRole)
    box.addButton("Keep Stet open", QMessageBox.ButtonRole.RejectRole)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return "again" if clicked is again else "discard" if clicked is discard else "stay"


def show_about(parent: QWidget) -> None:
    """Say what this program is."""
    QMessageBox.about(
        parent,
        "About Stet",
        f"Stet {VERSION}\n\n"
        "It shows what can be checked in a draft, with the evidence beside the words. You decide what stands.\n\n"
        "Nothing leaves this computer unless you join a team or switch look-ups on. Apache License 2.0.",
    )
