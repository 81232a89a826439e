"""Politeness: one request at a time for each service, never faster than it asks for, and none to one that is down."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial

from app.lookups.failures import ClosedError

Paces = dict[str, float]
"""From when on (monotonic seconds) each service may be asked again."""

_PATIENCE = 6
_GLANCE_S = 1.0


@dataclass(slots=True)
class Lane:
    """The requests to one service: from when on the next may start (monotonic seconds), and what went wrong."""

    interval: float
    free_at: float = 0.0
    failures: int = 0
    closed: str = ""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    note_free_at: Callable[[float], object] = lambda _: None

    @asynccontextmanager
    async def next_turn(self) -> AsyncIterator[None]:
        """Wait until the next request may start. Raises ClosedError when none may any more."""
        async with self.turn:
            while not self.closed and (wait := self.free_at - time.monotonic()) > 0:
                await asyncio.sleep(min(wait, _GLANCE_S))
            if self.closed:
                raise ClosedError(self.closed)
            try:
                yield
            finally:
                self.hold(self.interval)

    def hold(self, seconds: float) -> None:
        """Start no request before this many seconds have passed."""
        self.free_at = max(self.free_at, time.monotonic() + seconds)
        self.note_free_at(self.free_at)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Slow down to the rate that the answer's headers allow, such as ``x-rate-limit-limit: 5`` in ``1s``."""
        limit, span = headers.get("x-rate-limit-limit", ""), headers.get("x-rate-limit-interval", "")
        seconds = re.fullmatch(r"(\d+)s", span)
        if limit.isdecimal() and int(limit) and seconds:
            self.interval = max(self.interval, int(seconds[1]) / int(limit))

    def note(self, *, failed: bool) -> None:
        """Note how a request went; a service that fails again and again is not asked any more."""
        self.failures = self.failures + 1 if failed else 0
        if self.failures >= _PATIENCE:
            self.closed = "It did not answer the references before, so it was not asked again."


class Lanes(dict[str, Lane]):
    """The lane of each service or site, made when first used.

    ``paces`` outlives the lanes, so that what is opened next keeps the distance too; where a service asked to wait for
    more than ``longest_wait_s``, it is not asked.
    """

    def __init__(
        self,
        intervals: Mapping[str, float],
        otherwise: float,
        paces: Paces | None = None,
        longest_wait_s: float = float("inf"),
    ) -> None:
        super().__init__()
        self._intervals = intervals
        self._otherwise = otherwise
        self._paces = {} if paces is None else paces
        self._longest_wait_s = longest_wait_s

    def __missing__(self, name: str) -> Lane:
        free_at = self._paces.get(name, 0.0)
        lane = self[name] = Lane(self._intervals.get(name, self._otherwise), free_at)
        lane.note_free_at = partial(self._paces.__setitem__, name)
        wait = free_at - time.monotonic()
        if wait > self._longest_wait_s:
            lane.closed = asked_to_wait(wait)
        return lane


def asked_to_wait(seconds: float) -> str:
    """Return why a service that wants a long pause is not asked."""
    return f"It asked to wait {max(1, round(seconds / 60))} minutes, so it was not asked again."


def wait_asked_for(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that ``Retry-After`` asks to wait, given as a number or a date; None without a usable one."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
