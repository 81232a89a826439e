"""Releases, what the history knows of them, and its search; how often phrases were used."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Join,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    union,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.feedback import Release
from app.domain.ids import now_ms
from app.domain.values import build_in_order, field_names
from app.services.ports import Given, HistoryQuery, Said, Standing
from app.services.released import said_in
from app.store.people import me
from app.store.records import columns_of, put_record, records, work_of
from app.store.schema import comment, deliverable, draft, phrase_use, review, said, score, submission
from app.store.schema import release as released

_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\U00020000-\U0003ffff]"
)
"""Scripts that put no space between words, so that an index of words does not find them."""

_COLUMNS = [said.c[name] for name in field_names(Said)]
_LONG = {"snapshot": literal("").label("snapshot"), "items": literal("").label("items")}


def release(connection: Connection, value: Release) -> None:
    """Keep the release; the history says from now on what it says."""
    put_record(connection, value)
    _tell(connection, value)


def tell(connection: Connection, release_id: str) -> None:
    """Let the history say what a release says that came from elsewhere, unless a newer one says it already."""
    (value,) = records(connection, Release, {"id": release_id})
    newest = records(connection, Release, {"draft_id": value.draft_id, "author_id": value.author_id})[-1]
    _tell(connection, newest)


def _tell(connection: Connection, value: Release) -> None:
    work = work_of(connection, value.draft_id)
    connection.execute(delete(said).where(said.c.draft_id == value.draft_id, said.c.author_id == value.author_id))
    rows = [{name: getattr(one, name) for name in Said.__slots__} for one in said_in(value, work.mentee_id)]
    if rows:
        connection.execute(insert(said), [row | {"mentee_id": row["mentee_id"] or None} for row in rows])


def releases(connection: Connection, draft_ids: Sequence[str], from_ms: int) -> tuple[Release, ...]:
    """Return the releases of the drafts since then, the earliest first, without snapshot and items: those are long."""
    columns = [_LONG.get(column.name, column) for column in columns_of(Release)]
    fits = released.c.draft_id.in_(draft_ids), ~released.c.deleted, released.c.created_ms >= from_ms
    chosen = select(*columns).where(*fits).order_by(released.c.id)
    return tuple(build_in_order(Release, row) for row in connection.execute(chosen))


def given_to(connection: Connection, mentee_ids: Sequence[str], from_ms: int) -> tuple[Given, ...]:
    """Return the newest release of each draft of these people by each mentor since then, the newest first."""
    later = released.alias("later")
    same = later.c.draft_id == released.c.draft_id, later.c.author_id == released.c.author_id
    chosen: Select[Any] = (
        select(
            *(released.c[name] for name in ("draft_id", "author_id", "created_ms", "scores")),
            draft.c.number,
            *(deliverable.c[name] for name in ("title", "mentee_id")),
            func.coalesce(deliverable.c.assignment_id, ""),
        )
        .select_from(_of_people(released, mentee_ids))
        .where(~released.c.deleted, released.c.created_ms >= from_ms)
        .where(~exists().where(*same, later.c.id > released.c.id, ~later.c.deleted))
        .order_by(released.c.id.desc())
    )
    return tuple([Given(*row) for row in connection.execute(chosen).all()])  # at once: they are thousands


def count_unreleased(connection: Connection, mentee_ids: Sequence[str]) -> int:
    """Return how many reviews of the work of these people were never released."""
    given = exists().where(
        released.c.draft_id == review.c.draft_id, released.c.author_id == review.c.author_id, ~released.c.deleted
    )
    each = select(review.c.draft_id, review.c.author_id).select_from(_of_people(review, mentee_ids)).distinct()
    waiting = each.where(~review.c.deleted, ~given).subquery()
    return connection.scalar(select(func.count()).select_from(waiting)) or 0


def _of_people(table: Table, mentee_ids: Sequence[str]) -> Join:
    """Return the table joined with the living drafts and work of these people."""
    lives = (draft.c.id == table.c.draft_id) & ~draft.c.deleted
    theirs = deliverable.c.mentee_id.in_(list(mentee_ids)) & ~deliverable.c.deleted
    return table.join(draft, lives).join(deliverable, (deliverable.c.id == draft.c.deliverable_id) & theirs)


def standings(connection: Connection, deliverable_ids: Sequence[str]) -> tuple[Standing, ...]:
    """Return how each draft of the deliverables stands, by number."""
    chosen = (
        select(draft.c.deliverable_id, draft.c.id, draft.c.number, draft.c.name, submission.c.created_ms)
        .select_from(draft.outerjoin(submission, (submission.c.draft_id == draft.c.id) & ~submission.c.deleted))
        .where(draft.c.deliverable_id.in_(deliverable_ids), ~draft.c.deleted)
        .order_by(draft.c.number, draft.c.id)
    )
    return tuple(Standing(*row) for row in connection.execute(chosen))


def outcomes(connection: Connection, draft_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the id and the outcome of the newest release of each draft."""
    chosen = select(released.c.draft_id, released.c.id, released.c.outcome).where(released.c.draft_id.in_(draft_ids))
    rows = connection.execute(chosen.where(~released.c.deleted).order_by(released.c.id))
    return {row[0]: (row[1], row[2]) for row in rows}


