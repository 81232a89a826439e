"""A mentee who looks all the time, from another thread than the one that syncs: nothing half, nothing unreleased."""

import json
import sqlite3
import time
from contextlib import closing

_RELEASES = "SELECT id, draft_id, author_id, items, snapshot FROM release WHERE NOT deleted"


def read_always(folder, journal):
    """Look at the workspace after each change of it."""
    with closing(sqlite3.connect(folder / "stet.db", timeout=5, isolation_level=None)) as database:
        last, told = None, set()
        while True:
            now = database.execute("PRAGMA data_version").fetchone()
            if now != last:
                database.execute("BEGIN")
                for problem in set(problems(database)) - told:
                    told.add(problem)
                    journal.tell("half", problem)
                database.execute("COMMIT")
                last = now
            time.sleep(0.004)


def problems(database):
    """Return sentences about what the mentee should not see."""
    comments = {row[0] for row in database.execute("SELECT id FROM comment")}
    heard = {row[0] for row in database.execute("SELECT item_id FROM said")}
    named, newest = set(), {}
    for id_, draft, author, items, snapshot in database.execute(_RELEASES):
        ids = {one.split(" ")[1] for one in json.loads(items) if one.startswith("comment ")}
        told = {one["id"] for one in json.loads(snapshot)["comments"]}
        named |= ids
        newest.setdefault((draft, author), []).append((ids, told))
        if ids - comments:
            yield f"release {id_} came without its comments {sorted(ids - comments)}"
        if told != ids:
            yield f"release {id_} says {len(told)} comments of {len(ids)}"
    for releases in newest.values():
        if not any(told <= heard for _, told in releases):
            yield "no release of a mentor stands in the history as a whole"
    if comments - named:
        yield f"comments that no release names: {sorted(comments - named)[:3]}"
    for table in ("letter", "score", "review"):
        if database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
            yield f"an unreleased {table}"
