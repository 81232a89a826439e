"""How many people one server bears: desktops that rest and ask now and then, desktops in use that hold two connections.

python -m tests.benchmarks.desktops [--people 500] [--seed N] [--quick]

A PostgreSQL is started that asks for passwords (SCRAM) on loopback, without TLS; teams of 25: a lead, 4 mentors, 20
mentees, each with a hundred rows. Server and desktops share this machine, so what it bears is a lower bound.

``add_person_ms``  a person added by the admin, the median.
``poll_ms``  a desktop that rests looks for news: connection, password, one statement, end; the median, by role.
``polls_per_s``  as many of these as the machine takes, from as many processes as it has cores. ``cpu_of_polls`` is the
    share of the processor's time then that the machine was busy.
``resting_at_most``  people whose desktops may rest at one look a minute then.
``held``, ``held_mb``  connections of the third that is in use, and the memory that they take together.
``poll_ms_held``, ``polls_per_s_held``  the same with these connections open.
``heard_ms``, ``heard_last_ms``  from a change to when the middle one and the last one of those in use has heard of it.
``full``  what a desktop is told that finds no room for its connection.
"""

import argparse
import json
import multiprocessing
import os
import random
import statistics
import sys
import threading
import time
from contextlib import ExitStack, closing
from pathlib import Path

import psutil
from psycopg.conninfo import make_conninfo

from app.domain.errors import ServerError
from app.sync.admin import ServerAdmin
from app.sync.client import ServerClient
from app.sync.listening import Listener

TEAM, MENTORS, ROWS = 25, 4, 100
IN_USE = 3  # one in so many people
ROOM = 400
_FILL = """
INSERT INTO stet.record(scope_id, id, kind, fields, field_rev, author_id, updated_by, updated_at, version)
SELECT s.id, gen_random_uuid(), 'comment', '{"body": "The argument in this paragraph needs a source."}', '{}',
  s.owner_id, s.owner_id, now(), n FROM stet.scope s, generate_series(1, %s) n WHERE s.type = 'mentee'
"""


def main():
    from tests.sync.postgres import running_postgres

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="50 people, two seconds each")
    parser.add_argument("--data", help="not needed: the people are made up")
    options = parser.parse_args()
    people, seconds = (50, 2.0) if options.quick else (options.people, 10.0)
    with running_postgres(f"max_connections={ROOM}") as postgres, postgres.database() as database:
        found = run(postgres, database, people, seconds, random.Random(options.seed))
    found["load"] = round(os.getloadavg()[0], 1)
    for key, value in found.items():
        print(f"{key:18} {value}")
    print("RESULT", json.dumps(found))


