"""All feedback can be found again by those who may read it, and by nobody else."""

from fractions import Fraction

import pytest

from app.domain.finding import Finding, Tier
from app.domain.review import CommentKind
from app.exports.scores_table import scores_csv
from app.services import history, people, reading_feedback, releasing, reviewing, scoring
from app.services.history import HistoryQuery, ScoreFilter
from tests.services.team import TEXT, Team, make_document
from tests.services.test_releasing import review


def released(team: Team, number: int, checks: tuple[str, ...] = ()):
    text = f"{TEXT}Draft {number}.\n"
    opened, comment = review(team, text, team.work(f"Work {number}"))
    with team.by(team.ben) as store:
        findings = [Finding(check, 1, Tier.ASK, 10, 21, "Names nothing.", "Which?") for check in checks]
        reviewing.accept_all(store, opened.draft, make_document(text), findings)
        releasing.release(store, [opened.draft.id])
    return opened, comment


def find(team: Team, person_id: str, **query) -> list[tuple[str, str]]:
    with team.by(person_id) as store:
        return [(one.part, one.kind) for one in history.search(store, HistoryQuery(**query))]


def test_feedback_is_found_by_its_words_and_filters(team: Team) -> None:
    released(team, 1, ("vague-attribution",))
    assert find(team, team.ana, words="plan") == [("comment", "correction")]
    assert find(team, team.ana, words="pla REad") == [("comment", "correction")]
    assert find(team, team.ana, words="date figure") == [("letter", "next_task")]
    assert find(team, team.ana, words="nowhere") == []
    assert find(team, team.ana, kinds=("question",)) == [("comment", "question")]
    assert find(team, team.ana, check="vague-attribution") == [("comment", "question")]
    assert find(team, team.ana, criterion="ACC") == [("comment", "correction")]
    assert len(find(team, team.ana)) == 5
    assert find(team, team.ana, to_ms=1) == []


@pytest.mark.parametrize("words", ['"', "a AND", "NEAR(", "*", "(", "x:y", "-", "'; DROP TABLE said; --", "\\", "😀"])
def test_any_words_can_be_looked_for(team: Team, words: str) -> None:
    released(team, 1)
    find(team, team.ana, words=words)


def test_words_of_every_script_are_found(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ben) as store:
        for body in ("図書館は水曜日に開いています", "Wo ist die Übersicht?", "متى فتحت المكتبة؟"):
            reviewing.comment_on_draft(store, opened.draft, CommentKind.QUESTION, body)
        releasing.release(store, [opened.draft.id])
    for words in ("水曜日", "ubersicht", "ÜBER", "المكتبة"):
        assert len(find(team, team.ana, words=words)) == 1


def test_everybody_finds_what_they_may_read(team: Team) -> None:
    opened, _ = released(team, 1)
    counts = {name: len(find(team, getattr(team, name))) for name in ("ana", "ben", "lea", "mo")}
    assert counts == {"ana": 4, "ben": 5, "lea": 5, "mo": 0}  # the score waits for her reflection
    assert find(team, team.mo, mentee_ids=(team.ana,)) == []
    with team.by(team.ana) as store:
        reading_feedback.reflect(store, opened.draft.id, "a", "b", "c")
    assert len(find(team, team.ana)) == 5


def test_a_correction_takes_the_place_of_what_was_said(team: Team) -> None:
    opened, comment = released(team, 1)
    with team.by(team.ben) as store:
        reviewing.edit_comment(store, comment, "Say the month.")
        assert find(team, team.ana, words="month") == []
        releasing.release(store, [opened.draft.id])
    assert find(team, team.ana, words="month") == [("comment", "correction")]
    assert find(team, team.ana, words="say when") == []


def test_what_recurs_is_counted_by_draft_over_the_last_five(team: Team) -> None:
    for number in range(6):
        checks = ("vague-attribution",) if number != 3 else ()
        released(team, number, (*checks, "placeholder") if number in {0, 4} else checks)
    with team.by(team.ana) as store:
        (found,) = history.recurring(store, team.ana)
        assert (found.check, len(found.drafts), found.of) == ("vague-attribution", 4, 5)
        assert [one.check for one in history.recurring(store, team.ana, last=6)] == ["vague-attribution", "placeholder"]
    with team.by(team.mo) as store:
        assert history.recurring(store, team.ana) == ()
        assert history.scores_over_time(store, team.ana) == ()


def test_scores_over_time_wait_for_reflection(team: Team) -> None:
    drafts = [released(team, number)[0].draft for number in range(2)]
    with team.by(team.ana) as store:
        assert history.scores_over_time(store, team.ana) == ()
        reading_feedback.reflect(store, drafts[1].id, "a", "b", "c")
        (point,) = history.scores_over_time(store, team.ana)
        assert (point.draft_id, point.criterion_id, point.share) == (drafts[1].id, "ACC", Fraction(1))
    with team.by(team.ben) as store:
        assert [one.draft_id for one in history.scores_over_time(store, team.ana)] == [one.id for one in drafts]


def test_the_lead_gets_a_table_of_scores_for_every_export(team: Team) -> None:
    opened, _ = released(team, 1)
    review(team, TEXT + "More.\n", team.work("Open"))
    with team.by(team.lea) as store:
        (row,) = history.score_table(store)
        assert (row.mentee, row.mentor, row.team, row.work, row.draft) == ("Ana", "Ben", "Reports", "Work 1", 1)
        assert (row.rubric_id, row.rubric_version, row.total, len(row.criteria)) == ("brief", "1", 60, 2)
        assert len(history.score_table(store, ScoreFilter(unreleased=True))) == 2
        for nothing in (
            ScoreFilter(team_id="x"),
            ScoreFilter(mentee_id="x"),
            ScoreFilter(mentor_id="x"),
            ScoreFilter(rubric_id="x"),
            ScoreFilter(rubric_version="9"),
            ScoreFilter(to_ms=1),
        ):
            assert history.score_table(store, nothing) == ()
        chosen = ScoreFilter(team_id=team.id, mentee_id=team.ana, mentor_id=team.ben, rubric_id="brief")
        assert history.score_table(store, chosen) == (row,)
        assert "Ana" in scores_csv([row])
    for person_id in (team.ana, team.mo):
        with team.by(person_id) as store:
            assert history.score_table(store, ScoreFilter(unreleased=True)) == ()
    with team.by(team.ben) as store:
        begun = scoring.my_review(store, opened.draft.id)
        scoring.set_level(store, begun, "ACC", "fails")
        assert history.score_table(store) == (row,)


def test_a_lead_of_another_team_sees_nothing(team: Team) -> None:
    released(team, 1)
    other = people.add_team(team.store, "Others")
    people.join_team(team.store, team.mo, other.id, lead=True)
    with team.by(team.mo) as store:
        assert (history.score_table(store), history.search(store, HistoryQuery())) == ((), ())
