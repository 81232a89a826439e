"""How it stands with the shared database, in the words of the status bar."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.services.syncing import Waiting

NOTHING = Waiting(0, 0, 0, 0)


class Mood(StrEnum):
    """What sharing is doing: not at all, all well, without a connection, in want of a password, or of room here."""

    ALONE = "alone"
    WELL = "well"
    OFFLINE = "offline"
    PASSWORD = "password"  # noqa: S105 the state, not a password
    STUCK = "stuck"


_SINCE = {Mood.OFFLINE: "No connection since", Mood.STUCK: "Not synced since"}


@dataclass(frozen=True, slots=True)
class Standing:
    """``why`` is the sentence of the last failure, ``since_ms`` when failing began (UTC).

    ``copy`` is the copy for reading, "" for none, and ``copy_trouble`` why it was not read last.
    """

    mood: Mood = Mood.ALONE
    address: str = ""
    counts: Waiting = NOTHING
    why: str = ""
    since_ms: int = 0
    copy: str = ""
    copy_trouble: str = ""

    @property
    def words(self) -> str:
        """The line in the status bar."""
        if self.mood is Mood.ALONE:
            return ""
        counts = self.counts
        waits = f"{counts.to_send:,} waiting" if counts.to_send else ""
        return ", ".join(part for part in (self._most_urgent(waits), self._failing, waits) if part)

    def _most_urgent(self, waits: str) -> str:
        counts = self.counts
        if self.mood is Mood.PASSWORD:
            return "Needs your password"
        if counts.conflicts:
            return f"{counts.conflicts:,} to decide"
        if counts.refused:
            return f"{counts.refused:,} not taken"
        if self._failing or waits:
            return ""
        return f"Synced at {clock(counts.synced_ms)}" if counts.synced_ms else "Not synced yet"

    @property
    def sentence(self) -> str:
        """All of it in one or two sentences."""
        if self._failing:
            waits = f"{_changes(self.counts.to_send)} here" if self.counts.to_send else "nothing waits"
            return f"{self._failing}. Work goes on; {waits}. {self.why}"
        if self.mood is Mood.PASSWORD:
            return f"{self.why} Everything is kept here meanwhile."
        if self.counts.conflicts:
            return f"Two people changed {_things(self.counts.conflicts)} at once. Nothing was overwritten; you decide."
        if self.counts.refused:
            return f"The server did not take {_things(self.counts.refused)}. It is kept here, with the reason."
        if self.counts.to_send:
            return f"{_changes(self.counts.to_send)} to be sent."
        return f"Everything here is on the server, and what is new there is here. Last looked at {self._last}."

    @property
    def reading(self) -> str:
        """Where new work is read from."""
        if self.copy_trouble:
            return self.copy_trouble
        return f"New work is read from the copy at {self.copy}." if self.copy else "New work is read from the server."

    @property
    def _failing(self) -> str:
        return f"{_SINCE[self.mood]} {clock(self.since_ms)}" if self.mood in _SINCE else ""

    @property
    def _last(self) -> str:
        return clock(self.counts.synced_ms) if self.counts.synced_ms else "never"


def clock(at_ms: int) -> str:
    """Return a time as one says it today: 14:05, or with the day for another day."""
    then = datetime.fromtimestamp(at_ms / 1000).astimezone()
    is_today = then.date() == datetime.now().astimezone().date()
    return f"{then:%H:%M}" if is_today else f"{then.day} {then:%b, %H:%M}"


def _things(count: int) -> str:
    return f"{count:,} things" if count != 1 else "one thing"


def _changes(count: int) -> str:
    return f"{count:,} changes wait" if count != 1 else "1 change waits"