def reviewers(connection: Connection, draft_ids: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Return (draft, person) for everybody who has begun to review."""
    each = [
        select(table.c.draft_id, table.c.author_id).where(table.c.draft_id.in_(draft_ids), ~table.c.deleted)
        for table in (comment, review, score)
    ]
    return frozenset((row.draft_id, row.author_id) for row in connection.execute(union(*each)))


def search(connection: Connection, query: HistoryQuery) -> tuple[Said, ...]:
    """Return what was said and fits, the newest first."""
    fits = [
        *(_words(word) for word in query.words.split()),
        *([said.c.mentee_id.in_(query.mentee_ids)] if query.mentee_ids else []),
        *([said.c.author_id == query.author_id] if query.author_id else []),
        *([said.c.kind.in_(query.kinds)] if query.kinds else []),
        *([said.c.part.in_(query.parts)] if query.parts else []),
        *([said.c.criterion == query.criterion] if query.criterion else []),
        *([said.c.check_id == query.check] if query.check else []),
        said.c.said_ms >= query.from_ms,
        said.c.said_ms < query.to_ms,
    ]
    newest_first = select(*_COLUMNS).where(*fits).order_by(said.c.said_ms.desc(), said.c.sequence).limit(query.limit)
    return _said(connection, newest_first)


def _words(word: str) -> ColumnElement[bool]:
    """Match one word as it was typed: from the beginning of words, anywhere in scripts without spaces."""
    if _UNSPACED.search(word):
        return or_(said.c.body.contains(word, autoescape=True), said.c.quote.contains(word, autoescape=True))
    parts = re.findall(r"\w+", word)
    if not parts:
        return literal(value=True)
    wanted = " ".join(f'"{part}"' for part in parts[:-1]) + f' "{parts[-1]}"*'
    found: Select[Any] = select(literal_column("rowid")).select_from(func.said_search(wanted).table_valued("rowid"))
    return said.c.sequence.in_(found)


def _said(connection: Connection, chosen: Select[tuple[object, ...]]) -> tuple[Said, ...]:
    return tuple(build_in_order(Said, row) for row in connection.execute(chosen))


def checks(connection: Connection, mentee_id: str) -> tuple[tuple[str, str, int], ...]:
    """Return (check, draft, UTC ms) for what was made from findings in released comments, the newest first."""
    chosen = select(said.c.check_id, said.c.draft_id, said.c.said_ms).where(said.c.mentee_id == mentee_id)
    rows = connection.execute(chosen.where(said.c.part == "comment").order_by(said.c.said_ms.desc()))
    return tuple((row.check_id, row.draft_id, row.said_ms) for row in rows)


def checks_in(
    connection: Connection, mentee_ids: Sequence[str], from_ms: int, to_ms: int
) -> tuple[tuple[str, str, str], ...]:
    """Return (check, draft, mentee) once for what was released in a time, half-open in UTC ms."""
    fits = said.c.mentee_id.in_(mentee_ids), said.c.said_ms >= from_ms, said.c.said_ms < to_ms
    chosen = select(said.c.check_id, said.c.draft_id, said.c.mentee_id).where(*fits).distinct()
    return tuple((row.check_id, row.draft_id, row.mentee_id) for row in connection.execute(chosen))


def use_phrase(connection: Connection, phrase_id: str) -> None:
    """Count a use by the person who works here."""
    statement = upsert(phrase_use)
    changes = {"uses": phrase_use.c.uses + 1, "used_ms": statement.excluded.used_ms}
    row = {"phrase_id": phrase_id, "person_id": me(connection), "uses": 1, "used_ms": now_ms()}
    connection.execute(statement.on_conflict_do_update(index_elements=["phrase_id", "person_id"], set_=changes), row)


def phrase_uses(connection: Connection) -> dict[str, tuple[int, int]]:
    """Return how often and when last the person who works here used each phrase."""
    rows = connection.execute(select(phrase_use).where(phrase_use.c.person_id == me(connection)))
    return {row.phrase_id: (row.uses, row.used_ms) for row in rows}
