"""``stet library``: the named source lists of the workspace."""

from pathlib import Path

import click

from app.cli.context import ProgressLine, Toolbox
from app.domain.reference import LibraryInfo, Record
from app.services.libraries import add_library, library_info, list_libraries, remove_library, search_library


@click.group()
def library() -> None:
    """Add, list, search and remove source libraries."""


@library.command()
@click.argument("name")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option(
    "--complete/--partial", default=None, help="Whether absence from it counts as evidence (default partial)."
)
@click.pass_obj
def add(toolbox: Toolbox, name: str, files: tuple[Path, ...], complete: bool | None) -> int:
    """Add the records of files to a library; it is made when there is none of that name."""
    line = ProgressLine()
    report = add_library(toolbox.workspace, name, files, complete, line.show)
    line.clear()
    for bad in report.rejected:
        click.echo(f"{bad.file}, line {bad.line}: {bad.reason}", err=True)
    click.echo(f"{report.added:,} added, {report.duplicates:,} already there, {len(report.rejected):,} not taken.")
    click.echo(_line(report.info))
    return 0


@library.command(name="list")
@click.pass_obj
def list_all(toolbox: Toolbox) -> int:
    """List the libraries."""
    found = list_libraries(toolbox.workspace)
    for info in found:
        click.echo(_line(info))
    if not found:
        click.echo("There is no library yet. Make one: stet library add NAME FILE…")
    return 0


@library.command()
@click.argument("name")
@click.pass_obj
def info(toolbox: Toolbox, name: str) -> int:
    """Say what is known about a library."""
    found = library_info(toolbox.workspace, name)
    click.echo(_line(found))
    for file in found.files:
        click.echo(f"  from {file}")
    return 0


@library.command()
@click.argument("name")
@click.argument("text")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.pass_obj
def search(toolbox: Toolbox, name: str, text: str, limit: int) -> int:
    """List the records that fit a text best."""
    found = search_library(toolbox.workspace, name, text, limit)
    for record in found:
        click.echo(_record(record))
    return 0 if found else 1


@library.command()
@click.argument("name")
@click.pass_obj
def remove(toolbox: Toolbox, name: str) -> int:
    """Remove a library from this workspace; the files it came from stay."""
    remove_library(toolbox.workspace, name)
    click.echo(f"Removed {name}.")
    return 0


def _line(found: LibraryInfo) -> str:
    return f"{found.name}: {found.records:,} records, {'complete' if found.complete else 'partial'}"


def _record(record: Record) -> str:
    work = record.work
    authors = "; ".join(work.authors[:3]) + (" et al." if len(work.authors) > 3 or work.et_al else "")  # noqa: PLR2004
    parts = [record.id, authors, str(work.year or "no year"), work.title]
    return " | ".join(part for part in parts if part)
