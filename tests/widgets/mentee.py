"""A workspace in which Ben has reviewed Ana's draft and given it back, with Ana at work; for tests of her side."""

import shutil
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtTest import QTest

from app.domain.review import CommentKind
from app.services import letters, people, releasing, reviewing
from app.services.letters import Part
from app.services.people import ACTING_AS
from app.shell.jobs import Lane
from app.shell.session import Session
from app.store.workspace import open_workspace
from tests.services.team import NEXT, Team, make_document, make_team
from tests.services.test_releasing import review
from tests.shell.making import until

__all__ = ["NEXT", "Returned", "copy_of", "make_returned", "release_again", "start", "wait"]


@dataclass(frozen=True)
class Returned:
    """The folder and the ids in it; ``team`` is of a workspace that is closed by now."""

    folder: Path
    team: Team
    work_id: str
    draft_id: str
    comment_id: str
    praise_id: str


def make_returned(folder: Path) -> Returned:
    """Make the workspace: two comments, two scores, a letter, released; nothing of it was read."""
    with closing(open_workspace(folder)) as store:
        team = make_team(store)
        opened, comment = review(team)
        with team.by(team.ben):
            praise = reviewing.comment_on(
                store, opened.draft, make_document(), 130, 141, CommentKind.PRAISE, "You say who counted."
            )
            letters.tie(store, letters.my_letter(store, opened.draft.id), Part.NEXT_TASK, (comment.id,))
            releasing.release(store, [opened.draft.id])
        work_id = store.work_of(opened.draft.id).id
        people.act_as(store, team.ana)
    return Returned(folder, team, work_id, opened.draft.id, comment.id, praise.id)


def copy_of(made: Returned, folder: Path) -> Returned:
    """Return the same in another folder."""
    shutil.copytree(made.folder, folder)
    return Returned(folder, made.team, made.work_id, made.draft_id, made.comment_id, made.praise_id)


def start(returned: Returned) -> Session:
    """Return a session over the workspace, open."""
    session = Session(partial(open_workspace, returned.folder))
    session.start()
    until(lambda: session.workspace is not None and session._backups.isActive())
    return session


def wait(session: Session) -> None:
    """Wait until everything is kept and shown; the worker that checks may still be on its way up."""
    for _ in range(2):
        until(lambda: not session.saves.pending and not session._news.isActive() and not busy(session))
        QTest.qWait(1)


def busy(session: Session) -> bool:
    return any(job.lane in {Lane.DISK, Lane.READING} for job in session.runner._jobs)


def release_again(session: Session, returned: Returned, change, note: str = "") -> None:
    """Let Ben change something and release the feedback again, while Ana has it open."""
    store = session.workspace
    store.put_setting(ACTING_AS, returned.team.ben)
    try:
        change(store)
        releasing.release(store, [returned.draft_id], note=note)
    finally:
        store.put_setting(ACTING_AS, returned.team.ana)
