"""The sample project: something true for the mentor, the mentee and the lead, made once and made anew when asked."""

from contextlib import closing
from pathlib import Path

import pytest

from app.domain.deliverable import WorkState
from app.domain.people import Role
from app.services import assignments, people, reading_feedback, releasing, submitting
from app.services.libraries import list_libraries
from app.services.policies import ready_policies
from app.services.sample import AUTHOR, LIBRARY, MENTOR, OTHER, open_sample
from app.store.workspace import SqliteWorkspace, open_workspace

RESOURCES = Path(__file__).parents[2] / "resources" / "sample"
FILES = tuple(sorted(RESOURCES.iterdir()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("own") / "sample"
    open_sample(made, open_workspace, FILES, lambda copies: {"lists": [str(one) for one in copies]}).close()
    return made


@pytest.fixture
def store(folder: Path):
    with closing(open_sample(folder, open_workspace, FILES)) as opened:
        yield opened
        people.act_as(opened, person(opened, MENTOR))


def person(store: SqliteWorkspace, name: str) -> str:
    return next(one.id for one in store.directory().people if one.name == name)


def test_the_mentor_finds_work_waiting(store):
    assert people.myself(store).name == MENTOR
    assert people.my_roles(store) == {Role.MENTOR, Role.LEAD, Role.ADMIN}
    waiting = [(one.name, one.number, one.state) for one in submitting.queue(store)]
    assert waiting == [("good-report.md", 3, WorkState.SUBMITTED), ("workslop.md", 1, WorkState.SUBMITTED)]
    for work in submitting.queue(store):
        assert submitting.submission_of(store, work.draft_id) is not None


def test_the_assignment_names_what_is_there(store):
    (asked,) = assignments.assignments(store)
    assert asked.policy in {policy.id for policy in ready_policies()}
    assert asked.sources == (LIBRARY,)
    assert [one.name for one in list_libraries(store)] == [LIBRARY]
    assert assignments.rubric_of(store, asked.rubric_id).id == "policy-brief"


def test_the_author_has_one_feedback_read_and_one_new(store):
    people.act_as(store, person(store, AUTHOR))
    new, read = reading_feedback.inbox(store)
    assert (new.is_new, read.is_new) == (True, False)
    assert reading_feedback.scores_wait(store, new.draft.id)
    assert not reading_feedback.scores_wait(store, read.draft.id)
    (feedback,) = reading_feedback.read(store, read.draft.id)
    assert feedback.scored is not None
    assert feedback.letter is not None
    assert feedback.letter.strength_evidence
    assert {one.body for one in feedback.comments if one.finding} == {
        "Which study? Name it here.",
        "From what to what?",
    }


def test_every_feedback_is_whole(store):
    for received in (one for one in store.drafts() if one.number < 3 and one.name != "workslop.md"):
        assert releasing.missing(store, received.id) == ()
        assert releasing.unpublished(store, received.id) == ()


def test_another_mentee_has_only_handed_in(store):
    people.act_as(store, person(store, OTHER))
    assert reading_feedback.inbox(store) == ()
    assert [one.state for one in submitting.my_work(store)] == [WorkState.SUBMITTED]


def test_it_is_made_once_and_keeps_what_was_changed(folder, store):
    before = [one.id for one in store.drafts()]
    people.rename_person(store, person(store, OTHER), "Jon Weir")
    store.close()
    with closing(open_sample(folder, open_workspace, FILES)) as again:
        assert [one.id for one in again.drafts()] == before
        people.rename_person(again, person(again, "Jon Weir"), OTHER)


def test_its_files_are_its_own(folder, store):
    assert all(Path(one.path).parent == folder / "files" for one in store.drafts())
    assert sorted(map(str, folder.glob("files/*"))) == sorted(store.setting("lists"))


def test_a_sample_that_was_not_finished_is_made_anew(tmp_path, folder):
    half = tmp_path / "sample"
    with closing(open_workspace(half)) as begun:
        people.add_person(begun, "Nobody")
    with closing(open_sample(half, open_workspace, FILES)) as whole:
        assert "Nobody" not in {one.name for one in whole.directory().people}
        people.rename_person(whole, person(whole, OTHER), "Changed")
    with closing(open_sample(half, open_workspace, FILES, afresh=True)) as afresh:
        assert OTHER in {one.name for one in afresh.directory().people}


def test_what_fails_while_it_is_made_is_tried_again(tmp_path):
    with pytest.raises(KeyError):
        open_sample(tmp_path / "sample", open_workspace, FILES[:1])
    with closing(open_sample(tmp_path / "sample", open_workspace, FILES)) as whole:
        assert len(whole.drafts()) == 4
