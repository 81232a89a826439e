"""The log of every request that left this computer, for the person to read: one JSON object a line."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

LARGEST = 1 << 20
"""Bytes after which a new file begins; the one before is kept beside it."""


class RequestLog:
    """Appends to ``online.jsonl``. It names hosts and kinds; addresses, titles, contacts and keys are never written."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "online.jsonl"

    def write(self, host: str, kind: str, status: int | str) -> None:
        """Write one request: its host, what it was asked by, and the status, or in words why there is none."""
        time = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({"time": time, "host": host, "kind": kind, "status": status}, ensure_ascii=False)
        with suppress(OSError):  # a disk that takes nothing must not end the look-up
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if self._file.exists() and self._file.stat().st_size > LARGEST:
                self._file.replace(self._file.with_suffix(".1.jsonl"))
            with self._file.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
