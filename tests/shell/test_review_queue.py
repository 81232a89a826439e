"""The mentor's queue, and what belongs to a draft without standing in it."""

from dataclasses import replace

import pytest

from app.domain.deliverable import AiUse, WorkState
from app.domain.ids import now_ms
from app.domain.review import CommentKind
from app.services import assignments, reading_feedback, releasing, reviewing
from app.shell.around import read_around
from app.shell.review_queue import read_queue
from app.store.workspace import open_workspace
from tests.services.team import make_team

DAY_MS = 86_400_000


@pytest.fixture
def team(tmp_path):
    store = open_workspace(tmp_path / "workspace")
    yield make_team(store)
    store.close()


def test_the_queue_names_the_mentee_and_what_is_overdue_comes_first(team):
    with team.by(team.lea) as store:
        asked = assignments.new_assignment(store, "Report", team.id)
        assignments.edit_assignment(store, replace(asked, due_ms=now_ms() - DAY_MS))
    team.handed_in(work_id=team.work("Without a date"))
    team.handed_in("Quite another text. " * 9, work_id=team.work("Late", asked.id))
    with team.by(team.ben) as store:
        lines = read_queue(store)
    assert [(line.work.deliverable.title, line.mentee, line.is_overdue) for line in lines] == [
        ("Late", "Ana", True),
        ("Without a date", "Ana", False),
    ]
    assert all(line.is_unreviewed and line.waits for line in lines)
    with team.by(team.mo) as store:
        assert read_queue(store) == ()


def test_what_is_around_a_draft_is_read_with_its_answers_and_disclosure(team):
    opened = team.handed_in(level=AiUse.PARTS, tools=("Some tool",))
    with team.by(team.ben) as store:
        assert read_around(store, opened.draft).state is WorkState.SUBMITTED
        comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
        releasing.release(store, [opened.draft.id])
    with team.by(team.ana) as store:
        reading_feedback.reply(store, opened.draft.id, comment.id, "Thank you!")
    with team.by(team.ben) as store:
        here = read_around(store, opened.draft)
    assert (here.mentee, here.state, here.number_of(opened.draft.id)) == ("Ana", WorkState.RETURNED, 1)
    assert here.submission.tools == ("Some tool",)
    assert here.released == {comment.id: opened.draft.id}
    assert [(here.name(one.author_id), one.body) for one in here.threads[comment.id]] == [("Ana", "Thank you!")]
    assert here.name(team.ben) == "You"
