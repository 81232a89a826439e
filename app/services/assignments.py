"""Assignments: what was asked, by when, and by which rubric and lists the work is judged. None is a good default.

A rubric is kept as the text it was when it was first used, so that scores never change their meaning.
"""

from dataclasses import replace
from functools import lru_cache

from app.domain.deliverable import Assignment
from app.domain.errors import BadInputError, NotFoundError
from app.domain.feedback import KeptRubric
from app.domain.ids import new_id, now_ms
from app.services.access import Gate, keep
from app.services.ports import Act, ReviewChange, ReviewStore
from rubrics.load import RubricFileError, library, library_text, parse_rubric
from rubrics.model import Rubric


def new_assignment(store: ReviewStore, title: str, team_id: str = "") -> Assignment:
    """Make and keep an assignment of a team (its lead's to make) or, without a team, one's own."""
    now = now_ms()
    return edit_assignment(store, Assignment(new_id(), store.me(), team_id, title, now, now))


def edit_assignment(store: ReviewStore, assignment: Assignment) -> Assignment:
    """Keep the assignment as it is given. Raises BadInputError without a title, DeniedError."""
    if not assignment.title.strip():
        raise BadInputError("An assignment needs a title. Type one.")
    edited = replace(assignment, updated_ms=now_ms())
    keep(store, ReviewChange(records=(edited,)), Act.EDIT_ASSIGNMENT)
    return edited


def delete_assignment(store: ReviewStore, assignment: Assignment) -> None:
    """Delete the assignment; work that was handed in for it stays, as work without an assignment."""
    change = ReviewChange(deleted_records=((Assignment, assignment.id),), seen=assignment.seen)
    keep(store, change, Act.DELETE_ASSIGNMENT)


def assignments(store: ReviewStore) -> tuple[Assignment, ...]:
    """Return what the person may see, by due date, those without one last."""
    gate = Gate(store)
    seen = [one for one in store.records(Assignment) if gate.may_read(one)]
    return tuple(sorted(seen, key=lambda one: (one.due_ms is None, one.due_ms or 0, one.title)))


def assignment_of(store: ReviewStore, draft_id: str) -> Assignment | None:
    """Return what was asked for with this draft, or None: then the app's own defaults apply."""
    assigned = store.work_of(draft_id).assignment_id
    return next(iter(store.records(Assignment, id=assigned)), None) if assigned else None


def keep_rubric(store: ReviewStore, text: str, file_name: str, team_id: str = "") -> KeptRubric:
    """Keep the text of a rubric file, once for each wording.

    Raises BadInputError with file and line when it is no rubric, or when it says another version's number.
    """
    rubric = _parse(text, file_name)
    known = [one for one in store.records(KeptRubric, name=rubric.id, edition=rubric.version) if one.team_id == team_id]
    same = next((one for one in known if one.text == text), None)
    if same:
        return same
    if known:
        raise BadInputError(
            f"{file_name} has changed but still says version {rubric.version}, by which work may be scored already. "
            "Give it a new version."
        )
    now = now_ms()
    kept = KeptRubric(new_id(), store.me(), team_id, rubric.id, rubric.version, rubric.title, text, now, now)
    keep(store, ReviewChange(records=(kept,)))
    return kept


def kept_rubrics(store: ReviewStore) -> tuple[KeptRubric, ...]:
    """Return the rubrics in use that the person may see, by title, the newest version of each first."""
    gate = Gate(store)
    newest = sorted(
        (one for one in store.records(KeptRubric) if gate.may_read(one)), key=lambda one: one.id, reverse=True
    )
    return tuple(sorted(newest, key=lambda one: one.title))


@lru_cache(maxsize=1)
def ready_rubrics() -> tuple[Rubric, ...]:
    """Return the rubrics that come with Stet, by title."""
    return library()


def keep_ready_rubric(store: ReviewStore, rubric_id: str, team_id: str = "") -> KeptRubric:
    """Keep a rubric that comes with Stet, by the id in its file, so that work can be scored by it."""
    return keep_rubric(store, library_text(rubric_id), f"{rubric_id}.yaml", team_id)


def rubric_of(store: ReviewStore, rubric_id: str) -> Rubric:
    """Return a kept rubric. Raises NotFoundError."""
    kept = next(iter(store.records(KeptRubric, id=rubric_id)), None)
    if kept is None:
        raise NotFoundError("That rubric is not in this workspace.")
    return _parse(kept.text, kept.title)


@lru_cache(maxsize=64)  # a kept text never changes, and a level is set by one key
def _parse(text: str, name: str) -> Rubric:
    try:
        return parse_rubric(text, name)
    except RubricFileError as error:
        raise BadInputError(str(error.problems[0])) from error
