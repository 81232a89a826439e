"""Single records of a library: add, correct and remove them, with who did it and when."""

from app.citations.formats_fields import problem_of, stable_id
from app.domain.errors import BadInputError, NotFoundError
from app.domain.ids import now_ms
from app.domain.reference import LibraryInfo, Work
from app.services import segments
from app.services.libraries import change_library, get_library
from app.services.ports import LibraryShelf
from app.services.segments import Correction, corrections_in, line_of_correction, lines_in, without, write_segment


def put_record(shelf: LibraryShelf, name: str, work: Work, by: str, id_: str = "") -> tuple[str, LibraryInfo]:
    """Put a record into a library, in place of the one with that id if there is one; return its id and the library.

    ``by`` is the id of the person who does it; what the record said before is kept beside it. Without an id the same
    fields give the same one. Only the segments that change are written anew.
    Raises BadInputError when the record has neither a title nor an identifier, NotFoundError and WorkspaceError.
    """
    if problem := problem_of(work):
        raise BadInputError(problem)
    library, id_ = get_library(shelf, name), id_.strip() or stable_id(work)
    kept, before = without(shelf.folder, library.segments, id_)
    line = line_of_correction(Correction(id_, work, by, now_ms(), before[-1] if before else None))
    last = lines_in(shelf.folder, kept[-1]) if kept else []
    if len(last) < segments.SEGMENT_RECORDS:
        kept = [*kept[:-1], write_segment(shelf.folder, [*last, line])]
    else:
        kept.append(write_segment(shelf.folder, [line]))
    return id_, change_library(shelf, library, kept, 1 - len(before))


def remove_record(shelf: LibraryShelf, name: str, id_: str) -> LibraryInfo:
    """Take the record with an id out of a library. Raises NotFoundError and WorkspaceError."""
    library = get_library(shelf, name)
    kept, removed = without(shelf.folder, library.segments, id_)
    if not removed:
        raise NotFoundError(f"The library “{name}” has no record “{id_}”.")
    return change_library(shelf, library, kept, -len(removed))


def corrections(shelf: LibraryShelf, name: str) -> tuple[Correction, ...]:
    """Return the records of a library that people added or corrected, the newest first.

    Raises NotFoundError and WorkspaceError.
    """
    found = corrections_in(shelf.folder, get_library(shelf, name).segments)
    return tuple(sorted(found, key=lambda one: one.changed_ms)[::-1])  # of one moment, the later one first
