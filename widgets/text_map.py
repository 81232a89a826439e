"""Where the code points of a canonical text stand in a QTextDocument, which counts UTF-16 units and adds its own."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

# Characters that Qt would take for the end of a paragraph or of a table cell; each is shown as one other character.
SHOWN_AS = str.maketrans(
    {"\n": "\u2028", "\r": "\u2028", "\u2029": "\u2028", "\ufdd0": "\ufffd", "\ufdd1": "\ufffd", "\0": "\ufffd"}
    | {chr(code): "\ufffd" for code in range(0xD800, 0xE000)}
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text shown without a gap, from Qt position ``position`` on.

    ``astral`` counts the code points before each character of two units, ``halves`` the units before its second one.
    """

    start: int
    end: int
    position: int
    astral: tuple[int, ...] = ()
    halves: tuple[int, ...] = ()

    @property
    def last_position(self) -> int:
        """The Qt position after the run."""
        return self.position + self.end - self.start + len(self.astral)

    def position_of(self, offset: int) -> int:
        """Return the Qt position of an offset within the run."""
        points = offset - self.start
        return self.position + points + bisect_left(self.astral, points)

    def offset_of(self, position: int) -> int:
        """Return the offset shown at a Qt position within the run; inside a character of two units, its offset."""
        units = position - self.position
        return self.start + units - bisect_right(self.halves, units)


class TextMap:
    """The runs of a shown text, added in the order of their Qt positions."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._by_start: list[Run] = []
        self._is_sorted = True

    def add(self, start: int, position: int, text: str) -> None:
        """Note that ``text``, which begins at offset ``start``, is shown from ``position`` on."""
        astral: tuple[int, ...] = ()
        if not text.isascii() and max(text) > "\uffff":
            astral = tuple(index for index, character in enumerate(text) if character > "\uffff")
        halves = tuple(point + index + 1 for index, point in enumerate(astral))
        self._runs.append(Run(start, start + len(text), position, astral, halves))
        self._is_sorted = False

    def pieces(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the stretches of Qt positions that show ``text[start:end]``, in text order."""
        runs = self._sorted()
        first = bisect_right(runs, start, key=lambda run: run.start) - 1
        found = []
        for index in range(max(0, first), len(runs)):
            run = runs[index]
            if run.start >= end:
                break
            if run.end > start:
                found.append((run.position_of(max(start, run.start)), run.position_of(min(end, run.end))))
        return tuple(found)

    def position(self, offset: int) -> int | None:
        """Return the Qt position of an offset, or of the next one shown; None when nothing from there on is shown."""
        runs = self._sorted()
        index = bisect_right(runs, offset, key=lambda run: run.start) - 1
        if index >= 0 and offset <= runs[index].end:
            return runs[index].position_of(offset)
        return runs[index + 1].position if index + 1 < len(runs) else None

    def offset(self, position: int, forward: bool = True) -> int | None:
        """Return the offset shown at a Qt position; between two runs, that of the next one or the last one."""
        index = bisect_right(self._runs, position, key=lambda run: run.position) - 1
        if index >= 0 and position <= self._runs[index].last_position:
            return self._at_edge(index, position, forward)
        if forward and index + 1 < len(self._runs):
            return self._runs[index + 1].start
        return self._runs[index].end if index >= 0 else None

    def _at_edge(self, index: int, position: int, forward: bool) -> int:
        """Where one run ends at the position at which the next one begins, a backward look means the first."""
        before = self._runs[index - 1] if index else None
        if not forward and before and before.last_position == position:
            return before.end
        return self._runs[index].offset_of(position)

    def _sorted(self) -> list[Run]:
        if not self._is_sorted:
            self._by_start = sorted(self._runs, key=lambda run: run.start)
            self._is_sorted = True
        return self._by_start
