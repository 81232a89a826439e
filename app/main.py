"""Composition root, the one module that may import everything: wires the parts, then runs a command or the window."""

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.lookups.pace import Paces
    from app.services.online import LookUps
    from app.services.ports import Workspace
    from app.services.sharing import SharedDatabase
    from app.services.sharing_copy import CopyReader
    from app.shell.sharing_listening import Ear

COMMANDS = ("check", "match", "parse", "library", "rubric", "policy", "export", "doctor", "sync", "admin")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``stet``: a command, or the window with the files that were named. Return the exit code."""
    rest, folder = _take_workspace(list(sys.argv[1:] if arguments is None else arguments))
    if rest and (rest[0] in COMMANDS or rest[0].startswith("-")):
        return _run_command(rest, folder)
    return _open_window([Path(name) for name in rest], folder)


def _take_workspace(arguments: list[str]) -> tuple[list[str], Path]:
    """Take ``--workspace PATH`` out of the arguments; without it the variable decides, then the platform."""
    rest, chosen = [], os.environ.get("STET_WORKSPACE")
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "--workspace":
            chosen = next(remaining, chosen)
        elif argument.startswith("--workspace="):
            chosen = argument.partition("=")[2]
        else:
            rest.append(argument)
    return rest, Path(chosen).expanduser().absolute() if chosen else _platform_folder()


def _platform_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("Stet", appauthor=False)


def _run_command(arguments: list[str], folder: Path) -> int:
    from app.cli.commands import run_command
    from app.store.workspace import open_workspace

    return run_command(arguments, folder, open_workspace, _open_lookups, _open_server, _open_remote)


def _open_lookups(folder: Path, contact: str, paces: "Paces | None" = None) -> "LookUps":
    """Open the look-ups; contact and keys of the environment come before those of the workspace.

    ``paces`` keeps the distance from what was opened with it before.
    """
    from app.lookups.client import OnlineLookUps
    from app.lookups.setup import setup_from

    return OnlineLookUps(folder, setup_from(contact, os.environ), paces)


def _open_server(dsn: str, password: str) -> "SharedDatabase":
    from app.sync.admin import ServerAdmin

    return ServerAdmin(dsn, password)


def _open_remote(dsn: str, password: str, copy: str) -> "CopyReader":
    from app.sync.reading_copy import ReadingClient

    return ReadingClient(dsn, password, copy)


def _open_ear(dsn: str, password: str) -> "Ear":
    from app.sync.listening import Listener

    return Listener(dsn, password)


def _open_window(files: list[Path], folder: Path) -> int:
    if problem := _qt_problem():
        print(problem, file=sys.stderr)
        return 1
    from app.domain.errors import StetError
    from widgets.application import Servers, Workspaces, run_window

    is_new, paces = not (folder / "stet.db").exists(), dict[str, float]()
    lookups, servers = partial(_open_lookups, paces=paces), Servers(_open_remote, _open_server, _open_ear)
    workspaces = Workspaces(folder, _open_later, _open_sample, is_new, lookups, servers)
    try:
        return run_window(workspaces, files)
    except StetError as error:
        print(error, file=sys.stderr)
        return 1


def _sample() -> list[Path]:
    """Return the files of the sample project: drafts first, then their source list."""
    from importlib import resources

    folder = Path(str(resources.files("resources"))) / "sample"
    return [*sorted(folder.glob("*.md"), reverse=True), *sorted(folder.glob("*.bib"))]


def _open_sample(folder: Path, afresh: bool) -> "Workspace":
    """Open the sample project, with the copy of its source list in use."""
    from app.services.sample import open_sample
    from app.shell.source_lists import SETTING, SourceList, to_setting
    from app.store.workspace import open_workspace

    def settings(copies: Sequence[Path]) -> dict[str, object]:
        return {SETTING: to_setting(SourceList(path) for path in copies if path.suffix == ".bib")}

    return open_sample(folder, open_workspace, _sample(), settings, afresh=afresh)


def _open_later(folder: Path) -> "Workspace":
    from app.store.workspace import open_workspace

    return open_workspace(folder)


def _qt_problem() -> str:
    """Return why the window must not start, or an empty string; looks for the files only, so that Qt is not loaded."""
    if sys.version_info >= (3, 12):
        return ""
    names = ("pyside6_essentials-6.12.0.dist-info", "PySide6_Essentials-6.12.0.dist-info")
    if any(Path(entry, name).is_dir() for entry in sys.path for name in names):
        return "PySide6 6.12.0 crashes on Python 3.11 and older. Use Python 3.12, or install PySide6-Essentials 6.11.3."
    return ""
