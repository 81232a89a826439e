"""Identifiers and time. UUID version 7 (RFC 9562): sortable by time of making, random after it."""

import secrets
import threading
import time
import uuid

_lock = threading.Lock()
_last_ms = 0


def now_ms() -> int:
    """Return the time in UTC milliseconds. For display; never for deciding which of two edits wins."""
    return time.time_ns() // 1_000_000


def new_id(after: str = "") -> str:
    """Return a new UUIDv7 as text; ids made one after the other in a process never share a millisecond backwards.

    It sorts behind ``after``, another UUIDv7, also where the clock that made that one was ahead.
    """
    global _last_ms  # noqa: PLW0603 one clock a process, so that ids sort in the order they were made
    with _lock:
        _last_ms = max(now_ms(), _last_ms)
        stamp = max(_last_ms, made_ms(after) + 1) if after else _last_ms
    value = (stamp & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | secrets.randbits(12) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def made_ms(id_: str) -> int:
    """Return when a UUIDv7 was made, UTC milliseconds."""
    return int(id_.replace("-", "")[:12], 16)
