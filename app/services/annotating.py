"""A copy of a draft in its own format with notes in its margin. The original is only read."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from app.documents.guard import Worker
from app.documents.reader import OFFICE
from app.domain.document import Document, Kind
from app.domain.errors import BadInputError, UnreadableFileError
from app.domain.margin import MarginNote


def annotated_copy(path: Path, document: Document, notes: Sequence[MarginNote], password: str | None = None) -> bytes:
    """Return the bytes of the file at ``path`` with the notes; ``document`` is what was read from it.

    Raises BadInputError where the format has no margin, UnreadableFileError when the file has gone or changed.
    """
    if document.extractor.startswith(OFFICE):
        raise BadInputError(
            f"{path.name} was read through LibreOffice, so it has no margin to write in. "
            f"Save it as {document.kind.upper()} and open that, or choose the report as HTML."
        )
    with Worker() as worker:
        (copy,) = worker.run(_annotate, path, document, tuple(notes), password)
    return copy


def _annotate(path: Path, document: Document, notes: tuple[MarginNote, ...], password: str | None) -> Iterator[bytes]:
    """Do the work in the guarded process: the file is a stranger's."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{path.name} cannot be read: {error.strerror}.") from error
    if sha256(data).hexdigest() != document.sha256:
        raise UnreadableFileError(f"{path.name} has changed since it was read. Open it again first.")
    match document.kind:
        case Kind.DOCX:
            from app.documents.docx_comments import with_comments

            yield with_comments(data, document, notes)
        case Kind.PDF:
            from app.documents.pdf_highlights import with_highlights

            yield with_highlights(data, document, notes, password)
        case _:
            raise BadInputError(f"{path.name} has no margin to write in. Choose the report as HTML.")
