"""Answers kept in the cache folder for a time, so that nobody is asked twice."""

import hashlib
import json
import secrets
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from app.domain.ids import now_ms

_DAY_MS = 24 * 60 * 60 * 1000
FOUND_MS, ABSENT_MS, LINK_MS = 30 * _DAY_MS, 7 * _DAY_MS, _DAY_MS
"""How long an answer holds: a record, that there is none, and whether a link answers."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A service's answer as it came: HTTP status, text, and when."""

    status: int
    text: str
    asked_ms: int


class Kept:
    """Replies by what was asked, a file each in ``lookups/``; a file that cannot be read or written is no loss."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / "lookups"
        self._forget_old()

    def read(self, key: str, longest_ms: int) -> Reply | None:
        """Return the reply kept under ``key`` unless it is older than ``longest_ms`` or from the future."""
        with suppress(OSError, ValueError, TypeError):
            reply = Reply(**json.loads(self._place(key).read_text(encoding="utf-8")))
            limit = longest_ms if reply.status < 400 else min(longest_ms, ABSENT_MS)  # noqa: PLR2004 HTTP's errors
            return reply if 0 <= now_ms() - reply.asked_ms < limit else None
        return None

    def write(self, key: str, reply: Reply) -> None:
        """Keep a reply, whole or not at all."""
        target = self._place(key)
        beside = target.with_suffix(f".{secrets.token_hex(4)}")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                beside.write_text(json.dumps(asdict(reply)), encoding="utf-8")
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}.json"

    def _forget_old(self) -> None:
        oldest = time.time() - FOUND_MS / 1000
        with suppress(OSError):
            for file in self._folder.iterdir():
                if file.stat().st_mtime < oldest:
                    file.unlink(missing_ok=True)
