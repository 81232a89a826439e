"""The steps of undo and redo, kept beside the review and in the same transaction."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from app.domain.ids import now_ms
from app.domain.review import Anchor, Choice, Comment, CommentKind, Decision
from app.services.ports import Act, ReviewChange, Step, Taken
from app.services.undoing import KEPT, is_as_left, next_step
from app.store.reviews import apply, as_kept
from app.store.schema import step


def change(connection: Connection, wanted: ReviewChange, act: Act) -> None:
    """Make every edit of the change and keep it as the draft's newest step."""
    before = as_kept(connection, wanted)
    apply(connection, wanted)
    after = as_kept(connection, wanted)
    values: list[Comment | Decision] = [*before.comments, *before.decisions, *after.comments, *after.decisions]
    if values and not is_as_left(before, after):
        _add(connection, values[0].draft_id, act, before, after)


def _add(connection: Connection, draft_id: str, act: Act, before: ReviewChange, after: ReviewChange) -> None:
    redoable = connection.execute(delete(step).where(step.c.draft_id == draft_id, step.c.undone)).rowcount
    last = None if redoable else _newest(connection, draft_id)
    made, joins = next_step(act, before, after, _step(last) if last else None)
    if last and joins:
        connection.execute(delete(step).where(step.c.sequence == last.sequence))
    if made:
        values = {"draft_id": draft_id, "act": act.value, "made_ms": now_ms()}
        connection.execute(insert(step), values | {"before": asdict(made.before), "after": asdict(made.after)})
    _forget_oldest(connection, draft_id)


def _forget_oldest(connection: Connection, draft_id: str) -> None:
    newest = select(step.c.sequence).where(step.c.draft_id == draft_id).order_by(step.c.sequence.desc())
    too_old = connection.scalar(newest.offset(KEPT).limit(1))
    if too_old is not None:
        connection.execute(delete(step).where(step.c.draft_id == draft_id, step.c.sequence <= too_old))


def undo(connection: Connection, draft_id: str) -> Taken | None:
    """Take back the draft's newest step."""
    row = _newest(connection, draft_id)
    return _take(connection, row, undone=True) if row else None


def redo(connection: Connection, draft_id: str) -> Taken | None:
    """Make again the step that was undone last."""
    row = _undone_last(connection, draft_id)
    return _take(connection, row, undone=False) if row else None


def next_steps(connection: Connection, draft_id: str) -> tuple[Step | None, Step | None]:
    """Return the steps that ``undo`` and ``redo`` would take."""
    back, forth = _newest(connection, draft_id), _undone_last(connection, draft_id)
    return _step(back) if back else None, _step(forth) if forth else None


def _newest(connection: Connection, draft_id: str) -> Row[tuple[object, ...]] | None:
    done = select(step).where(step.c.draft_id == draft_id, ~step.c.undone)
    return connection.execute(done.order_by(step.c.sequence.desc()).limit(1)).first()


def _undone_last(connection: Connection, draft_id: str) -> Row[tuple[object, ...]] | None:
    undone = select(step).where(step.c.draft_id == draft_id, step.c.undone)
    return connection.execute(undone.order_by(step.c.sequence).limit(1)).first()


def _take(connection: Connection, row: Row[tuple[object, ...]], *, undone: bool) -> Taken:
    """Go over the step in either direction; one that no longer applies is forgotten."""
    found = _step(row)
    base, goal = (found.after, found.before) if undone else (found.before, found.after)
    applied = is_as_left(as_kept(connection, base), base)
    this = step.c.sequence == row.sequence
    if applied:
        apply(connection, goal)
        connection.execute(update(step).where(this).values(undone=undone))
    else:
        connection.execute(delete(step).where(this))
    return Taken(found, applied)


def _step(row: Row[tuple[object, ...]]) -> Step:
    return Step(Act(row.act), _change(row.before), _change(row.after))


def _change(value: Mapping[str, Any]) -> ReviewChange:
    return ReviewChange(
        tuple(_comment(one) for one in value["comments"]),
        tuple(Decision(**one | {"choice": Choice(one["choice"])}) for one in value["decisions"]),
        tuple(value["deleted_comments"]),
        tuple(value["deleted_decisions"]),
    )


def _comment(value: dict[str, Any]) -> Comment:
    anchor = value["anchor"]
    placed = anchor and Anchor(**anchor | {"headings": tuple(anchor["headings"])})
    return Comment(**value | {"kind": CommentKind(value["kind"]), "anchor": placed})
