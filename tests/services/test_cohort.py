"""What a lead sees of many reviews: months, means with enough drafts behind them, what comes back, what is late."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import now_ms
from app.domain.values import build
from app.services import assignments, cohort, people
from app.services.history import ScoreFilter
from app.services.released import Scored, thaw_scores
from tests.exports.test_scores import FIRST, SECOND
from tests.services.team import TEXT, Team
from tests.services.test_history import released
from tests.services.test_releasing import review

MONTH = 31 * 86_400_000


def scored(number: int, month: int = 0):
    return replace(FIRST, review_id=f"r{number}", scored_ms=FIRST.scored_ms + month * MONTH)


def test_a_mean_needs_five_drafts_and_the_number_is_always_there():
    few, enough = [scored(n) for n in range(4)], [scored(n, 1) for n in range(5)]
    found = cohort.grid([*few, *enough])
    line = found.lines[0]
    assert (line.title, line.most_points) == ("Sources exist", Decimal(4))
    assert [(line.cells[month].mean, line.cells[month].count) for month in found.months] == [(None, 4), (Decimal(2), 5)]
    assert line.cells[found.months[1]].levels == (("Partly", 5),)
    assert [one.title for one in found.lines] == ["Sources exist", "Plain words"]


@given(st.lists(st.integers(0, 5), max_size=40))
def test_every_score_is_in_one_cell(months):
    rows = [scored(number, month) for number, month in enumerate(months)]
    found = cohort.grid(rows)
    for line in found.lines:
        assert sum(cell.count for cell in line.cells.values()) == len(rows)
        for month, cell in line.cells.items():
            assert cell.count == sum(count for _, count in cell.levels)
            assert len(cohort.in_cell(rows, line.key, month)) == cell.count


def test_versions_of_a_rubric_are_never_mixed():
    rows = [FIRST, replace(SECOND, rubric_version="3")]
    assert [(line.key[1], line.key[2]) for line in cohort.grid(rows).lines] == [
        ("2", "ACC"),
        ("2", "TON"),
        ("3", "ACC"),
        ("3", "TON"),
    ]


def test_a_lead_sees_scores_and_narrows_them_down(team: Team):
    released(team, 1)
    with team.by(team.lea) as store:
        scores = cohort.scores_since(store, cohort.months_ago(0))
    (row,) = scores.rows
    for fits in (
        ScoreFilter(team_id=team.id, mentee_id=team.ana, mentor_id=team.ben, rubric_id="brief", rubric_version="1"),
        ScoreFilter(),
    ):
        assert cohort.chosen(scores, fits) == (row,)
    for nothing in (
        ScoreFilter(team_id="x"),
        ScoreFilter(mentee_id=team.mo),
        ScoreFilter(mentor_id=team.lea),
        ScoreFilter(rubric_version="2"),
        ScoreFilter(to_ms=1),
    ):
        assert cohort.chosen(scores, nothing) == ()
    with team.by(team.ana) as store:
        assert cohort.scores_since(store, 0).rows == ()


def test_scores_are_read_again_once_anything_was_written(team: Team):
    released(team, 1)
    with team.by(team.lea) as store:
        scores = cohort.scores_since(store, 1)
        assert cohort.scores_since(store, 1, scores) is scores
        (row,) = scores.rows
        for from_ms in (0, 2, row.scored_ms, row.scored_ms + 1):
            assert cohort.scores_since(store, from_ms, scores) == cohort.scores_since(store, from_ms)
    released(team, 2)
    with team.by(team.lea) as store:
        assert len(cohort.scores_since(store, 1, scores).rows) == 1 + len(scores.rows)


def test_a_frozen_review_thaws_as_it_was(team: Team):
    released(team, 1)
    with team.by(team.lea) as store:
        (given,) = store.given_to([team.ana])
        assert thaw_scores(given.scores) == build(Scored, json.loads(given.scores))


def test_what_comes_back_counts_drafts_and_says_of_how_many(team: Team):
    released(team, 1, ("vague-attribution", "placeholder"))
    released(team, 2, ("vague-attribution",))
    month = cohort.month_of(now_ms())
    with team.by(team.lea) as store:
        found = cohort.comes_back(store, month)
        assert [(one.check, one.drafts, one.of, one.was, one.was_of, one.teams) for one in found] == [
            ("vague-attribution", 2, 2, 0, 0, ()),
            ("placeholder", 1, 2, 0, 0, ()),
        ]
        assert cohort.comes_back(store, (2001, 1)) == ()
        second = people.add_team(store, "Briefs").id
        people.join_team(store, team.lea, second, lead=True)
        people.join_team(store, team.ana, second)
        assert cohort.comes_back(store, month)[0].teams == (("Briefs", 2, 2), ("Reports", 2, 2))
        assert cohort.comes_back(store, month, second)[0].teams == ()
    with team.by(team.mo) as store:
        assert cohort.comes_back(store, month) == ()


def test_late_work_is_named_until_it_is_returned(team: Team):
    with team.by(team.lea) as store:
        asked = assignments.new_assignment(store, "Brief", team.id)
        assignments.edit_assignment(store, replace(asked, due_ms=1))
    team.handed_in(TEXT, team.work("Late", asked.id))
    with team.by(team.lea) as store:
        assert [one.deliverable.title for one in cohort.late_work(store)] == ["Late"]
    with team.by(team.ana) as store:
        assert cohort.late_work(store) == ()


def test_reviews_that_were_never_released_are_counted(team: Team):
    released(team, 1)
    review(team, TEXT + "Another.\n", team.work("Second"))
    with team.by(team.lea) as store:
        assert cohort.unreleased_reviews(store) == 1
    with team.by(team.mo) as store:
        assert cohort.unreleased_reviews(store) == 0


@pytest.mark.parametrize("month", [(2025, 1), (2025, 2), (2025, 12)])
def test_months_follow_one_another_without_a_gap(month):
    first, last = cohort._bounds(month)
    assert cohort.month_of(first) == cohort.month_of(last - 1) == month
    assert cohort._month_before(cohort.month_of(last)) == month
