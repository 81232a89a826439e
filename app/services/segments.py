"""The files that hold a library's records: immutable, named by the digest of their bytes, a JSON object a line."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from app.citations.formats_fields import work_from_fields
from app.domain.errors import WorkspaceError
from app.domain.reference import Work

SEGMENT_RECORDS = 5_000
_WHO = b'"by": '
_NAMES = tuple(field.name for field in fields(Work))


@dataclass(frozen=True, slots=True)
class Correction:
    """A record that a person put into a library: who, when (UTC ms), and its fields before, None for a new record."""

    id: str
    work: Work
    by: str
    changed_ms: int
    before: Work | None = None


def segment_path(folder: Path, digest: str) -> Path:
    """Return where a segment is kept."""
    return folder / f"{digest}.jsonl"


def write_segments(folder: Path, lines: Iterator[bytes]) -> Iterator[str]:
    """Write lines to as many segments as they need; yield their digests. Raises WorkspaceError."""
    while batch := tuple(islice(lines, SEGMENT_RECORDS)):
        yield write_segment(folder, batch)


def write_segment(folder: Path, lines: Iterable[bytes]) -> str:
    """Write lines to a file named by the digest of its bytes, all or nothing; return the digest.

    Raises WorkspaceError.
    """
    data = b"".join(lines)
    digest = sha256(data).hexdigest()
    target = segment_path(folder, digest)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            _write_atomically(target, data)
    except OSError as error:
        raise WorkspaceError(f"The library cannot be written to {folder}: {error.strerror}.") from error
    return digest


def line_of(id_: str, work: Work) -> bytes:
    """Return the line of a record that came from a file."""
    return _line({"id": id_, **_given(work)})


def line_of_correction(correction: Correction) -> bytes:
    """Return the line of a record that a person put; reading it as a record gives the work alone."""
    values: dict[str, Any] = {"id": correction.id, **_given(correction.work)}
    values |= {"by": correction.by, "changed_ms": correction.changed_ms}
    return _line(values | ({"before": _given(correction.before)} if correction.before else {}))


def corrections_in(folder: Path, segments: Sequence[str]) -> Iterator[Correction]:
    """Yield the records of segments that people put, in the order of the segments. Raises WorkspaceError."""
    for digest in segments:
        data = _bytes(folder, digest)
        if _WHO in data:
            yield from (_correction(json.loads(line)) for line in data.splitlines() if _WHO in line)


def without(folder: Path, segments: Sequence[str], id_: str) -> tuple[list[str], list[Work]]:
    """Return segments without the records of an id, only those written anew that held one, and these records.

    Raises WorkspaceError.
    """
    kept: list[str] = []
    removed: list[Work] = []
    begins = _line({"id": id_}).rstrip(b"}\n")
    for digest in segments:
        data = _bytes(folder, digest)
        if begins not in data:
            kept.append(digest)
            continue
        lines = data.splitlines(keepends=True)
        gone = [line for line in lines if line.startswith((begins + b",", begins + b"}"))]
        removed += [work_from_fields(json.loads(line)) for line in gone]
        if len(gone) < len(lines):
            kept.append(write_segment(folder, [line for line in lines if line not in gone]) if gone else digest)
    return kept, removed


def lines_in(folder: Path, digest: str) -> list[bytes]:
    """Return the lines of a segment. Raises WorkspaceError."""
    return _bytes(folder, digest).splitlines(keepends=True)


def _bytes(folder: Path, digest: str) -> bytes:
    path = segment_path(folder, digest)
    try:
        return path.read_bytes()
    except OSError as error:
        raise WorkspaceError(f"A part of the library cannot be read: {path}: {error.strerror}.") from error


def _correction(values: dict[str, Any]) -> Correction:
    before = work_from_fields(values["before"]) if "before" in values else None
    return Correction(values["id"], work_from_fields(values), values["by"], values["changed_ms"], before)


def _given(work: Work) -> dict[str, Any]:
    given = ((name, getattr(work, name)) for name in _NAMES)
    return {name: value for name, value in given if value not in ("", (), None, False)}


def _line(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _write_atomically(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
