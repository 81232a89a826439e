"""Attack the shared database: who reads and writes what, by direct SQL and through the one door.

python -m tests.evaluations.access [--seed N] [--quick]

A real PostgreSQL is started. Two teams with leads, mentors, mentees, a mentor who is a mentee, a lead who is a mentee,
a person who left, an admin and a login that belongs to nobody; a row of every kind by several authors, unreleased,
blind and released. Every person then reads everything they can, tries to insert, update and delete every row, and
runs each known attack. What is expected comes from ``app.domain.permissions``, which knows nothing of the server.
Prints the matrix (r read, w written, of so many rows), every violation, and ``cells`` and ``violations``.
"""

import argparse
import json
import sys
from contextlib import closing, suppress
from dataclasses import dataclass, field

import psycopg
from psycopg.conninfo import make_conninfo

from app.domain import permissions
from app.domain.ids import new_id
from app.domain.people import Directory, Membership, Pairing, Person, Team
from app.domain.permissions import Item, Kind
from app.sync.admin import ServerAdmin
from app.sync.kinds import KINDS, SharedKind

SEEN_ALL = 10**6  # the base of somebody who has seen every version
PEOPLE = ["lead", "lead2", "m1", "m2", "m3", "e1", "e2", "both", "bm", "be", "gone"]
TEAMS = {"A": ["lead", "m1", "m2", "m3", "e1", "e2", "both", "lead2", "gone"], "B": ["lead2", "bm", "be"]}
LEADS = {"A": "lead", "B": "lead2"}
PAIRINGS = {"e1": "m1 m2 both", "e2": "m3", "both": "m3", "lead2": "bm", "be": "bm", "gone": "m1"}
FEEDBACK = [kind for kind in KINDS if kind.release]
PARTS = ("read", "write", "push", "sql", "blobs", "changes")
DATA_TABLES = ("record", "op_log", "conflict", "released_item")


def main():
    from tests.sync.postgres import running_postgres

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0, help="not used: every cell is tried")
    parser.add_argument("--quick", action="store_true", help="no direct SQL on each table by each person")
    parser.add_argument("--data", help="not needed: the world is made up")
    options = parser.parse_args()
    with running_postgres() as postgres:
        result = run(postgres, [part for part in PARTS if part != "sql" or not options.quick])
    print(result.matrix())
    for one in result.violations[:40]:
        print("VIOLATION", one)
    print("RESULT", json.dumps({"cells": result.cells, "violations": len(result.violations)}))
    return int(bool(result.violations))


@dataclass
class Result:
    """What was tried and what went wrong; ``table`` counts rows, reads and writes by kind, state and person."""

    cells: int = 0
    violations: list = field(default_factory=list)
    table: dict = field(default_factory=dict)

    def expect(self, label, got, wanted):
        self.cells += 1
        if got != wanted:
            self.violations.append(f"{label}: got {got}, expected {wanted}")

    def note(self, row, who, verb):
        cell = self.table.setdefault((row.kind.name, row.state), {}).setdefault(who, {"n": 0, "r": 0, "w": 0})
        cell[verb] += 1

    def matrix(self):
        people = [*PEOPLE, "adm", "nobody"]
        lines = [f"{'kind':18}{'state':11}" + "".join(f"{who:>9}" for who in people)]
        for (kind, state), cells in self.table.items():
            shown = (cells.get(who, {"n": 0, "r": 0, "w": 0}) for who in people)
            lines.append(f"{kind:18}{state:11}" + "".join(f"{c['r']}r{c['w']}w/{c['n']}".rjust(9) for c in shown))
        return "\n".join(lines)


@dataclass(frozen=True)
class Row:
    """A row on the server; ``state`` is plain, unreleased, blind or released."""

    scope: str
    kind: SharedKind
    author: str
    state: str
    id: str


def run(postgres, parts=PARTS, harm=""):
    """Build the world, do ``harm`` to its locks, try everything and return the result."""
    with postgres.database() as dsn, closing(ServerAdmin(dsn)) as admin:
        world = World(dsn, admin, postgres)
        if harm:
            world.root.execute(harm.encode())
        try:
            return attack(world, parts)
        finally:
            world.close(admin)


