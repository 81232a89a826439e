"""Where a command's result goes: the terminal, or a file written whole or not at all."""

import os
import tempfile
from pathlib import Path

import click

from app.domain.errors import StetError


def write_output(path: Path | None, text: str) -> None:
    """Write ``text`` to standard output or, atomically, to ``path``. Raises StetError when the disk refuses."""
    if path is None:
        click.echo(text, nl=False)
        return
    try:
        _replace(path, text)
    except OSError as error:
        raise StetError(f"Could not write {path}: {error.strerror}. Choose another place with --output.") from error


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
