"""Source libraries: add records from files, list, search, remove; kept as immutable, content-addressed segments."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

from app.citations.formats import read_entries
from app.citations.formats_fields import problem_of
from app.citations.normalise import normalise_title
from app.citations.sources import open_sources
from app.domain.errors import BadInputError, NotFoundError, WorkspaceError
from app.domain.ids import now_ms
from app.domain.reference import LibraryInfo, Record, Rejected, Work
from app.services.checking import Progress
from app.services.ports import Library, LibraryShelf

SEGMENT_RECORDS = 5_000
_PROGRESS_STEP = 1_000


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What adding files to a library did."""

    info: LibraryInfo
    added: int
    duplicates: int
    rejected: tuple[Rejected, ...]


def add_library(
    shelf: LibraryShelf,
    name: str,
    files: Sequence[Path],
    complete: bool | None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> ImportReport:
    """Add the records of files to the library of that name, which is made when there is none.

    ``complete`` None leaves what the owner declared (a new library is partial). Records that are there already, field
    for field, are counted and left out. Raises UnreadableFileError, BadInputError and WorkspaceError; then the
    library is as it was.
    """
    known = _find(shelf, name)
    import_ = _Import(_kept_keys(shelf, known.segments if known else ()))
    segments = tuple(_write_segment(shelf.folder, group) for group in _batches(import_.fresh(files, progress)))
    declared = known.info.complete if known and complete is None else bool(complete)
    before = known.info if known else LibraryInfo(name, 0, declared)
    names = tuple(dict.fromkeys([*before.files, *(path.name for path in files)]))
    info = LibraryInfo(name, before.records + import_.added, declared, names, now_ms())
    shelf.put_library(Library(info, tuple(dict.fromkeys([*(known.segments if known else ()), *segments]))))
    return ImportReport(info, import_.added, import_.duplicates, tuple(import_.rejected))


def list_libraries(shelf: LibraryShelf) -> tuple[LibraryInfo, ...]:
    """Return what is known of every library, by name."""
    return tuple(library.info for library in shelf.libraries())


def library_info(shelf: LibraryShelf, name: str) -> LibraryInfo:
    """Return what is known of a library. Raises NotFoundError."""
    return _get(shelf, name).info


def remove_library(shelf: LibraryShelf, name: str) -> None:
    """Remove a library; the files it came from stay. Raises NotFoundError."""
    shelf.remove_library(_get(shelf, name).info.name)


def put_record(shelf: LibraryShelf, name: str, id_: str, work: Work) -> LibraryInfo:
    """Put a record into a library, in place of the one with that id if there is one.

    Raises BadInputError when the record has neither a title nor an identifier, NotFoundError and WorkspaceError.
    """
    if problem := problem_of(work):
        raise BadInputError(problem)
    library = _get(shelf, name)
    segments, removed = _without(shelf.folder, library.segments, id_)
    last = _records(shelf.folder, segments[-1]) if segments else []
    kept = segments[:-1] if len(last) < SEGMENT_RECORDS else segments
    added = [*last, (id_, work)] if len(last) < SEGMENT_RECORDS else [(id_, work)]
    return _put(shelf, library, [*kept, _write_segment(shelf.folder, added)], 1 - removed)


def remove_record(shelf: LibraryShelf, name: str, id_: str) -> LibraryInfo:
    """Take the record with an id out of a library. Raises NotFoundError and WorkspaceError."""
    library = _get(shelf, name)
    segments, removed = _without(shelf.folder, library.segments, id_)
    if not removed:
        raise NotFoundError(f"The library “{name}” has no record “{id_}”.")
    return _put(shelf, library, segments, -removed)


def _put(shelf: LibraryShelf, library: Library, segments: Sequence[str], more: int) -> LibraryInfo:
    info = replace(library.info, records=library.info.records + more, updated_ms=now_ms())
    shelf.put_library(replace(library, info=info, segments=tuple(dict.fromkeys(segments))))
    return info


def _without(folder: Path, segments: Sequence[str], id_: str) -> tuple[list[str], int]:
    """Return segments without the records of an id, only those rewritten that held one, and how many these were."""
    kept: list[str] = []
    removed = 0
    wanted = json.dumps(id_, ensure_ascii=False).encode()
    for digest in segments:
        records = _records(folder, digest) if wanted in _segment(folder, digest).read_bytes() else []
        rest = [record for record in records if record[0] != id_]
        removed += len(records) - len(rest)
        if len(rest) == len(records):
            kept.append(digest)
        elif rest:
            kept.append(_write_segment(folder, rest))
    return kept, removed


def _records(folder: Path, digest: str) -> list[tuple[str, Work]]:
    return [entry for entry in read_entries(_segment(folder, digest)) if not isinstance(entry, Rejected)]


def search_library(shelf: LibraryShelf, name: str, text: str, limit: int) -> tuple[Record, ...]:
    """Return at most ``limit`` records that fit a text best, best first. Raises NotFoundError."""
    sources = open_sources(library_sources(shelf, [name]), shelf.cache)
    try:
        return sources.search(text, limit)
    finally:
        sources.close()


def library_sources(shelf: LibraryShelf, names: Sequence[str]) -> tuple[tuple[str, tuple[Path, ...], bool], ...]:
    """Return name, segment files and declared completeness of libraries, as ``open_sources`` takes them.

    Raises NotFoundError.
    """
    found = [_get(shelf, name) for name in names]
    return tuple(
        (one.info.name, tuple(_segment(shelf.folder, key) for key in one.segments), one.info.complete) for one in found
    )


def _find(shelf: LibraryShelf, name: str) -> Library | None:
    return next((library for library in shelf.libraries() if library.info.name == name), None)


def _get(shelf: LibraryShelf, name: str) -> Library:
    library = _find(shelf, name)
    if library is None:
        known = ", ".join(info.name for info in list_libraries(shelf)) or "none yet"
        raise NotFoundError(f"There is no file and no source library called “{name}” (libraries here: {known}).")
    return library


class _Import:
    """Counts what an import takes and leaves out."""

    def __init__(self, known: set[bytes]) -> None:
        self._known = known
        self.added = self.duplicates = 0
        self.rejected: list[Rejected] = []

    def fresh(self, files: Sequence[Path], progress: Callable[[Progress], None]) -> Iterator[tuple[str, Work]]:
        """Yield the records that the library does not hold yet."""
        for number, path in enumerate(files, start=1):
            for place, entry in enumerate(read_entries(path), start=1):
                if place % _PROGRESS_STEP == 0:
                    progress(Progress(f"Reading {path.name}: {place:,} records, file", number, len(files)))
                if isinstance(entry, Rejected):
                    self.rejected.append(entry)
                elif self._is_new(entry[1]):
                    yield entry

    def _is_new(self, work: Work) -> bool:
        key = _key(work)
        if key in self._known:
            self.duplicates += 1
            return False
        self._known.add(key)
        self.added += 1
        return True


def _key(work: Work) -> bytes:
    """Return a digest of a record's fields; the id is no part of it."""
    values = {**asdict(work), "title": normalise_title(work.title)}
    return sha256(json.dumps(values, sort_keys=True).encode()).digest()[:16]


def _kept_keys(shelf: LibraryShelf, segments: Iterable[str]) -> set[bytes]:
    entries = (entry for digest in segments for entry in read_entries(_segment(shelf.folder, digest)))
    return {_key(entry[1]) for entry in entries if not isinstance(entry, Rejected)}


def _batches(records: Iterator[tuple[str, Work]]) -> Iterator[tuple[tuple[str, Work], ...]]:
    while batch := tuple(islice(records, SEGMENT_RECORDS)):
        yield batch


def _segment(folder: Path, digest: str) -> Path:
    return folder / f"{digest}.jsonl"


def _write_segment(folder: Path, records: Iterable[tuple[str, Work]]) -> str:
    """Write records to a file named by the digest of its bytes, all or nothing; return the digest."""
    data = "".join(_line(id_, work) for id_, work in records).encode()
    digest = sha256(data).hexdigest()
    target = _segment(folder, digest)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            _write_atomically(target, data)
    except OSError as error:
        raise WorkspaceError(f"The library cannot be written to {folder}: {error.strerror}.") from error
    return digest


def _write_atomically(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _line(id_: str, work: Work) -> str:
    given = {name: value for name, value in asdict(work).items() if value not in ("", (), None, False)}
    return json.dumps({"id": id_, **given}, ensure_ascii=False) + "\n"
