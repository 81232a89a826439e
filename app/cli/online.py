"""The options ``--online`` and ``--online-titles``: without them nothing leaves this computer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from app.cli.context import Toolbox
from app.services.checking import Progress
from app.services.looking_up import Judge, online_judge
from app.services.online import online_choice

_Command = TypeVar("_Command", bound=Callable[..., Any])


def online_options(command: _Command) -> _Command:
    """Give a command both options; the parameters are ``online`` and ``online_titles``."""
    ask = "Ask online services about references that the lists leave open; sends their DOIs, ISBNs, numbers and links."
    titles = "Like --online, and search by title and first author too."
    command = click.option("--online-titles", is_flag=True, help=titles)(command)
    return click.option("--online", is_flag=True, help=ask)(command)


@contextmanager
def open_online(
    toolbox: Toolbox, progress: Callable[[Progress], None], *, online: bool, titles: bool
) -> Iterator[Judge | None]:
    """Give the way to judge with online services for the length of a ``with`` block, None where it was not asked for.

    Titles are searched for if this run or the workspace's own choice says so. Raises BadInputError.
    """
    if not (online or titles):
        yield None
        return
    choice = online_choice(toolbox.workspace)
    lookups = toolbox.open_lookups(toolbox.workspace.path, choice.contact)
    try:
        yield online_judge(lookups, titles=titles or choice.titles, progress=progress)
    finally:
        lookups.close()
