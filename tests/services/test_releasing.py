"""Feedback reaches the mentee whole and once, through a release alone."""

import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import ids
from app.domain.deliverable import Deliverable, WorkState
from app.domain.errors import BadInputError, DeniedError, NotFoundError
from app.domain.feedback import Outcome, Release
from app.domain.review import CommentKind
from app.services import (
    assignments,
    letters,
    people,
    reading_feedback,
    releasing,
    reviewing,
    scoring,
    submitting,
    undoing,
)
from app.services.letters import Part
from app.services.ports import HistoryQuery, ReviewChange
from app.services.released import thaw
from tests.services.team import NEXT, RUBRIC, TEXT, Team, make_document


def review(team: Team, text: str = TEXT, work_id: str = ""):
    """Return a handed-in draft with a comment, scores and a letter by Ben, not released."""
    opened = team.handed_in(text, work_id)
    with team.by(team.ben) as store:
        comment = reviewing.comment_on(
            store, opened.draft, make_document(text), 10, 21, CommentKind.CORRECTION, "Say when."
        )
        comment = reviewing.explain_comment(
            store, comment, why="Readers plan.", good="In May 2026 …", suggestion="The library", criterion="ACC"
        )
        begun = scoring.my_review(store, opened.draft.id)
        begun, _ = scoring.choose_rubric(store, begun, assignments.keep_rubric(store, RUBRIC, "brief.yaml").id)
        scoring.set_level(store, begun, "ACC", "meets")
        letter = letters.my_letter(store, opened.draft.id)
        for part, words in zip(Part, ("You count.", "Date it.", "Date each figure."), strict=True):
            letter = letters.write(store, letter, part, words)
        letters.tie(store, letter, Part.STRENGTH, (comment.id,))
    return opened, comment


def test_a_mentee_reads_nothing_before_release_and_all_of_it_after(team: Team) -> None:
    opened, comment = review(team)
    with team.by(team.ana) as store:
        assert (reading_feedback.read(store, opened.draft.id), reading_feedback.inbox(store)) == ((), ())
    with team.by(team.ben) as store:
        preview = releasing.preview(store, opened.draft.id)
        (made,) = releasing.release(store, [opened.draft.id])
        assert thaw(made) == preview
    with team.by(team.ana) as store:
        (feedback,) = reading_feedback.read(store, opened.draft.id)
        assert feedback == replace(preview, scored=None)
        assert feedback.comments == (comment,)
        assert (comment.why, comment.suggestion, feedback.letter.next_task) == (
            "Readers plan.",
            "The library",
            "Date each figure.",
        )


def test_scores_show_once_the_three_questions_are_answered(team: Team) -> None:
    opened, _ = review(team)
    with team.by(team.ben) as store:
        releasing.release(store, [opened.draft.id])
    with team.by(team.ana) as store:
        reading_feedback.reflect(store, opened.draft.id, "I counted.", "It held.", "")
        assert reading_feedback.read(store, opened.draft.id)[0].scored is None
        reading_feedback.reflect(store, opened.draft.id, "I counted.", "It held.", "Date it.")
        scored = reading_feedback.read(store, opened.draft.id)[0].scored
        assert scored
        assert (scored.total, scored.criteria[0].level) == (60, "Meets")
    with team.by(team.ben) as store:
        assert reading_feedback.reflection(store, opened.draft.id).next_time == "Date it."


def test_an_edit_after_release_is_unpublished_until_released_again(team: Team) -> None:
    opened, comment = review(team)
    with team.by(team.ben) as store:
        assert releasing.unpublished(store, opened.draft.id) == ()
        (first,) = releasing.release(store, [opened.draft.id])
        with pytest.raises(BadInputError, match="released already, and nothing has changed"):
            releasing.release(store, [opened.draft.id])
        reviewing.edit_comment(store, comment, "Say which year.")
        begun = scoring.my_review(store, opened.draft.id)
        scoring.set_level(store, begun, "ACC", "partly")
        assert set(releasing.unpublished(store, opened.draft.id)) == {f"comment {comment.id}", "score ACC"}
    with team.by(team.ana) as store:
        assert reading_feedback.read(store, opened.draft.id)[0].comments[0].body == "Say when."
        assert not reading_feedback.inbox(store)[0].has_correction
    with team.by(team.ben) as store:
        (second,) = releasing.release(store, [opened.draft.id], note="The year was meant.")
        assert releasing.unpublished(store, opened.draft.id) == ()
        assert releasing.trace(store, opened.draft.id) == (first, second)
    with team.by(team.ana) as store:
        assert reading_feedback.read(store, opened.draft.id)[0].comments[0].body == "Say which year."
        assert [one.has_correction for one in reading_feedback.inbox(store)] == [True]


