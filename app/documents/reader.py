"""Read a file into a Document, whatever is in it: what cannot be read becomes one plain sentence."""

import hashlib
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from app.documents.guard import Worker
from app.documents.office import convert, find_libreoffice
from app.documents.precheck import check_archive, check_package
from app.documents.progress import ReadProgress
from app.documents.sniff import Foreign, sniff
from app.domain.document import Kind, Reading
from app.domain.errors import ResourceLimitError, UnreadableFileError

__all__ = ["MOST_BYTES", "OFFICE", "ReadProgress", "read_file", "read_guarded"]

MOST_BYTES = 300 << 20
OFFICE = "office+"
"""Begins the extractor of a document that was read from what LibreOffice made of the file."""
THROUGH_OFFICE = "Read through LibreOffice; its layout may differ."
_SUFFIXES = {Kind.DOCX: (".docx", ".docm", ".dotx", ".dotm"), Kind.PDF: (".pdf",)}

_Item = ReadProgress | Reading | Foreign


def read_guarded(
    path: Path,
    password: str | None = None,
    *,
    name: str | None = None,
    worker: Worker | None = None,
    progress: Callable[[ReadProgress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Reading:
    """Read the file at ``path`` in a worker process: the given one, or one for this call.

    ``name`` is the file's own name where ``path`` leads to a kept copy. Formats that are not read go through
    LibreOffice first, which runs beside the worker: its memory limit is too small for that.
    Raises UnreadableFileError, PasswordNeededError, ResourceLimitError (each names the file), CancelledError,
    WorkerBugError.
    """
    if worker is None:
        with Worker() as own:
            return read_guarded(path, password, name=name, worker=own, progress=progress, cancelled=cancelled)
    name = name or path.name
    try:
        found = _follow(worker.run(read_file, path, password, name, cancelled=cancelled), progress)
        if isinstance(found, Foreign):
            data = _load(path)
            progress(ReadProgress(0, 0))
            converted = _convert(data, found, cancelled)
            digest = hashlib.sha256(data).hexdigest()
            items = worker.run(_read_converted, converted, found, name, digest, cancelled=cancelled)
            found = replace(cast("Reading", _follow(items, progress)), converted=converted)
    except UnreadableFileError as error:
        raise _naming(error, name) from error
    assert isinstance(found, Reading)
    return found


def _follow(items: Iterator[_Item], progress: Callable[[ReadProgress], None]) -> Reading | Foreign:
    """Report progress and return what comes last, after the items have ended: the worker lives on."""
    last: _Item | None = None
    for last in items:
        if isinstance(last, ReadProgress):
            progress(last)
    assert isinstance(last, Reading | Foreign)
    return last


def _convert(data: bytes, foreign: Foreign, cancelled: Callable[[], bool]) -> bytes:
    if find_libreoffice() is None:
        raise foreign.refusal()
    return convert(data, foreign.suffix, foreign.kind, cancelled)


def read_file(path: Path, password: str | None = None, name: str | None = None) -> Iterator[_Item]:
    """Yield progress and last the Reading of the file at ``path``, or what it is where LibreOffice has to open it.

    For :meth:`app.documents.guard.Worker.run`.
    Raises UnreadableFileError, PasswordNeededError, ResourceLimitError, each naming the file.
    """
    name = name or path.name
    try:
        yield from _read_data(_load(path), name, password)
    except UnreadableFileError as error:
        raise _naming(error, name) from error


def _read_data(data: bytes, name: str, password: str | None) -> Iterator[_Item]:
    if not data:
        raise UnreadableFileError("The file is empty.")
    kind = sniff(data, name)
    if isinstance(kind, Foreign):
        if data.startswith(b"PK"):
            check_archive(data)
        yield kind
        return
    for item in _read_kind(kind, data, password):
        yield _warn_of_name(item, kind, name) if isinstance(item, Reading) else item


def _read_converted(data: bytes, foreign: Foreign, name: str, digest: str) -> Iterator[ReadProgress | Reading]:
    """Read what LibreOffice made of a file as that file, which has the digest."""
    for item in _read_kind(foreign.kind, data, None):
        yield _as_original(item, foreign, name, digest) if isinstance(item, Reading) else item


def _as_original(reading: Reading, foreign: Foreign, name: str, digest: str) -> Reading:
    warnings = [THROUGH_OFFICE, *reading.document.warnings]
    suffix = Path(name).suffix.lower()
    if any(suffix in endings for endings in _SUFFIXES.values()):
        warnings.insert(0, f"The name ends in {suffix}, but this is {foreign.what}.")
    extractor = f"{OFFICE}{reading.document.extractor}"
    return replace(
        reading,
        document=replace(reading.document, sha256=digest, extractor=extractor, warnings=tuple(warnings)),
    )


def _read_kind(kind: Kind, data: bytes, password: str | None) -> Iterator[ReadProgress | Reading]:
    """Run the reader of ``kind``; each loads its libraries only when used."""
    if kind is Kind.PDF:
        from app.documents.pdf import read_pages

        yield from read_pages(data, password)
    elif kind is Kind.DOCX:
        from app.documents.docx import read as read_docx

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
