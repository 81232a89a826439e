"""``stet sync``: share the workspace with a server and keep both alike."""

import time
from datetime import datetime

import click

from app.cli.context import Toolbox
from app.domain.errors import BadInputError, ServerError
from app.services import syncing
from app.services.sharing_copy import CopyReader, keep_reading_copy, reading_copy
from app.services.sharing_copy import leave as leave_server

_EVERY_SECONDS = 15
_LONGEST_WAIT_SECONDS = 300
_ASKS = ("needs its password", "password is wrong")


@click.command()
@click.option("--join", "address", metavar="DSN", help='Share this workspace: "host=… dbname=… user=…".')
@click.option("--replica", "copy", metavar="HOST[:PORT]", help='Read new work from this copy; "" for the server alone.')
@click.option("--leave", is_flag=True, help="Share it no longer; everything stays here.")
@click.option("--once", is_flag=True, help="Sync once and end; without it, go on until Ctrl-C.")
@click.option("--status", is_flag=True, help="Say what waits, was refused or is in conflict.")
@click.pass_obj
def sync(toolbox: Toolbox, address: str | None, copy: str | None, leave: bool, once: bool, status: bool) -> int:
    """Send what waits to the shared database and read what is new there.

    The password is asked for once and kept in the keyring of the system.
    """
    local = toolbox.workspace.share
    if leave:
        leave_server(toolbox.workspace)
        click.echo("This workspace is shared no longer. Everything in it stays.")
        return 0
    known = local.address()
    if not (address or known):
        raise BadInputError("This workspace is not shared with a server. Share it: stet sync --join DSN.")
    if status:
        return _say_status(toolbox, known)
    wanted = _copy(toolbox, address, copy)
    remote, typed = _sign_in(toolbox, address or known, wanted)
    try:
        if copy is not None:
            remote.try_copy()
        if address:
            syncing.join(local, remote)
        keep_reading_copy(toolbox.workspace, wanted)
        if typed and not remote.remember():
            click.echo("This system has no keyring, so the password is asked for each time.", err=True)
        _sync(toolbox, remote)
        while not once and not address:
            _again(toolbox, remote)
    finally:
        remote.close()
    return 0


def _copy(toolbox: Toolbox, address: str | None, named: str | None) -> str:
    """Return the copy to read from: the one that was named, else the one that is kept, for another server none."""
    if named is not None:
        return named
    return "" if address else reading_copy(toolbox.workspace)


def _sign_in(toolbox: Toolbox, address: str, copy: str) -> tuple[CopyReader, bool]:
    """Return the server, and whether a password was typed for it."""
    remote = toolbox.open_remote(address, "", copy)
    try:
        remote.person_id()
    except ServerError as error:
        remote.close()
        if not any(sign in str(error) for sign in _ASKS):
            raise
        remote = toolbox.open_remote(address, click.prompt("Password", hide_input=True, err=True), copy)
        remote.person_id()
        return remote, True
    return remote, False


def _sync(toolbox: Toolbox, remote: CopyReader) -> None:
    done = syncing.sync_once(toolbox.workspace.share, remote)
    words = f"{done.sent} sent, {done.received} received"
    words += f", {done.refused} refused" if done.refused else ""
    words += f", {done.conflicts} in conflict" if done.conflicts else ""
    click.echo(words)
    if done.received and remote.trouble:
        click.echo(remote.trouble, err=True)
    if done.lost_scopes:
        click.echo("Some work is not shared with you any more; it is gone from here.")


def _again(toolbox: Toolbox, remote: CopyReader) -> None:
    """Sync after a while; after a failure wait longer each time, and say why."""
    wait = _EVERY_SECONDS
    while True:
        time.sleep(wait)
        try:
            _sync(toolbox, remote)
        except ServerError as error:
            wait = min(2 * wait, _LONGEST_WAIT_SECONDS)
            click.echo(f"{error} Next try in {wait} seconds.", err=True)
        else:
            return


def _say_status(toolbox: Toolbox, address: str) -> int:
    waiting = toolbox.workspace.share.waiting()
    when = datetime.fromtimestamp(waiting.synced_ms / 1000).astimezone()
    click.echo(f"server     {address}")
    if copy := reading_copy(toolbox.workspace):
        click.echo(f"copy       {copy}")
    click.echo(f"synced     {when:%Y-%m-%d %H:%M}" if waiting.synced_ms else "synced     never")
    click.echo(f"to send    {waiting.to_send}")
    click.echo(f"refused    {waiting.refused}")
    click.echo(f"conflicts  {waiting.conflicts}")
    return int(bool(waiting.refused or waiting.conflicts))
