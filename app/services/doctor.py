"""What works on this machine, what does not, and what to do about it."""

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.checks.engine import installed_plugins
from app.documents.guard import Worker
from app.domain.errors import StetError

_LOW_DISK_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One part of the machine: whether it works, what is so, and what to do where it does not.

    ``needed`` tells what Stet cannot do without from what only widens it.
    """

    part: str
    works: bool
    text: str
    advice: str = ""
    needed: bool = True


def examine(folder: Path) -> Iterator[Diagnosis]:
    """Yield a diagnosis for each part, the workspace in ``folder`` among them; changes nothing."""
    yield _python()
    yield qt_and_python(_version("PySide6-Essentials"), sys.version_info[:2])
    yield Diagnosis("SQLite", works=True, text=sqlite3.sqlite_version)
    yield _guard()
    yield _folder(folder)
    yield _display()
    yield _libre_office()
    yield _plugins()


def qt_and_python(qt: str | None, python: tuple[int, int]) -> Diagnosis:
    """Judge the pair: PySide6 6.12.0 corrupts reference counts on Python 3.11 and older."""
    if qt is None:
        return Diagnosis("Qt", works=False, text="PySide6 is not installed", advice="Run: python3 run.py")
    if qt == "6.12.0" and python < (3, 12):
        return Diagnosis(
            "Qt",
            works=False,
            text=f"PySide6 {qt} on Python {python[0]}.{python[1]} crashes after a while",
            advice="Use Python 3.12 or newer, or install PySide6-Essentials 6.11.3.",
        )
    return Diagnosis("Qt", works=True, text=f"PySide6 {qt}")


def _python() -> Diagnosis:
    return Diagnosis("Python", works=True, text=f"{platform.python_version()} on {platform.system()}")


def _guard() -> Diagnosis:
    try:
        with Worker() as worker:
            list(worker.run(_answer))
    except (StetError, OSError) as error:
        return Diagnosis("Guarded reading", works=False, text=str(error), advice="Allow Stet to start processes.")
    return Diagnosis("Guarded reading", works=True, text="files are read in a process of their own")


def _answer() -> Iterator[bool]:
    yield True


def _folder(folder: Path) -> Diagnosis:
    part = "Workspace"
    place = next(path for path in (folder, *folder.parents) if path.exists())
    if not place.is_dir() or not os.access(place, os.W_OK):
        return Diagnosis(
            part, works=False, text=f"{place} cannot be written", advice="Choose a folder: --workspace PATH"
        )
    free = shutil.disk_usage(place).free
    if free < _LOW_DISK_BYTES:
        return Diagnosis(part, works=False, text=f"{folder}: {free // 2**20} MB free", advice="Make room on this disk.")
    state = "in use" if (folder / "stet.db").exists() else "will be made when first needed"
    return Diagnosis(part, works=True, text=f"{folder} ({state}, {free // 2**30} GB free)")


def _display() -> Diagnosis:
    known = not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if known:
        return Diagnosis("Display", works=True, text="a window can be opened")
    advice = "The command line works without. For the window, start Stet from a desktop session."
    return Diagnosis("Display", works=False, text="none", advice=advice, needed=False)


def _libre_office() -> Diagnosis:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return Diagnosis("LibreOffice", works=True, text=found, needed=False)
    advice = "Install it to open ODT, DOC, RTF and HTML drafts and presentations."
    return Diagnosis("LibreOffice", works=False, text="not found", advice=advice, needed=False)


def _plugins() -> Diagnosis:
    plugins = installed_plugins()
    text = ", ".join(plugins) + " (off until switched on)" if plugins else "none installed"
    return Diagnosis("Plug-in checks", works=True, text=text, needed=False)


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
