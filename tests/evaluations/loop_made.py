"""The small world that ``tests.evaluations.loop_kills`` works in: a mentor, a mentee and three works with a rubric."""

from contextlib import closing
from pathlib import Path

from app.domain.feedback import Score
from app.services import assignments, people, reviewing, scoring, submitting
from app.services.releasing import Review
from app.store.workspace import open_workspace
from tests.store.making import make_document

WORKS = 3
TEXT = "Studies show that tea is good.\nWe measured it twice, in May and in June, with 40 people.\n"


def make_world(folder: Path) -> None:
    """Make the workspace: three works of one mentee, each with a first draft, and a rubric to score by."""
    (folder / "exports").mkdir(parents=True, exist_ok=True)
    with closing(open_workspace(folder)) as workspace:
        mentee = people.add_person(workspace, "Ines Castell")
        people.pair_up(workspace, workspace.me(), mentee.id)
        assignments.keep_ready_rubric(workspace, assignments.ready_rubrics()[0].id)
        for number in range(WORKS):
            text = f"Work {number}.\n{TEXT}"
            data = text.encode()
            opened = reviewing.open_draft(workspace, Path(f"work-{number}.txt"), data, make_document(text))
            submitting.bring_in(workspace, opened.draft.id, mentee.id)


def next_version(workspace, draft, chance):
    """Return path, bytes and document of the draft's next version: a sentence more."""
    before = workspace.original(draft.sha256).read_bytes().decode()
    text = before + f"In week {chance.randrange(10**9)} nothing changed.\n"
    return Path(draft.path), text.encode(), make_document(text)


def set_a_level(workspace, draft, chance):
    """Score a criterion of the draft by the rubric that is kept, at random."""
    review = scoring.my_review(workspace, draft.id)
    if not review.rubric_id:
        review, _ = scoring.choose_rubric(workspace, review, assignments.kept_rubrics(workspace)[0].id)
    criteria = assignments.rubric_of(workspace, review.rubric_id).criteria
    scoring.set_level_by_number(workspace, review, chance.choice(criteria).id, chance.randrange(1, 4))


def scored_levels(workspace):
    """Return the level of every scored criterion by review and criterion."""
    return {
        f"{review.id} {one.criterion}": one.level
        for review in workspace.records(Review)
        for one in workspace.records(Score, review_id=review.id)
    }