def run(postgres, database, people, seconds, chance):
    found = {"people": people}
    ways, taken = set_up(database, people)
    try:
        found["add_person_ms"] = round(statistics.median(taken) * 1000)
        with postgres.connect(dbname=database_of(database)) as do:
            do.execute(_FILL, [ROWS])
            do.execute("UPDATE stet.scope SET version = %s WHERE type = 'mentee'", [ROWS])
            do.execute("ANALYZE")
            ask_for_passwords(do)
        found |= polls(ways, seconds, chance)
        found["resting_at_most"] = round(found["polls_per_s"] * 60)
        with ExitStack() as stack:
            server = psutil.Process(server_of(postgres))
            before = memory_of(server)
            using = chance.sample(sorted(ways), people // IN_USE)
            listeners = [stack.enter_context(closing(Listener(*ways[who]))) for who in using]
            for who, listener in zip(using, listeners, strict=True):
                client = stack.enter_context(closing(ServerClient(*ways[who])))
                client.heads()
                listener.wait(0)
            found |= {"held": 2 * len(using), "held_mb": round((memory_of(server) - before) / 1e6)}
            found |= {f"{name}_held": value for name, value in polls(ways, seconds, chance).items()}
            found |= heard(postgres, database, listeners)
            found["full"] = fill_up(ways, chance, stack)
    finally:
        with closing(ServerAdmin(database)) as admin:
            for who in ways:
                admin.erase(who)
    return found


def database_of(dsn):
    return dsn.split("dbname=")[1].split()[0]


def set_up(database, people):
    """Add everybody; return each one's way in (DSN and password), and how long each took."""
    ways, taken = {}, []
    with closing(ServerAdmin(database)) as admin:
        admin.init()
        for number in range(people):
            team, place = divmod(number, TEAM)
            who = f"many_{number}"
            if place == 0:
                admin.add_team(f"Team {team}")
            began = time.perf_counter()
            account = admin.add_person(who, f"Person {number}")
            taken.append(time.perf_counter() - began)
            admin.join(who, f"Team {team}", lead=place == 0)
            if place > MENTORS:
                admin.assign(f"many_{team * TEAM + 1 + place % MENTORS}", who)
            ways[who] = make_conninfo(database, user=who), account.password
    return ways, taken


def ask_for_passwords(do):
    path = Path(do.execute("SHOW hba_file").fetchone()[0])
    path.write_text("host all postgres,dbadmin all trust\nhost all all all scram-sha-256\n")
    do.execute("SELECT pg_reload_conf()")
    time.sleep(1)


def server_of(postgres):
    with postgres.connect() as do:
        folder = Path(do.execute("SHOW data_directory").fetchone()[0])
    return int((folder / "postmaster.pid").read_text().split()[0])


def memory_of(server):
    """Return the bytes that a server and its connections take, what they share counted once."""
    return sum(one.memory_full_info().pss for one in (server, *server.children()))


def polls(ways, seconds, chance):
    found = {}
    for role, place in (("lead", 0), ("mentor", 1), ("mentee", MENTORS + 1)):
        theirs = [way for who, way in ways.items() if int(who.rpartition("_")[2]) % TEAM == place]
        times = [poll(chance.choice(theirs)) for _ in range(30)]
        found[f"poll_ms_{role}"] = round(statistics.median(times) * 1000, 1)
    workers = os.cpu_count() or 1
    psutil.cpu_percent()
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        done = pool.starmap(poll_always, [(list(ways.values()), seconds, chance.random()) for _ in range(workers)])
    return found | {"polls_per_s": round(sum(done) / seconds), "cpu_of_polls": psutil.cpu_percent()}


def poll(way):
    began = time.perf_counter()
    with closing(ServerClient(*way)) as client:
        client.heads()
    return time.perf_counter() - began


def poll_always(ways, seconds, seed):
    """Look for news as somebody else each time, on four threads; return how often."""
    until, done = time.monotonic() + seconds, []

    def go(number):
        chance = random.Random(f"{seed} {number}")
        while time.monotonic() < until:
            poll(chance.choice(ways))
            done.append(1)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return len(done)


def heard(postgres, database, listeners):
    """Return how long it takes until the listeners have heard of a change; five times, each with all of them."""
    middle, last = [], []
    for _ in range(5):
        took, ready = [], threading.Barrier(len(listeners) + 1)

        def listen(one, took=took, ready=ready):
            one.wait(0)
            ready.wait()
            one.wait(30)
            took.append(time.perf_counter())

        threads = [threading.Thread(target=listen, args=(one,)) for one in listeners]
        for one in threads:
            one.start()
        ready.wait()
        time.sleep(0.5)
        with postgres.connect(dbname=database_of(database)) as do:
            began = time.perf_counter()
            do.execute("SELECT pg_notify('stet', id::text) FROM stet.scope LIMIT 1")
        for one in threads:
            one.join()
        middle.append(statistics.median(took) - began)
        last.append(max(took) - began)
    return {"heard_ms": round(min(middle) * 1000, 1), "heard_last_ms": round(min(last) * 1000, 1)}


def fill_up(ways, chance, stack):
    """Open connections until there is no room for another; return what is said then."""
    everybody = list(ways.values())
    for _ in range(ROOM):
        client = stack.enter_context(closing(ServerClient(*chance.choice(everybody))))
        try:
            client.heads()
        except ServerError as error:
            return str(error)
    return "there was room for all"


if __name__ == "__main__":
    sys.exit(main())
