"""``stet check``: read drafts, check them, report."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.context import Passwords, ProgressLine, Toolbox
from app.cli.online import online_options, open_online
from app.cli.output import write_output
from app.domain.errors import BadInputError
from app.domain.finding import Tier
from app.domain.report import TIER_RANK, DocumentReport, FailedFile, Report
from app.exports.margin_notes import margin_notes
from app.exports.report_html import report_html
from app.exports.report_json import SCHEMA, document_values, report_values
from app.exports.report_text import report_text
from app.services.annotating import annotated_copy
from app.services.looking_up import Judge, look_up_references
from app.services.reporting import CheckOptions, TypedText, check_files
from app.services.version import TOOL

if TYPE_CHECKING:
    from app.services.policies import Policy

CLEAN, FOUND, UNREADABLE = 0, 1, 2


def _json(report: Report, with_text: bool) -> str:
    return json.dumps(report_values(report, with_text=with_text), ensure_ascii=False, indent=1) + "\n"


def _jsonl(report: Report, with_text: bool) -> str:
    return "".join(f"{line}\n" for line in _json_lines(report, with_text=with_text))


def _json_lines(report: Report, *, with_text: bool) -> Iterator[str]:
    head = {"schema": SCHEMA, "tool": report.tool}
    for document in report.documents:
        yield json.dumps({**head, **document_values(document, with_text=with_text)}, ensure_ascii=False)


_WRITERS: dict[str, Callable[[Report, bool], str]] = {
    "text": lambda report, _: report_text(report),
    "html": lambda report, _: report_html(report),
    "json": _json,
    "jsonl": _jsonl,
}
_MARGINS = ("docx", "pdf")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--sources", "-s", multiple=True, metavar="LIB|FILE", help="A source library or file; may be repeated.")
@click.option("--complete", is_flag=True, help="The lists are complete: what is not in them counts as evidence.")
@online_options
@click.option("--policy", type=click.Path(path_type=Path), metavar="FILE", help="Check against this policy file too.")
@click.option("--with-text", is_flag=True, help="Put the canonical text into the JSON report.")
@click.option("--format", "form", type=click.Choice([*_WRITERS, *_MARGINS]), default="text")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")
@click.option("--fail-on", type=click.Choice(["fix", "ask", "never"]), default="fix", show_default=True)
@click.pass_obj
def check(  # noqa: PLR0913, PLR0917 one parameter for each option of the published command
    toolbox: Toolbox,
    files: tuple[str, ...],
    sources: tuple[str, ...],
    complete: bool,
    online: bool,
    online_titles: bool,
    policy: Path | None,
    with_text: bool,
    form: str,
    output: Path | None,
    fail_on: str,
) -> int:
    """Check drafts and report what was found.

    FILE may be - for text on standard input. The formats docx and pdf give a copy of the draft itself with what was
    found as comments in its margin; they need --output.

    Exit code 0: clean; 1: findings at or above --fail-on; 2: a file could not be read.
    """
    if form in _MARGINS and (len(files) != 1 or output is None):
        raise click.UsageError(f"--format {form} needs exactly one draft and --output.")
    line = ProgressLine()
    passwords = Passwords(line)
    specs = toolbox.sources(sources, complete=complete)
    options = CheckOptions(specs, cache=toolbox.cache, policy=_policy(policy) if policy else None)
    with open_online(toolbox, line.show, online=online, titles=online_titles) as judge:
        report = _gather(files, options, line, passwords, judge)
    if form in _MARGINS and report.documents:
        write_output(output, _annotated(report, form, output, passwords))
    elif form in _WRITERS:
        write_output(output, _WRITERS[form](report, with_text))
    for failed in report.failed:
        click.echo(failed.message, err=True)
    if report.failed:
        return UNREADABLE
    return FOUND if any(_fails(document, fail_on) for document in report.documents) else CLEAN


def _policy(path: Path) -> "Policy":
    from app.services.policies import read_policy

    return read_policy(path)


def _annotated(report: Report, form: str, output: Path | None, passwords: Passwords) -> bytes:
    """Return the draft with the findings in its margin."""
    (document,) = report.documents
    path = Path(document.path)
    if document.document.kind != form:
        raise BadInputError(f"{path.name} is not a {form.upper()} file, so it cannot be given back as one.")
    if output is not None and output.exists() and output.samefile(path):
        raise BadInputError(f"{path.name} is the draft itself. Choose another name with --output.")
    return annotated_copy(path, document.document, margin_notes(document), passwords.typed.get(path))


def _gather(
    files: tuple[str, ...], options: CheckOptions, line: ProgressLine, passwords: Passwords, judge: Judge | None
) -> Report:
    given = [TypedText(sys.stdin.buffer.read()) if name == "-" else Path(name) for name in files]
    documents, failed, rejected = [], [], {}
    for outcome in check_files(given, options, line.show, passwords.ask):
        if isinstance(outcome, FailedFile):
            failed.append(outcome)
        else:
            documents.append(look_up_references(outcome.report, judge) if judge else outcome.report)
            rejected.update(dict.fromkeys(outcome.rejected))
    line.clear()
    return Report(TOOL, tuple(documents), tuple(failed), tuple(rejected))


def _fails(document: DocumentReport, fail_on: str) -> bool:
    worst = document.worst()
    return fail_on != "never" and worst is not None and TIER_RANK[worst] >= TIER_RANK[Tier(fail_on)]
