"""A session over a small team with released reviews, for the tests of the lead's pages."""

import shutil
from contextlib import closing, contextmanager
from functools import partial

from app.shell.session import Session
from app.store.workspace import open_workspace
from tests.services.team import make_team
from tests.services.test_history import released
from tests.shell.making import is_idle, until

REVIEWS = 6


def make_reviews(folder):
    """Fill a workspace with a team and reviews that were released."""
    with closing(open_workspace(folder)) as store:
        team = make_team(store)
        for number in range(REVIEWS):
            released(team, number, ("vague-attribution",) if number % 2 else ())
    return team


@contextmanager
def lead_session(made, folder):
    """Give a session over a copy of the workspace that was made."""
    shutil.copytree(made, folder)
    session = Session(partial(open_workspace, folder))
    session.start()
    until(lambda: session.workspace is not None and is_idle(session))
    try:
        yield session
    finally:
        until(lambda: is_idle(session))
        session.close()
