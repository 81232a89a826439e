"""Giving the reviewed draft back: a copy with comments in its margin, or a report; the draft itself is only read."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.shell.giving_back import FORMATS, export_copy, formats_of
from app.shell.jobs import Handlers, Lane
from app.shell.session import Session
from widgets.status_line import StatusLine


class GiveBack:
    """Asks where the copy goes, has it made away from the window, and says where it is."""

    def __init__(self, session: Session, line: StatusLine, window: QWidget) -> None:
        self._session, self._line, self._window = session, line, window

    def export(self) -> None:
        """Ask for a file name and write the reviewed draft there."""
        opened = self._session.draft
        if opened is None:
            return
        kinds = {FORMATS[suffix]: suffix for suffix in formats_of(opened)}
        first = next(iter(kinds.values()))
        proposal = opened.path.with_name(f"{opened.path.stem} reviewed{first}")
        name, chosen = QFileDialog.getSaveFileName(
            self._window, "Export the reviewed draft", str(proposal), ";;".join(kinds)
        )
        if name:
            path = Path(name)
            suffix = path.suffix.lower() if path.suffix.lower() in kinds.values() else kinds.get(chosen, first)
            self.write(path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}"))

    def write(self, target: Path) -> None:
        """Write the reviewed draft to ``target``; its ending decides the format."""
        opened, workspace = self._session.draft, self._session.workspace
        if opened is None or workspace is None:
            return
        self._line.say(f"Writing {target.name}…")
        handlers: Handlers[int] = Handlers(
            done=lambda count: self._line.say(f"{target} has {_comments(count)}. Your draft is as it was."),
            failed=lambda error: self._session.fail(f"{target.name} was not written", error),
        )
        self._session.runner.submit(Lane.READING, export_copy(workspace, opened, target), handlers)

    def requests(self) -> dict[str, Callable[[], object]]:
        """Return what the actions of this part ask for."""
        return {"export_copy": self.export}


def _comments(count: int) -> str:
    return "1 comment" if count == 1 else f"{count:,} comments"
