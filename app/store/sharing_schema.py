"""The local half of sync: what waits for the shared database, and the triggers that note every change.

Triggers, because bulk statements and plain SQL must not be missed. They do nothing until the workspace is shared, and
while rows of others are written.
"""

from functools import cache

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, UniqueConstraint

from app.store.columns import Prose, metadata

SHARING = MetaData()
"""Tables of their own: a workspace gets them when it is shared, so no migration knows them."""

# One row once the workspace is shared. ``applying`` is on while rows that came from the server are written.
sharing = Table(
    "sharing",
    SHARING,
    Column("one", Integer, primary_key=True),
    Column("dsn", String, nullable=False),
    Column("device_key", String, nullable=False),
    Column("device", Integer),
    Column("epoch", String, nullable=False),
    Column("applying", Integer, nullable=False),
    Column("synced_ms", Integer, nullable=False),
)

# The scopes that the person sees on the server: how far each was read, and as whom.
shared_scope = Table(
    "shared_scope",
    SHARING,
    Column("scope_id", String, primary_key=True),
    Column("type", String, nullable=False),
    Column("roles", String, nullable=False),
    Column("version", Integer, nullable=False),
)

# A changed row: which of its columns (bits of ``mask`` in the order of ``fields_of``), and the version that was seen.
outbox = Table(
    "outbox",
    SHARING,
    Column("sequence", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("row_id", String, nullable=False),
    Column("mask", Integer, nullable=False),
    Column("base", Integer, nullable=False),
    UniqueConstraint("kind", "row_id"),
    Index("ix_outbox_kind", "kind", "sequence"),
)

# What was sent and not answered yet; sent again with the same ids until it is.
inflight = Table(
    "inflight",
    SHARING,
    Column("op_id", String, primary_key=True),
    Column("batch", Integer, nullable=False, index=True),
    Column("scope_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("row_id", String, nullable=False, index=True),
    Column("mask", Integer, nullable=False),
    Column("base", Integer, nullable=False),
    Column("operation", Prose, nullable=False),
)

# What the server refused, with the reason: kept for the person to see.
quarantine = Table(
    "quarantine",
    SHARING,
    Column("op_id", String, primary_key=True),
    Column("scope_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("row_id", String, nullable=False),
    Column("operation", Prose, nullable=False),
    Column("why", Prose, nullable=False),
    Column("at_ms", Integer, nullable=False),
)

# A field that two people changed: the value that was kept, and the one that was not.
conflict = Table(
    "conflict",
    SHARING,
    Column("id", String, primary_key=True),
    Column("scope_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("row_id", String, nullable=False),
    Column("field", String, nullable=False),
    Column("kept", Prose, nullable=False),
    Column("kept_by", String, nullable=False),
    Column("lost", Prose, nullable=False),
    Column("lost_by", String, nullable=False),
    Column("settled", Integer, nullable=False, server_default="0"),
)

# Files of drafts and library segments that came and are to be fetched.
wanted_file = Table(
    "wanted_file",
    SHARING,
    Column("sha256", String, primary_key=True),
    Column("scope_id", String, nullable=False),
    Column("kind", String, nullable=False),
)

# Rows that the server may not show any more: what speaks of them waits until they come. One that was lost when the
# server was brought back stays here for its author to send again; one that is out of sight, in other roles, ``goes``.
absent = Table(
    "absent",
    SHARING,
    Column("row_id", String, primary_key=True),
    Column("scope_id", String, nullable=False),
    Column("goes", Integer, nullable=False),
)

# What the server merged into a row that others had changed, until that row comes back: here it counts as seen only as
# it was before, so this alone tells that it was written, should the server be brought back meanwhile.
merged = Table(
    "merged",
    SHARING,
    Column("row_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("scope_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("mask", Integer, nullable=False),
)

_OF_TEAMS = ("phrase", "rubric", "policy", "dismissed_rule", "library", "library_segment", "assignment")
PERSONAL = {name: f"own_{name}" for name in _OF_TEAMS}
"""What the rows of a table are called on the server where they are a person's own."""
TABLE_OF = {kind: table for table, kind in PERSONAL.items()}
"""The table of what is called otherwise on the server."""

SHARED = (
    "rubric",
    "policy",
    "dismissed_rule",
    "library",
    "library_segment",
    "assignment",
    "phrase",
    "deliverable",
    "draft",
    "revision",
    "submission",
    "review",
    "comment",
    "placement",
    "score",
    "letter",
    "release",
    "reply",
    "reflection",
    "mark",
    "decision",
)
"""The tables that travel, each after those it refers to."""

_STAYS = {"id", "scope_id", "version", "created_ms", "updated_ms"}


@cache
def fields_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table that travel, in the order of their bits; later ones are only ever added."""
    return tuple(column.name for column in metadata.tables[table].c if column.name not in _STAYS)


def triggers() -> tuple[tuple[str, str], ...]:
    """Return the triggers by name, with the statements that make them."""
    return tuple(trigger for table in SHARED for trigger in _triggers(table))


def _triggers(table: str) -> tuple[tuple[str, str], tuple[str, str]]:
    fields = fields_of(table)
    every = (1 << len(fields)) - 1
    bits = " + ".join(f"(NEW.{name} IS NOT OLD.{name}) * {1 << bit}" for bit, name in enumerate(fields))
    mask = f"CASE WHEN NEW.scope_id IS NOT OLD.scope_id THEN {every} ELSE {bits} END"
    base = "CASE WHEN NEW.scope_id IS NOT OLD.scope_id THEN 0 ELSE OLD.version END"
    asked = "WHEN (SELECT applying FROM sharing) = 0"
    into = "INSERT INTO outbox(kind, row_id, mask, base)"
    added, changed = f"{table}_added", f"{table}_changed"
    again = "ON CONFLICT (kind, row_id) DO UPDATE SET mask"
    new = f"{into} VALUES ('{table}', NEW.id, {every}, 0) {again} = {every}"
    changes = f"SELECT '{table}', NEW.id, changed, {base} FROM (SELECT {mask} AS changed) WHERE changed"  # noqa: S608
    change = f"{into} {changes} {again} = mask | excluded.mask"
    return (
        (added, f"CREATE TRIGGER {added} AFTER INSERT ON {table} {asked} BEGIN {new}; END"),
        (changed, f"CREATE TRIGGER {changed} AFTER UPDATE ON {table} {asked} BEGIN {change}; END"),
    )
