"""A report carries the names that belong to the feedback, and the scores where they are shown."""

from app.services import releasing
from app.services.feedback_reports import feedback_report
from app.services.released import thaw
from tests.services.team import Team
from tests.services.test_releasing import review


def test_a_report_of_what_would_be_released_and_of_what_was(team: Team) -> None:
    opened, comment = review(team)
    with team.by(team.ben) as store:
        before = feedback_report(store, releasing.preview(store, opened.draft.id))
        (made,) = releasing.release(store, [opened.draft.id])
        after = feedback_report(store, thaw(made), made.created_ms)
    assert (before.title, before.draft, before.mentee, before.mentor) == ("Evening opening", 1, "Ana", "Ben")
    assert (before.said_ms, after.said_ms) == (None, made.created_ms)
    assert (before.comments, before.rubric) == ((comment,), "Brief, version 1")
    assert [one.level for one in after.criteria] == ["Meets", None]
    assert after.arithmetic == "Sources exist 60 (60 × 4/4) = 60"
