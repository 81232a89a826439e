"""Find the records of a source list that a reference may mean: exactly, nearly, or by looking at every title."""

import json
import mmap
import re
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from app.citations.index_build import FORMAT, checksum
from app.citations.index_keys import letter_counts, string_keys, title_keys
from app.citations.index_records import unpack
from app.citations.normalise import normalise
from app.domain.reference import Rejected, Work

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_EXACT_LIMIT = 200
_STAGES = ((1_500, 32), (40_000, 200))
"""How many postings to read and how many titles to compare: first little, then more where nothing good was found."""

_GOOD = 92
_SCAN_CHUNK = 1 << 16
_SCAN_CUTOFF = 85
_PREFIX_LETTERS = 16


class DamagedIndexError(Exception):
    """The index on disk is not what was written; it has to be built anew."""


class Index:
    """An index opened from its folder; record numbers count from 0. Close it to let go of the files."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        meta = _checked_meta(folder)
        self.size: int = meta["records"]
        self.rejected = tuple(Rejected(*row) for row in meta["rejected"])
        self.kinds = frozenset(meta["kinds"])
        self.venues = frozenset(meta["venues"])
        names = ("buckets", "records", "titles", "letters")  # plain arrays: a memmap checks itself at every slice
        self._starts, self._record_ends, self._title_ends, self._letters = (
            np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in names
        )
        self._records, self._titles = _map(folder / "records.bin"), _map(folder / "titles.bin")
        self._postings = np.asarray(np.memmap(folder / "postings.bin", dtype=np.uint32, mode="r"))
        self._shift = np.uint64(32 - (len(self._starts) - 1).bit_length() + 1)

    def record(self, number: int) -> tuple[str, Work]:
        """Return the id and the fields of a record."""
        return unpack(self._records[int(self._record_ends[number]) : int(self._record_ends[number + 1])])

    def titles(self, numbers: Iterable[int]) -> list[str]:
        """Return the squeezed titles of records."""
        import numpy as np

        ends = self._title_ends
        chosen = np.fromiter(numbers, np.int64)
        spans = zip((ends[chosen].astype(np.int64) + 1).tolist(), ends[chosen + 1].tolist(), strict=True)
        return [self._titles[start:end].decode() for start, end in spans]

    def exact(self, strings: Sequence[str]) -> list[int]:
        """Return records that may be kept under one of these exact strings; a few others may be among them."""
        found: dict[int, None] = {}
        for start, count in zip(*self._spans(string_keys(strings)), strict=True):
            found.update(dict.fromkeys(self._postings[start : start + min(count, _EXACT_LIMIT)].tolist()))
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
            for match in islice(pattern.finditer(self._records), limit * 10):
                found[int(self._record_ends.searchsorted(match.start(), side="right")) - 1] = None
        return list(found)

    def scan(self, queries: Sequence[str], limit: int = 3) -> list[list[tuple[float, int]]]:
        """Look at every title of the list: none whose similarity to a squeezed title is 85 or more can be missed.

        Returns, for each query, the best records with their similarity, and one whose title begins with the query.
        """
        return [self._with_longer(query, self._scan_for(query, limit)) for query in queries]

    def _scan_for(self, query: str, limit: int) -> list[tuple[float, int]]:
        """Compare those titles whose counts of letters allow a good score; memory is that of a chunk."""
        import numpy as np

        wanted = letter_counts([query])
        best: list[tuple[float, int]] = []
        for first in range(0, self.size if query else 0, _SCAN_CHUNK):
            rows = self._letters[:, first : first + _SCAN_CHUNK]
            apart = np.zeros(rows.shape[1], np.uint16)
            for row, count in zip(rows, wanted, strict=True):
                apart += np.maximum(row, count) - np.minimum(row, count)
            lengths = np.diff(self._title_ends[first : first + rows.shape[1] + 1])
            allowed = (len(query) + lengths) * (1 - _SCAN_CUTOFF / 100) + 1
            numbers = (np.nonzero(apart <= allowed)[0] + first).tolist()
            best += self._rank(query, numbers, limit, _SCAN_CUTOFF)
        return sorted(best, reverse=True)[:limit]

    def close(self) -> None:
        """Let go of the files."""
        self._records.close()
        self._titles.close()
        del self._postings, self._starts, self._record_ends, self._title_ends, self._letters

    def _with_longer(self, query: str, found: list[tuple[float, int]]) -> list[tuple[float, int]]:
        """Add a record whose title begins with the query: its subtitle was left out."""
        if len(query) >= _PREFIX_LETTERS and (place := self._titles.find(b"\n" + query.encode())) >= 0:
            number = int(self._title_ends.searchsorted(place, side="right")) - 1
            found.append((float(_SCAN_CUTOFF), number))
        return found

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
            parts.append(self._postings[start : start + min(count, budget)])
            weights.append(np.full(len(parts[-1]), np.log((self.size + 1) / count) + 0.1))
            used += count
        if not parts:
            return []
        records, inverse = np.unique(np.concatenate(parts), return_inverse=True)
        scores = np.bincount(inverse, weights=np.concatenate(weights))
        return [int(number) for number in records[np.argsort(-scores, kind="stable")[:top]]]

    def _rank(self, squeezed: str, numbers: list[int], limit: int, least: int = 0) -> list[tuple[float, int]]:
        ranked = process.extract(
            squeezed, self.titles(numbers), scorer=fuzz.ratio, processor=None, limit=limit, score_cutoff=least
        )
        return [(score, numbers[place]) for _, score, place in ranked]


def _checked_meta(folder: Path) -> dict[str, Any]:
    """Return what ``meta.json`` says after comparing every file with it. Raises DamagedIndexError."""
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        whole = meta["format"] == FORMAT and _are_whole(folder, meta["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise DamagedIndexError(str(error)) from error
    if not whole:
        raise DamagedIndexError(str(folder))
    return meta


def _are_whole(folder: Path, files: dict[str, list[int]]) -> bool:
    """Compare checksums, unless nobody has touched the files since they were last found whole."""
    touched = [[name, (stat := (folder / name).stat()).st_size, stat.st_mtime_ns, stat.st_ino] for name in files]
    seal, stamp = folder / "seal", json.dumps(touched)
    if seal.is_file() and seal.read_text(encoding="utf-8") == stamp:
        return True
    whole = all(checksum(folder / name) == check for name, check in files.items())
    if whole:
        with suppress(OSError):  # an index on a read-only disk is checked every time
            seal.write_text(stamp, encoding="utf-8")
    return whole


def _map(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
