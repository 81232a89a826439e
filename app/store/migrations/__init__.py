"""Bring an older workspace to today's tables. Alembic is imported only when there is something to do."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from app.store.schema import HEAD


@dataclass(frozen=True, slots=True)
class Schema:
    """The newest schema version this app knows, and the folder of scripts that lead there."""

    head: str = HEAD
    scripts: Path = Path(__file__).parent


def stamp(connection: Connection, version: str) -> None:
    """Note the schema version of a database made as a whole, the way Alembic does."""
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})


def upgrade(engine: Engine, schema: Schema) -> None:
    """Run the migrations that are missing, in one transaction of an engine that writes."""
    with engine.begin() as connection:
        if _version(connection) == schema.head:
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(schema.scripts).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, schema.head)


def _version(connection: Connection) -> str | None:
    known = connection.scalar(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"))
    version = connection.scalar(text("SELECT version_num FROM alembic_version")) if known else None
    return version if version is None else str(version)
