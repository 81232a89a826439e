"""What sync costs beside its floors, on a PostgreSQL that is started for it; ratios of one run.

python -m tests.benchmarks.sync [--seed N] [--quick]

``ratio_push``  100,000 comments of a mentor (``--quick``: 20,000) from the outbox to the answer, to a COPY of the two
    tables that it writes; in turns, of both the best of three. ``push_median`` has the medians, for a COPY alone
    differs by a quarter from time to time.
``updates_per_s``  rows of a second push that changes 20,000 of them.
``ratio_pull``  all these rows into another mentor's new workspace, to a SELECT without row-level security and a plain
    insert into SQLite; of both the better of two.
``noop_round_trips``, ``noop_growth``  a sync with nothing to do: statements, and its median time with a million rows
    (200,000) in the scope, here and there, to that with 10,000.
``live_edit``  milliseconds from the end of a save by one mentor until another one's workspace has it; the median of 20
    on loopback, while both are active.
``resumed``  pieces of a file of 20 MB that were sent again after a cut; it arrives whole.
``load``  the machine's, at the end.
"""

import argparse
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg

from app.domain.errors import ServerError
from app.domain.ids import new_id
from app.domain.review import CommentKind
from app.services import reviewing, submitting
from app.services.submitting import Disclosure
from app.services.syncing import join, sync_once
from app.store.workspace import open_workspace
from app.sync.client import ServerClient
from app.sync.listening import Listener
from tests.store.making import make_document
from tests.sync.teams import shared_team

GOALS = {"ratio_push": 2.5, "updates_per_s": 12_000, "ratio_pull": 1.5, "noop_round_trips": 1, "live_edit": 300}
BODY = "Finding {}: the argument in this paragraph needs a source; see the criterion on evidence. Please rewrite it."
FIELDS = (
    *("draft_id", "author_id", "kind", "body", "finding", "resolved", "revision_id", "why", "good", "suggestion"),
    *("criterion", "deleted"),
)


def main():
    from tests.sync.postgres import running_postgres

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0, help="not used: nothing is drawn")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--data", help="not needed: the rows are made up")
    options = parser.parse_args()
    rows, most = (20_000, 200_000) if options.quick else (100_000, 1_000_000)
    with running_postgres() as postgres, postgres.database() as database, tempfile.TemporaryDirectory() as name:
        found = run(postgres, database, Path(name), rows, most)
    found["load"] = round(os.getloadavg()[0], 1)
    for key, value in found.items():
        print(f"{key:18} {value:>12} {GOALS.get(key, '')}")
    print("RESULT", json.dumps(found))


def run(postgres, database, folder, rows, most):
    found = {}
    with shared_team(database, ("ann", "ben", "cem", "dan"), leads=()) as dsns:
        ann, ben = (Desk(folder / who, dsns[who]) for who in ("ann", "ben"))
        draft = hand_in(ann.workspace, "Tea is good.")
        ann.sync()
        ben.sync()
        fill(ben, draft, 10_000)
        found["noop_10k"], _ = noop(ben)
        with superuser(postgres, database) as do:
            turns = [(copy(do, draft, rows), pushed(ben, draft, rows)) for _ in range(3)]
        floors, taken = zip(*turns, strict=True)
        found["ratio_push"] = round(min(taken) / min(floors), 2)
        found["push_median"] = round(statistics.median(taken) / statistics.median(floors), 2)
        with ben.workspace.share._writing() as connection:
            connection.exec_driver_sql(
                "UPDATE comment SET body = body || '!' WHERE id IN (SELECT id FROM comment ORDER BY id LIMIT 20000)"
            )
        found["updates_per_s"] = round(20_000 / timed(ben.sync))
        ann.sync()
        with superuser(postgres, database) as do:
            do.execute("ANALYZE")
            floors = [select_and_insert(do, folder / f"floor{n}.db") for n in range(2)]
        cem, again = (Desk(folder / name, dsns["cem"], sync=False) for name in ("cem", "cem again"))
        found["ratio_pull"] = round(min(timed(cem.sync), timed(again.sync)) / min(floors), 2)
        found["live_edit"] = live(ben, cem, draft)
        found["resumed"] = resume(ann, ben)
        with superuser(postgres, database) as do:
            multiply(do, most)
        ben.sync()
        found["noop_most"], found["noop_round_trips"] = noop(ben)
        found["noop_growth"] = round(found["noop_most"] / found["noop_10k"], 2)
        for one in (ann, ben, cem, again):
            one.close()
    return found


