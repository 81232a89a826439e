"""``stet rubric``: the files that say what a review scores."""

from pathlib import Path

import click


@click.group()
def rubric() -> None:
    """Work with rubric files."""


@rubric.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
def check(files: tuple[Path, ...]) -> int:
    """Say whether rubric files can be used; every problem is named with its file and line."""
    from app.services.rubrics import Problem, check_rubrics

    problems = 0
    for found in check_rubrics(files):
        if isinstance(found, Problem):
            problems += 1
            click.echo(str(found), err=True)
        else:
            click.echo(f"{found.title} {found.version}: {len(found.criteria)} criteria, ready to use.")
    return 1 if problems else 0
