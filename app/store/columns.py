"""What the tables are made of: ids, scopes, times, texts; see ``app.store.schema`` for the conventions."""

from typing import Any

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

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


def key() -> Column[str]:
    """Return the primary key: an id made by Stet."""
    return Column("id", String, primary_key=True)


def times() -> tuple[Column[int], Column[int]]:
    """Return the two times of a row, for display."""
    return Column("created_ms", Integer, nullable=False), Column("updated_ms", Integer, nullable=False)


def tombstone() -> Column[bool]:
    """Return the mark of a deleted row."""
    return Column("deleted", Boolean, nullable=False, server_default="0")


def to(name: str, target: str, *, index: bool = False, nullable: bool = False) -> Column[str]:
    """Return a reference to another table's row."""
    return Column(name, String, ForeignKey(f"{target}.id"), nullable=nullable, index=index)


def prose(name: str) -> Column[str]:
    """Return a text that may be empty."""
    return Column(name, Prose, nullable=False, server_default="")


def listing(name: str) -> Column[Any]:
    """Return a list of texts."""
    return Column(name, JSON, nullable=False, server_default="[]")


def travelling(name: str, *columns: Column[Any]) -> Table:
    """Return a table whose rows sync: they belong to a scope and are deleted by a tombstone."""
    seen = Column("version", Integer, nullable=False, server_default="0")
    return Table(name, metadata, key(), to("scope_id", "scope"), *columns, seen, tombstone(), *times())