def test_a_correction_is_the_newest_also_when_the_clock_was_years_ahead(team: Team, monkeypatch) -> None:
    opened, comment = review(team)
    with team.by(team.ben) as store:
        with monkeypatch.context() as patch:
            ahead = time.time_ns() + 10 * 365 * 24 * 3600 * 10**9
            patch.setattr(ids, "time", SimpleNamespace(time_ns=lambda: ahead))
            patch.setattr(ids, "_last_ms", 0)
            releasing.release(store, [opened.draft.id])
        reviewing.edit_comment(store, store.comment(comment.id), "Say when, and where.")
        releasing.release(store, [opened.draft.id])
    with team.by(team.ana) as store:
        (feedback,) = reading_feedback.read(store, opened.draft.id)
        assert [one.body for one in feedback.comments] == ["Say when, and where."]


def test_a_release_cannot_be_undone(team: Team) -> None:
    opened, comment = review(team)
    with team.by(team.ben) as store:
        releasing.release(store, [opened.draft.id])
        while undoing.undo(store, opened.draft, make_document()):
            pass
        assert store.comments(opened.draft.id) == ()
        kinds = [one.split()[0] for one in releasing.unpublished(store, opened.draft.id)]
        assert kinds == ["comment", "score", "score", "letter"]
    with team.by(team.ana) as store:
        assert reading_feedback.read(store, opened.draft.id)[0].comments == (comment,)


def test_many_are_released_together_or_not_at_all(team: Team) -> None:
    drafts = [review(team, f"{TEXT} {number}")[0].draft for number in range(3)]
    empty = team.handed_in(NEXT, team.work("Empty")).draft
    with team.by(team.ben) as store:
        with pytest.raises(BadInputError, match="Draft 1 of “Empty” has no comment, no score and no letter yet"):
            releasing.release(store, [one.id for one in (*drafts, empty)])
        assert store.records(Release) == ()
        with pytest.raises(NotFoundError):
            releasing.release(store, [drafts[0].id, "nothing"])
        assert store.records(Release) == ()
        releasing.release(store, [one.id for one in drafts], Outcome.ACCEPTED)
        assert [one.state for one in submitting.queue(store) if one.draft_id != empty.id] == [WorkState.ACCEPTED] * 3


def test_only_a_mentor_releases_and_only_what_is_theirs(team: Team) -> None:
    people.pair_up(team.store, team.mo, team.ana)
    opened, comment = review(team)
    for person_id in (team.ana, team.lea):
        with team.by(person_id) as store, pytest.raises((DeniedError, BadInputError)):
            releasing.release(store, [opened.draft.id])
    with team.by(team.mo) as store:
        with pytest.raises(BadInputError, match="has no comment"):
            releasing.release(store, [opened.draft.id])
        with pytest.raises(DeniedError):
            reviewing.edit_comment(store, comment, "Mine now.")
        reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
        releasing.release(store, [opened.draft.id])
    with team.by(team.ana) as store:
        assert [len(one.comments) for one in reading_feedback.read(store, opened.draft.id)] == [1]


def test_what_is_missing_is_said_and_stops_nothing(team: Team) -> None:
    opened, _ = review(team)
    with team.by(team.ben) as store:
        assert releasing.missing(store, opened.draft.id) == (
            "In the letter, an improvement is tied to no comment.",
            "In the letter, a next practice task is tied to no comment.",
            "No level is chosen for “Plain words”.",
        )
        other = team.handed_in(NEXT, team.work("Other")).draft
    with team.by(team.ben) as store:
        assert releasing.missing(store, other.id)[0] == "The letter names no strength."


def test_empty_comments_and_those_resolved_before_stay_out(team: Team) -> None:
    opened, comment = review(team)
    with team.by(team.ben) as store:
        reviewing.comment_on_draft(store, opened.draft, CommentKind.QUESTION, "  ")
        releasing.release(store, [opened.draft.id])
        assert [one.id for one in thaw(releasing.last_release(store, opened.draft.id)).comments] == [comment.id]
    second = team.handed_in(NEXT, opened.draft.deliverable_id).draft
    with team.by(team.ben) as store:
        assert [one.id for one in releasing.preview(store, second.id).comments] == [comment.id]
        reviewing.resolve_comment(store, comment)
        assert releasing.preview(store, second.id).comments == ()


def test_both_sides_answer_in_a_thread_once_it_is_released(team: Team) -> None:
    opened, comment = review(team)
    with team.by(team.ana) as store, pytest.raises(BadInputError, match="not released"):
        reading_feedback.reply(store, opened.draft.id, comment.id, "In May.")
    with team.by(team.ben) as store:
        releasing.release(store, [opened.draft.id])
    with team.by(team.ana) as store:
        with pytest.raises(BadInputError, match="empty"):
            reading_feedback.reply(store, opened.draft.id, comment.id, " ")
        first = reading_feedback.reply(store, opened.draft.id, comment.id, "In May.")
    with team.by(team.ben) as store:
        second = reading_feedback.reply(store, opened.draft.id, comment.id, "Write that.")
        with pytest.raises(DeniedError, match="own words"):
            reading_feedback.edit_reply(store, first, "Mine.")
        undoing.undo(store, opened.draft, make_document())
        assert reading_feedback.threads(store, opened.draft.id) == {comment.id: (first,)}
        undoing.redo(store, opened.draft, make_document())
    for person_id in (team.ana, team.ben, team.lea):
        with team.by(person_id) as store:
            assert reading_feedback.threads(store, opened.draft.id) == {comment.id: (first, second)}
    with team.by(team.mo) as store:
        assert reading_feedback.threads(store, opened.draft.id) == {}
        with pytest.raises(BadInputError):
            reading_feedback.reply(store, opened.draft.id, comment.id, "Hello.")