class World:
    """The people, their scopes and connections, and the rows that were seeded."""

    def __init__(self, dsn, admin, postgres):
        self.tag = new_id()[-6:] + "_"
        admin.init()
        for who in PEOPLE:
            admin.add_person(self.tag + who, who)
        admin.add_person(self.tag + "adm", "adm", admin=True)
        for team, members in TEAMS.items():
            admin.add_team(team)
            for who in members:
                admin.join(self.tag + who, team, lead=LEADS[team] == who)
        for mentee, mentors in PAIRINGS.items():
            for mentor in mentors.split():
                admin.assign(self.tag + mentor, self.tag + mentee)
        with postgres.connect() as root:
            root.execute(f'CREATE ROLE "{self.tag}nobody" LOGIN IN ROLE stet_user')
        self.root = psycopg.connect(make_conninfo(dsn, user="postgres"), autocommit=True)
        found = self.root.execute("SELECT login, id FROM stet.person WHERE login IS NOT NULL").fetchall()
        self.ids = {login.removeprefix(self.tag): str(id_) for login, id_ in found} | {"nobody": new_id()}
        self.everybody = [*PEOPLE, "adm", "nobody"]
        self.connections = {
            who: psycopg.connect(make_conninfo(dsn, user=self.tag + who), autocommit=True) for who in self.everybody
        }
        admin.deactivate(self.tag + "gone")
        self.connections["gone"].close()
        self.connections["gone"] = self._of_somebody_who_left(dsn)
        self.scopes = self._scopes()
        self.directory = _directory(self.ids)
        self.devices = {}
        for who in self.everybody:
            with suppress(psycopg.Error):
                self.devices[who] = self.one(who, "SELECT stet.register_device(%s)", new_id())
        self.rows = []
        self.round = ""

    def _of_somebody_who_left(self, dsn):
        """A connection that stayed open when access was closed (the server lets no new one in)."""
        self.root.execute(f'ALTER ROLE "{self.tag}gone" LOGIN')
        return psycopg.connect(make_conninfo(dsn, user=self.tag + "gone"), autocommit=True)

    def _scopes(self):
        query = (
            "SELECT s.id, s.type, p.login, t.name FROM stet.scope s LEFT JOIN stet.person p ON p.id = s.owner_id"
            " LEFT JOIN stet.team t ON t.id = s.team_id"
        )
        names = {"mentee": "", "personal": "self:", "team": "team:"}
        return {
            names[kind] + (team or login.removeprefix(self.tag)): str(id_)
            for id_, kind, login, team in self.root.execute(query).fetchall()
        }

    def close(self, admin):
        for one in [*self.connections.values(), self.root]:
            with suppress(psycopg.Error):
                one.close()
        for who in [*PEOPLE, "adm"]:
            with suppress(Exception):
                admin.erase(self.tag + who)

    def one(self, who, query, *values):
        return self.connections[who].execute(query, values or None).fetchone()[0]

    def ids_seen(self, who, relation="record"):
        return {str(row[0]) for row in self.connections[who].execute(f"SELECT id FROM stet.{relation}").fetchall()}

    def push(self, who, scope, *operations):
        """Return the answers, or the name of the error."""
        call = "SELECT op, status, version FROM stet.sync_push(%s, %s, %s::jsonb)"
        values = [self.scopes[scope], self.devices.get(who, 1), json.dumps(operations)]
        try:
            return [row[1] for row in self.connections[who].execute(call, values).fetchall()]
        except psycopg.Error as error:
            return [type(error).__name__]

    def make(self, who, scope, kind, state="plain", **more):
        operation = operation_of(kind.name, **more)
        answer = self.push(who, scope, operation)
        assert answer == ["ok"], (who, scope, kind.name, answer)
        self.rows.append(Row(scope, kind, who, state, operation["id"]))
        return operation["id"]


def operation_of(kind, id_=None, base=SEEN_ALL, fields=None, **more):
    return {"op": new_id(), "id": id_ or new_id(), "kind": kind, "base": base, "fields": fields or {"body": "x"}} | more


def _directory(ids):
    pairings = [(mentor, mentee) for mentee, mentors in PAIRINGS.items() for mentor in mentors.split()]
    return Directory(
        people=tuple(Person(ids[who], who, active=who != "gone") for who in [*PEOPLE, "adm"]),
        teams=tuple(Team(team, team) for team in TEAMS),
        memberships=tuple(
            Membership("", team, ids[who], is_lead=LEADS[team] == who) for team in TEAMS for who in TEAMS[team]
        ),
        pairings=tuple(Pairing("", ids[mentor], ids[mentee]) for mentor, mentee in pairings),
        admins=frozenset({ids["adm"]}),
    )


