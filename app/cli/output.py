"""Where a command's result goes: the terminal, or a file written whole or not at all."""

import os
import tempfile
from pathlib import Path

import click

from app.domain.errors import StetError


def write_output(path: Path | None, content: str | bytes) -> None:
    """Write to standard output or, atomically, to ``path``. Raises StetError when the disk refuses."""
    if path is None:
        click.echo(content, nl=False)
        return
    try:
        _replace(path, content if isinstance(content, bytes) else content.encode())
    except OSError as error:
        raise StetError(f"Could not write {path}: {error.strerror}. Choose another place with --output.") from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
