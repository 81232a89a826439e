"""Single attacks on the shared database: forged operations, direct SQL, blobs, and access that changed."""

import psycopg

from app.domain.ids import new_id
from tests.evaluations.access import SEEN_ALL, kind_named, operation_of

_SET = {
    "meta": "epoch = epoch",
    "person": "name = name",
    "team": "name = name",
    "member": "team_id = team_id",
    "pairing": "mentor_id = mentor_id",
    "scope": "version = version",
    "device": "key = key",
    "erased": "at = at",
    "kind": "name = name",
    "permission": "writes = writes",
    "record": "fields = fields",
    "op_log": "patch = patch",
    "conflict": "lost = lost",
    "blob_chunk": "data = data",
}
_ADMINS_WORK = {"person", "team", "member", "pairing", "scope", "meta"}
_FORBIDDEN = (
    "SET ROLE stet_writer",
    "SET ROLE stet_owner",
    "SET ROLE stet_eraser",
    "SET SESSION AUTHORIZATION postgres",
    "SET row_security = off; SELECT * FROM stet.record",
    "CREATE TABLE stet.x()",
    "CREATE TABLE public.x()",
    "CREATE SCHEMA x",
    "CREATE FUNCTION stet.me2() RETURNS int LANGUAGE sql AS 'select 1'",
    "SELECT * FROM stet.merge_ops(NULL, 1, 1, '[]')",
    "SELECT * FROM stet.apply_release(NULL, 1, 1, '{}')",
    "SELECT stet.my_write_scopes()",
    "SELECT rolpassword FROM pg_authid",
)


def push_attacks(world, result):
    """Forge operations: releases of what is not one's own, stale ones, foreign parents, another's device."""
    comments = {
        row.state: row.id for row in world.rows if (row.scope, row.kind.name, row.author) == ("e1", "comment", "m1")
    }
    unreleased, blind = comments["unreleased"], comments["blind"]
    foreign = next(row.id for row in world.rows if row.scope == "e2" and row.kind.name == "comment")
    draft = next(row.id for row in world.rows if row.scope == "e1" and row.kind.name == "draft")

    def release(who, items, scope="e1"):
        return world.push(who, scope, operation_of("release", fields={"items": items})) == ["ok"]

    def refused(label, got):
        result.expect(label, bool(got), False)

    refused("a mentee releases", release("e1", {unreleased: SEEN_ALL}))
    refused("a lead releases", release("lead", {unreleased: SEEN_ALL}))
    refused("a co-mentor releases a blind row", release("m2", {blind: SEEN_ALL}))
    refused("a row of another mentee is released", release("m1", {foreign: SEEN_ALL}))
    refused("a draft is released", release("m1", {draft: SEEN_ALL}))
    refused("a stale release", release("m2", {unreleased: 0}))
    refused("an empty release", release("m1", {}))
    late = operation_of("release", fields={"items": {unreleased: SEEN_ALL}})
    refused("a release that is not last", "ok" in world.push("m1", "e1", late, operation_of("comment")))
    twice = new_id()
    refused(
        "a row twice in one call",
        "ok" in world.push("m1", "e1", operation_of("comment", twice), operation_of("comment", twice)),
    )
    for label, forged in (
        ("a foreign parent", operation_of("comment", parent=foreign)),
        ("a round that is none", operation_of("comment", round=unreleased)),
        ("another kind", operation_of("letter", unreleased)),
        ("fields that are a list", operation_of("comment", fields=None) | {"fields": ["x"]}),
        ("no fields", operation_of("comment") | {"fields": None}),
    ):
        refused(label, world.push("m1", "e1", forged) == ["ok"])
    taken = world.devices["m2"]
    kept, world.devices["m1"] = world.devices["m1"], taken
    refused("another person's device", world.push("m1", "e1", operation_of("comment")) == ["ok"])
    world.devices["m1"] = kept
    again = operation_of("comment")
    world.push("m1", "e1", again)
    before = world.root.execute("SELECT version, fields FROM stet.record WHERE id = %s", [again["id"]]).fetchone()
    world.push("m1", "e1", again | {"fields": {"body": "another"}})
    after = world.root.execute("SELECT version, fields FROM stet.record WHERE id = %s", [again["id"]]).fetchone()
    result.expect("an operation is applied once", before, after)


