"""Scores belong to one mentor and one version of the rubric, and add up as shown."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import BadInputError, DeniedError
from app.domain.feedback import Review
from app.domain.finding import Finding, Tier
from app.services import assignments, people, scoring, undoing
from rubrics.marking import total
from tests.services.team import RUBRIC, TEXT, Team, make_document

NEWER = RUBRIC.replace('version: "1"', 'version: "2"').replace("      - {id: partly, label: Partly, points: 2}\n", "")


def begin(team: Team):
    opened = team.handed_in()
    with team.by(team.ben) as store:
        review = scoring.my_review(store, opened.draft.id)
        rubric = assignments.keep_rubric(store, RUBRIC, "brief.yaml")
        review, sentence = scoring.choose_rubric(store, review, rubric.id)
    assert sentence == ""
    return opened, review


def test_a_draft_is_scored_criterion_by_criterion(team: Team) -> None:
    opened, review = begin(team)
    with team.by(team.ben) as store:
        assert scoring.marking(store, review).next_open.id == "ACC"
        scoring.set_level(store, review, "ACC", "partly")
        scoring.set_level_by_number(store, review, "TON", 2)
        scoring.comment_on_criterion(store, review, "ACC", "One source is missing.")
        assert scoring.set_level_by_number(store, review, "TON", 3) is None
        marks = scoring.marking(store, review)
        assert (marks.arithmetic, marks.next_open) == (
            (
                "Sources exist 30 (60 × 2/4) + Plain words 40 (40 × 3/3) = 70. "
                "Sources exist is below Meets, so the total cannot pass 50."
            ),
            None,
        )
        found = scoring.scored(store, review)
    assert (found.rubric_id, found.rubric_version, found.total, found.capped_by) == ("brief", "1", 50, ("ACC",))
    assert [(one.level, one.points, one.comment) for one in found.criteria] == [
        ("Partly", 2, "One source is missing."),
        ("Meets", 3, ""),
    ]
    with team.by(team.ben) as store:
        assert scoring.my_review(store, opened.draft.id) == review


def test_scoring_is_undone_key_by_key(team: Team) -> None:
    opened, review = begin(team)
    with team.by(team.ben) as store:
        scoring.set_level(store, review, "ACC", "partly")
        scoring.set_level(store, review, "ACC", "meets")
        for text in ("G", "Go", "Good"):
            scoring.comment_on_criterion(store, review, "TON", text)
        seen = []
        for _ in range(3):
            undoing.undo(store, opened.draft, make_document())
            seen.append({name: (one.level, one.comment) for name, one in scoring.marking(store, review).scores.items()})
        assert seen == [{"ACC": ("meets", "")}, {"ACC": ("partly", "")}, {}]
        undoing.redo(store, opened.draft, make_document())
        assert scoring.marking(store, review).scores["ACC"].level == "partly"


def test_what_the_rubric_has_not_is_said(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ben) as store:
        review = scoring.my_review(store, opened.draft.id)
        assert (scoring.marking(store, review), scoring.scored(store, review)) == (None, None)
        with pytest.raises(BadInputError, match="No rubric is chosen"):
            scoring.set_level(store, review, "ACC", "meets")
    _, review = begin(team)
    with team.by(team.ben) as store:
        with pytest.raises(BadInputError, match="ACC has no level “best”"):
            scoring.set_level(store, review, "ACC", "best")
        with pytest.raises(BadInputError, match="no criterion “XXX”"):
            scoring.comment_on_criterion(store, review, "XXX", "?")


def test_a_level_that_a_new_version_removed_keeps_its_scores_where_they_were_given(team: Team) -> None:
    opened, review = begin(team)
    with team.by(team.ben) as store:
        scoring.set_level(store, review, "ACC", "partly")
        scoring.set_level(store, review, "TON", "meets")
        newer = assignments.keep_rubric(store, NEWER, "brief.yaml")
        assert scoring.marking(store, review).scores["ACC"].level == "partly"
        changed, sentence = scoring.choose_rubric(store, review, newer.id)
        assert sentence == "“Brief” 2 has not what was chosen for ACC; score that again."
        assert {name: one.level for name, one in scoring.marking(store, changed).scores.items()} == {"TON": "meets"}
        undoing.undo(store, opened.draft, make_document())
        back = scoring.my_review(store, opened.draft.id)
        assert scoring.marking(store, back).scores["ACC"].level == "partly"


def test_two_mentors_on_one_draft_have_scores_of_their_own(team: Team) -> None:
    people.pair_up(team.store, team.mo, team.ana)
    opened, review = begin(team)
    with team.by(team.ben) as store:
        scoring.set_level(store, review, "ACC", "fails")
    with team.by(team.mo) as store:
        with pytest.raises(DeniedError, match="each changes only their own"):
            scoring.set_level(store, review, "ACC", "meets")
        own = scoring.my_review(store, opened.draft.id)
        assert own.id != review.id
        assert {one.id for one in scoring.reviews_of(store, opened.draft.id)} == {own.id, review.id}
    assert team.store.records(scoring.Score, review_id=review.id)[0].level == "fails"


def test_a_mentee_cannot_score_and_sees_no_review(team: Team) -> None:
    opened, review = begin(team)
    with team.by(team.ana) as store:
        with pytest.raises(DeniedError):
            scoring.set_level(store, review, "ACC", "meets")
        assert scoring.reviews_of(store, opened.draft.id) == ()


def test_evidence_stands_beside_its_criterion_and_sets_nothing(team: Team) -> None:
    _, review = begin(team)
    with team.by(team.ben) as store:
        marks = scoring.marking(store, review)
    findings = [Finding(check, 1, Tier.ASK, 0, 5, "?") for check in ("vague-attribution", "placeholder")]
    accuracy, tone = marks.rubric.criteria
    assert scoring.evidence(accuracy, findings) == (findings[0],)
    assert scoring.evidence(tone, findings) == ()
    assert marks.scores == {}


LEVELS = st.tuples(st.sampled_from(["ACC", "TON"]), st.sampled_from(["", "fails", "meets"]))


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(LEVELS, min_size=1, max_size=8))
def test_the_total_is_that_of_the_last_choices_in_any_order(team: Team, acts: list[tuple[str, str]]) -> None:
    _, review = begin(team)
    with team.by(team.ben) as store:
        for criterion, level in acts:
            scoring.set_level(store, review, criterion, level)
        marks = scoring.marking(store, review)
    last = {criterion: level for criterion, level in dict(acts).items() if level}
    assert marks.total == total(marks.rubric, last)


def test_looking_begins_no_review_and_the_last_rubric_is_proposed(team: Team) -> None:
    opened, review = begin(team)
    other = team.handed_in(TEXT + "One more line.\n")
    with team.by(team.ben) as store:
        proposed, is_kept = scoring.review_to_be(store, other.draft.id)
        assert (proposed.rubric_id, is_kept) == (review.rubric_id, False)
        assert store.records(Review, draft_id=other.draft.id) == ()
        assert scoring.marking(store, proposed).next_open.id == "ACC"
        kept = scoring.my_review(store, other.draft.id)
        assert scoring.review_to_be(store, other.draft.id) == (kept, True)
    with team.by(team.lea) as store:
        assert scoring.review_to_be(store, opened.draft.id)[0].rubric_id == ""


def test_a_level_that_the_version_has_not_counts_as_not_chosen(team: Team) -> None:
    _, review = begin(team)
    with team.by(team.ben) as store:
        scoring.set_level(store, review, "ACC", "partly")
        newer = assignments.keep_rubric(store, NEWER, "brief.yaml")
        elsewhere = replace(review, rubric_id=newer.id)  # as another computer may have chosen at the same time
        marks = scoring.marking(store, elsewhere)
    assert [one.id for one in marks.total.open_criteria] == ["ACC", "TON"]


def test_a_ready_rubric_is_kept_by_its_id(team: Team) -> None:
    for ready in assignments.ready_rubrics():
        kept = assignments.keep_ready_rubric(team.store, ready.id)
        assert assignments.rubric_of(team.store, kept.id) == ready
    with pytest.raises(KeyError):
        assignments.keep_ready_rubric(team.store, "../library/message")
