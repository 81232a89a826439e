"""``stet policy``: the files that say what a team asks of its texts."""

import json
from pathlib import Path

import click


@click.group()
def policy() -> None:
    """Work with policy files."""


@policy.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
def check(files: tuple[Path, ...]) -> int:
    """Say whether policy files can be used; their self-tests are run, every problem is named with file and line."""
    from app.services.policies import Problem, check_policies

    problems = 0
    for found in check_policies(files):
        if isinstance(found, Problem):
            problems += 1
            click.echo(str(found), err=True)
        else:
            click.echo(f"{found.title} {found.version}: {len(found.terms)} terms, ready to use.")
    return 1 if problems else 0


@policy.command()
def schema() -> None:
    """Print the JSON Schema of policy files, for editors."""
    from app.services.policies import policy_schema

    click.echo(json.dumps(policy_schema(), indent=1, ensure_ascii=False))
