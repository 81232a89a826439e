"""Build the index of a source list on disk: records, titles, and which records each key leads to.

The folder holds ``records.bin`` (JSON, one after the other), ``titles.bin`` (squeezed titles, each after a line end),
their offsets and letter counts, and a compressed-sparse-row table: ``buckets.npy`` says where in ``postings.npy`` the
record numbers of a key's leading bits stand, but for keys so common that they tell nothing. Memory stays bounded: keys
are spread over partitions on disk and sorted one by one.
"""

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from app.citations.formats import Entry
from app.citations.index_files import put_whole, write_meta
from app.citations.index_keys import exact_strings, letter_counts, string_keys, title_keys
from app.citations.index_records import pack, venue_key
from app.citations.normalise import normalise_title
from app.domain.reference import Rejected, Work

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PARTS = "parts.json"
Part = tuple[str, int]
"""The key of a file, and the number of the record that follows its last."""

_CHUNK = 8_000
_PARTITION_BITS = 5
_KEYS_A_BUCKET = 12
_RARE = 1_000
_COMMON_SHARE = 200
_MAX_REJECTED = 10_000


def build_index(entries: Iterable[Entry], folder: Path, parts: Sequence[Part] = ()) -> None:
    """Write the index of ``entries`` to ``folder``, which appears only when it is complete.

    ``parts``, which may be filled while the entries are read, are kept beside it.
    """

    def write(work: Path) -> None:
        about = _write(entries, work)
        (work / PARTS).write_text(json.dumps(list(parts)), encoding="utf-8")
        write_meta(work, about)

    put_whole(folder, write)


def _write(entries: Iterable[Entry], folder: Path) -> dict[str, object]:
    """Write the files of an index but the last, and return what that says of them all."""
    import numpy as np

    rejected: list[Rejected] = []
    kinds: Counter[str] = Counter()
    venues: Counter[str] = Counter()
    offsets, title_offsets = array("Q", [0]), array("Q", [0])
    counts: list[NDArray[np.uint8]] = []
    with ExitStack() as stack:
        records = stack.enter_context((folder / "records.bin").open("wb"))
        titles = stack.enter_context((folder / "titles.bin").open("wb"))
        partitions = [stack.enter_context((folder / f"part-{n}").open("wb")) for n in range(1 << _PARTITION_BITS)]
        for chunk in _chunks(entries, rejected):
            first = len(offsets) - 1
            for id_, work in chunk:
                offsets.append(offsets[-1] + records.write(pack(id_, work)))
                kinds[work.kind] += 1
                venues[venue_key(work.container)] += 1
            normalised = [normalise_title(work.title) for _, work in chunk]
            squeezed = [title.replace(" ", "") for title in normalised]
            for title in squeezed:
                title_offsets.append(title_offsets[-1] + titles.write(b"\n" + title.encode()))
            counts.append(letter_counts(squeezed))
            _spread(_keys_of(normalised, [work for _, work in chunk], first), partitions)
        for file in (records, titles):
            file.write(b"\n")  # an empty file cannot be mapped
    for name, ends in (("records", offsets), ("titles", title_offsets)):
        np.save(folder / f"{name}.npy", np.array(ends, dtype=np.uint32 if ends[-1] < 1 << 32 else np.uint64))
    np.save(folder / "letters.npy", np.concatenate([letter_counts([]), *counts], axis=1))
    _write_table(folder, max(_RARE, len(offsets) // _COMMON_SHARE))
    frequent = [name for name, count in venues.items() if name and count > 1]
    rows = [[item.file, item.line, item.reason] for item in rejected]
    return {"records": len(offsets) - 1, "rejected": rows, "kinds": dict(kinds), "venues": frequent}


def _chunks(entries: Iterable[Entry], rejected: list[Rejected]) -> Iterator[list[tuple[str, Work]]]:
    """Group the records, putting aside what was rejected."""
    iterator = iter(entries)
    while batch := list(islice(iterator, _CHUNK)):
        chunk: list[tuple[str, Work]] = []
        for entry in batch:
            if not isinstance(entry, Rejected):
                chunk.append(entry)
            elif len(rejected) < _MAX_REJECTED:
                rejected.append(entry)
        yield chunk


def _keys_of(titles: list[str], works: list[Work], first: int) -> "NDArray[np.uint64]":
    """Return ``key << 32 | record`` for every key of a chunk."""
    import numpy as np

    keys, owners = title_keys(titles)
    strings = [exact_strings(work) for work in works]
    exact = string_keys(string for group in strings for string in group)
    exact_owners = np.repeat(np.arange(len(works), dtype=np.uint64), [len(group) for group in strings])
    every = np.concatenate([keys, exact])
    records = np.concatenate([owners, exact_owners]) + np.uint64(first)
    return (every << np.uint64(32)) | records


def _spread(keys: "NDArray[np.uint64]", partitions: list) -> None:  # type: ignore[type-arg]  # binary files
    import numpy as np

    keys.sort()
    bounds = np.searchsorted(keys, np.arange(1, len(partitions), dtype=np.uint64) << np.uint64(64 - _PARTITION_BITS))
    for file, part in zip(partitions, np.split(keys, bounds), strict=True):
        file.write(part.tobytes())


def _write_table(folder: Path, most: int) -> None:
    """Sort the partitions one by one into buckets of at most ``most`` postings, and remove them."""
    import numpy as np

    parts = [folder / f"part-{n}" for n in range(1 << _PARTITION_BITS)]
    keys = sum(part.stat().st_size for part in parts) // 8
    bits = min(27, max(10, (keys // _KEYS_A_BUCKET).bit_length()))
    counts = np.zeros(1 << bits, dtype=np.uint32)
    with (folder / "postings.bin").open("wb") as postings:
        for part in parts:
            values = np.unique(np.fromfile(part, dtype=np.uint64))
            buckets = (values >> np.uint64(64 - bits)).astype(np.int64)
            if len(buckets):
                counted = np.bincount(buckets - buckets[0])
                values = values[counted[buckets - buckets[0]] <= most]
                counted[counted > most] = 0
                counts[buckets[0] : buckets[0] + len(counted)] += counted.astype(np.uint32)
            postings.write(values.astype(np.uint32).tobytes())
            part.unlink()
        postings.write(bytes(4))
    starts = np.zeros(len(counts) + 1, dtype=np.uint32)
    np.cumsum(counts, out=starts[1:])
    np.save(folder / "buckets.npy", starts)
