"""Originals by digest: ``blobs/ab/<sha256>``, written once, never changed."""

import hashlib
import os
import secrets
from pathlib import Path


def keep_blob(folder: Path, data: bytes) -> str:
    """Keep the bytes durably and return their SHA-256; bytes kept already are left alone."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = blob_path(folder, sha256)
    if not (target.is_file() and target.stat().st_size == len(data)):
        write_file(target, data)
    return sha256


def blob_path(folder: Path, sha256: str) -> Path:
    """Return where the bytes with this digest are kept."""
    return folder / sha256[:2] / sha256


def write_file(target: Path, data: bytes) -> None:
    """Write a file that is never changed: whole and durable, or not at all."""
    if not target.parent.is_dir():
        target.parent.mkdir(exist_ok=True)
        flush_folder(target.parent.parent)
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o444)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    flush_folder(target.parent)


def flush_file(path: Path) -> None:
    """Make a file's content durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make a rename inside the folder durable, where the system has a call for it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
