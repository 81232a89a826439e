"""The tables of the workspace.

Conventions: ids are UUIDv7 text made here. A row that will travel to other people's computers has ``scope_id`` (who
may see it), ``version`` (the server's number it was last seen with, 0 for never), ``deleted`` (a tombstone) and two
times in UTC milliseconds, which are for display and never decide anything. What belongs to this computer alone (the
device, settings, undo, where a file was last seen) lives in tables of its own, so that no travelling row carries it.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

HEAD = "0002"
"""The newest migration; a workspace with a higher one was written by a newer Stet."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Prose(TypeDecorator[str]):
    """Text that a person or a file brought: half a surrogate pair, which no database takes, becomes U+FFFD."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 SQLAlchemy's call
        """Return the text as it can be kept."""
        return value if value is None else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _id() -> Column[str]:
    return Column("id", String, primary_key=True)


def _times() -> tuple[Column[int], Column[int]]:
    return Column("created_ms", Integer, nullable=False), Column("updated_ms", Integer, nullable=False)


def _deleted() -> Column[bool]:
    return Column("deleted", Boolean, nullable=False, server_default="0")


def _to(name: str, target: str, *, index: bool = False, nullable: bool = False) -> Column[str]:
    return Column(name, String, ForeignKey(f"{target}.id"), nullable=nullable, index=index)


def _travelling(name: str, *columns: Column[str] | Column[int] | Column[bool] | Column[bytes]) -> Table:
    seen = Column("version", Integer, nullable=False, server_default="0")
    return Table(name, metadata, _id(), _to("scope_id", "scope"), *columns, seen, _deleted(), *_times())


person = Table("person", metadata, _id(), Column("name", Prose, nullable=False), _deleted(), *_times())

scope = Table(
    "scope",
    metadata,
    _id(),
    # "local" holds work that belongs to no mentee yet and never leaves this computer.
    Column(
        "kind", String, CheckConstraint("kind IN ('local', 'personal', 'mentee', 'team')", name="kind"), nullable=False
    ),
    _to("person_id", "person", nullable=True),
    _deleted(),
    *_times(),
)

# The device in use is the one that is not retired; its person is the one who works here.
device = Table(
    "device",
    metadata,
    _id(),
    _to("person_id", "person"),
    Column("created_ms", Integer, nullable=False),
    Column("retired_ms", Integer),
)

deliverable = _travelling("deliverable", Column("title", Prose, nullable=False))

draft = _travelling(
    "draft",
    _to("deliverable_id", "deliverable", index=True),
    Column("number", Integer, nullable=False),
    Column("sha256", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("name", Prose, nullable=False),
    # No foreign key: it would close a circle with revision.draft_id.
    Column("revision_id", String, nullable=False, server_default=""),
)

# Where a draft's file was seen on this computer; a later sight gets a higher sequence.
place = Table(
    "place",
    metadata,
    Column("sequence", Integer, primary_key=True),
    _to("draft_id", "draft"),
    Column("path", Prose, nullable=False),
    Column("opened_ms", Integer, nullable=False),
    UniqueConstraint("draft_id", "path"),
)

# Immutable. ``content`` is the canonical text, UTF-8, zlib.
revision = _travelling(
    "revision",
    _to("draft_id", "draft", index=True),
    Column("extractor", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# ``revision_id`` is the revision it was written on, empty for a remark on the whole draft.
comment = _travelling(
    "comment",
    _to("draft_id", "draft", index=True),
    _to("author_id", "person"),
    Column("kind", String, nullable=False),
    Column("body", Prose, nullable=False),
    Column("finding", Prose, nullable=False),
    Column("resolved", Boolean, nullable=False),
    _to("revision_id", "revision", nullable=True),
)

# Where a comment stands on one revision; a comment carried to other revisions has a row for each.
placement = _travelling(
    "placement",
    _to("comment_id", "comment", index=True),
    _to("revision_id", "revision"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("exact", Prose, nullable=False),
    Column("prefix", Prose, nullable=False),
    Column("suffix", Prose, nullable=False),
    Column("headings", JSON, nullable=False),
    Column("page", Integer),
)

decision = _travelling(
    "decision",
    _to("draft_id", "draft", index=True),
    _to("author_id", "person"),
    Column("finding", Prose, nullable=False),
    Column("choice", String, nullable=False),
    Column("reason", Prose, nullable=False),
)

library = _travelling(
    "library",
    Column("name", Prose, nullable=False, index=True),
    Column("records", Integer, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("files", JSON, nullable=False),
)

library_segment = _travelling(
    "library_segment",
    _to("library_id", "library", index=True),
    Column("position", Integer, nullable=False),
    Column("digest", String, nullable=False),
)

# What a person did, for undo; ``before`` and ``after`` are the review changes that bring either state back. The steps
# that are ``undone`` come after those that are not. They hold a draft's words, so whatever erases it erases them too.
step = Table(
    "step",
    metadata,
    Column("sequence", Integer, primary_key=True),
    _to("draft_id", "draft", index=True),
    Column("act", String, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("undone", Boolean, nullable=False, server_default="0"),
    Column("made_ms", Integer, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("updated_ms", Integer, nullable=False),
)
