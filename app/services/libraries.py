"""Source libraries: add records from files, list, search, declare, rename, remove.

Single records, and what a person does with a reference, are in ``library_records`` and ``references``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path

from app.citations.formats import read_entries
from app.citations.normalise import normalise_title
from app.citations.sources import open_sources
from app.domain.errors import BadInputError, NotFoundError
from app.domain.ids import now_ms
from app.domain.reference import LibraryInfo, Record, Rejected, Work
from app.services.checking import Progress
from app.services.ports import Library, LibraryShelf
from app.services.segments import line_of, segment_path, write_segments

_PROGRESS_STEP = 1_000
_NAMES = tuple(field.name for field in fields(Work) if field.name != "title")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What adding files to a library did.

    ``added`` records are new; ``duplicates`` were there already, field for field, and are left out; ``alike`` of the
    added name a work that the library holds with other details: both records are kept. ``rejected`` could not be taken.
    """

    info: LibraryInfo
    added: int
    duplicates: int
    rejected: tuple[Rejected, ...]
    alike: int = 0

    @property
    def read(self) -> int:
        """How many entries the files hold."""
        return self.added + self.duplicates + len(self.rejected)


def add_library(
    shelf: LibraryShelf,
    name: str,
    files: Sequence[Path],
    complete: bool | None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> ImportReport:
    """Add the records of files to the library of that name, which is made when there is none.

    ``complete`` None leaves what the owner declared (a new library is partial). ``progress`` may raise to cancel.
    Raises UnreadableFileError, BadInputError and WorkspaceError; then the library is as it was.
    """
    known = find_library(shelf, name)
    import_ = _Import()
    import_.know(shelf.folder, known.segments if known else (), progress)
    lines = (line_of(id_, work) for id_, work in import_.fresh(files, progress))
    segments = tuple(write_segments(shelf.folder, lines))
    library = find_library(shelf, name) or Library(LibraryInfo(name, 0, complete=False), ())  # it may have changed
    names = tuple(dict.fromkeys([*library.info.files, *(path.name for path in files)]))
    library = replace(library, info=replace(library.info, files=names))
    info = change_library(shelf, library, (*library.segments, *segments), import_.added, complete)
    return ImportReport(info, import_.added, import_.duplicates, tuple(import_.rejected), import_.alike)


def list_libraries(shelf: LibraryShelf) -> tuple[LibraryInfo, ...]:
    """Return what is known of every library, by name."""
    return tuple(map(_info, shelf.libraries()))


def library_info(shelf: LibraryShelf, name: str) -> LibraryInfo:
    """Return what is known of a library. Raises NotFoundError."""
    return _info(get_library(shelf, name))


def remove_library(shelf: LibraryShelf, name: str) -> None:
    """Remove a library; the files it came from stay. Raises NotFoundError."""
    shelf.remove_library(get_library(shelf, name).info.name)


def declare(shelf: LibraryShelf, name: str, *, complete: bool) -> LibraryInfo:
    """Say whether absence from a library counts as evidence. Raises NotFoundError."""
    library = get_library(shelf, name)
    return change_library(shelf, library, library.segments, complete=complete)


def rename_library(shelf: LibraryShelf, name: str, to: str) -> LibraryInfo:
    """Give a library another name. Raises NotFoundError, and BadInputError for an empty or taken one."""
    library, to = get_library(shelf, name), to.strip()
    if to == name:
        return _info(library)
    if not to or find_library(shelf, to):
        raise BadInputError(f"There is a library called “{to}” already." if to else "A library needs a name.")
    info = change_library(shelf, replace(library, info=replace(library.info, name=to)), library.segments)
    shelf.remove_library(name)
    return info


def search_library(shelf: LibraryShelf, name: str, text: str, limit: int) -> tuple[Record, ...]:
    """Return at most ``limit`` records that fit a text best, best first; for no text the first of the library.

    Raises NotFoundError.
    """
    sources = open_sources(library_sources(shelf, [name]), shelf.cache)
    try:
        return sources.search(text, limit)
    finally:
        sources.close()


def library_sources(shelf: LibraryShelf, names: Sequence[str]) -> tuple[tuple[str, tuple[Path, ...], bool], ...]:
    """Return name, segment files and declared completeness of libraries, as ``open_sources`` takes them.

    Raises NotFoundError.
    """
    found = [get_library(shelf, name) for name in names]
    return tuple((one.info.name, _files(shelf, one), one.info.complete) for one in found)


def _files(shelf: LibraryShelf, library: Library) -> tuple[Path, ...]:
    """Return the files that are here; those of a shared library may be on their way."""
    paths = (segment_path(shelf.folder, key) for key in library.segments)
    return tuple(path for path in paths if path.exists())


def find_library(shelf: LibraryShelf, name: str) -> Library | None:
    """Return the library of that name, if there is one."""
    return next((library for library in shelf.libraries() if library.info.name == name), None)


def get_library(shelf: LibraryShelf, name: str) -> Library:
    """Return a library. Raises NotFoundError, which names those there are."""
    library = find_library(shelf, name)
    if library is None:
        known = ", ".join(info.name for info in list_libraries(shelf)) or "none yet"
        raise NotFoundError(f"There is no file and no source library called “{name}” (libraries here: {known}).")
    return library


def change_library(
    shelf: LibraryShelf, library: Library, segments: Sequence[str], more: int = 0, complete: bool | None = None
) -> LibraryInfo:
    """Keep a library with these segments, ``more`` records than before, declared as said; return what is known then."""
    info = replace(
        library.info,
        records=library.info.records + more,
        complete=library.info.complete if complete is None else complete,
        updated_ms=now_ms(),
    )
    changed = Library(info, tuple(dict.fromkeys(segments)))
    shelf.put_library(changed)
    return _info(changed)


def _info(library: Library) -> LibraryInfo:
    version = sha256("".join(library.segments).encode()).hexdigest()[:8]
    return replace(library.info, version=version)


class _Import:
    """Counts what an import takes and leaves out."""

    def __init__(self) -> None:
        self._known: set[bytes] = set()
        self._works: set[int] = set()
        self.added = self.duplicates = self.alike = 0
        self.rejected: list[Rejected] = []

    def know(self, folder: Path, segments: Sequence[str], progress: Callable[[Progress], None]) -> None:
        """Take note of the records that are kept already."""
        for number, digest in enumerate(segments, start=1):
            progress(Progress("Reading what the library holds, part", number, len(segments)))
            for entry in read_entries(segment_path(folder, digest)):
                if not isinstance(entry, Rejected):
                    self._known.add(_key(entry[1]))
                    self._works.add(_work_key(entry[1]))

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
        key, same = _key(work), _work_key(work)
        if key in self._known:
            self.duplicates += 1
            return False
        self.alike += same in self._works
        self._known.add(key)
        self._works.add(same)
        self.added += 1
        return True


def _key(work: Work) -> bytes:
    """Return a digest of a record's fields; the id is no part of it."""
    values = [normalise_title(work.title), *(getattr(work, name) for name in _NAMES)]
    return sha256(repr(values).encode("utf-8", "surrogatepass")).digest()[:16]


def _work_key(work: Work) -> int:
    """Return a number for the work that a record names: its DOI, else its title and first author."""
    return hash(work.doi.lower() or (normalise_title(work.title), work.authors[:1]))
