"""``stet match`` and ``stet parse``: JSON Lines in, JSON Lines out, in order."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from app.cli.context import ProgressLine, Toolbox
from app.cli.online import online_options, open_online
from app.cli.output import write_output
from app.domain.errors import BadInputError
from app.services.checking import Progress
from app.services.matching import match_rows, open_lists, parse_rows

_PROGRESS_STEP = 100


@click.command()
@click.argument("references", metavar="REFS.jsonl")
@click.option("--sources", "-s", multiple=True, required=True, metavar="LIB|FILE", help="A source library or file.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")
@click.option("--complete", is_flag=True, help="The lists are complete: what is not in them counts as evidence.")
@online_options
@click.pass_obj
def match(  # noqa: PLR0913, PLR0917 one parameter for each option of the published command
    toolbox: Toolbox,
    references: str,
    sources: tuple[str, ...],
    output: Path | None,
    complete: bool,
    online: bool,
    online_titles: bool,
) -> int:
    """Match references against source lists; REFS.jsonl may be - for standard input."""
    rows = read_rows(references)
    line = ProgressLine()
    with (
        open_lists(toolbox.sources(sources, complete=complete), toolbox.cache) as lists,
        open_online(toolbox, line.show, online=online, titles=online_titles) as judge,
    ):
        for bad in lists.rejected:
            click.echo(f"{bad.file}, line {bad.line}: {bad.reason}", err=True)
        write_rows(output, match_rows(rows, lists, judge), len(rows), "Matching references", line)
    return 0


@click.command()
@click.argument("references", metavar="REFS.jsonl")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")
def parse(references: str, output: Path | None) -> int:
    """Turn reference strings into fields; REFS.jsonl may be - for standard input."""
    rows = read_rows(references)
    write_rows(output, parse_rows(rows), len(rows), "Parsing references", ProgressLine())
    return 0


def read_rows(name: str) -> list[dict[str, Any]]:
    """Return the JSON objects of a JSON Lines file, or of standard input for ``-``.

    Raises BadInputError with the file and line where a line is no JSON object.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise BadInputError(f"{name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadInputError(f"{name} is not UTF-8 text; save it as UTF-8 and try again.") from error
    lines = enumerate(text.split("\n"), start=1)
    return [_row(name, number, line) for number, line in lines if line.strip()]


def _row(name: str, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInputError(f"{name}:{number}: this line is not JSON ({error.msg}).") from error
    if not isinstance(value, dict):
        raise BadInputError(f'{name}:{number}: this line is not a JSON object like {{"id": "…", "raw": "…"}}.')
    return value


def write_rows(output: Path | None, rows: Iterable[dict[str, Any]], total: int, what: str, line: ProgressLine) -> None:
    """Write one JSON object a line, with progress on a terminal."""
    lines = list(_encoded(rows, total, what, line))
    line.clear()
    write_output(output, "".join(lines))


def _encoded(rows: Iterable[dict[str, Any]], total: int, what: str, line: ProgressLine) -> Iterator[str]:
    for number, row in enumerate(rows, start=1):
        if number % _PROGRESS_STEP == 0:
            line.show(Progress(what, number, total))
        yield json.dumps(row, ensure_ascii=False) + "\n"
