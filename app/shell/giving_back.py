"""Making the copy of a reviewed draft that its author gets, away from the window."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from html import escape
from pathlib import Path

from app.documents.reader import OFFICE
from app.domain.document import Kind
from app.domain.errors import BadInputError, StetError
from app.domain.margin import MarginNote
from app.domain.places import where
from app.domain.report import DocumentReport, Report
from app.domain.review import Comment
from app.services.ports import ReviewStore
from app.services.settings import names_of
from app.shell.desk_draft import DeskDraft
from app.shell.jobs import Job

FORMATS = {
    ".docx": "Word, with the comments (*.docx)",
    ".pdf": "PDF, with highlights (*.pdf)",
    ".html": "Report as a web page (*.html)",
}
_OWN = {Kind.DOCX: ".docx", Kind.PDF: ".pdf"}


def formats_of(opened: DeskDraft) -> tuple[str, ...]:
    """Return the endings a draft can be given back in, its own first where that has a margin."""
    own = _OWN.get(opened.document.kind)
    converted = opened.document.extractor.startswith(OFFICE)
    return (own, ".html") if own is not None and not converted else (".html",)


def export_copy(store: ReviewStore, opened: DeskDraft, target: Path) -> Callable[[Job], int]:
    """Return the job that writes the copy to ``target`` and gives the number of comments in it.

    The job raises StetError for a format that the draft has not, for the draft's own file and for a disk that does not
    take it.
    """
    document, source, password = opened.document, opened.source, opened.password
    comments = [item.comment for item in opened.comment_items() if item.comment.body.strip()]
    report = _report(opened)

    def write(_: Job) -> int:
        if _same_file(target, opened.path) or _same_file(target, source):
            raise BadInputError(f"{target.name} is the draft itself, which Stet never changes. Choose another name.")
        notes = margin_notes(store, comments, opened.draft.revision_id)
        if target.suffix.lower() == ".html":
            data = review_html(report, notes).encode()
        elif target.suffix.lower() == _OWN.get(document.kind):
            from app.services.annotating import annotated_copy

            data = annotated_copy(source, document, notes, password)
        else:
            raise BadInputError(f"This draft cannot be given back as {target.suffix or 'a file without an ending'}.")
        write_whole(target, data)
        return len(notes)

    return write


def margin_notes(store: ReviewStore, comments: Sequence[Comment], revision_id: str) -> tuple[MarginNote, ...]:
    """Return the comments as notes, with their authors' names; one that lost its place stands on the whole draft."""
    names = names_of(store)
    return tuple(_note(comment, names.get(comment.author_id) or "Mentor", revision_id) for comment in comments)


def review_html(report: Report, notes: Sequence[MarginNote]) -> str:
    """Return the report as a page that begins with what a person wrote."""
    from app.exports.report_html import report_html

    document = report.documents[0].document
    items = []
    for note in notes:
        place = "whole draft" if note.start is None else where(document, note.start)
        quote = "" if note.start is None else f"<q>{escape(document.text[note.start : note.end])}</q><br>"
        body = "<br>".join(escape(line) for line in note.text.splitlines())
        items.append(f'<li><p class="quiet">{escape(place)}, {escape(note.author)}</p>{quote}{body}</li>')
    section = f"<h2>Comments ({len(items)})</h2><ul>{''.join(items)}</ul>\n" if items else ""
    page = report_html(report)
    first = page.find("<h2>")
    at = first if first >= 0 else page.rfind('<p class="quiet">')
    return page[:at] + section + page[at:]


def keep_clipboard(folder: Path, text: str) -> Path:
    """Keep text as a file in ``folder``, named after its first words, and return it. Raises StetError."""
    if not text.strip():
        raise BadInputError("There is no text in the clipboard. Copy some first.")
    words = "".join(sign if sign.isalnum() else " " for sign in text.strip().splitlines()[0]).split()
    name = " ".join(words)[:40].strip() or "Draft"
    path = folder / f"{name} {datetime.now().astimezone():%Y-%m-%d %H%M%S}.txt"
    write_whole(path, text.encode())
    return path


def _note(comment: Comment, author: str, revision_id: str) -> MarginNote:
    parts = (comment.body, comment.why, comment.good, comment.suggestion)
    text = "\n".join(part.strip() for part in parts if part.strip())
    anchor = comment.anchor
    if anchor is None or anchor.is_orphan or anchor.revision_id != revision_id:
        quote = f"“{anchor.exact}”\n" if anchor is not None else ""
        return MarginNote(None, None, quote + text, author)
    return MarginNote(anchor.start, anchor.end, text, author)


def _report(opened: DeskDraft) -> Report:
    from app.services.version import TOOL

    shown = [item.checked for item in opened.reference_items() if item.checked is not None]
    checked = DocumentReport(opened.draft.name, opened.document, opened.language, tuple(opened.checks), tuple(shown))
    return Report(TOOL, (checked,), (), opened.rejected)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


def write_whole(target: Path, data: bytes) -> None:
    """Write beside the target, then take its place, so that no half file is left."""
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise StetError(f"{target} cannot be written: {error.strerror}. Choose another folder.") from error
