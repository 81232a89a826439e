"""``stet export``: what mentors released, for other programs, in the formats of the app."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.context import Toolbox
from app.cli.output import write_output

if TYPE_CHECKING:
    from app.services.history import ScoreFilter

_FORMATS = ("csv", "xlsx", "json", "canvas", "xapi")
_DAY = click.DateTime(["%Y-%m-%d"])
_END = 1 << 60


@click.group()
def export() -> None:
    """Export what mentors released; nothing in a table can run as a formula."""


@export.command()
@click.option("--format", "form", type=click.Choice(_FORMATS), default="csv", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")
@click.option("--team", default="", help="Only people of this team.")
@click.option("--mentee", default="", help="Only the work of this person, by name or id.")
@click.option("--mentor", default="", help="Only what this person scored, by name or id.")
@click.option("--rubric", default="", metavar="ID[@VERSION]", help="Only scores by this rubric.")
@click.option("--from", "since", type=_DAY, help="Only what was released on this day (UTC) or later.")
@click.option("--to", "until", type=_DAY, help="Only what was released before this day (UTC).")
@click.option("--unreleased", is_flag=True, help="Also the scores of reviews that were never released.")
@click.option("--no-names", is_flag=True, help="The ids of people without their names.")
@click.option("--home-page", default=None, metavar="ADDRESS", help="For xapi: whose ids the ids of people are.")
@click.pass_obj
def scores(toolbox: Toolbox, /, form: str, output: Path | None, **asked: object) -> None:
    """Export the scores that the person of this workspace may see as mentor or lead."""
    if form == "xlsx" and output is None:
        raise click.UsageError("--format xlsx needs --output.")
    from app.services.exporting import HOME_PAGE, Format, preview_scores, scores_file
    from app.services.history import score_table

    rows = score_table(toolbox.workspace, _wanted(toolbox, asked))
    names, home_page = not asked["no_names"], str(asked["home_page"] or HOME_PAGE)
    write_output(output, scores_file(rows, Format(form), names=names, home_page=home_page))
    for sentence in preview_scores(rows, Format(form), names=names, home_page=home_page).left_out:
        click.echo(sentence, err=True)


@export.command()
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")
@click.option("--mentee", default="", help="Only feedback to this person, by name or id.")
@click.option("--words", default="", help="Only what has all of these words, each from its beginning.")
@click.pass_obj
def history(toolbox: Toolbox, /, form: str, output: Path | None, mentee: str, words: str) -> None:
    """Export the released feedback that the person of this workspace may read."""
    from app.services.history_file import history_csv, history_json
    from app.services.people import person_named
    from app.services.ports import HistoryQuery

    chosen = person_named(toolbox.workspace.directory(), mentee)
    query = HistoryQuery(words=words, mentee_ids=(chosen,) if chosen else ())
    made = (history_csv if form == "csv" else history_json)(toolbox.workspace, query)
    write_output(output, made)


@export.command()
@click.argument("draft_id", metavar="DRAFT-ID")
@click.option("--format", "form", type=click.Choice(["html"]), default="html", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")
@click.pass_obj
def feedback(toolbox: Toolbox, /, draft_id: str, form: str, output: Path | None) -> None:
    """Export the feedback released last on a draft as a page; “stet export history” gives the ids of drafts."""
    del form  # there is one; a PDF needs the window
    from app.domain.errors import NotFoundError
    from app.exports.feedback_report import feedback_html
    from app.services.feedback_reports import feedback_report
    from app.services.reading_feedback import read
    from app.services.version import TOOL

    found = read(toolbox.workspace, draft_id)
    if not found:
        raise NotFoundError(f"There is no released feedback on “{draft_id}” that you may read.")
    released = {one.author_id: one.created_ms for one in toolbox.workspace.releases([draft_id])}
    last = max(found, key=lambda one: released[one.author_id])
    report = feedback_report(toolbox.workspace, last, released[last.author_id])
    write_output(output, feedback_html(report, TOOL))


def _wanted(toolbox: Toolbox, asked: dict[str, object]) -> "ScoreFilter":
    from app.services.history import ScoreFilter
    from app.services.people import person_named, team_named

    directory = toolbox.workspace.directory()
    rubric_id, _, version = str(asked["rubric"]).partition("@")
    return ScoreFilter(
        team_id=team_named(directory, str(asked["team"])),
        mentee_id=person_named(directory, str(asked["mentee"])),
        mentor_id=person_named(directory, str(asked["mentor"])),
        rubric_id=rubric_id,
        rubric_version=version,
        from_ms=_milliseconds(asked["since"], 0),
        to_ms=_milliseconds(asked["until"], _END),
        unreleased=bool(asked["unreleased"]),
    )


def _milliseconds(day: object, default: int) -> int:
    return int(day.replace(tzinfo=UTC).timestamp() * 1000) if isinstance(day, datetime) else default
