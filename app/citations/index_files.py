"""The folder of an index on disk: whether it is whole, and how it comes to be only when it is."""

import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

FORMAT = 6
"""Raise when keys, normalising or the layout change: older indexes are then built anew."""


class DamagedIndexError(Exception):
    """The index on disk is not what was written; it has to be built anew."""


def put_whole(folder: Path, write: Callable[[Path], None]) -> None:
    """Make ``folder`` of what ``write`` puts into a folder; it appears only when that is done.

    Where another process made it in the meantime, that one stays: it may be in use.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        write(work)
        if not is_whole(folder):
            shutil.rmtree(folder, ignore_errors=True)
            try:
                work.replace(folder)
            except OSError:
                if not is_whole(folder):
                    raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def write_meta(folder: Path, about: dict[str, Any]) -> None:
    """Write ``meta.json`` with the checksums of every file that is there."""
    checks = {file.name: checksum(file) for file in sorted(folder.iterdir())}
    with (folder / "meta.json").open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, "files": checks, **about}, file)
        file.flush()
        os.fsync(file.fileno())


def is_whole(folder: Path) -> bool:
    """Whether the folder is there as it was written."""
    try:
        checked_meta(folder)
    except DamagedIndexError:
        return False
    return True


def checked_meta(folder: Path) -> dict[str, Any]:
    """Return what ``meta.json`` says after comparing every file with it. Raises DamagedIndexError."""
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        whole = meta["format"] == FORMAT and _are_whole(folder, meta["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise DamagedIndexError(str(error)) from error
    if not whole:
        raise DamagedIndexError(str(folder))
    return meta


def _are_whole(folder: Path, files: dict[str, list[int]]) -> bool:
    """Compare checksums, unless nobody has touched the files since they were last found whole."""
    touched = [[name, (stat := (folder / name).stat()).st_size, stat.st_mtime_ns, stat.st_ino] for name in files]
    seal, stamp = folder / "seal", json.dumps(touched)
    if seal.is_file() and seal.read_text(encoding="utf-8") == stamp:
        with suppress(OSError):
            os.utime(seal)  # says when the index was used last
        return True
    whole = all(checksum(folder / name) == check for name, check in files.items())
    if whole:
        with suppress(OSError):  # an index on a read-only disk is checked every time
            seal.write_text(stamp, encoding="utf-8")
    return whole


def checksum(path: Path) -> list[int]:
    """Return size and CRC-32 of a file, read in pieces."""
    crc = size = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
    return [size, crc]
