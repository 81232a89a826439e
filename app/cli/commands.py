"""The group that holds every command, and how errors and Ctrl-C end a run."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from app.cli.admin import admin
from app.cli.check import check
from app.cli.context import Toolbox
from app.cli.doctor import doctor
from app.cli.export import export
from app.cli.library import library
from app.cli.match import match, parse
from app.cli.policy import policy
from app.cli.rubric import rubric
from app.cli.sync import sync
from app.domain.errors import CancelledError, StetError
from app.services.online import LookUps
from app.services.ports import Workspace
from app.services.sharing import SharedDatabase
from app.services.sharing_copy import OpenRemote
from app.services.version import TOOL

FAILED, INTERRUPTED = 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(message=TOOL, version=TOOL)
def stet() -> None:
    """Stet reads drafts with you: checks with their evidence, references beside your source list.

    Without a command, stet [FILE…] opens the app. --workspace PATH, before the command, chooses the workspace folder.
    """


for command in (check, match, parse, library, rubric, policy, export, doctor, sync, admin):
    stet.add_command(command)


def run_command(
    arguments: Sequence[str],
    folder: Path,
    open_workspace: Callable[[Path], Workspace],
    open_lookups: Callable[[Path, str], LookUps],
    open_server: Callable[[str, str], SharedDatabase],
    open_remote: OpenRemote,
) -> int:
    """Run one command and return its exit code; every known error becomes one sentence on standard error."""
    toolbox = Toolbox(folder, open_workspace, open_lookups, open_server, open_remote)
    try:
        code = stet.main(list(arguments), prog_name="stet", standalone_mode=False, obj=toolbox)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt, CancelledError):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away; there is nobody to tell
        return FAILED
    except StetError as error:
        click.echo(str(error), err=True)
        return FAILED
    finally:
        toolbox.close()
    return code if isinstance(code, int) else 0
