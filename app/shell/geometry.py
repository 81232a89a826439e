"""Where the window stood when it closed, kept beside the workspace on this computer alone."""

import base64
import binascii
import json
from pathlib import Path

_FILE, _VERSION = "window.json", 1


def read_geometry(folder: Path) -> dict[str, bytes]:
    """Return what was kept by name, {} when there is nothing or it is of another version or damaged."""
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if kept["version"] != _VERSION:
            return {}
        return {name: base64.b64decode(value, validate=True) for name, value in kept["parts"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return {}


def write_geometry(folder: Path, parts: dict[str, bytes]) -> None:
    """Keep the parts; a disk that does not take them is no reason to hold up closing."""
    kept = {"version": _VERSION, "parts": {name: base64.b64encode(value).decode() for name, value in parts.items()}}
    try:
        (folder / _FILE).write_text(json.dumps(kept), encoding="utf-8")
    except OSError:
        return
