"""Feedback as a report that can leave Stet: the frozen release, or what would be released now."""

from app.domain.feedback import Outcome
from app.exports.feedback_report import FeedbackReport
from app.services.ports import ReviewStore
from app.services.released import Feedback


def feedback_report(store: ReviewStore, feedback: Feedback, said_ms: int | None = None) -> FeedbackReport:
    """Return the feedback with the names that belong to it; ``said_ms`` is when it was released, None for not yet."""
    work, directory, scored = store.work_of(feedback.draft_id), store.directory(), feedback.scored
    mentee, mentor = directory.person(work.mentee_id), directory.person(feedback.author_id)
    return FeedbackReport(
        title=work.title,
        draft=store.draft(feedback.draft_id).number,
        mentee=mentee.name if mentee else "",
        mentor=mentor.name if mentor else "",
        said_ms=said_ms,
        accepted=feedback.outcome is Outcome.ACCEPTED,
        letter=feedback.letter,
        comments=feedback.comments,
        rubric=f"{scored.rubric_title}, version {scored.rubric_version}" if scored else "",
        criteria=scored.criteria if scored else (),
        arithmetic=scored.arithmetic if scored else "",
    )
