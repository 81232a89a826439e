"""Look at every title of an index at once: none that is like enough to a query can be missed.

A title that is cheap to rule out is ruled out by its counts of letters; only the others are compared.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from rapidfuzz import fuzz, process

from app.citations.index_keys import letter_counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CUTOFF = 85
_CHUNK = 1 << 16
_COMPARED = 1 << 14
_PREFIX_LETTERS = 16
_CHECKED_LETTERS = 8
_MOST_A_GROUP = 15  # of 16 groups, so that their sum fits a byte
_BYTE = 255
_LONGEST = 3_000  # so that what is weighed below fits 16 bits


class Titles(Protocol):
    """What the scan asks of an index."""

    def titles(self, numbers: "NDArray[np.int64]", /) -> list[str]:
        """Return the squeezed titles of records."""

    def living(self, numbers: "NDArray[np.int64]", /) -> "NDArray[np.int64]":
        """Return those of the records that are part of the list."""


class Scan:
    """Compares queries with all titles. Arrays are read from mapped files a chunk at a time."""

    def __init__(
        self,
        letters: "NDArray[np.uint8]",
        title_ends: "NDArray[np.unsignedinteger]",
        title_bytes: "NDArray[np.uint8]",
        records: Titles,
    ) -> None:
        self._letters, self._ends, self._bytes, self._records = letters, title_ends, title_bytes, records

    def ask(self, queries: Sequence[str], limit: int) -> list[list[tuple[float, int]]]:
        """Return, for each squeezed title, the best records with their similarity, none below ``CUTOFF``.

        One whose title begins with the query stands last, with ``CUTOFF``: its subtitle was left out.
        """
        import numpy as np

        alike: list[list[NDArray[np.int64]]] = [[] for _ in queries]
        longer: list[int | None] = [None for _ in queries]
        wanted = letter_counts(queries)
        for first in range(0, self._letters.shape[1], _CHUNK):
            rows = np.ascontiguousarray(self._letters[:, first : first + _CHUNK])
            lengths = np.minimum(rows.sum(axis=0, dtype=np.uint16), _LONGEST) * np.uint16(17)
            for place, query in enumerate(queries):
                if query:
                    missing = _missing(rows, wanted[:, place], may_overflow=len(query) > _BYTE)
                    alike[place].append(self._records.living(_allowed(missing, lengths, len(query)) + first))
                    if longer[place] is None and len(query) >= _PREFIX_LETTERS:
                        longer[place] = self._beginning(query, np.flatnonzero(missing == 0) + first)
        found = [
            self._best(query, np.concatenate(numbers), limit) if numbers else []
            for query, numbers in zip(queries, alike, strict=True)
        ]
        extra = [[] if number is None else [(float(CUTOFF), number)] for number in longer]
        return [[*best, *more] for best, more in zip(found, extra, strict=True)]

    def _best(self, query: str, numbers: "NDArray[np.int64]", limit: int) -> list[tuple[float, int]]:
        """Compare the titles letter by letter, some at a time, so that memory stays bounded."""
        best: list[tuple[float, int]] = []
        for first in range(0, len(numbers), _COMPARED):
            some = numbers[first : first + _COMPARED]
            hits = process.extract(
                query, self._records.titles(some), scorer=fuzz.ratio, processor=None, limit=limit, score_cutoff=CUTOFF
            )
            best += [(score, int(some[place])) for _, score, place in hits]
        return sorted(best, reverse=True)[:limit]

    def _beginning(self, query: str, numbers: "NDArray[np.int64]") -> int | None:
        """Return the first of the records whose title begins with the query."""
        letters, numbers = query.encode(), self._records.living(numbers)
        for place, letter in enumerate(letters[:_CHECKED_LETTERS]):
            at = self._ends[numbers].astype("int64") + 1 + place
            numbers = numbers[self._bytes.take(at, mode="clip") == letter]
        return next((int(number) for number, title in self._with_titles(numbers) if title.startswith(query)), None)

    def _with_titles(self, numbers: "NDArray[np.int64]") -> Iterator[tuple[int, str]]:
        for first in range(0, len(numbers), _COMPARED):
            some = numbers[first : first + _COMPARED]
            yield from zip(some.tolist(), self._records.titles(some), strict=True)


def _missing(rows: "NDArray[np.uint8]", wanted: "NDArray[np.uint8]", *, may_overflow: bool) -> "NDArray[np.uint8]":
    """Return how many letters of the query each title lacks at least, in bytes: it is fast."""
    import numpy as np

    total, lacking = np.zeros(rows.shape[1], np.uint8), np.empty(rows.shape[1], np.uint8)
    for row, count in zip(rows, wanted, strict=True):
        if count:
            np.maximum(row, count, out=lacking)
            np.subtract(lacking, row, out=lacking)
            if may_overflow:
                np.minimum(lacking, _MOST_A_GROUP, out=lacking)
            np.add(total, lacking, out=total)
    return total


def _allowed(missing: "NDArray[np.uint8]", lengths: "NDArray[np.uint16]", length: int) -> "NDArray[np.int64]":
    """Return the places of the titles that may score ``CUTOFF`` or more.

    A similarity of 85 allows 0.15 edits a letter of both titles. Letters that the title lacks are edits, and so are
    those it has beyond the query: lacking + (title - query + lacking) <= 0.15 * (title + query), times 20. ``lengths``
    are 17 times the titles'. Counts that are cut only let more titles pass.
    """
    import numpy as np

    weighed = missing.astype(np.uint16)
    weighed *= np.uint16(40)
    weighed += lengths
    return np.flatnonzero(weighed <= min(23 * length + 20, 0xFFFF))
