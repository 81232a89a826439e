"""Read a file into a Document, whatever is in it: what cannot be read becomes one plain sentence."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from app.documents.guard import Worker
from app.documents.progress import ReadProgress
from app.documents.sniff import sniff
from app.domain.document import Kind, Reading
from app.domain.errors import ResourceLimitError, UnreadableFileError

__all__ = ["MOST_BYTES", "ReadProgress", "read_data", "read_file", "read_guarded"]

MOST_BYTES = 300 << 20
_SUFFIXES = {Kind.DOCX: (".docx", ".docm", ".dotx", ".dotm"), Kind.PDF: (".pdf",)}


def read_guarded(
    path: Path,
    password: str | None = None,
    *,
    worker: Worker | None = None,
    progress: Callable[[ReadProgress], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Reading:
    """Read the file at ``path`` in a worker process: the given one, or one for this call.

    Raises UnreadableFileError, PasswordNeededError, ResourceLimitError (each names the file), CancelledError,
    WorkerBugError.
    """
    if worker is None:
        with Worker() as own:
            return read_guarded(path, password, worker=own, progress=progress, cancelled=cancelled)
    reading: Reading | None = None
    try:
        for item in worker.run(read_file, path, password, cancelled=cancelled):
            if isinstance(item, Reading):
                reading = item
            elif progress is not None:
                progress(item)
    except UnreadableFileError as error:
        raise _naming(error, path.name) from error
    if reading is None:
        raise UnreadableFileError(f"{path.name}: The reader ended without a result. Try again.")
    return reading


def read_file(path: Path, password: str | None = None) -> Iterator[ReadProgress | Reading]:
    """Yield progress and last the Reading of the file at ``path``. For :meth:`app.documents.guard.Worker.run`.

    Raises UnreadableFileError, PasswordNeededError, ResourceLimitError, each naming the file.
    """
    try:
        yield from read_data(_load(path), path.name, password)
    except UnreadableFileError as error:
        raise _naming(error, path.name) from error


def read_data(data: bytes, name: str, password: str | None = None) -> Iterator[ReadProgress | Reading]:
    """Yield progress and last the Reading of a file's bytes; ``name`` tells Markdown from plain text.

    Raises UnreadableFileError, PasswordNeededError, ResourceLimitError.
    """
    if not data:
        raise UnreadableFileError("The file is empty.")
    kind = sniff(data, name)
    for item in _read_kind(kind, data, password):
        yield _warn_of_name(item, kind, name) if isinstance(item, Reading) else item


def _read_kind(kind: Kind, data: bytes, password: str | None) -> Iterator[ReadProgress | Reading]:
    """Run the reader of ``kind``; each loads its libraries only when used."""
    if kind is Kind.PDF:
        from app.documents.pdf import read_pages

        yield from read_pages(data, password)
    elif kind is Kind.DOCX:
        from app.documents.docx import read as read_docx
        from app.documents.precheck import check_package

        check_package(data)
        yield read_docx(data, password)
    elif kind is Kind.MARKDOWN:
        from app.documents.markdown import read as read_markdown

        yield read_markdown(data)
    else:
        from app.documents.text import read as read_text

        yield read_text(data)


def _load(path: Path) -> bytes:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise UnreadableFileError("This is a folder. Open the files in it one by one.")
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableFileError("This is no file but a device or a connection. Open a document.")
        if about.st_size > MOST_BYTES:
            raise ResourceLimitError(
                f"The file has {about.st_size >> 20} MB; Stet reads up to {MOST_BYTES >> 20} MB. "
                "Save it with smaller pictures, or in parts."
            )
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnreadableFileError("There is no such file. Check its name and folder.") from error
    except PermissionError as error:
        raise UnreadableFileError(
            "You may not read this file. Ask its owner, or copy it to a folder of yours."
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"The file cannot be read from the disk ({error}). Copy it and try again.") from error


def _naming(error: UnreadableFileError, name: str) -> UnreadableFileError:
    """Return the error with the file's name in front, unless it stands there."""
    return error if str(error).startswith(f"{name}: ") else type(error)(f"{name}: {error}")


def _warn_of_name(reading: Reading, kind: Kind, name: str) -> Reading:
    """Add a warning when the name's ending promises another kind of file."""
    suffix = Path(name).suffix.lower()
    others = tuple(ending for other, endings in _SUFFIXES.items() if other is not kind for ending in endings)
    if suffix not in others and not (kind in _SUFFIXES and suffix in (".txt", ".md", ".markdown")):
        return reading
    warning = f"The name ends in {suffix}, but this is a {kind.upper()} file; it was read as {kind.upper()}."
    document = replace(reading.document, warnings=(warning, *reading.document.warnings))
    return replace(reading, document=document)
