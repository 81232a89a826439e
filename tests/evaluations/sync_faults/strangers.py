"""What people do to a server who speak SQL, not Stet."""

import json
from contextlib import closing, contextmanager

import psycopg

from app.domain.ids import new_id

_PUSH = "SELECT status FROM stet.sync_push(%s, %s, %s::jsonb)"


def same_id(server):
    """Another mentee writes a row of their own under the id of one of Ann's; her mentors see both scopes."""
    with server.root() as root:
        found = root.execute(
            "SELECT id::text, fields FROM stet.record r WHERE kind = 'deliverable' AND scope_id ="
            " (SELECT s.id FROM stet.scope s JOIN stet.person p ON p.id = s.owner_id"
            " WHERE p.login = 'faults_ann' AND s.type = 'mentee') ORDER BY id LIMIT 1"
        ).fetchone()
    if found is None:
        return
    id_, fields = found
    with closing(psycopg.connect(server.dsn("faults_bob"), autocommit=True)) as bob:
        scope = bob.execute("SELECT scope_id FROM stet.sync_heads() WHERE type = 'mentee'").fetchone()[0]
        device = bob.execute("SELECT stet.register_device(%s)", [new_id()]).fetchone()[0]
        operation = {"op": new_id(), "id": id_, "kind": "deliverable", "base": 0}
        bob.execute(_PUSH, [scope, device, json.dumps([operation | {"fields": fields | {"title": "Bob's"}}])])


@contextmanager
def spoiled_files(server):
    """Let the first byte of every file be another."""
    with server.root() as root:
        firsts = root.execute("SELECT sha256, get_byte(data, 0) FROM stet.blob_chunk WHERE n = 0").fetchall()
        root.execute("UPDATE stet.blob_chunk SET data = set_byte(data, 0, 0) WHERE n = 0")
        yield
        for sha256, first in firsts:
            query = "UPDATE stet.blob_chunk SET data = set_byte(data, 0, %s) WHERE n = 0 AND sha256 = %s"
            root.execute(query, [first, sha256])
