"""Bring an older workspace to today's tables. Alembic is imported only when there is something to do."""

from pathlib import Path

from sqlalchemy import Connection, Engine, text

SCRIPTS = Path(__file__).parent


def stamp(connection: Connection, version: str) -> None:
    """Note the schema version of a database made as a whole, the way Alembic does."""
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})


def upgrade(engine: Engine, head: str, scripts: Path = SCRIPTS) -> None:
    """Run the migrations up to ``head`` in one transaction; nothing happens when it is reached already."""
    with engine.begin() as connection:
        if _version(connection) == head:
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, head)


def _version(connection: Connection) -> str | None:
    known = connection.scalar(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"))
    version = connection.scalar(text("SELECT version_num FROM alembic_version")) if known else None
    return version if version is None else str(version)
