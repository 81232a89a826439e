"""Comments, where they stand, and decisions on findings."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from app.domain.ids import new_id, now_ms
from app.domain.placement import State
from app.domain.review import Anchor, Choice, Comment, CommentKind, Decision
from app.domain.values import ALL_SEEN
from app.services.ports import Kept, ReviewChange
from app.store.drafts import scope_of
from app.store.people import personal_scope
from app.store.records import TABLES, put_record, records
from app.store.rows import SEEN, bury, overwrite, put
from app.store.schema import comment, decision, draft, placement, revision

_ANCHOR = tuple(field.name for field in fields(Anchor))
_ANCHOR_COLUMNS = tuple(placement.c[name] for name in _ANCHOR)

_PLACED = (
    select(placement.c.id, placement.c.deleted, *_ANCHOR_COLUMNS)
    .where(placement.c.comment_id == bindparam("comment"), placement.c.revision_id == bindparam("revision"))
    .order_by(placement.c.id.desc())
)


def apply(connection: Connection, change: ReviewChange, seen: int = 0) -> None:
    """Make every edit of the change. ``seen`` is what the person knows, where that is more than the values say."""
    for one in change.comments:
        put_comment(connection, one, seen)
    for made in change.decisions:
        put_decision(connection, made, seen)
    for value in change.records:
        put_record(connection, value, seen)
    seen = max(seen, change.seen)
    bury(connection, comment, change.deleted_comments, seen)
    bury(connection, decision, change.deleted_decisions, seen)
    for kind, id_ in change.deleted_records:
        bury(connection, TABLES[kind], [id_], seen)


def put_comment(connection: Connection, value: Comment, seen: int = 0) -> None:
    """Add the comment and its placement, or replace what is kept under its id; a tombstone comes back to life."""
    seen = max(seen, value.seen)
    scope_id, anchor = scope_of(connection, value.draft_id), value.anchor
    first_on = connection.scalar(select(comment.c.revision_id).where(comment.c.id == value.id))
    row = {
        "id": value.id,
        "scope_id": scope_id,
        "draft_id": value.draft_id,
        "author_id": value.author_id,
        "kind": value.kind.value,
        "body": value.body,
        "finding": value.finding,
        "resolved": value.resolved,
        "revision_id": anchor and (first_on or anchor.revision_id),
        "why": value.why,
        "good": value.good,
        "suggestion": value.suggestion,
        "criterion": value.criterion,
        "deleted": False,
        "created_ms": value.created_ms,
        "updated_ms": value.updated_ms,
    }
    put(connection, comment, row, seen)
    if anchor:
        _put_placement(connection, value.id, scope_id, anchor, seen)


def _put_placement(connection: Connection, comment_id: str, scope_id: str, anchor: Anchor, seen: int) -> None:
    known = connection.execute(_PLACED, {"comment": comment_id, "revision": anchor.revision_id}).first()
    if known and not known.deleted and _anchor(known[2:]) == anchor:
        return
    now = now_ms()
    row = {name: getattr(anchor, name) for name in _ANCHOR} | {"headings": list(anchor.headings), "updated_ms": now}
    if known:
        overwrite(connection, placement, known.id, row | {"deleted": False}, seen)
    else:
        ids = {"id": new_id(), "scope_id": scope_id, "comment_id": comment_id, "created_ms": now}
        connection.execute(insert(placement), row | ids)


def _anchor(columns: Sequence[Any]) -> Anchor:
    """Make an anchor of its columns in order; looking each up by name takes longer than reading the row."""
    revision_id, start, end, exact, prefix, suffix, headings, page, state, near = columns
    return Anchor(revision_id, start, end, exact, prefix, suffix, tuple(headings), page, State(state), near)


def carry(connection: Connection, revision_id: str, anchors: Mapping[str, Anchor | None]) -> None:
    """Place comments on a revision; one on the whole draft gets a placement that says nothing."""
    owner = select(revision.c.scope_id).where(revision.c.id == revision_id)
    scope_id = connection.execute(owner).scalar_one()
    for comment_id, anchor in anchors.items():
        _put_placement(connection, comment_id, scope_id, anchor or Anchor(revision_id, 0, 0, ""), ALL_SEEN)


def placements(connection: Connection, comment_ids: Sequence[str]) -> dict[str, tuple[Anchor, ...]]:
    """Return where each comment was placed, the earliest first; nothing for those on a whole draft."""
    rows = connection.execute(_placements(comment.c.id.in_(comment_ids)).order_by(None).order_by(placement.c.id))
    found: dict[str, tuple[Anchor, ...]] = {}
    for row in rows:
        found[str(row[0])] = (*found.get(str(row[0]), ()), _anchor(row[1:]))
    return found


def comments(connection: Connection, draft_id: str) -> tuple[Comment, ...]:
    """Return a draft's living comments in the order of their anchors, those on the whole draft first.

    They are those made on it and those carried to its revision in use. Each stands where it was placed on that
    revision, else where it was placed last on another one.
    """
    in_use = select(draft.c.revision_id).where(draft.c.id == draft_id).scalar_subquery()
    carried = select(placement.c.comment_id).where(placement.c.revision_id == in_use, ~placement.c.deleted)
    chosen = (comment.c.draft_id == draft_id) | comment.c.id.in_(carried)
    return tuple(sorted(_comments(connection, chosen, in_use), key=_by_place))


def one_comment(connection: Connection, comment_id: str) -> Comment | None:
    """Return a living comment by its id."""
    found = _comments(connection, comment.c.id == comment_id)
    return found[0] if found else None


def _comments(
    connection: Connection, chosen: ColumnElement[bool], in_use: ColumnElement[Any] = draft.c.revision_id
) -> list[Comment]:
    anchors = {str(row[0]): _anchor(row[1:]) for row in connection.execute(_placements(chosen, in_use))}
    living = select(*_COMMENT_COLUMNS).where(chosen, ~comment.c.deleted).order_by(comment.c.id)
    return [_comment(row, anchors) for row in connection.execute(living)]


def _placements(
    chosen: ColumnElement[bool], in_use: ColumnElement[Any] = draft.c.revision_id
) -> Select[tuple[object, ...]]:
    """Select the placements of the living among the chosen comments, the ones that count last."""
    return (
        select(placement.c.comment_id, *_ANCHOR_COLUMNS)
        .join(comment, comment.c.id == placement.c.comment_id)
        .join(draft, draft.c.id == comment.c.draft_id)
        .where(chosen, comment.c.revision_id.is_not(None), ~comment.c.deleted, ~placement.c.deleted)
        .order_by(placement.c.revision_id == in_use, placement.c.id)
    )


_COMMENT_COLUMNS = (
    comment.c.id,
    comment.c.draft_id,
    comment.c.author_id,
    comment.c.kind,
    comment.c.body,
    comment.c.created_ms,
    comment.c.updated_ms,
    comment.c.finding,
    comment.c.resolved,
    comment.c.why,
    comment.c.good,
    comment.c.suggestion,
    comment.c.criterion,
    SEEN,
)


def _comment(columns: Sequence[Any], anchors: Mapping[str, Anchor]) -> Comment:
    id_, draft_id, author_id, kind, body, *rest = columns
    return Comment(id_, draft_id, author_id, CommentKind(kind), body, anchors.get(id_), *rest)


def _by_place(value: Comment) -> tuple[int, int, str]:
    anchor = value.anchor
    return (anchor.start, anchor.end, value.id) if anchor else (-1, -1, value.id)


def put_decision(connection: Connection, value: Decision, seen: int = 0) -> None:
    """Add the decision to its author's own scope, or replace what is kept under its id."""
    scope_of(connection, value.draft_id)
    row = {
        "id": value.id,
        "scope_id": personal_scope(connection, value.author_id),
        "draft_id": value.draft_id,
        "author_id": value.author_id,
        "finding": value.finding,
        "choice": value.choice.value,
        "reason": value.reason,
        "deleted": False,
        "created_ms": value.decided_ms,
        "updated_ms": value.decided_ms,
    }
    put(connection, decision, row, max(seen, value.seen))