def item_of(world, scope, kind, author, state):
    """Return the item that a row is in the words of the domain."""
    prefix, _, name = scope.rpartition(":")
    return Item(
        kind.governed_by,
        author_id=world.ids[author],
        team_id=name if prefix == "team" else "",
        mentee_id=world.ids[name] if not prefix else "",
        # The row itself stays closed when a release copies it.
        released=(state == "released" and kind.release != "snapshot") or kind.name == "release",
        blind=state == "blind",
    )


def may(world, verb, who, row):
    """Say by the domain's rules whether a person may read or write a row."""
    rule = permissions.may_read if verb == "read" else permissions.may_write
    if row.kind.governed_by is not Kind.CALIBRATION:
        return rule(world.directory, world.ids[who], item_of(world, row.scope, row.kind, row.author, row.state))
    # A round lies with the mentee whose draft is scored: for that mentee's mentors and leads.
    me, mentee = world.ids[who], world.ids[row.scope]
    leads = world.directory.is_active(me) and world.directory.leads_person(me, mentee)
    return leads or (verb == "read" and world.directory.is_active(me) and me in world.directory.mentors_of(mentee))


def seed(world):
    """Make a row of each kind, state and author."""
    by_scope = {scope: [kind for kind in KINDS if kind.scope == scope] for scope in ("team", "mentee", "personal")}
    for team, lead in LEADS.items():
        for kind in by_scope["team"]:
            world.make(lead, f"team:{team}", kind)
    own = [kind for kind in by_scope["mentee"] if dict(kind.rights).get("mentee") and not kind.release]
    for mentee in PAIRINGS:
        if mentee != "gone":
            for kind in own:
                if kind.name != "release":
                    world.make(mentee, mentee, kind)
    for who in ("e1", "m1", "be", "lead", "both"):
        for kind in by_scope["personal"]:
            world.make(who, f"self:{who}", kind)
    world.round = world.make("lead", "e1", kind_named("round"), fields={"blind": True})
    for mentee, mentor in (("e1", "m1"), ("e1", "both"), ("e2", "m3"), ("both", "m3"), ("lead2", "bm"), ("be", "bm")):
        seed_feedback(world, mentee, mentor)


def seed_feedback(world, mentee, mentor):
    """Make feedback in every state, release a part, then change the released rows."""
    states = ("unreleased", "released", "blind") if mentee == "e1" else ("unreleased", "released")
    for kind in FEEDBACK:
        for state in states:
            more = {"round": world.round} if state == "blind" else {}
            world.make(mentor, mentee, kind, state, fields={"body": f"{state} secret"}, **more)
    mine = [row for row in world.rows if (row.scope, row.author, row.state) == (mentee, mentor, "released")]
    items = {row.id: SEEN_ALL for row in mine}
    world.make(mentor, mentee, kind_named("release"), fields={"items": items})
    for row in mine:
        edit = operation_of(row.kind.name, row.id, fields={"body": "edited after release"})
        assert world.push(mentor, mentee, edit) == ["ok"]


def kind_named(name):
    return next(kind for kind in KINDS if kind.name == name)


def attack(world, parts):
    """Try the parts that are named and return the result."""
    from tests.evaluations import access_attacks

    tries = {
        "read": read_everything,
        "write": write_everything,
        "push": access_attacks.push_attacks,
        "sql": access_attacks.sql_attacks,
        "blobs": access_attacks.blobs,
        "changes": access_attacks.changes_of_access,
    }
    result = Result()
    seed(world)
    for part in parts:
        tries[part](world, result)
    return result


