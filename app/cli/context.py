"""What every command shares: the workspace, opened only when needed, and progress on a terminal."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import click

from app.domain.errors import PasswordNeededError
from app.services.checking import Progress, SourceSpec
from app.services.libraries import library_sources
from app.services.online import LookUps
from app.services.ports import Workspace
from app.services.sharing import SharedDatabase
from app.services.sharing_copy import OpenRemote

_MOST_WRONG = 3


@dataclass(slots=True)
class Toolbox:
    """The workspace folder of this run, and the ways to open what is outside the command line.

    Look-ups are opened by folder and contact, the shared database (to administer it, and as a person) by its DSN
    and the password, "" for the one that is kept or none; as a person also by the copy that is read from, "" for none.
    """

    folder: Path
    open_workspace: Callable[[Path], Workspace]
    open_lookups: Callable[[Path, str], LookUps]
    open_server: Callable[[str, str], SharedDatabase]
    open_remote: OpenRemote
    database: str = field(default="", init=False)
    _workspace: Workspace | None = field(default=None, init=False)

    @property
    def workspace(self) -> Workspace:
        """The workspace, opened on first use. Raises WorkspaceError."""
        if self._workspace is None:
            self._workspace = self.open_workspace(self.folder)
        return self._workspace

    @property
    def cache(self) -> Path:
        """Where indexes of source files are kept; needs no open workspace."""
        return self.folder / "cache"

    def sources(self, given: tuple[str, ...], *, complete: bool) -> tuple[SourceSpec, ...]:
        """Turn the values of ``--sources`` into lists: a file where there is one, else a library by its name.

        Raises NotFoundError for a name that is neither.
        """
        specs: list[SourceSpec] = []
        for value in given:
            path = Path(value)
            if path.is_file():
                specs.append(SourceSpec(path.name, (path,), complete))
            else:
                specs += [
                    SourceSpec(name, files, complete or declared)
                    for name, files, declared in library_sources(self.workspace, [value])
                ]
        return tuple(specs)

    def close(self) -> None:
        """Close the workspace if it was opened."""
        if self._workspace is not None:
            self._workspace.close()


class Passwords:
    """Asks on a terminal for the passwords of locked PDFs, three times for each, and keeps them for this run."""

    def __init__(self, line: "ProgressLine") -> None:
        self._line = line
        self.typed: dict[Path, str] = {}

    def ask(self, path: Path, wrong: int) -> str | None:
        """Return what is typed, hidden, after ``wrong`` wrong ones, or None after three of them.

        Raises PasswordNeededError without a terminal to type on.
        """
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise PasswordNeededError(
                f"{path.name}: This PDF is protected with a password. Run the command on a terminal, which "
                "asks for it, or save the PDF without one."
            )
        if wrong == _MOST_WRONG:
            return None
        self._line.clear()
        again = "This is not its password. " if wrong else ""
        self.typed[path] = click.prompt(f"{again}Password of {path.name}", hide_input=True, err=True)
        return self.typed[path]


class ProgressLine:
    """One line on standard error that is rewritten in place, on a terminal only."""

    def __init__(self) -> None:
        self._wanted = sys.stderr.isatty()
        self._width = 0

    def show(self, progress: Progress) -> None:
        """Replace the line."""
        if self._wanted:
            self._write(f"{progress.what} {progress.done} of {progress.total}")

    def clear(self) -> None:
        """Take the line away before other output."""
        if self._width:
            self._write("")
            sys.stderr.write("\r")
            self._width = 0

    def _write(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)
