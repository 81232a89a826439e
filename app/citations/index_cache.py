"""Keep the indexes of source files in a folder: built once, found again, brought up to date when files come and go.

A library is many small files. When some change, the index that holds most of the others stays in use, with the records
of the files that are gone left out, and the new files get an index of their own beside it.
"""

import json
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from app.citations.formats import Entry, read_entries
from app.citations.index import Index
from app.citations.index_build import PARTS, Part, build_index
from app.citations.index_files import FORMAT, DamagedIndexError
from app.domain.errors import UnreadableFileError
from app.domain.reference import Rejected

_NAMED_BY_CONTENT = re.compile(r"[0-9a-f]{64}\.jsonl")
_MOST_GONE = 0.2
_MOST_NEW = 0.25
_FEW_BYTES = 4 << 20
_UNUSED_SECONDS = 30 * 86_400


def open_indexes(files: Sequence[Path], cache: Path) -> list[Index]:
    """Return indexes that hold the records of the files together.

    One that is missing or damaged is built. Raises UnreadableFileError and BadInputError.
    """
    keys = {_key_of(path): path for path in files}
    with suppress(DamagedIndexError):
        return [Index(_folder(cache, keys))]
    if len(keys) > 1 and (base := _base(keys, cache)):
        index, rest = base
        try:
            return [index, *([_built(rest, cache)] if rest else [])]
        except BaseException:
            index.close()
            raise
    return [_built(keys, cache)]


def _folder(cache: Path, keys: dict[str, Path]) -> Path:
    return cache / f"sources-{FORMAT}-{sha256(''.join(keys).encode()).hexdigest()[:32]}"


def _built(keys: dict[str, Path], cache: Path) -> Index:
    """Return the index of all these files, built unless it is there."""
    folder = _folder(cache, keys)
    try:
        return Index(folder)
    except DamagedIndexError:
        _forget_unused(cache)
        parts: list[Part] = []
        build_index(_entries(keys, parts), folder, parts)
        return Index(folder)


def _entries(keys: dict[str, Path], parts: list[Part]) -> Iterator[Entry]:
    """Yield the entries of files, and note where each file's records end."""
    count = 0
    for key, path in keys.items():
        for entry in read_entries(path):
            count += not isinstance(entry, Rejected)
            yield entry
        parts.append((key, count))


def _base(keys: dict[str, Path], cache: Path) -> tuple[Index, dict[str, Path]] | None:
    """Return the index with most of the files, and the files it lacks; None where building anew is better."""
    known = sorted(_known(cache), key=lambda one: -_living(one[1], keys)[0])
    for folder, parts in known[:1]:
        living, gone = _living(parts, keys)
        rest = {key: path for key, path in keys.items() if key not in dict(parts)}
        few_gone = parts[-1][1] - living <= _MOST_GONE * living
        if few_gone and _size(rest) <= max(_size(keys) * _MOST_NEW, _FEW_BYTES):
            with suppress(DamagedIndexError):
                return Index(folder, gone), rest
    return None


def _living(parts: Sequence[Part], keys: dict[str, Path]) -> tuple[int, list[tuple[int, int]]]:
    """Return how many records of an index stand in the files, and the ranges of the others."""
    living, start = 0, 0
    gone: list[tuple[int, int]] = []
    for key, end in parts:
        if key in keys:
            living += end - start
        elif end > start:
            gone.append((start, end))
        start = end
    return living, gone


def _known(cache: Path) -> Iterator[tuple[Path, list[Part]]]:
    for folder in cache.glob(f"sources-{FORMAT}-*"):
        with suppress(OSError, ValueError):
            if parts := json.loads((folder / PARTS).read_text(encoding="utf-8")):
                yield folder, [(str(key), int(end)) for key, end in parts]


def _forget_unused(cache: Path) -> None:
    """Remove indexes that nobody has opened for a month."""
    for folder in cache.glob("sources-*"):
        with suppress(OSError):
            if time.time() - (folder / "seal").stat().st_mtime > _UNUSED_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _size(keys: dict[str, Path]) -> int:
    return sum(path.stat().st_size for path in keys.values())


def _key_of(path: Path) -> str:
    """Return a digest of a file's content and its name, which rejected entries show. Raises UnreadableFileError."""
    try:
        stat = path.stat()
        if _NAMED_BY_CONTENT.fullmatch(path.name):
            return path.stem
        return _content_key(path, stat.st_size, stat.st_mtime_ns, stat.st_ino)
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror}.") from error


@lru_cache(maxsize=64)
def _content_key(path: Path, *_: int) -> str:
    """Return the digest of a file; it is read again when its size, time or place on the disk changed."""
    digest = sha256(path.name.encode() + b"\0")
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
