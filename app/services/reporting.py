"""Check files one after the other and gather each one's results; the command line's way through the services."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from app.documents.guard import Limits, Worker
from app.documents.reader import read_guarded
from app.documents.text import read as read_text
from app.domain.document import Document, Reading
from app.domain.errors import BadInputError, CancelledError, PasswordNeededError, UnreadableFileError
from app.domain.finding import CheckDone
from app.domain.reference import Rejected
from app.domain.report import DocumentReport, FailedFile
from app.services.checking import (
    CheckRequest,
    LanguageKnown,
    Progress,
    ReferencesJudged,
    SourcesOpened,
    SourceSpec,
    StyleMeasured,
    check_document,
)

if TYPE_CHECKING:
    from rubrics.policy import Policy

CHECKING_LIMITS = Limits(memory=3 << 29, seconds=None)


@dataclass(frozen=True, slots=True)
class TypedText:
    """Text that came from standard input instead of a file."""

    data: bytes


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What every file is checked against, and where indexes of source files may be kept."""

    sources: tuple[SourceSpec, ...] = ()
    plugins: tuple[str, ...] = ()
    cache: Path | None = None
    policy: "Policy | None" = None


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file's report, with the records of the source lists that could not be taken."""

    report: DocumentReport
    rejected: tuple[Rejected, ...]


AskPassword = Callable[[Path, int], str | None]
"""Asks for a file's password, given how many were wrong; None gives the file up."""


def check_files(
    files: Sequence[Path | TypedText],
    options: CheckOptions,
    progress: Callable[[Progress], None] = lambda _: None,
    ask_password: AskPassword = lambda *_: None,
) -> Iterator[CheckedFile | FailedFile]:
    """Yield each file's outcome in order; a file that cannot be read spares the others.

    Raises BadInputError when a source list cannot be read.
    """
    with Worker() as reader, Worker(CHECKING_LIMITS) as checker:
        for file in files:
            name = "-" if isinstance(file, TypedText) else str(file)
            try:
                document = _read(file, reader, ask_password).document
            except CancelledError:
                raise
            except UnreadableFileError as error:
                yield FailedFile(name, str(error))
            else:
                yield _check(name, document, options, checker, progress)


def _read(file: Path | TypedText, worker: Worker, ask_password: AskPassword) -> Reading:
    if isinstance(file, Path):
        return _read_file(file, worker, ask_password)
    (reading,) = worker.run(_read_typed, file.data)
    return reading


def _read_file(path: Path, worker: Worker, ask_password: AskPassword) -> Reading:
    password: str | None = None
    for wrong in count():
        try:
            return read_guarded(path, password, worker=worker)
        except PasswordNeededError:
            password = ask_password(path, wrong)
            if password is None:
                raise
    raise AssertionError("counting has ended")


def _read_typed(data: bytes) -> Iterator[Reading]:
    yield read_text(data)


def _check(
    name: str, document: Document, options: CheckOptions, worker: Worker, progress: Callable[[Progress], None]
) -> CheckedFile:
    request = CheckRequest(document, options.sources, options.plugins, options.cache, policy=options.policy)
    report = DocumentReport(name, document)
    rejected: tuple[Rejected, ...] = ()
    for event in worker.run(check_document, request):
        match event:
            case Progress():
                progress(event)
            case SourcesOpened():
                if event.left_out:
                    raise BadInputError(event.left_out[0])
                rejected = event.rejected
            case CheckDone() | LanguageKnown() | ReferencesJudged() | StyleMeasured():
                report = _add(report, event)
    return CheckedFile(report, rejected)


def _add(report: DocumentReport, event: CheckDone | LanguageKnown | ReferencesJudged | StyleMeasured) -> DocumentReport:
    match event:
        case CheckDone():
            return replace(report, checks=(*report.checks, event))
        case LanguageKnown():
            return replace(report, language=event.language)
        case ReferencesJudged():
            return replace(report, references=report.references + event.checked)
        case StyleMeasured():
            return replace(report, densities=event.densities)
