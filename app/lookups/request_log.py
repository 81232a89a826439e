"""Writes the log of every request that left this computer: one JSON object a line (see ``app.services.online_log``)."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from app.services.online_log import FILE, OLDER

LARGEST = 1 << 20
"""Bytes after which a new file begins; the one before is kept beside it."""


class RequestLog:
    """Appends to the log's file. It holds what was sent of a reference; the contact and keys are never written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / FILE

    def write(self, host: str, kind: str, status: int | str, sent: str = "") -> None:
        """Write one request: host, what it was asked by, the status or in words why there is none, what was sent."""
        time = datetime.now(UTC).isoformat(timespec="seconds")
        entry = {"time": time, "host": host, "kind": kind, "status": status, "sent": sent}
        with suppress(OSError):  # a disk that takes nothing must not end the look-up
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._file.exists() and self._file.stat().st_size > LARGEST:
                self._file.replace(self._folder / OLDER)
            with self._file.open("a", encoding="utf-8", errors="replace") as file:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
