"""The one door keeps to the rules: what the domain denies is not written, and what it hides is not shown."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.deliverable import Assignment, Deliverable, Submission
from app.domain.errors import DeniedError
from app.domain.feedback import Letter, Mark, MarkKind, Phrase, Reflection, Reply, Review, Score
from app.domain.ids import new_id
from app.domain.people import Person
from app.domain.review import Choice, Comment, CommentKind, Decision
from app.services import people, reviewing
from app.services.access import Gate, keep
from app.services.ports import ReviewChange
from tests.services.team import TEXT, Team, open_text

NAMES = ("lea", "ben", "ana", "mo")
WRITERS = {
    "comment": {"ben"},
    "review": {"ben"},
    "score": {"ben"},
    "letter": {"ben"},
    "reply": {"ben", "ana"},
    "submission": {"ana"},
    "reflection": {"ana"},
    "mark": {"ana"},
    "deliverable": {"ana"},
    "assignment": {"lea"},
    "team phrase": {"lea"},
    "own phrase": set(NAMES),
    "decision": set(NAMES),
    "person": {"lea"},
}


def values(team: Team, draft_id: str, work: Deliverable, me: str):
    """Return one value of each kind, as its author would write it."""
    review = Review(new_id(), draft_id, me, 0, 0)
    return {
        "comment": Comment(new_id(), draft_id, me, CommentKind.PRAISE, "Clear.", None, 0, 0),
        "review": review,
        "score": Score(new_id(), draft_id, me, review.id, "ACC", 0, 0),
        "letter": Letter(new_id(), draft_id, me, 0, 0),
        "reply": Reply(new_id(), draft_id, me, "c", "Yes.", 0, 0),
        "submission": Submission(new_id(), draft_id, me, 0, 0),
        "reflection": Reflection(new_id(), draft_id, me, 0, 0),
        "mark": Mark(new_id(), draft_id, me, draft_id, MarkKind.ADDRESSED, 0, 0),
        "deliverable": replace(work, title="Other"),
        "assignment": Assignment(new_id(), me, team.id, "Brief", 0, 0),
        "team phrase": Phrase(new_id(), me, team.id, CommentKind.PRAISE, "Clear.", 0, 0),
        "own phrase": Phrase(new_id(), me, "", CommentKind.PRAISE, "Clear.", 0, 0),
        "decision": Decision(new_id(), draft_id, me, "key", Choice.DISMISSED, "", 0),
        "person": Person(new_id(), "Eve"),
    }


def test_each_kind_is_written_by_those_who_may_and_by_nobody_else(team: Team) -> None:
    opened = team.handed_in()
    work = team.store.work_of(opened.draft.id)
    for name in NAMES:
        with team.by(getattr(team, name)) as store:
            gate = Gate(store)
            made = values(team, opened.draft.id, work, getattr(team, name))
            assert {kind for kind, value in made.items() if gate.may_write(value)} == {
                kind for kind, writers in WRITERS.items() if name in writers
            }


def test_nobody_writes_in_the_name_of_another(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ben) as store:
        comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
    people.pair_up(team.store, team.mo, team.ana)
    for forged in (replace(comment, id=new_id()), replace(comment, author_id=team.mo)):
        with team.by(team.mo) as store, pytest.raises(DeniedError, match="only their own"):
            keep(store, ReviewChange(comments=(forged,)))
    with team.by(team.mo) as store, pytest.raises(DeniedError):
        keep(store, ReviewChange(deleted_comments=(comment.id,)))
    assert team.store.comments(opened.draft.id) == (comment,)


def test_unreleased_feedback_is_seen_by_mentors_alone(team: Team) -> None:
    people.pair_up(team.store, team.mo, team.ana)
    opened = team.handed_in()
    with team.by(team.ben) as store:
        comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
    seen = {}
    for name in NAMES:
        with team.by(getattr(team, name)) as store:
            seen[name] = (Gate(store).may_read(comment), Gate(store).may_read(comment, released=True))
    assert seen == {"lea": (False, True), "ben": (True, True), "ana": (False, True), "mo": (True, True)}
    with team.by(team.ana) as store:
        assert open_text(store).comments == ()


def test_own_work_is_seen_by_nobody_else(team: Team) -> None:
    with team.by(team.mo) as store:
        opened = open_text(store)
        reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
    for name in ("lea", "ben", "ana"):
        with team.by(getattr(team, name)) as store:
            assert not Gate(store).may_open(opened.draft.id)
            assert open_text(store).draft.id != opened.draft.id


def test_the_same_file_of_two_people_is_two_drafts(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.mo) as store:
        other = open_text(store, TEXT)
        assert other.draft.id != opened.draft.id
    with team.by(team.ben) as store:
        assert open_text(store, TEXT).draft.id == opened.draft.id


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(sorted(WRITERS)), name=st.sampled_from(NAMES))
def test_what_is_denied_is_not_written(team: Team, kind: str, name: str) -> None:
    opened = team.handed_in(work_id=team.work())
    with team.by(getattr(team, name)) as store:
        value = values(team, opened.draft.id, store.work_of(opened.draft.id), getattr(team, name))[kind]
        change = {"comment": "comments", "decision": "decisions"}.get(kind, "records")
        wanted = ReviewChange(**{change: (value,)})
        if name in WRITERS[kind] and kind not in {"reply", "score"}:
            keep(store, wanted)
            assert getattr(store.as_kept(wanted), change) == (value,)
        elif name not in WRITERS[kind]:
            with pytest.raises(DeniedError):
                keep(store, wanted)
            assert value not in getattr(store.as_kept(wanted), change)


def test_a_draft_is_added_by_its_mentee_alone(team: Team) -> None:
    opened = team.handed_in()
    work_id = opened.draft.deliverable_id
    for name in ("lea", "ben", "mo"):
        with team.by(getattr(team, name)) as store, pytest.raises(DeniedError, match="Only the mentee"):
            open_text(store, TEXT + "More.\n", work_id)
    assert len(team.store.drafts_of(work_id)) == 1


def test_what_is_kept_of_a_review_is_filtered_for_each(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ben) as store:
        comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
        decision = reviewing.dismiss(store, opened.draft, "check@0:quote", "meant so")
        assert reviewing.kept_review(store, opened.draft.id) == ((comment,), (decision,))
    with team.by(team.ana) as store:
        assert reviewing.kept_review(store, opened.draft.id) == ((), ())
