"""Ask where a policy or rubric file is to be written, and write it away from the window."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.shell.giving_back import write_whole
from app.shell.jobs import Handlers, Lane
from app.shell.session import Session

_KINDS = "Policies and rubrics (*.yaml *.yml);;All files (*)"


def ask_save(session: Session, parent: QWidget, name: str, text: str) -> None:
    """Ask for a file name and write the text there, whole or not at all."""
    target, _ = QFileDialog.getSaveFileName(parent, "Save as a file", name, _KINDS)
    if target:
        handlers: Handlers[None] = Handlers(failed=lambda error: session.fail("The file was not written", error))
        session.runner.submit(Lane.DISK, lambda _: write_whole(Path(target), text.encode()), handlers)


def ask_open(parent: QWidget) -> Path | None:
    """Ask for a policy file; None when the person changes their mind."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open a policy", "", _KINDS)
    return Path(name) if name else None
