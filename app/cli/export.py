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
