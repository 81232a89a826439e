"""The steps of undo and redo, kept beside the review and in the same transaction."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from app.domain.ids import now_ms
from app.domain.review import Comment, Decision
from app.domain.values import ALL_SEEN, build, plain
from app.services.ports import Act, ReviewChange, Step, Taken
from app.services.undoing import KEPT, is_as_left, next_step, subject_of
from app.store.drafts import deliverable_of
from app.store.people import me
from app.store.records import KINDS, TABLES
from app.store.reviews import apply, as_kept
from app.store.schema import step


def change(connection: Connection, wanted: ReviewChange, act: Act) -> None:
    """Make every edit of the change and keep it as the subject's newest step."""
    before = as_kept(connection, wanted)
    apply(connection, wanted)
    after = as_kept(connection, wanted)
    subject = subject_of(before) or subject_of(after)
    if subject and not is_as_left(before, after):
        _add(connection, _subject(connection, subject), act, before, after)


def _subject(connection: Connection, name: str) -> str:
    """Return what steps are kept under: all drafts of a deliverable share theirs, since comments are carried on."""
    return deliverable_of(connection, name) or name


def _add(connection: Connection, subject: str, act: Act, before: ReviewChange, after: ReviewChange) -> None:
    person_id = me(connection)
    mine = (step.c.subject == subject) & (step.c.person_id == person_id)
    redoable = connection.execute(delete(step).where(mine, step.c.undone)).rowcount
    last = None if redoable else _newest(connection, subject)
    made, joins = next_step(act, before, after, _step(last) if last else None)
    if last and joins:
        connection.execute(delete(step).where(step.c.sequence == last.sequence))
    if made:
        values = {"subject": subject, "person_id": person_id, "act": act.value, "made_ms": now_ms()}
        connection.execute(insert(step), values | {"before": _to_json(made.before), "after": _to_json(made.after)})
    newest = select(step.c.sequence).where(mine).order_by(step.c.sequence.desc())
    too_old = connection.scalar(newest.offset(KEPT).limit(1))
    if too_old is not None:
        connection.execute(delete(step).where(mine, step.c.sequence <= too_old))


def undo(connection: Connection, subject: str) -> Taken | None:
    """Take back the newest step on the subject."""
    row = _newest(connection, _subject(connection, subject))
    return _take(connection, row, undone=True) if row else None


def redo(connection: Connection, subject: str) -> Taken | None:
    """Make again the step that was undone last."""
    row = _undone_last(connection, _subject(connection, subject))
    return _take(connection, row, undone=False) if row else None


def next_steps(connection: Connection, subject: str) -> tuple[Step | None, Step | None]:
    """Return the steps that ``undo`` and ``redo`` would take."""
    subject = _subject(connection, subject)
    back, forth = _newest(connection, subject), _undone_last(connection, subject)
    return _step(back) if back else None, _step(forth) if forth else None


def _newest(connection: Connection, subject: str) -> Row[tuple[object, ...]] | None:
    done = _mine(connection, subject).where(~step.c.undone)
    return connection.execute(done.order_by(step.c.sequence.desc()).limit(1)).first()


def _undone_last(connection: Connection, subject: str) -> Row[tuple[object, ...]] | None:
    undone = _mine(connection, subject).where(step.c.undone)
    return connection.execute(undone.order_by(step.c.sequence).limit(1)).first()


def _mine(connection: Connection, subject: str) -> Select[tuple[object, ...]]:
    return select(step).where(step.c.subject == subject, step.c.person_id == me(connection))


def _take(connection: Connection, row: Row[tuple[object, ...]], *, undone: bool) -> Taken:
    """Go over the step in either direction; one that no longer applies is forgotten."""
    found = _step(row)
    base, goal = (found.after, found.before) if undone else (found.before, found.after)
    applied = is_as_left(as_kept(connection, base), base)
    this = step.c.sequence == row.sequence
    if applied:
        apply(connection, goal, ALL_SEEN)  # nothing came since: what is there is what was left
        connection.execute(update(step).where(this).values(undone=undone))
    else:
        connection.execute(delete(step).where(this))
    return Taken(found, applied)


def _step(row: Row[tuple[object, ...]]) -> Step:
    return Step(Act(row.act), _change(row.before), _change(row.after))


def _to_json(value: ReviewChange) -> dict[str, object]:
    as_data = plain(value)
    records = [[TABLES[type(one)].name, plain(one)] for one in value.records]
    deleted = [[TABLES[kind].name, id_] for kind, id_ in value.deleted_records]
    return as_data | {"records": records, "deleted_records": deleted}


def _change(value: Mapping[str, Any]) -> ReviewChange:
    """Make the change of its JSON; steps of the first workspaces have no records."""
    return ReviewChange(
        tuple(build(Comment, one) for one in value["comments"]),
        tuple(build(Decision, one) for one in value["decisions"]),
        tuple(value["deleted_comments"]),
        tuple(value["deleted_decisions"]),
        tuple(build(KINDS[name], one) for name, one in value.get("records", ())),
        tuple((KINDS[name], id_) for name, id_ in value.get("deleted_records", ())),
    )
