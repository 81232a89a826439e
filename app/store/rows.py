"""Rows that are put as a whole and deleted by a tombstone, merged with what came meanwhile from a shared database."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, func, select, update
from sqlalchemy.dialects.sqlite import Insert, insert

from app.domain.ids import now_ms
from app.domain.values import ALL_SEEN
from app.store.schema import arrived
from app.store.sharing_schema import fields_of, outbox

# Also what a row is about: that may come on a later page than the row, and would be looked for.
_FOR_GOOD = {"id", "scope_id", "created_ms", "comment_id", "review_id"}

SHOWN = "shown"
"""The key in a connection's ``info`` of what the window shows, where that is less than what was read."""

SEEN = select(func.coalesce(func.max(arrived.c.sequence), 0)).scalar_subquery().label("seen")
"""The number of the newest change that came from a shared database."""


def put(connection: Connection, table: Table, row: Mapping[str, object], seen: int) -> None:
    """Insert the row, or overwrite the one with its id in all columns but the scope and the time of making.

    What came after ``seen`` stays where the row says what was shown before; see :func:`overwrite`.
    """
    if _came_after(connection, str(row["id"]), seen):
        overwrite(connection, table, str(row["id"]), row, seen)
    else:
        connection.execute(_upsert(table, tuple(row)), row)


@cache  # building the statement takes longer than running it
def _upsert(table: Table, names: tuple[str, ...]) -> Insert:
    statement = insert(table)
    changes = {name: statement.excluded[name] for name in names if name not in _FOR_GOOD}
    return statement.on_conflict_do_update(index_elements=["id"], set_=changes)


def overwrite(connection: Connection, table: Table, id_: str, row: Mapping[str, object], seen: int) -> None:
    """Overwrite a row that is there, by somebody who was shown what had come up to ``seen``.

    A field that came later stays, unless the person changed it too: then theirs is sent with the version that they had
    seen, and the server finds the conflict. Words for a row that was deleted meanwhile bring it back.
    """
    unseen = _came_after(connection, id_, seen)
    wanted = {name: value for name, value in row.items() if name not in _FOR_GOOD}
    now = _now(connection, table, id_, [name for name in wanted if name in unseen])
    changes = {
        name: value for name, value in wanted.items() if name not in unseen or value not in (unseen[name][0], now[name])
    }
    contested = [unseen[name][1] for name in changes if name in unseen]
    if "deleted" in unseen and "deleted" in wanted and _says_more(connection, table, id_, changes):
        changes["deleted"] = wanted["deleted"]
        contested.append(unseen["deleted"][1])
    connection.execute(update(table).where(table.c.id == id_).values(changes))
    if contested:
        _unsee(connection, table, id_, min(contested), revives="deleted" in unseen)


def bury(connection: Connection, table: Table, ids: Iterable[str], seen: int = ALL_SEEN) -> None:
    """Make the rows tombstones; those that are already, or never were, stay as they are.

    One that changed after ``seen`` may be wanted by somebody: the server decides.
    """
    for one in ids:
        living = update(table).where(table.c.id == one, ~table.c.deleted)
        connection.execute(living.values(deleted=True, updated_ms=now_ms()))
        if unseen := _came_after(connection, one, seen):
            _unsee(connection, table, one, min(base for _, base in unseen.values()))


def _came_after(connection: Connection, id_: str, seen: int) -> dict[str, tuple[Any, int]]:
    """Return the fields that came after: what each said before the first change, and the row's version then."""
    seen = min(seen, connection.info.get(SHOWN, ALL_SEEN))
    if seen >= ALL_SEEN:
        return {}
    newest_first = select(arrived.c.field, arrived.c.value, arrived.c.base).order_by(arrived.c.sequence.desc())
    rows = connection.execute(newest_first.where(arrived.c.row_id == id_, arrived.c.sequence > seen))
    return {name: (value, base) for name, value, base in rows}


def _now(connection: Connection, table: Table, id_: str, names: Sequence[str]) -> Mapping[str, object]:
    """Return what a row's columns say."""
    if not names:
        return {}
    return dict(
        connection.execute(select(*(table.c[name] for name in names)).where(table.c.id == id_)).mappings().one()
    )


def _says_more(connection: Connection, table: Table, id_: str, changes: Mapping[str, object]) -> bool:
    """Tell whether the changes are more than what is there already."""
    names = [name for name in changes if name in fields_of(table.name) and name != "deleted"]
    return any(value != changes[name] for name, value in _now(connection, table, id_, names).items())


def _unsee(connection: Connection, table: Table, id_: str, base: int, *, revives: bool = False) -> None:
    """Let the row's changes be sent as by one who had seen that version alone."""
    mine = (outbox.c.kind == table.name) & (outbox.c.row_id == id_)
    connection.execute(update(outbox).where(mine).values(base=func.min(outbox.c.base, base)))
    if revives:  # the server itself brings back what was edited, and would take a word about it for another change
        bit = 1 << fields_of(table.name).index("deleted")
        connection.execute(update(outbox).where(mine).values(mask=outbox.c.mask.op("&")(~bit)))