def test_marks_of_the_mentee_reach_the_mentor(team: Team) -> None:
    opened, comment = review(team)
    with team.by(team.ben) as store:
        releasing.release(store, [opened.draft.id])
    with team.by(team.ana) as store:
        assert reading_feedback.inbox(store)[0].is_new
        assert not reading_feedback.is_opened(reading_feedback.note_reading(store, opened.draft.id, 20))
        assert reading_feedback.is_opened(reading_feedback.note_reading(store, opened.draft.id, 10))
        assert not reading_feedback.inbox(store)[0].is_new
        reading_feedback.mark_addressed(store, opened.draft.id, comment.id)
        reading_feedback.rate(store, opened.draft.id, 4)
        reading_feedback.rate(store, opened.draft.id, 5)
        with pytest.raises(BadInputError, match="from 1 to 5"):
            reading_feedback.rate(store, opened.draft.id, 6)
        reading_feedback.ask_second_look(store, opened.draft.id, "Is May enough?")
    with team.by(team.ben) as store:
        marks = {(one.kind, one.target_id): one.value for one in reading_feedback.marks(store, opened.draft.id)}
        assert marks == {
            ("opened", opened.draft.id): 30,
            ("addressed", comment.id): 1,
            ("useful", opened.draft.id): 5,
            ("second_look", opened.draft.id): 1,
        }
        assert [one.wants_second_look for one in submitting.queue(store)] == [True]
        with pytest.raises(DeniedError, match="Only the mentee"):
            reading_feedback.rate(store, opened.draft.id, 5)
        reviewing.edit_comment(store, comment, "Yes, May.")
        releasing.release(store, [opened.draft.id])
        assert [one.wants_second_look for one in submitting.queue(store)] == [False]
    with team.by(team.ana) as store:
        reading_feedback.mark_addressed(store, opened.draft.id, comment.id, addressed=False)
        assert "addressed" not in {one.kind for one in reading_feedback.marks(store, opened.draft.id)}


def test_a_person_alone_releases_to_nobody_and_keeps_the_trace(team: Team) -> None:
    with team.by(team.mo) as store:
        opened = reviewing.open_draft(store, team.store.path / "own.txt", TEXT.encode(), make_document())
        reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
        (made,) = releasing.release(store, [opened.draft.id])
        assert releasing.trace(store, opened.draft.id) == (made,)
    for person_id in (team.lea, team.ben, team.ana):
        with team.by(person_id) as store:
            assert releasing.trace(store, opened.draft.id) == ()


def test_what_waits_is_listed_until_it_is_released(team: Team) -> None:
    opened, _ = review(team)
    other, _ = review(team, NEXT)
    with team.by(team.ben) as store:
        first, _ = releasing.waiting(store)
        assert (first.draft_id, first.mentee, first.scored, first.criteria) == (opened.draft.id, "Ana", 1, 2)
        assert not first.is_scored
        scoring.set_level(store, scoring.my_review(store, other.draft.id), "TON", "meets")
        assert [one.is_scored for one in releasing.waiting(store)] == [False, True]
        releasing.release(store, [opened.draft.id, other.draft.id])
        assert releasing.waiting(store) == ()


def test_deleted_work_is_released_to_nobody_and_nothing_of_the_review_is_lost(team: Team) -> None:
    opened, comment = review(team)
    work = team.store.work_of(opened.draft.id)
    team.store.change_review(ReviewChange(deleted_records=((Deliverable, work.id),)))  # as another computer may
    with team.by(team.ben) as store:
        assert releasing.is_deleted(store, opened.draft.id)
        with pytest.raises(BadInputError, match=r"“Evening opening” was deleted meanwhile, .* what you wrote stays\."):
            releasing.release(store, [opened.draft.id])
        assert releasing.waiting(store) == ()
        assert store.comments(opened.draft.id) == (comment,)


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(TEXTS, min_size=1, max_size=4), words=TEXTS)
def test_what_is_read_is_what_was_previewed(team: Team, bodies: list[str], words: str) -> None:
    opened = team.handed_in(work_id=team.work())
    with team.by(team.ben) as store:
        for body in bodies:
            reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, body)
        letters.write(store, letters.my_letter(store, opened.draft.id), Part.STRENGTH, words or "Clear.")
        preview = releasing.preview(store, opened.draft.id)
        (made,) = releasing.release(store, [opened.draft.id])
    with team.by(team.ana) as store:
        assert reading_feedback.read(store, opened.draft.id) == (preview,)
    said = team.store.said(HistoryQuery(mentee_ids=(team.ana,), limit=10_000))
    assert sorted(one.item_id for one in said if one.release_id == made.id and one.part == "comment") == sorted(
        one.id for one in preview.comments
    )
