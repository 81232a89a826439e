"""The server needs no more of PostgreSQL than packaging/server/README.md lists: another engine can take over."""

import re

from app.sync.schema import migrations

_NOT_USED = (
    r"CREATE\s+EXTENSION",
    r"CREATE\s+(CONSTRAINT\s+)?TRIGGER",
    r"CREATE\s+SEQUENCE|\bSERIAL\b|BIGSERIAL|nextval\(",
    r"CREATE\s+MATERIALIZED",
    r"CREATE\s+RULE",
    r"\bINHERITS\b",
    r"pg_advisory",
    r"\bxmin\b|txid_|pg_current_xact",
    r"\bUNLOGGED\b|TABLESPACE",
    r"\b(hstore|ltree|citext|pgcrypto|uuid-ossp)\b",
    r"LANGUAGE\s+(c|plpython3?u|plperlu?)\b",
    r"dblink|postgres_fdw|CREATE\s+SERVER",
    r"CREATE\s+(PUBLICATION|SUBSCRIPTION|AGGREGATE|OPERATOR|CAST|TYPE|DOMAIN|COLLATION)",
    r"USING\s+(gin|gist|brin|hash|spgist)\b",
    r"\bMERGE\s+INTO\b",
)
_LANGUAGES = {"plpgsql", "sql"}


def _statements() -> str:
    """Return all migrations without comments and texts."""
    files = (file for folder in migrations() for file in folder.iterdir() if file.name.endswith(".sql"))
    whole = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return re.sub(r"--[^\n]*|'[^']*'", "", whole)


def test_nothing_else_is_used() -> None:
    found = [pattern for pattern in _NOT_USED if re.search(pattern, _statements(), re.IGNORECASE)]
    assert found == []


def test_functions_are_in_languages_that_every_server_has() -> None:
    assert set(re.findall(r"LANGUAGE\s+(\w+)", _statements())) == _LANGUAGES


def test_every_key_of_content_begins_with_the_scope() -> None:
    statements = _statements()
    for table in ("record", "op_log", "conflict", "blob_chunk"):
        made = re.search(rf"CREATE TABLE {table}\((.*?)\n?\);", statements, re.DOTALL)
        assert made, table
        assert re.search(r"PRIMARY KEY \(scope_id\b", made[1]), table
