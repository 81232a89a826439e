"""The drawings of the icons: Lucide's SVG text by name, and files of it for the style sheet."""

import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QDir

from widgets.palettes import palettes

_STYLE_ICONS = {
    "check": "on_accent",
    "chevron-down": "ink2",
    "chevron-up": "ink2",
    "chevron-right": "ink2",
    "chevron-left": "ink2",
    "minus": "on_accent",
}


def svg(name: str, hex_colour: str) -> str:
    """Return the icon's SVG text with its lines in ``hex_colour``. Raises KeyError for an unknown name."""
    return _source(name).replace("currentColor", hex_colour)


def style_icons(palette_name: str) -> str:
    """Return the address, for a style sheet, of a folder with the icons it uses in this palette's colours."""
    folder = Path(_style_folder().name) / palette_name
    if not folder.exists():
        folder.mkdir()
        for name, token in _STYLE_ICONS.items():
            (folder / f"{name}.svg").write_text(svg(name, palettes()[palette_name][token]), "utf-8")
    return f"icons:{palette_name}"


@cache
def _source(name: str) -> str:
    with closing(sqlite3.connect(f"{_icons().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        row = connection.execute("SELECT svg FROM icons WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise KeyError(name)
    return str(row[0])


@cache
def _icons() -> Path:
    """Return the file with the drawings; the package around it would load an HTTP client that is not needed."""
    found = find_spec("lucide")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "data" / "lucide-icons.db"


@cache
def _style_folder() -> tempfile.TemporaryDirectory[str]:
    """Make the folder that a style sheet reads icons from; it is removed when the program ends."""
    folder = tempfile.TemporaryDirectory(prefix="stet-icons-", ignore_cleanup_errors=True)
    QDir.setSearchPaths("icons", [folder.name])
    return folder
