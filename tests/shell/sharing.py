"""A session that shares its workspace with a real server, for the tests of the shell and of the window."""

from contextlib import contextmanager
from functools import partial

from app.shell.session import Session
from app.shell.sharing_desk import sharing_desk
from app.shell.sharing_standing import Mood
from app.store.workspace import open_workspace
from app.sync.admin import ServerAdmin
from app.sync.listening import Listener
from app.sync.reading_copy import ReadingClient
from tests.shell.making import is_idle, until


@contextmanager
def window_session(folder):
    """Yield a session and its sharing."""
    session = Session(partial(open_workspace, folder))
    desk = sharing_desk(session)
    desk.use(ReadingClient, ServerAdmin, Listener)
    session.start()
    until(lambda: session.workspace is not None and is_idle(session))
    try:
        yield session, desk
    finally:
        session.close_anyway()


def joined(desk, dsn):
    """Join, and wait until the first sync has ended."""
    desk.join(dsn, "")
    until(lambda: desk.standing.mood is Mood.WELL)
    rested(desk)


def rested(desk):
    """Wait until no sync runs and what it brought is shown."""
    until(lambda: not desk.is_busy and is_idle(desk._session))


def again(desk):
    """Sync once more."""
    rested(desk)
    desk.sync()
    rested(desk)
