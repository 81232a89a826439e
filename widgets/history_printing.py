"""A mentee's history on paper: scores by draft, what comes back, and everything that was said, the newest first."""

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from app.services.history import ScorePoint
from app.services.ports import Said, Workspace
from app.shell.items import shown_quote, words_of
from app.shell.my_history import Filters, History, find_said, history_of
from app.shell.session import Session
from widgets.fonts import role_font
from widgets.history_said import word_of
from widgets.mentee_words import day
from widgets.printing import print_on

_MOST = 5000
"""How much of what was said is printed."""
_SPARE = 500
"""How much more is read to know whether there is more: scores that wait for a reflection are taken out of it."""
_STYLE = """body, td, th, p, li, h1, h2 { color: #000000 } h2 { margin-top: 18px } p { margin: 2px 0 }
th { text-align: left } td, th { padding: 2px 14px 2px 0 } .second { color: #444444 }"""


def ask_to_print_history(session: Session, mentee_id: str, parent: QWidget) -> None:
    """Read the whole history of a mentee ("" for one's own), ask for the printer or a PDF file, and print it."""
    titles = session.engine.titles()

    def show(read: tuple[History, tuple[Said, ...]]) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(_title(read[0]))
        dialog = QPrintDialog(printer, parent)
        dialog.setWindowTitle("Print the history")
        if dialog.exec():
            print_on(printer, history_document(*read, titles))
        dialog.deleteLater()

    def read(workspace: Workspace) -> tuple[History, tuple[Said, ...]]:
        found = history_of(workspace, mentee_id)
        return found, find_said(workspace, found.mentee_id, Filters(), most=_MOST + _SPARE)

    session.ask(read, show)


def history_document(
    found: History, said: Sequence[Said], titles: Mapping[str, str], most: int = _MOST
) -> QTextDocument:
    """Return what goes on paper, dark on white in any theme: ``most`` of what was said, and whether there is more."""
    made = QTextDocument()
    made.setDefaultFont(role_font("body"))
    made.setDefaultStyleSheet(_STYLE)
    head = f"<h1>{escape(_title(found))}</h1>"
    parts = (head, _scores(found), _comes_back(found, titles), _all_said(found, said, most))
    made.setHtml("".join(parts))
    return made


def _title(found: History) -> str:
    return f"History of {found.name}" if found.name else "History"


def _scores(found: History) -> str:
    if not found.points:
        return "<h2>Scores</h2><p>None yet.</p>"
    drafts: dict[str, dict[str, ScorePoint]] = {}
    for point in found.points:
        drafts.setdefault(point.draft_id, {})[point.criterion_id] = point
    heads = "".join(f"<th>{escape(title)}</th>" for title in found.criteria.values())
    rows = [
        f"<tr><td>{day(next(iter(points.values())).scored_ms)}</td><td>{escape(found.place(draft_id))}</td>"
        + "".join(f"<td>{escape(points[one].level) if one in points else ''}</td>" for one in found.criteria)
        for draft_id, points in drafts.items()
    ]
    return f"<h2>Scores</h2><table><tr><th>Day</th><th>Draft</th>{heads}</tr>{''.join(rows)}</table>"


def _comes_back(found: History, titles: Mapping[str, str]) -> str:
    lines = [
        f"<li>{escape(titles.get(one.recurring.check) or words_of(one.recurring.check))}: "
        f"{len(one.recurring.drafts)} of the last {one.recurring.of} drafts</li>"
        for one in found.comes_back
    ]
    listed = f"<ul>{''.join(lines)}</ul>" if lines else "<p>Nothing in two or more of the last five drafts.</p>"
    return f"<h2>What comes back</h2>{listed}"


def _all_said(found: History, said: Sequence[Said], most: int) -> str:
    entries = "".join(_entry(found, one) for one in said[:most]) or "<p>Nothing.</p>"
    older = f'<p class="second">Only the newest {most:,} are printed. Older ones are in the history in Stet.</p>'
    return f"<h2>What was said, the newest first</h2>{older if len(said) > most else ''}{entries}"


def _entry(found: History, one: Said) -> str:
    mentor = found.names.get(one.author_id, "")
    head = ", ".join(filter(None, (word_of(one, found), mentor, day(one.said_ms), found.place(one.draft_id))))
    quote = f'<p class="second"><i>“{escape(shown_quote(one.quote))}”</i></p>' if one.quote else ""
    words = "".join(f"<p>{escape(line)}</p>" for line in one.body.splitlines() if line.strip())
    return f"<p><b>{escape(head)}</b></p>{quote}{words}<br>"
