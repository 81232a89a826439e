"""The two kinds of error.

A :class:`StetError` is the world's fault: a file, a disk, an input. Its text is one plain sentence that says
what, where and what to do, and it is shown as it is. Every other exception is our bug and goes to the crash handler.
"""


class StetError(Exception):
    """Something outside Stet went wrong; the text is a plain sentence for the person in front of it."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else "Something went wrong."


class UnreadableFileError(StetError):
    """A file cannot be read as the document it claims to be."""


class PasswordNeededError(UnreadableFileError):
    """The file is encrypted and no password, or a wrong one, was given."""


class ResourceLimitError(UnreadableFileError):
    """Reading the file took more memory or time than is allowed."""


class BadInputError(StetError):
    """An input file or value does not follow its format."""


class WorkspaceError(StetError):
    """The workspace on this computer cannot be opened or written."""


class ServerError(StetError):
    """The shared database cannot be reached, or refuses."""


class UnfitError(ServerError):
    """The shared database cannot take what it was sent, now or later."""


class NotSetUpError(ServerError):
    """The database is there and nobody has made a shared database of it."""


class NotFoundError(StetError):
    """A named thing (a library, a draft, a comment) does not exist."""


class DeniedError(StetError):
    """The person may not do this, or may not see it."""


class CancelledError(StetError):
    """The person stopped the work."""
