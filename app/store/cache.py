"""What can be made again, kept as files in ``cache/results/``; a file that cannot be read or written is no loss."""

import secrets
from contextlib import suppress
from pathlib import Path

KEPT = 500
"""How many files are kept; those written longest ago go."""


def read(folder: Path, name: str) -> bytes | None:
    """Return the bytes kept under ``name``, or None."""
    with suppress(OSError):
        return _place(folder, name).read_bytes()
    return None


def write(folder: Path, name: str, data: bytes) -> None:
    """Keep the bytes under ``name``, whole or not at all."""
    target = _place(folder, name)
    beside = target.with_suffix(f".{secrets.token_hex(4)}")
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(data)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
        _forget_oldest(target.parent)


def _place(folder: Path, name: str) -> Path:
    return folder / "results" / f"{name}.json"


def _forget_oldest(folder: Path) -> None:
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in files[KEPT:]:
        file.unlink(missing_ok=True)
