"""What a person does with a checked reference: choose among candidates, correct its text, say that it is right."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.citations.correct import Corrected, corrected_text
from app.citations.sources import open_sources
from app.domain.reference import Candidate, CheckedReference, FieldStatus, LibraryInfo, Reference, Work
from app.services.checking import SourceSpec
from app.services.libraries import add_library, find_library
from app.services.library_records import put_record
from app.services.ports import LibraryShelf

OWN_LIBRARY = "My corrections"
"""The library that takes what a person says is right, unless another one is named."""


def candidates(
    shelf: LibraryShelf, specs: Sequence[SourceSpec], reference: Reference, limit: int = 8
) -> tuple[Candidate, ...]:
    """Return at most ``limit`` records of the lists that a reference may mean, the likeliest first, with differences.

    It opens indexes: call it off the window's thread. Raises UnreadableFileError and BadInputError.
    """
    sources = open_sources([(spec.name, spec.files, spec.complete) for spec in specs], shelf.cache)
    try:
        return sources.candidates(reference.parsed, reference.raw, limit)
    finally:
        sources.close()


def corrected(reference: Reference, candidate: Candidate) -> Corrected:
    """Return the reference as printed with the fields that differ from a record put right, in the style it is in.

    ``left`` names those that differ and could not be put right in the text.
    """
    return corrected_text(reference, candidate.record.work, candidate.fields)


def right_work(checked: CheckedReference) -> Work:
    """Return the record that holds what a reference says, to show before ``teach``: cited fields win over the list's.

    What agrees stays as the record has it, which may say more (a subtitle, all authors).
    """
    cited, record = checked.reference.parsed, checked.judgement.record
    if record is None or "chimera" in checked.judgement.reasons:
        return cited
    open_ = {FieldStatus.DIFFERS, FieldStatus.UNCONFIRMED}
    names = [match.name for match in checked.judgement.fields if match.status in open_]
    changes: dict[str, Any] = {name: value for name in names if (value := getattr(cited, name, None))}
    if "authors" in changes:
        changes["et_al"] = cited.et_al
    return replace(record.work, **changes)


def teach(
    shelf: LibraryShelf, checked: CheckedReference, work: Work, by: str, library: str = OWN_LIBRARY
) -> tuple[str, LibraryInfo]:
    """Say that a reference is right: put ``work`` (see ``right_work``) into a library; return its id and the library.

    It takes the place of the record the reference was compared with where that is in this library, and is a new record
    beside it where it is in another list. The library is made when there is none.
    Raises BadInputError for a work without title and identifier, and WorkspaceError.
    """
    if find_library(shelf, library) is None:
        add_library(shelf, library, (), complete=False)
    record = checked.judgement.record
    id_ = record.id if record is not None and record.library == library else ""
    return put_record(shelf, library, work, by, id_)