class Desk:
    """A person's workspace and their way to the server."""

    def __init__(self, folder, dsn, *, sync=True):
        self.workspace, self.remote, self.dsn = open_workspace(folder), ServerClient(dsn), dsn
        join(self.workspace.share, self.remote)
        if sync:
            self.sync()

    def sync(self):
        return sync_once(self.workspace.share, self.remote)

    def close(self):
        self.remote.close()
        self.workspace.close()


def hand_in(workspace, text, path=Path("tea.txt"), data=None):
    work = submitting.new_work(workspace, path.stem, workspace.me())
    document = make_document(text, data=data)
    opened = reviewing.open_draft(workspace, path, data or text.encode(), document, work.id)
    submitting.hand_in(workspace, opened.draft.id, Disclosure())
    return opened.draft


def fill(desk, draft, many):
    """Write comments in one statement, so that the triggers note each."""
    me = desk.workspace.me()
    values = [(new_id(), draft.id, me, BODY.format(number)) for number in range(many)]
    with desk.workspace.share._writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO comment(id, scope_id, draft_id, author_id, kind, body, finding, resolved, created_ms,"
            " updated_ms) SELECT ?, scope_id, id, ?, 'question', ?, '', 0, 1, 1 FROM draft WHERE id = ?",
            [(id_, who, body, about) for id_, about, who, body in values],
        )


@contextmanager
def superuser(postgres, database):
    name = psycopg.conninfo.conninfo_to_dict(database)["dbname"]
    with closing(postgres.connect(dbname=name)) as do:
        yield do


def pushed(desk, draft, many):
    """Write comments and push them; the time that the push takes."""
    fill(desk, draft, many)
    return timed(desk.sync)


