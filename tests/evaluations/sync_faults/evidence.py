"""What is there after a round: journals, workspaces and the server's tables, read without the product's code."""

import base64
import hashlib
import json
import pickle
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field

import psycopg
from sqlalchemy import JSON, Boolean, LargeBinary

from app.store.schema import TABLES
from app.store.sharing_schema import SHARED, fields_of
from tests.evaluations.sync_faults.client import DESKTOPS

DIGEST_LENGTH = 64


def keep(folder, place, found):
    """Copy the folder of a round, and beside it keep what ``checks.check`` was given: it can be asked again."""
    shutil.copytree(folder, place)
    (place / "evidence.pickle").write_bytes(pickle.dumps(found))


def journal_of(folder):
    """Return what a desktop told; a line that was cut is left out."""
    path = folder / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


@dataclass
class Workspace:
    """What a desktop holds: rows by table and id, and what waits, was refused or is in conflict."""

    rows: dict = field(default_factory=dict)
    waiting: dict = field(default_factory=dict)
    inflight: list = field(default_factory=list)
    quarantine: list = field(default_factory=list)
    conflicts: set = field(default_factory=set)
    scopes: dict = field(default_factory=dict)
    blobs: set = field(default_factory=set)
    spoiled: set = field(default_factory=set)
    is_sound: bool = True


def workspace_of(folder):
    """Read a workspace that no program uses."""
    found = Workspace()
    with closing(sqlite3.connect(folder / "stet.db")) as database:
        database.row_factory = sqlite3.Row
        found.is_sound = database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        found.scopes = {row["scope_id"]: row["version"] for row in database.execute("SELECT * FROM shared_scope")}
        for table in SHARED:
            found.rows[table] = {row["id"]: _row(table, row) for row in database.execute(f"SELECT * FROM {table}")}
        found.waiting = {(row["kind"], row["row_id"]): row["mask"] for row in database.execute("SELECT * FROM outbox")}
        found.inflight = [dict(row) for row in database.execute("SELECT * FROM inflight")]
        found.quarantine = [dict(row) for row in database.execute("SELECT * FROM quarantine")]
        found.conflicts = {row["id"] for row in database.execute("SELECT id FROM conflict")}
    for path in (folder / "blobs").rglob("*"):
        if path.is_file() and len(path.name) == DIGEST_LENGTH:
            found.blobs.add(path.name)
            if hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
                found.spoiled.add(path.name)
    return found


def epoch_of(folder):
    """Return the epoch of the server that a workspace knows."""
    with closing(sqlite3.connect(folder / "stet.db", timeout=5)) as database:
        return database.execute("SELECT epoch FROM sharing").fetchone()[0]


def _row(table, row):
    kind = TABLES.tables[table]
    values = {name: _value(kind, name, row[name]) for name in fields_of(table)}
    return values | {"scope_id": row["scope_id"], "version": row["version"]}


def _value(table, name, value):
    """Return what SQLite holds as the server would say it."""
    column = table.c[name].type
    if value is None:
        return None
    if isinstance(column, LargeBinary):
        return base64.b64encode(value).decode()
    if isinstance(column, Boolean):
        return bool(value)
    return json.loads(value) if isinstance(column, JSON) else value


@dataclass
class OnServer:
    """The server's tables, and for each login what it may see of them."""

    records: dict
    operations: list
    conflicts: list
    versions: dict
    seen: dict
    seen_conflicts: dict


_OPERATIONS = (
    "SELECT scope_id::text AS scope, op_id::text AS op, row_id::text AS row, kind, base, patch, applied, status,"
    " version, d.key::text AS device, p.login::text AS login FROM stet.op_log l"
    " LEFT JOIN stet.device d ON d.id = l.device LEFT JOIN stet.person p ON p.id = l.person_id"
    " ORDER BY scope_id, version, op_id"
)
_RECORDS = "SELECT scope_id::text, id::text, kind, fields, version FROM stet.record"


def server_of(server):
    """Read the server's tables."""
    with server.root() as root:
        records = {(row[0], row[1]): row[2:] for row in root.execute(_RECORDS).fetchall()}
        versions = dict(root.execute("SELECT id::text, version FROM stet.scope").fetchall())
        operations = operations_of(server)
    seen, seen_conflicts = {}, {}
    for login in {one.login for one in DESKTOPS}:
        with psycopg.connect(server.dsn(f"faults_{login}"), autocommit=True) as do:
            seen[login] = {(row[0], row[1]): row[2:] for row in do.execute(_RECORDS).fetchall()}
            seen_conflicts[login] = {row[0] for row in do.execute("SELECT id::text FROM stet.conflict").fetchall()}
    return OnServer(records, operations, conflicts_of(server), versions, seen, seen_conflicts)


def operations_of(server):
    """Return the log of operations in the order of the scopes' versions."""
    with server.root() as root, root.cursor(row_factory=psycopg.rows.dict_row) as do:
        return do.execute(_OPERATIONS).fetchall()


def conflicts_of(server):
    """Return (operation, row, field, lost, kept) of each conflict."""
    with server.root() as root:
        return root.execute("SELECT op_id::text, row_id::text, field, lost, kept FROM stet.conflict").fetchall()
