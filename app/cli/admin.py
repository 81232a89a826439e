"""``stet admin``: set the shared database up and manage who works on it."""

from collections.abc import Callable, Iterable

import click

from app.cli.context import Toolbox
from app.domain.errors import BadInputError, ServerError
from app.services.sharing import Account, SharedDatabase

_ASKS = "needs its password"


@click.group()
@click.option(
    "--database",
    envvar="STET_ADMIN_DSN",
    metavar="DSN",
    help='Where it is: "host=… dbname=… user=…" or postgresql://…; else the variable STET_ADMIN_DSN.',
)
@click.pass_obj
def admin(toolbox: Toolbox, database: str | None) -> None:
    """Set up the shared PostgreSQL database and manage the people on it.

    The login needs to own the database and to be allowed to make roles; it need not be a superuser. Its password comes
    from PGPASSWORD, a password file of PostgreSQL, or is asked for; it is kept nowhere.
    """
    toolbox.database = database or ""


def _open(toolbox: Toolbox) -> SharedDatabase:
    if not toolbox.database:
        raise BadInputError("Name the database: stet admin --database DSN …, or set STET_ADMIN_DSN.")
    try:
        return toolbox.open_server(toolbox.database, "")
    except ServerError as error:
        if _ASKS not in str(error):
            raise
        return toolbox.open_server(toolbox.database, click.prompt("Password", hide_input=True, err=True))


def _do(toolbox: Toolbox, act: Callable[[SharedDatabase], None], done: str) -> None:
    server = _open(toolbox)
    try:
        act(server)
    finally:
        server.close()
    click.echo(done)


def _tell(toolbox: Toolbox, act: Callable[[SharedDatabase], Account]) -> None:
    """Print a new password, once: it is kept nowhere."""
    server = _open(toolbox)
    try:
        account = act(server)
    finally:
        server.close()
    click.echo(f"login     {account.login}\npassword  {account.password}")
    click.echo("The password is shown once. Give it to this person alone; Stet asks for it at sign-in.", err=True)


def _set_up(toolbox: Toolbox, *, dry_run: bool) -> None:
    server = _open(toolbox)
    try:
        done = server.init(dry_run=dry_run)
    finally:
        server.close()
    _echo(done or ["Everything is in place already."])


@admin.command()
@click.option("--dry-run", is_flag=True, help="Try everything and take it back.")
@click.pass_obj
def init(toolbox: Toolbox, dry_run: bool) -> None:
    """Make roles, tables, functions and policies; again does no harm."""
    _set_up(toolbox, dry_run=dry_run)


@admin.command()
@click.option("--dry-run", is_flag=True, help="Try everything and take it back.")
@click.pass_obj
def upgrade(toolbox: Toolbox, dry_run: bool) -> None:
    """Bring the database to this version's schema."""
    _set_up(toolbox, dry_run=dry_run)


@admin.command()
@click.argument("login")
@click.argument("name")
@click.option("--admin", "is_admin", is_flag=True, help="They may manage people too.")
@click.pass_obj
def add_person(toolbox: Toolbox, login: str, name: str, is_admin: bool) -> None:
    """Add a person with a LOGIN of their own and print the first password."""
    _tell(toolbox, lambda server: server.add_person(login, name, admin=is_admin))


@admin.command()
@click.argument("name")
@click.pass_obj
def add_team(toolbox: Toolbox, name: str) -> None:
    """Add a team."""
    _do(toolbox, lambda server: server.add_team(name), f"The team “{name}” is there.")


@admin.command()
@click.argument("login")
@click.argument("team")
@click.option("--lead", is_flag=True, help="They lead it.")
@click.pass_obj
def join(toolbox: Toolbox, login: str, team: str, lead: bool) -> None:
    """Put a person into a TEAM."""
    words = "leads" if lead else "is in"
    _do(toolbox, lambda server: server.join(login, team, lead=lead), f"{login} {words} the team “{team}”.")


@admin.command()
@click.argument("login")
@click.argument("team")
@click.pass_obj
def leave(toolbox: Toolbox, login: str, team: str) -> None:
    """Take a person out of a TEAM."""
    _do(toolbox, lambda server: server.leave(login, team), f"{login} is not in the team “{team}” any more.")


@admin.command()
@click.argument("mentor")
@click.argument("mentee")
@click.pass_obj
def assign(toolbox: Toolbox, mentor: str, mentee: str) -> None:
    """Let MENTOR review MENTEE's work."""
    _do(toolbox, lambda server: server.assign(mentor, mentee), f"{mentor} mentors {mentee}.")


@admin.command()
@click.argument("mentor")
@click.argument("mentee")
@click.pass_obj
def part(toolbox: Toolbox, mentor: str, mentee: str) -> None:
    """End a pairing."""
    _do(toolbox, lambda server: server.part(mentor, mentee), f"{mentor} does not mentor {mentee} any more.")


@admin.command()
@click.argument("mentee")
@click.argument("mentor")
@click.argument("to")
@click.pass_obj
def move(toolbox: Toolbox, mentee: str, mentor: str, to: str) -> None:
    """Move MENTEE from MENTOR to another one."""
    _do(toolbox, lambda server: server.move(mentee, mentor, to), f"{to} mentors {mentee} now, not {mentor}.")


@admin.command()
@click.argument("login")
@click.pass_obj
def deactivate(toolbox: Toolbox, login: str) -> None:
    """Close a person's access at once; what they wrote stays."""
    _do(toolbox, lambda server: server.deactivate(login), f"{login} has no access any more.")


@admin.command()
@click.argument("login")
@click.pass_obj
def reactivate(toolbox: Toolbox, login: str) -> None:
    """Open a person's access again and print a new password."""
    _tell(toolbox, lambda server: server.reactivate(login))


@admin.command()
@click.argument("login")
@click.pass_obj
def rotate(toolbox: Toolbox, login: str) -> None:
    """Print a new password; the old one ends at once."""
    _tell(toolbox, lambda server: server.rotate(login))


@admin.command()
@click.argument("login")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def erase(toolbox: Toolbox, login: str, yes: bool) -> None:
    """Delete a person's work and the feedback on it for good."""
    if not yes:
        click.confirm(f"Delete all work of {login} and all feedback on it, for good?", abort=True, err=True)
    _do(toolbox, lambda server: server.erase(login), f"The work of {login} is deleted. Backups of the server keep it.")


@admin.command()
@click.pass_obj
def restored(toolbox: Toolbox) -> None:
    """Say that the database came back from a backup, so that desktops read everything afresh."""
    _do(toolbox, lambda server: server.restored(), "Desktops will send what they have and read everything afresh.")


@admin.command()
@click.pass_obj
def audit(toolbox: Toolbox) -> int:
    """Print who can see whose work and why, and every lock that is missing; exit 1 when one is."""
    server = _open(toolbox)
    try:
        found = server.audit()
    finally:
        server.close()
    _echo(f"{one.mentee}: {one.reader} ({one.reader_login}) {one.why}" for one in found.access)
    for problem in found.problems:
        click.echo(problem, err=True)
    return int(bool(found.problems))


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
