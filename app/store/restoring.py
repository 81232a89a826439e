"""When rows of the server are there no more: it was brought back from a backup, or one sees it in other roles.

Versions up to that at which the new epoch began mean the same as before. A row that is newer here holds what the
server does not know any more: one of our own is sent again as a whole, as by somebody who had seen all that the backup
held, so that it wins over what is older and clashes with what was written since; another's waits for its author.
"""

import json
from collections.abc import Iterable
from functools import reduce
from operator import or_ as or_bits
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from app.store.people import owner
from app.store.schema import TABLES, arrived, comment, deliverable, draft, said
from app.store.sharing_schema import SHARED, absent, fields_of, inflight, merged, outbox


def send_again(connection: Connection, scope_id: str, began: int) -> None:
    """Let wait what the server has lost of a scope whose new epoch began at this version."""
    me = owner(connection)
    tables = [TABLES.tables[name] for name in SHARED]
    newer = {id_ for table in tables for id_ in connection.scalars(_newer(table, scope_id, began))}
    for row in connection.execute(select(inflight).where(inflight.c.scope_id == scope_id)):
        if newer.intersection(_about(row)):  # it never was in the backup, and may have to wait for others now
            wait(connection, row.kind, [row.row_id], row.mask, min(row.base, began))
            connection.execute(delete(inflight).where(inflight.c.op_id == row.op_id))
    connection.execute(
        update(inflight).where(inflight.c.scope_id == scope_id).values(base=func.min(inflight.c.base, began))
    )
    for table in tables:
        ids = select(table.c.id).where(table.c.scope_id == scope_id)
        mine = _newer(table, scope_id, began).where(_is_mine(table, me))
        every = (1 << len(fields_of(table.name))) - 1
        wait(connection, table.name, connection.scalars(mine).all(), every, began)
        waits = (outbox.c.kind == table.name) & outbox.c.row_id.in_(ids)
        connection.execute(update(outbox).where(waits).values(base=func.min(outbox.c.base, began)))
        known = arrived.c.row_id.in_(ids)
        connection.execute(update(arrived).where(known).values(base=func.min(arrived.c.base, began)))
        connection.execute(update(table).where(table.c.id.in_(mine)).values(version=began))
        for row_id, mask, version in connection.execute(_lost_merges(table, scope_id, began)).all():
            if left := mask & ~_on_its_way(connection, row_id):  # what was typed there since goes anyway
                wait(connection, table.name, [row_id], left, min(version, began))
        theirs = select(table.c.id, literal(scope_id), literal(0)).where(table.c.id.in_(_newer(table, scope_id, began)))
        _miss(connection, theirs)
    connection.execute(delete(merged).where(merged.c.scope_id == scope_id))


def look_again(connection: Connection, scope_id: str) -> None:
    """Note what is here of a scope that is seen in other roles now: what does not come again goes."""
    for name in SHARED:
        table = TABLES.tables[name]
        here = table.c.scope_id == scope_id, ~_waits(table)
        _miss(connection, select(table.c.id, literal(scope_id), literal(1)).where(*here))


def sweep(connection: Connection, scope_id: str) -> None:
    """Take away what did not come again, once the scope was read to its end."""
    out_of_sight = (absent.c.scope_id == scope_id) & (absent.c.goes == 1)
    gone = select(absent.c.row_id).where(out_of_sight)
    if connection.scalar(gone.limit(1)) is None:
        return
    connection.execute(delete(said).where(said.c.release_id.in_(gone)))
    for name in reversed(SHARED):
        table = TABLES.tables[name]
        nobody = ~_waits(table), ~_is_named(table)
        connection.execute(delete(table).where(table.c.scope_id == scope_id, table.c.id.in_(gone), *nobody))
    connection.execute(delete(absent).where(out_of_sight))


def _waits(table: Table) -> ColumnElement[bool]:
    """Tell whether something about a row is not sent yet."""
    mine = outbox.c.row_id == table.c.id, outbox.c.kind == table.name
    return exists().where(*mine) | exists().where(inflight.c.row_id == table.c.id)


def _is_named(table: Table) -> ColumnElement[bool]:
    """Tell whether a row that stays speaks of a row: one's own answer to a comment."""
    named = (column for other in TABLES.sorted_tables for column in other.c if column.references(table.c.id))
    return or_(literal(value=False), *(exists().where(column == table.c.id) for column in named))


def _miss(connection: Connection, rows: Any) -> None:  # noqa: ANN401 a query
    made = insert(absent).from_select(["row_id", "scope_id", "goes"], rows)
    goes = func.max(absent.c.goes, made.excluded.goes)
    connection.execute(made.on_conflict_do_update(index_elements=["row_id"], set_={"goes": goes}))


def _newer(table: Table, scope_id: str, began: int) -> Any:  # noqa: ANN401 a query of ids
    return select(table.c.id).where(table.c.scope_id == scope_id, table.c.version > began)


def _lost_merges(table: Table, scope_id: str, began: int) -> Any:  # noqa: ANN401 a query
    """Return what was merged into rows after that version and did not come back: row, columns, the version seen."""
    chosen = select(merged.c.row_id, merged.c.mask, table.c.version).join(table, table.c.id == merged.c.row_id)
    return chosen.where(merged.c.kind == table.name, merged.c.scope_id == scope_id, merged.c.version > began)


def _on_its_way(connection: Connection, row_id: str) -> int:
    """Return the columns of a row that are sealed and not answered yet."""
    masks = connection.scalars(select(inflight.c.mask).where(inflight.c.row_id == row_id))
    return reduce(or_bits, masks, 0)


def _about(row: Row[Any]) -> Iterable[str]:
    """Return what an operation needs on the server: its row, its parent, what a release gives."""
    operation = json.loads(row.operation)
    return row.row_id, operation.get("parent") or "", *(operation["fields"].get("items") or ())


def _is_mine(table: Table, me: str) -> ColumnElement[bool]:
    if "author_id" in table.c:
        return table.c.author_id == me
    if table.name == "placement":
        return table.c.comment_id.in_(select(comment.c.id).where(comment.c.author_id == me))
    works = select(deliverable.c.id).where(deliverable.c.author_id == me)
    if table is draft:
        return draft.c.deliverable_id.in_(works)
    drafts = select(draft.c.id).where(draft.c.deliverable_id.in_(works))
    return table.c.draft_id.in_(drafts) if "draft_id" in table.c else or_(literal(value=False))


def wait(connection: Connection, kind: str, ids: Iterable[str], mask: int, base: int) -> None:
    """Put rows into the outbox, or let what waits there already grow."""
    made = insert(outbox)
    more = {
        "mask": outbox.c.mask.op("|")(made.excluded.mask),
        "base": func.min(outbox.c.base, made.excluded.base),
    }
    rows = [{"kind": kind, "row_id": id_, "mask": mask, "base": base} for id_ in ids]
    if rows:
        connection.execute(made.on_conflict_do_update(index_elements=["kind", "row_id"], set_=more), rows)
