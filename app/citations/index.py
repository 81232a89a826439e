"""Find the records of a source list that a reference may mean: exactly, nearly, or by looking at every title."""

import mmap
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rapidfuzz import fuzz, process

from app.citations.index_files import checked_meta
from app.citations.index_keys import string_keys, title_keys
from app.citations.index_records import unpack
from app.citations.index_scan import Scan
from app.citations.normalise import normalise
from app.domain.reference import Rejected, Work

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    T = TypeVar("T", bound=np.integer[Any])

_EXACT_LIMIT = 200
_SORTED = 4
_SEARCHED = 1 << 22
_STAGES = ((1_500, 32), (40_000, 200))
"""How many postings to read and how many titles to compare: first little, then more where nothing good was found."""

_GOOD = 92


class Index:
    """An index opened from its folder; record numbers count from 0. Close it to let go of the files.

    ``gone`` are ranges of record numbers that are no longer part of the list: nothing finds them.
    """

    def __init__(self, folder: Path, gone: Sequence[tuple[int, int]] = ()) -> None:
        import numpy as np

        meta = checked_meta(folder)
        self.size: int = meta["records"]
        self.records = self.size - sum(end - start for start, end in gone)
        self._gone = np.array([number for span in gone for number in span], np.int64)
        self.rejected = tuple(Rejected(*row) for row in meta["rejected"])
        self.kinds = frozenset(meta["kinds"])
        self.venues = frozenset(meta["venues"])
        names = ("buckets", "records", "titles", "letters")  # plain arrays: a memmap checks itself at every slice
        self._starts, self._record_ends, self._title_ends, self._letters = (
            np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in names
        )
        self._records, self._postings = _Pieces(folder / "records.bin"), _Pieces(folder / "postings.bin")
        self._titles = _map(folder / "titles.bin")
        self._scan = Scan(self._letters, self._title_ends, np.frombuffer(self._titles, np.uint8), self)
        self._shift = np.uint64(32 - (len(self._starts) - 1).bit_length() + 1)

    def record(self, number: int) -> tuple[str, Work]:
        """Return the id and the fields of a record."""
        return unpack(self._records.read(int(self._record_ends[number]), int(self._record_ends[number + 1])))

    def titles(self, numbers: "Iterable[int] | NDArray[np.int64]") -> list[str]:
        """Return the squeezed titles of records."""
        import numpy as np

        ends = self._title_ends
        chosen = numbers if isinstance(numbers, np.ndarray) else np.fromiter(numbers, np.int64)
        spans = zip((ends[chosen].astype(np.int64) + 1).tolist(), ends[chosen + 1].tolist(), strict=True)
        return [self._titles[start:end].decode() for start, end in spans]

    def first(self, limit: int) -> list[int]:
        """Return the first records of the list."""
        import numpy as np

        return [int(number) for number in self.living(np.arange(self.size))[:limit]]

    def exact(self, strings: Sequence[str]) -> list[int]:
        """Return records that may be kept under one of these exact strings; a few others may be among them."""
        found: dict[int, None] = {}
        for start, count in zip(*self._spans(string_keys(strings)), strict=True):
            found.update(dict.fromkeys(self.living(self._posted(start, min(count, _EXACT_LIMIT))).tolist()))
        return list(found)

    def nearest(self, normalised: str, strings: Sequence[str] = (), limit: int = 8) -> list[tuple[float, int]]:
        """Return the records with the most similar titles, each with its similarity from 0 to 100, best first."""
        import numpy as np

        squeezed = normalised.replace(" ", "")
        keys = np.concatenate([title_keys([normalised])[0], string_keys(strings)])
        spans = self._spans(np.unique(keys))
        best: list[tuple[float, int]] = []
        for budget, top in _STAGES:
            best = self._rank(squeezed, self._shortlist(spans, budget, top), limit)
            if (best and best[0][0] >= _GOOD) or sum(spans[1]) <= budget:
                break
        return best

    def sharing_words(self, normalised: str, limit: int = 24) -> list[int]:
        """Return the records that share the rarest words with a longer text."""
        import numpy as np

        return self._shortlist(self._spans(np.unique(title_keys([normalised])[0])), _STAGES[1][0], limit)

    def search(self, text: str, limit: int) -> list[int]:
        """Return records whose titles share words with a text, then others that hold its longest word anywhere."""
        found = dict.fromkeys(
            [*self.exact([f"doi:{text.strip().lower()}"]), *self.sharing_words(normalise(text), limit * 3)]
        )
        longest = max(text.split(), key=len, default="")
        if longest:
            pattern = re.compile(re.escape(longest).encode(), re.IGNORECASE)
            found.update(dict.fromkeys(islice(self._holding(pattern), limit * 10)))
        return list(found)

    def _holding(self, pattern: re.Pattern[bytes]) -> Iterator[int]:
        """Yield the numbers of the records in which a pattern stands, reading some at a time."""
        import numpy as np

        first = 0
        while first < self.size:
            start = int(self._record_ends[first])
            last = max(int(self._record_ends.searchsorted(start + _SEARCHED)) - 1, first + 1)
            last = min(last, self.size)
            matches = pattern.finditer(self._records.read(start, int(self._record_ends[last])))
            places = np.fromiter((start + match.start() for match in matches), np.int64)
            yield from self.living(self._record_ends.searchsorted(places, side="right") - 1).tolist()
            first = last

    def scan(self, queries: Sequence[str], limit: int = 3) -> list[list[tuple[float, int]]]:
        """Look at every title of the list: none whose similarity to a squeezed title is 85 or more can be missed.

        Returns, for each query, the best records with their similarity, and one whose title begins with the query.
        """
        return self._scan.ask(queries, limit)

    def close(self) -> None:
        """Let go of the files."""
        del self._scan, self._starts, self._record_ends, self._title_ends, self._letters
        self._records.close()
        self._postings.close()
        self._titles.close()

    def _spans(self, keys: "NDArray[np.uint64]") -> tuple[list[int], list[int]]:
        """Return where the postings of each key start and how many they are, rarest key first."""
        import numpy as np

        buckets = (keys >> self._shift).astype(np.int64)
        starts = self._starts[buckets].astype(np.int64)
        counts = self._starts[buckets + 1].astype(np.int64) - starts
        order = np.argsort(counts, kind="stable")
        order = order[counts[order] > 0]
        return starts[order].tolist(), counts[order].tolist()

    def _shortlist(self, spans: tuple[list[int], list[int]], budget: int, top: int) -> list[int]:
        """Return the records that share the rarest keys, weighed by their rarity."""
        import numpy as np

        parts: list[NDArray[np.uint32]] = []
        weights: list[NDArray[np.float64]] = []
        used = 0
        for start, count in zip(*spans, strict=True):
            if parts and used + count > budget:
                break
            parts.append(self._posted(start, min(count, budget)))
            weights.append(np.full(len(parts[-1]), np.log((self.size + 1) / count) + 0.1))
            used += count
        if not parts:
            return []
        records, inverse = np.unique(np.concatenate(parts), return_inverse=True)
        scores = np.bincount(inverse, weights=np.concatenate(weights))
        if len(self._gone):
            kept = np.isin(records, self.living(records))
            records, scores = records[kept], scores[kept]
        if len(scores) > _SORTED * top:  # sorting them all would cost more than the rest
            likely = np.flatnonzero(scores >= np.partition(scores, -top)[-top])
            records, scores = records[likely], scores[likely]
        return [int(number) for number in records[np.argsort(-scores, kind="stable")[:top]]]

    def living(self, numbers: "NDArray[T]") -> "NDArray[T]":
        """Return those of record numbers that are part of the list."""
        if not len(self._gone):
            return numbers
        kept: NDArray[np.bool_] = self._gone.searchsorted(numbers, side="right") % 2 == 0
        return numbers[kept]

    def _posted(self, start: int, count: int) -> "NDArray[np.uint32]":
        import numpy as np

        return np.frombuffer(self._postings.read(4 * start, 4 * (start + count)), np.uint32)

    def _rank(self, squeezed: str, numbers: list[int], limit: int) -> list[tuple[float, int]]:
        ranked = process.extract(squeezed, self.titles(numbers), scorer=fuzz.ratio, processor=None, limit=limit)
        return [(score, numbers[place]) for _, score, place in ranked]


class _Pieces:
    """Reads parts of a file by their place; unlike a mapped file's pages they do not stay in memory."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from ``start`` to ``end``."""
        self._file.seek(start)
        return self._file.read(end - start)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __del__(self) -> None:
        """Let go of the file of an index that was not closed, as a mapped file goes."""
        self._file.close()


def _map(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
