"""What a person asks about one reference: other records, its corrected text, and to say that it is right.

All of it is for the disk lane.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.citations.correct import Corrected
from app.domain.reference import Candidate, CheckedReference, Record, Reference, Work
from app.services import references
from app.services.libraries import find_library
from app.services.library_records import corrections, put_record, remove_record
from app.services.ports import Workspace
from app.shell.library_files import specs_of
from app.shell.source_lists import SourceList

OWN_LIBRARY = references.OWN_LIBRARY


@dataclass(frozen=True, slots=True)
class Taught:
    """A record that a person put into a library: their name or "you", when (UTC ms), the fields before, None if new."""

    record_id: str
    library: str
    by: str
    changed_ms: int
    before: Work | None


def corrected(checked: CheckedReference) -> Corrected:
    """Return a reference as printed, put right by the record it was compared with; there must be one."""
    record = checked.judgement.record
    assert record is not None
    return references.corrected(checked.reference, Candidate(record, 0.0, checked.judgement.fields))


def right_work(checked: CheckedReference) -> Work:
    """Return the record that holds what a reference says, to look through before it is kept."""
    return references.right_work(checked)


def likely_records(workspace: Workspace, lists: Iterable[SourceList], reference: Reference) -> tuple[Candidate, ...]:
    """Return the records of the lists in use that a reference may mean. Raises UnreadableFileError, BadInputError."""
    return references.candidates(workspace, specs_of(workspace, lists), reference)


def teach(workspace: Workspace, checked: CheckedReference, work: Work, library: str) -> str:
    """Put a record into a library as the person who works here; return its id. Raises BadInputError, WorkspaceError."""
    return references.teach(workspace, checked, work, workspace.me(), library)[0]


def taught(workspace: Workspace, record: Record) -> Taught | None:
    """Return who put a record into its library, None when it came from a file. Raises WorkspaceError."""
    if find_library(workspace, record.library) is None:
        return None
    one = next((one for one in corrections(workspace, record.library) if one.id == record.id), None)
    if one is None:
        return None
    names = {person.id: person.name for person in workspace.directory().people} | {workspace.me(): "you"}
    return Taught(record.id, record.library, names.get(one.by, ""), one.changed_ms, one.before)


def take_back(workspace: Workspace, one: Taught) -> None:
    """Take a taught record out again; a corrected one says again what it said. Raises NotFoundError, WorkspaceError."""
    if one.before is None:
        remove_record(workspace, one.library, one.record_id)
    else:
        put_record(workspace, one.library, one.before, workspace.me(), one.record_id)


def libraries_for(workspace: Workspace, checked: CheckedReference) -> tuple[str, ...]:
    """Return the libraries that may take what a reference says: the record's own to correct it there, and one's own."""
    record = checked.judgement.record
    own = find_library(workspace, record.library) if record is not None else None
    return tuple(dict.fromkeys([OWN_LIBRARY, *([own.info.name] if own is not None else [])]))
