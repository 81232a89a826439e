"""Where work stands follows from what people did; the queue says what to look at next."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deliverable import AiUse, Deliverable, WorkState, work_state
from app.domain.errors import BadInputError, DeniedError
from app.domain.feedback import Outcome
from app.domain.ids import now_ms
from app.domain.review import CommentKind
from app.services import assignments, reading_feedback, releasing, reviewing, submitting, undoing
from app.services.submitting import Disclosure
from tests.services.team import NEXT, RUBRIC, TEXT, Team, open_text

DAY = 86_400_000


def states(team: Team, person_id: str) -> list[tuple[int, WorkState]]:
    with team.by(person_id) as store:
        return [(one.number, one.state) for one in submitting.my_work(store) or submitting.queue(store)]


def test_work_goes_from_drafting_to_accepted(team: Team) -> None:
    work_id = team.work()
    assert states(team, team.ana) == [(0, WorkState.DRAFTING)]
    with team.by(team.ana) as store:
        opened = open_text(store, TEXT, work_id)
    assert (states(team, team.ana), states(team, team.ben)) == ([(1, WorkState.DRAFTING)], [])
    with team.by(team.ana) as store:
        submitting.hand_in(store, opened.draft.id, Disclosure())
    assert states(team, team.ben) == [(1, WorkState.SUBMITTED)]
    with team.by(team.ben) as store:
        reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
    assert states(team, team.ana) == [(1, WorkState.IN_REVIEW)]
    with team.by(team.ben) as store:
        releasing.release(store, [opened.draft.id])
    assert states(team, team.ana) == [(1, WorkState.RETURNED)]
    with team.by(team.ana) as store:
        second = open_text(store, NEXT, work_id)
        (work,) = submitting.my_work(store)
        assert (work.number, work.has_draft_at_work) == (1, True)
        submitting.hand_in(store, second.draft.id, Disclosure())
    assert states(team, team.ben) == [(2, WorkState.SUBMITTED)]
    with team.by(team.ben) as store:
        reviewing.comment_on_draft(store, second.draft, CommentKind.PRAISE, "Done.")
        releasing.release(store, [second.draft.id], Outcome.ACCEPTED)
    assert states(team, team.ana) == [(2, WorkState.ACCEPTED)]


@given(submitted=st.booleans(), reviewed=st.booleans(), outcome=st.sampled_from(["", *Outcome]))
def test_state_only_goes_on(submitted: bool, reviewed: bool, outcome: str) -> None:
    order = list(WorkState)
    now = order.index(work_state(submitted=submitted, reviewed=reviewed, outcome=outcome))
    assert now <= order.index(work_state(submitted=True, reviewed=reviewed, outcome=outcome))
    assert now <= order.index(work_state(submitted=submitted, reviewed=True, outcome=outcome))
    assert now <= order.index(work_state(submitted=submitted, reviewed=reviewed, outcome=Outcome.ACCEPTED))


def test_a_draft_is_private_until_it_is_handed_in(team: Team) -> None:
    with team.by(team.ana) as store:
        opened = open_text(store, TEXT, team.work())
        assert submitting.is_private(store, opened.draft.id)
    for person_id in (team.ben, team.lea, team.mo):
        with team.by(person_id) as store:
            with pytest.raises(DeniedError):
                reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Seen.")
            assert open_text(store).draft.id != opened.draft.id
            assert (submitting.queue(store), submitting.team_work(store)) == ((), ())


def test_handing_in_twice_is_said(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ana) as store, pytest.raises(BadInputError, match="Draft 1 was handed in already"):
        submitting.hand_in(store, opened.draft.id, Disclosure())


def test_the_disclosure_is_kept_and_must_make_sense(team: Team) -> None:
    opened = team.handed_in(
        level=AiUse.PARTS, tools=("Copilot",), sections="2", minutes_saved=40, prompts="Make it short"
    )
    with team.by(team.ben) as store:
        said = submitting.submission_of(store, opened.draft.id)
    assert said
    assert (said.level, said.tools, said.minutes_saved, said.prompts) == (
        AiUse.PARTS,
        ("Copilot",),
        40,
        "Make it short",
    )
    with team.by(team.mo) as store:
        assert submitting.submission_of(store, opened.draft.id) is None
    with team.by(team.ana) as store:
        other = open_text(store, NEXT, team.work("Other"))
        with pytest.raises(BadInputError, match="at least one tool"):
            submitting.hand_in(store, other.draft.id, Disclosure(AiUse.MOST))
        with pytest.raises(BadInputError, match="less than 0"):
            submitting.hand_in(store, other.draft.id, Disclosure(minutes_saved=-1))


def test_nobody_hands_in_for_another(team: Team) -> None:
    with team.by(team.ana) as store:
        opened = open_text(store, TEXT, team.work())
    with team.by(team.ben) as store, pytest.raises(DeniedError, match="Only the mentee"):
        submitting.hand_in(store, opened.draft.id, Disclosure())


def test_what_a_mentor_has_begun_is_neither_taken_back_nor_deleted(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ana) as store:
        submitting.withdraw(store, opened.draft.id)
        submitting.hand_in(store, opened.draft.id, Disclosure())
    with team.by(team.ben) as store:
        comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
    with team.by(team.ana) as store:
        work = store.work_of(opened.draft.id)
        with pytest.raises(BadInputError, match="Ben has begun to review this"):
            submitting.delete_work(store, work)
        with pytest.raises(BadInputError, match="Ask Ben"):
            submitting.withdraw(store, opened.draft.id)
    assert store.comments(opened.draft.id) == (comment,)


def test_a_review_of_work_that_was_deleted_elsewhere_loses_nothing(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ben) as store:
        comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
        store.change_review(undoing.ReviewChange(deleted_records=((Deliverable, opened.draft.deliverable_id),)))
        reviewing.edit_comment(store, comment, "Clearer.")
        assert [one.body for one in store.comments(opened.draft.id)] == ["Clearer."]
        assert submitting.queue(store) == ()


def test_work_can_be_deleted_and_that_undone(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ana) as store:
        submitting.delete_work(store, store.work_of(opened.draft.id))
        assert submitting.my_work(store) == ()
        undoing.undo_elsewhere(store, "work")
        assert len(submitting.my_work(store)) == 1


def test_the_queue_starts_with_what_is_overdue_and_skips_what_others_hold(team: Team) -> None:
    now, due = now_ms(), {}
    for name, days in (("late", -3), ("later", -1), ("soon", 2)):
        due[name] = assignments.new_assignment(team.store, name, team.id)
        due[name] = assignments.edit_assignment(team.store, replace(due[name], due_ms=now + days * DAY))
    drafts = {
        name: team.handed_in(f"{TEXT} {name}", team.work(name, due[name].id if name in due else ""))
        for name in ("none", "soon", "later", "late")
    }
    with team.by(team.ben) as store:
        works = submitting.queue(store)
        assert [one.deliverable.title for one in works] == ["late", "later", "soon", "none"]
        assert [one.is_overdue(now) for one in works] == [True, True, False, False]
        assert submitting.next_unreviewed(store).deliverable.title == "late"
        reviewing.comment_on_draft(store, drafts["later"].draft, CommentKind.PRAISE, "Mine.")
        assert submitting.next_unreviewed(store, drafts["late"].draft.id).deliverable.title == "soon"
        assert submitting.next_unreviewed(store, drafts["none"].draft.id).deliverable.title == "late"
    with team.by(team.lea) as store:
        assert {one.reviewers for one in submitting.team_work(store)} == {(), (team.ben,)}


def test_a_mentor_brings_in_what_a_mentee_gave_them(team: Team) -> None:
    with team.by(team.ben) as store:
        opened = open_text(store)
        comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
        with pytest.raises(DeniedError):
            submitting.bring_in(store, opened.draft.id, team.mo)
        submitting.bring_in(store, opened.draft.id, team.ana)
        with pytest.raises(BadInputError, match="belongs to a mentee already"):
            submitting.bring_in(store, opened.draft.id, team.ana)
        releasing.release(store, [opened.draft.id])
    with team.by(team.ana) as store:
        assert [one.draft.id for one in reading_feedback.inbox(store)] == [opened.draft.id]
        assert reading_feedback.read(store, opened.draft.id)[0].comments[0].id == comment.id
    with store._reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT scope.kind FROM scope JOIN (SELECT scope_id FROM draft UNION SELECT scope_id FROM comment "
            "UNION SELECT scope_id FROM revision UNION SELECT scope_id FROM deliverable) ON scope_id = scope.id"
        )
        assert [row[0] for row in rows] == ["mentee"]


def test_an_assignment_says_by_what_its_work_is_judged(team: Team) -> None:
    with team.by(team.lea) as store:
        rubric = assignments.keep_rubric(store, RUBRIC, "brief.yaml", team.id)
        made = assignments.new_assignment(store, "Brief", team.id)
        made = assignments.edit_assignment(store, replace(made, rubric_id=rubric.id, sources=("team list",)))
    opened = team.handed_in(work_id=team.work("Brief", made.id))
    with team.by(team.ben) as store:
        assert assignments.assignment_of(store, opened.draft.id) == made
        assert assignments.assignments(store) == (made,)
        assert assignments.rubric_of(store, rubric.id).title == "Brief"
        with pytest.raises(DeniedError, match="lead of the team"):
            assignments.delete_assignment(store, made)
    with pytest.raises(BadInputError, match="needs a title"):
        assignments.new_assignment(team.store, " ", team.id)


def test_deleting_an_assignment_keeps_its_work(team: Team) -> None:
    made = assignments.new_assignment(team.store, "Brief", team.id)
    opened = team.handed_in(work_id=team.work("Brief", made.id))
    assignments.delete_assignment(team.store, made)
    with team.by(team.ben) as store:
        assert [(one.draft_id, one.assignment) for one in submitting.queue(store)] == [(opened.draft.id, "")]
        assert assignments.assignment_of(store, opened.draft.id) is None


def test_a_rubric_that_changed_needs_a_new_version(team: Team) -> None:
    first = assignments.keep_rubric(team.store, RUBRIC, "brief.yaml")
    assert assignments.keep_rubric(team.store, RUBRIC, "brief.yaml") == first
    with pytest.raises(BadInputError, match=r"brief\.yaml has changed but still says version 1"):
        assignments.keep_rubric(team.store, RUBRIC.replace("Plain words", "Plain style"), "brief.yaml")
    newer = RUBRIC.replace('version: "1"', 'version: "2"').replace("Plain words", "Plain style")
    assignments.keep_rubric(team.store, newer, "brief.yaml")
    assert [one.edition for one in assignments.kept_rubrics(team.store)] == ["2", "1"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (RUBRIC.split("criteria:")[0], "brief.yaml:1: The field “criteria” is missing"),
        (RUBRIC.split("criteria:")[0] + "criteria: []", "needs at least 1"),
        (RUBRIC.replace("weight: 60", "weight: 50"), "add up to 90"),
    ],
)
def test_a_rubric_without_criteria_or_sum_is_refused_with_its_line(team: Team, text: str, sentence: str) -> None:
    with pytest.raises(BadInputError) as caught:
        assignments.keep_rubric(team.store, text, "brief.yaml")
    assert sentence in str(caught.value)