def sql_attacks(world, result):
    """Run statements that nobody may run; "worked" is a changed row, a returned row or a done command."""
    for who in world.everybody:
        for table, setting in _SET.items():
            for statement in (
                f"UPDATE stet.{table} SET {setting}",
                f"DELETE FROM stet.{table}",
                f"INSERT INTO stet.{table} SELECT * FROM stet.{table}",
                f"TRUNCATE stet.{table}",
                f"COPY (SELECT * FROM stet.{table}) TO PROGRAM 'true'",
                f"ALTER TABLE stet.{table} DISABLE ROW LEVEL SECURITY",
            ):
                if who == "adm" and table in _ADMINS_WORK and statement[0] in "UDI":
                    continue
                result.expect(f"{who}: {statement}", worked(world, who, statement), False)
        for statement in _FORBIDDEN:
            result.expect(f"{who}: {statement}", worked(world, who, statement), False)
        if who != "adm":
            erase = f"SELECT stet.erase_person('{world.ids['e2']}')"
            result.expect(f"{who}: {erase}", worked(world, who, erase), False)
            result.expect(f"{who}: logins", worked(world, who, "SELECT login FROM stet.person"), False)
        leaky = "SELECT 1 FROM stet.record WHERE fields->>'body' LIKE 'blind%' AND 1 / (blind::int + 1) >= 0"
        result.expect(f"{who}: leaky predicate", worked(world, who, leaky), who in {"m1", "both", "lead"})


def worked(world, who, statement):
    connection = world.connections[who]
    try:
        cursor = connection.execute(statement)
        if cursor.description:
            return bool(cursor.fetchall())
        return cursor.rowcount > 0 or not statement.startswith(("UPDATE", "DELETE", "INSERT"))
    except psycopg.IntegrityError:
        return True  # the locks let it through, only a key stood in the way
    except psycopg.Error:
        return False


def blobs(world, result):
    """Only the mentee writes a draft's bytes; only those around the mentee read them. One's own are one's own."""
    digest = bytes(32)
    for who in world.everybody:
        for scope in ("e1", "self:e1"):
            chunk = f"'{world.scopes[scope]}', decode('{digest.hex()}', 'hex'), 0, 'x'"
            put = f"SELECT 1 FROM (SELECT stet.put_chunk({chunk})) put"
            result.expect(f"{who}: bytes into {scope}", worked(world, who, put), who == "e1")
    for who in world.everybody:
        read = f"SELECT 1 FROM stet.blob_chunk WHERE scope_id = '{world.scopes['e1']}'"
        result.expect(f"{who}: bytes of e1", worked(world, who, read), who in {"e1", "m1", "m2", "both", "lead"})
        read = read.replace(str(world.scopes["e1"]), str(world.scopes["self:e1"]))
        result.expect(f"{who}: bytes of self:e1", worked(world, who, read), who == "e1")


def changes_of_access(world, result):
    """A round opens, a pairing ends, a person is erased: what is seen follows at once."""
    blind = next(row.id for row in world.rows if (row.scope, row.author, row.state) == ("e1", "m1", "blind"))
    released = world.make("m1", "e1", kind_named("release"), fields={"items": {blind: SEEN_ALL}})

    def sees(who, id_):
        return id_ in world.ids_seen(who)

    result.expect("a blind release: mentee", sees("e1", released), True)
    result.expect("a blind release: co-mentor", sees("m2", released), False)
    world.push("lead", "e1", operation_of("round", world.round, fields={"title": "May"}))
    result.expect("a round that was edited: co-mentor", sees("m2", released) or sees("m2", blind), False)
    world.push("lead", "e1", operation_of("round", world.round, fields={"blind": False}))
    result.expect("an opened round: co-mentor", sees("m2", released) and sees("m2", blind), True)
    newest = "SELECT r.version = s.version FROM stet.record r JOIN stet.scope s ON s.id = r.scope_id WHERE r.id = %s"
    result.expect("an opened round: new version", world.root.execute(newest, [blind]).fetchone()[0], True)
    adm = world.connections["adm"]
    adm.execute("DELETE FROM stet.pairing WHERE mentor_id = %s", [world.ids["m1"]])
    count = "SELECT count(*) FROM stet.record WHERE scope_id = %s"
    result.expect("an ended pairing: reads", world.one("m1", count, world.scopes["e1"]), 0)
    result.expect("an ended pairing: pushes", world.push("m1", "e1", operation_of("comment")), ["denied"])
    adm.execute("SELECT stet.erase_person(%s)", [world.ids["e1"]])
    gone = [world.scopes["e1"], world.scopes["self:e1"]]
    for table in ("record", "op_log", "conflict", "blob_chunk"):
        left = world.root.execute(f"SELECT count(*) FROM stet.{table} WHERE scope_id = ANY(%s)", [gone]).fetchone()[0]
        result.expect(f"erased: {table}", left, 0)
    result.expect("a push to an erased scope", world.push("m2", "e1", operation_of("comment")), ["denied"])
    result.expect("an erased login reads", world.one("e1", "SELECT count(*) FROM stet.record"), 0)
