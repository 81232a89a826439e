"""A team on a shared database: a mentee, two mentors who may lead, each with a login; for tests of window and walk."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from psycopg.conninfo import make_conninfo

from app.sync.admin import ServerAdmin

TEAM = "Harbour"


@contextmanager
def shared_team(
    database: str, people: Sequence[str] = ("ann", "ben", "lea"), leads: Sequence[str] = ("lea",)
) -> Iterator[dict[str, str]]:
    """Set the empty database up and yield everybody's DSN by name; all but the first mentor the first."""
    with closing(ServerAdmin(database)) as admin:
        admin.init()
        for who in people:
            admin.add_person(login(who), who.title())
        admin.add_team(TEAM)
        for who in people:
            admin.join(login(who), TEAM, lead=who in leads)
        for mentor in people[1:]:
            admin.assign(login(mentor), login(people[0]))
    try:
        yield {who: make_conninfo(database, user=login(who)) for who in people}
    finally:
        with closing(ServerAdmin(database)) as admin:  # logins are the server's, not the database's
            for who in people:
                admin.erase(login(who))


def login(who: str) -> str:
    return f"desk_{who}"