def read_everything(world, result):
    """Compare what each person sees with what they may: rows, views, released items, logs, heads."""
    for who in world.everybody:
        seen = world.ids_seen(who)
        for row in world.rows:
            wanted = may(world, "read", who, row)
            result.expect(f"read {who} {row.scope}/{row.kind.name} by {row.author} {row.state}", row.id in seen, wanted)
            result.note(row, who, "n")
            if row.id in seen:
                result.note(row, who, "r")
        result.expect(f"{who} reads nothing else", seen - {row.id for row in world.rows}, set())
        for view in ("comment", "score"):
            wanted = {row.id for row in world.rows if row.kind.name == view and may(world, "read", who, row)}
            result.expect(f"view {view} {who}", world.ids_seen(who, view), wanted)
        releases = [row for row in world.rows if row.kind.name == "release" and may(world, "read", who, row)]
        given = {(row.scope, row.author) for row in releases}
        wanted = {row.id for row in world.rows if row.state == "released" and (row.scope, row.author) in given}
        result.expect(f"released items {who}", world.ids_seen(who, "released_item"), wanted)
        words = world.connections[who].execute("SELECT DISTINCT fields->>'body' FROM stet.released_item").fetchall()
        result.expect(f"released words {who}", {row[0] for row in words} <= {"released secret"}, True)
        others = "SELECT count(*) FROM stet.op_log WHERE person_id <> %s"
        result.expect(f"log {who}", world.one(who, others, world.ids[who]), 0)
    read_every_byte(world, result)


def read_every_byte(world, result):
    """A mentee who reads all that can be reached finds nothing unreleased and no later edit."""
    for who in (mentee for mentee in PAIRINGS if mentee != "gone"):
        own = [
            [str(value) for value in row]
            for relation in DATA_TABLES
            for row in world.connections[who]
            .execute(f"SELECT * FROM stet.{relation} WHERE scope_id = %s", [world.scopes[who]])
            .fetchall()
        ]
        everything = json.dumps(own)
        for word in ("unreleased secret", "blind secret"):
            result.expect(f"mentee {who} finds “{word}”", word in everything, False)
        edited = "SELECT count(*) FROM stet.record WHERE scope_id = %s AND fields->>'body' = %s AND kind <> 'reply'"
        found = world.one(who, edited, world.scopes[who], "edited after release")
        result.expect(f"mentee {who} finds later edits", found, 0)


def write_everything(world, result):
    """Insert every kind everywhere; update, delete and restore every row, as everybody."""
    scopes = [scope for scope in world.scopes if not scope.startswith("self:")]
    scopes += ["self:e1", "self:m1", "self:be", "self:lead", "self:both"]
    types = {"team": "team", "self": "personal", "": "mentee"}
    for who in world.everybody:
        for scope in scopes:
            for kind in KINDS:
                fits = kind.scope == types[scope.rpartition(":")[0]]
                wanted = fits and kind.name != "release" and may_insert(world, who, scope, kind)
                if kind.name == "release":
                    continue  # it has its own attacks
                made = operation_of(kind.name, fields={"body": f"by {who}"}) | {"author_id": world.ids["lead"]}
                got = world.push(who, scope, made) == ["ok"]
                result.expect(f"insert {who} {scope}/{kind.name}", got, wanted)
                if got:
                    stamp = "SELECT author_id::text FROM stet.record WHERE id = %s"
                    result.expect("stamp", world.root.execute(stamp, [made["id"]]).fetchone()[0], world.ids[who])
            result.expect(
                f"insert {who} {scope}/nonsense", world.push(who, scope, operation_of("nonsense")) == ["ok"], False
            )
        for row in world.rows:
            change_row(world, result, who, row)


def may_insert(world, who, scope, kind):
    """Say whether a person may add a row of their own."""
    if who == "nobody" or (kind.scope == "personal" and scope != f"self:{who}"):
        return False
    state = "released" if kind.release == "live" else "unreleased"
    return may(world, "write", who, Row(scope, kind, who, state, ""))


def change_row(world, result, who, row):
    name = row.kind.name
    if name == "release":
        changed = world.push(who, row.scope, operation_of(name, row.id, fields={"items": {}}))
        result.expect(f"change a release {who} {row.scope}", changed == ["ok"], False)
        return
    wanted = may(world, "write", who, row)
    label = f"{who} {row.scope}/{name} by {row.author} {row.state}"
    updated = world.push(who, row.scope, operation_of(name, row.id, fields={"note": "new"})) == ["ok"]
    deleted = world.push(who, row.scope, operation_of(name, row.id, fields={"deleted": True})) == ["ok"]
    result.expect(f"update {label}", updated, wanted)
    result.expect(f"delete {label}", deleted, wanted)
    if deleted:
        result.note(row, who, "w")
        world.push(who, row.scope, operation_of(name, row.id, fields={"deleted": False}))


if __name__ == "__main__":
    sys.exit(main())
