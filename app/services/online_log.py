"""The log of every request that left this computer for an online service: kept to be read, and emptied, by a person."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import WorkspaceError
from app.services.online import LINKS, SERVICES

FILE, OLDER = "online.jsonl", "online.1.jsonl"
_STATUS = {
    200: "It answered.",
    401: "It refused: a key is missing.",
    403: "It refused.",
    404: "It knows nothing of it.",
    410: "It is gone.",
    429: "It asked to wait.",
}
_SERVER_FAULT, _CLIENT_FAULT, _MOVED = 500, 400, 300


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A request: when (with its time zone), to which service and host, by what kind of question, what was sent.

    ``answer`` is how it ended, in a sentence. ``sent`` is empty in entries of older versions.
    """

    when: datetime
    service: str
    host: str
    kind: str
    sent: str
    answer: str


def log_folder(workspace: Path) -> Path:
    """Return the folder of the log."""
    return workspace / "logs"


def read_log(workspace: Path, most: int = 2_000) -> tuple[LogEntry, ...]:
    """Return the newest entries, the newest first; lines that cannot be read are left out."""
    lines: list[str] = []
    for name in (OLDER, FILE):
        with suppress(OSError):
            lines += (log_folder(workspace) / name).read_text(encoding="utf-8", errors="replace").splitlines()
    entries = (_entry(line) for line in reversed(lines[-most:]))
    return tuple(entry for entry in entries if entry is not None)


def empty_log(workspace: Path) -> None:
    """Delete every entry. Raises WorkspaceError."""
    try:
        for name in (OLDER, FILE):
            (log_folder(workspace) / name).unlink(missing_ok=True)
    except OSError as error:
        raise WorkspaceError(f"The log cannot be emptied: {error.strerror}. Close what has it open.") from error


def _entry(line: str) -> LogEntry | None:
    with suppress(ValueError, KeyError, TypeError):
        one = json.loads(line)
        host, kind = str(one["host"]), str(one["kind"])
        return LogEntry(
            datetime.fromisoformat(one["time"]),
            _service(host, kind),
            host,
            kind,
            str(one.get("sent", "")),
            _answer(one["status"]),
        )
    return None


def _service(host: str, kind: str) -> str:
    known = next((service.name for service in SERVICES if service.host == host), "")
    return known or (LINKS if kind == "link" else host)


def _answer(status: int | str) -> str:
    if not isinstance(status, int):
        return f"No answer: {status}."
    if status in _STATUS:
        return _STATUS[status]
    if status >= _SERVER_FAULT:
        return f"It could not answer (status {status})."
    if status >= _CLIENT_FAULT:
        return f"It refused (status {status})."
    return f"It pointed elsewhere (status {status})." if status >= _MOVED else f"It answered (status {status})."
