"""A copy of the shared database for reading: a streaming replica beside the server, from which new work is read."""

from typing import Protocol

from app.services.ports import Settings, Workspace
from app.services.syncing import Remote

_SETTING = "reading_copy"


class CopyReader(Remote, Protocol):
    """The server, with a copy of it to read from where that holds all that the server does, else the server alone."""

    @property
    def trouble(self) -> str:
        """Why the copy was not read when something was to be read last, in plain sentences; "" when it was."""

    def try_copy(self) -> None:
        """Reach the copy. Raises ServerError or BadInputError with the reason when it cannot be used."""


class OpenRemote(Protocol):
    """Reaches a server by its DSN and a password, "" for the one that is kept."""

    def __call__(self, dsn: str, password: str, copy: str) -> CopyReader:
        """``copy`` is HOST[:PORT] or a DSN of what differs from the server's, "" for no copy."""


def reading_copy(settings: Settings) -> str:
    """Return the copy that this workspace reads from, "" for none."""
    kept = settings.setting(_SETTING, "")
    return kept if isinstance(kept, str) else ""


def leave(workspace: Workspace) -> None:
    """Share a workspace no longer; its copy is one of the server that is left."""
    keep_reading_copy(workspace, "")
    workspace.share.leave()


def keep_reading_copy(settings: Settings, copy: str) -> None:
    """Read from this copy from now on, "" for the server alone."""
    if copy != reading_copy(settings):
        settings.put_setting(_SETTING, copy)