def decisions(connection: Connection, draft_id: str) -> tuple[Decision, ...]:
    """Return the living decisions on a draft's findings, in the order they were first made."""
    return _decisions(connection, decision.c.draft_id == draft_id)


def _decisions(connection: Connection, chosen: ColumnElement[bool]) -> tuple[Decision, ...]:
    living = select(decision, SEEN).where(chosen, ~decision.c.deleted).order_by(decision.c.id)
    return tuple(_decision(row) for row in connection.execute(living))


def as_kept(connection: Connection, change: ReviewChange) -> ReviewChange:
    """Return what is kept now of everything the change is about; applying it later brings this state back."""
    comment_ids = {one.id for one in change.comments} | {*change.deleted_comments}
    decision_ids = {one.id for one in change.decisions} | {*change.deleted_decisions}
    comments = tuple(_comments(connection, comment.c.id.in_(comment_ids)) if comment_ids else ())
    decisions = _decisions(connection, decision.c.id.in_(decision_ids)) if decision_ids else ()
    wanted = dict.fromkeys([*((type(one), one.id) for one in change.records), *change.deleted_records])
    kept: dict[tuple[type, str], Kept | None] = {
        (kind, id_): next(iter(records(connection, kind, {"id": id_})), None) for kind, id_ in wanted
    }
    return ReviewChange(
        comments,
        decisions,
        tuple(sorted(comment_ids - {one.id for one in comments})),
        tuple(sorted(decision_ids - {one.id for one in decisions})),
        tuple(value for value in kept.values() if value is not None),
        tuple(key for key, value in kept.items() if value is None),
    )


def _decision(row: Row[tuple[object, ...]]) -> Decision:
    return Decision(
        id=row.id,
        draft_id=row.draft_id,
        author_id=row.author_id,
        finding=row.finding,
        choice=Choice(row.choice),
        reason=row.reason,
        decided_ms=row.updated_ms,
        seen=row.seen,
    )