def copy(do, draft, many):
    """Copy rows as a push leaves them into tables like those it writes; the time it takes."""
    do.execute("DROP TABLE IF EXISTS like_record, like_log")
    for name, of in (("like_record", "record"), ("like_log", "op_log")):
        do.execute(f"CREATE TABLE {name} (LIKE stet.{of} INCLUDING ALL)")
    values = dict.fromkeys(FIELDS, "") | {"draft_id": draft.id, "kind": "question", "resolved": False, "deleted": False}
    who, scope = new_id(), new_id()
    rows = [(new_id(), json.dumps(values | {"body": BODY.format(number)})) for number in range(many)]
    records = "id, scope_id, kind, parent_id, fields, field_rev, author_id, updated_by, updated_at, version"
    started = time.perf_counter()
    with do.transaction(), do.cursor() as cursor:
        with cursor.copy(f"COPY like_record({records}) FROM STDIN") as out:
            for number, (id_, fields) in enumerate(rows):
                about = (id_, scope, "comment", draft.id, fields, '{"": [1, 1]}', who, who, "2026-01-01")
                out.write_row((*about, 1 + number // 2000))
        with cursor.copy("COPY like_log FROM STDIN") as out:
            for number, (id_, fields) in enumerate(rows):
                about = (scope, new_id(), id_, "comment", 0, fields, None, "ok", 1 + number // 2000)
                out.write_row((*about, 1, who, "2026-01-01"))
    taken = time.perf_counter() - started
    do.execute("DROP TABLE like_record, like_log")
    return taken


def select_and_insert(do, file):
    """Read every comment without row-level security and insert it into a plain table; the time it takes."""
    started = time.perf_counter()
    with closing(sqlite3.connect(file)) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute(f"CREATE TABLE comment(id TEXT PRIMARY KEY, scope_id, author, version, {', '.join(FIELDS)})")
        query = (
            "SELECT id::text, scope_id::text, author_id::text, version, fields FROM stet.record WHERE kind = 'comment'"
        )
        rows = [(*row[:4], *map(row[4].get, FIELDS)) for row in do.execute(query).fetchall()]
        plain.executemany(f"INSERT INTO comment VALUES ({', '.join('?' * (4 + len(FIELDS)))})", rows)
        plain.commit()
    return time.perf_counter() - started


def multiply(do, most):
    """Copy comments until there are so many, as if pushed by 2,000."""
    do.execute(
        "INSERT INTO stet.record(scope_id, id, kind, parent_id, fields, field_rev, author_id, updated_by, updated_at,"
        " version) SELECT scope_id, gen_random_uuid(), kind, parent_id, fields, field_rev, author_id, updated_by,"
        " updated_at, (SELECT s.version FROM stet.scope s WHERE s.id = scope_id) + 1 + (row_number() OVER ()) / 2000"
        " FROM stet.record r, generate_series(1, 100) WHERE r.kind = 'comment'"
        " LIMIT %s - (SELECT count(*) FROM stet.record)",
        [most],
    )
    do.execute(
        "UPDATE stet.scope s SET version = m.version FROM (SELECT scope_id, max(version) AS version FROM stet.record"
        " GROUP BY scope_id) m WHERE m.scope_id = s.id AND m.version > s.version"
    )
    do.execute("VACUUM ANALYZE stet.record")


def noop(desk):
    """Return the median milliseconds of a sync with nothing to do, and its round trips."""
    desk.sync()
    desk.sync()
    asked, real = [], desk.remote._ask
    desk.remote._ask = lambda query, *values: asked.append(query) or real(query, *values)
    times = [timed(desk.sync) for _ in range(100)]
    desk.remote._ask = real
    return round(1000 * statistics.median(times), 2), len(asked) / len(times)


def live(writer, reader, draft):
    """Return the median milliseconds from a save until the other desktop has it, both listening."""
    comment = reviewing.comment_on_draft(writer.workspace, draft, CommentKind.QUESTION, "0")
    writer.sync()
    reader.sync()
    seen, stop = {}, threading.Event()

    def follow():
        listener = Listener(reader.dsn)
        while not stop.is_set():
            with suppress(ServerError):
                if listener.wait(1.0):
                    reader.sync()
                    seen[reader.workspace.comment(comment.id).body] = time.perf_counter()
        listener.close()

    thread = threading.Thread(target=follow)
    thread.start()
    time.sleep(0.5)
    times = []
    for number in range(1, 21):
        words = f"{number}"
        comment = reviewing.edit_comment(writer.workspace, comment, words)
        saved = time.perf_counter()
        writer.sync()
        while words not in seen and time.perf_counter() < saved + 5:
            time.sleep(0.002)
        times.append(1000 * (seen.get(words, saved + 5) - saved))
    stop.set()
    thread.join()
    return round(statistics.median(times))


def resume(sender, reader):
    """Cut the line while a file of 20 MB is sent, and while it is fetched; return how many pieces went twice."""
    data = os.urandom(20 << 20)
    draft = hand_in(sender.workspace, "Big.", Path("big.bin"), data)
    sent = []
    cut_after(sender.remote, "put_chunk", 7, sent)
    with suppress(ServerError):
        sender.sync()
    sender.sync()
    cut_after(reader.remote, "get_chunk", 7, sent)
    with suppress(ServerError):
        reader.sync()
    reader.sync()
    assert reader.workspace.original(draft.sha256).read_bytes() == data
    return len(sent) - len(set(sent))


def cut_after(remote, name, many, sent):
    """Let a call of the remote fail once, after so many went well."""
    real = getattr(remote, name)
    cut = iter([True])

    def call(*arguments):
        if len([one for one in sent if one[0] == name]) == many and next(cut, False):
            remote.close()
            raise ServerError("cut")
        sent.append((name, *arguments[:3]))
        return real(*arguments)

    setattr(remote, name, call)


def timed(act):
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
