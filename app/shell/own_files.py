"""Files of one's own on their way into the workspace: drafts of one's work, and texts that go along with them."""

import hashlib
from pathlib import Path

from app.documents.decoding import decode
from app.domain.document import Reading
from app.domain.errors import BadInputError, StetError
from app.domain.review import Draft
from app.services import reviewing, submitting
from app.services.ports import Workspace

_LARGEST_TEXT = 2_000_000


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StetError(f"{path.name} cannot be read: {error.strerror}. Choose another file.") from error


def text_of(path: Path) -> str:
    """Return the text of a small text file. Raises StetError."""
    data = _bytes_of(path)
    if len(data) > _LARGEST_TEXT:
        raise StetError(f"{path.name} is larger than 2 MB. Choose the part that matters.")
    try:
        return decode(data).text
    except StetError as error:
        raise StetError(f"{path.name}: {error}") from error


def add_draft(store: Workspace, path: Path, reading: Reading, work_id: str) -> Draft:
    """Keep a file as the next draft of a work; the same bytes are the same draft. Raises StetError."""
    return reviewing.open_draft(store, path, _bytes_of(path), reading.document, work_id).draft


def begin(store: Workspace, path: Path, reading: Reading, title: str, assignment_id: str) -> Draft:
    """Make a work of one's own with a file as its first draft. Raises BadInputError without a title."""
    if not title.strip():
        raise BadInputError("The work needs a title. Type one.")
    work = submitting.new_work(store, " ".join(title.split()), store.me(), assignment_id)
    return add_draft(store, path, reading, work.id)


def has_changed(draft: Draft) -> bool:
    """Tell whether the file that a draft came from holds other bytes by now; one that has gone has not changed."""
    try:
        with Path(draft.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() != draft.sha256
    except OSError:
        return False
