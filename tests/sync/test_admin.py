"""Setting the shared database up and managing its people, on a real server and without superuser."""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from app.domain.errors import BadInputError, NotFoundError, ServerError
from app.sync.admin import ServerAdmin


@pytest.fixture
def admin(empty_database: str) -> Iterator[ServerAdmin]:
    with closing(ServerAdmin(empty_database)) as server:
        server.init()
        yield server


def logins(prefix: str) -> Callable[[str], str]:
    """Logins belong to the whole server: each test has its own."""
    return lambda name: f"{prefix}_{name}"


def test_setting_up_twice_does_nothing_the_second_time(empty_database: str) -> None:
    with closing(ServerAdmin(empty_database)) as server:
        assert server.init(dry_run=True) == [
            "Would be done: Migration 0001 is in place.",
            "Would be done: Migration 0002 is in place.",
            "Would be done: Kinds and permissions are up to date.",
        ]
        with pytest.raises(ServerError, match="not set up yet"):
            server.add_team("Early")
        assert len(server.init()) == 3
        assert server.init() == []
        assert not [one for one in server.audit().problems if "stet_user" not in one]  # other tests' logins are there


def test_what_a_login_lacks_is_said_before_anything_is_done(postgres, empty_database: str) -> None:
    with postgres.connect() as do:
        do.execute("DROP ROLE IF EXISTS plain")
        do.execute("CREATE ROLE plain LOGIN")
    with closing(ServerAdmin(make_conninfo(empty_database, user="plain"))) as server:
        lacking = server.missing_privileges()
        assert len(lacking) == 2
        assert "CREATEROLE" in lacking[0]
        assert "OWNER TO" in lacking[1]
        with pytest.raises(ServerError, match="CREATEROLE"):
            server.init()


def test_people_are_added_paired_moved_and_shut_out(admin: ServerAdmin, empty_database: str) -> None:
    of = logins("walk")
    for name in ("ann", "ben", "cem", "lea"):
        admin.add_person(of(name), name.title())
    admin.add_team("Harbour")
    for name in ("ann", "ben", "cem"):
        admin.join(of(name), "Harbour")
    admin.join(of("lea"), "Harbour", lead=True)
    admin.assign(of("ben"), of("ann"))
    seen = {(one.reader, one.mentee, one.why) for one in admin.audit().access}
    assert ("Ben", "Ann", "mentors them") in seen
    assert ("Lea", "Ann", "leads the team “Harbour”") in seen
    assert ("Lea", "Lea", "leads the team “Harbour”") not in seen
    admin.move(of("ann"), of("ben"), of("cem"))
    mentors = {one.reader for one in admin.audit().access if one.why == "mentors them"}
    assert mentors == {"Cem"}
    with closing(psycopg.connect(make_conninfo(empty_database, user=of("cem")), autocommit=True)) as open_one:
        assert open_one.execute("SELECT count(*) FROM stet.sync_heads()").fetchone() == (
            4,
        )  # own two, Ann's, the team's
        admin.deactivate(of("cem"))
        with suppress(psycopg.OperationalError):  # ended where the admin may end it; where not, it sees nothing
            assert open_one.execute("SELECT count(*) FROM stet.sync_heads()").fetchone() == (0,)
        with pytest.raises(psycopg.Error):
            psycopg.connect(make_conninfo(empty_database, user=of("cem")))
    assert "Cem" not in {one.reader for one in admin.audit().access}
    admin.reactivate(of("cem"))
    psycopg.connect(make_conninfo(empty_database, user=of("cem"))).close()
    for name in ("ann", "ben", "cem", "lea"):
        admin.erase(of(name))
    assert admin.audit().access == ()


def test_passwords_are_told_once_and_kept_as_verifiers(admin: ServerAdmin, postgres) -> None:
    first = admin.add_person("pass_one", "One")
    second = admin.rotate("pass_one")
    assert first.password != second.password
    with postgres.connect() as do:
        kept = do.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'pass_one'").fetchone()[0]
    assert kept.startswith("SCRAM-SHA-256$")
    assert second.password not in kept
    admin.erase("pass_one")


def test_nobody_mentors_themselves_and_names_are_checked(admin: ServerAdmin) -> None:
    admin.add_person("alone_one", "One")
    with pytest.raises(BadInputError, match="cannot mentor themselves"):
        admin.assign("alone_one", "alone_one")
    with pytest.raises(BadInputError, match="already"):
        admin.add_person("alone_one", "Again")
    with pytest.raises(BadInputError, match="used for something else"):
        admin.add_person("postgres", "Root")
    with pytest.raises(BadInputError, match="begin with"):
        admin.add_person("stet_owner", "Owner")
    with pytest.raises(NotFoundError, match="no person"):
        admin.assign("nobody_at_all", "alone_one")
    with pytest.raises(NotFoundError, match="no team"):
        admin.join("alone_one", "Nowhere")
    admin.erase("alone_one")


def test_an_admin_who_is_a_person_manages_people_without_owning_the_database(
    admin: ServerAdmin, empty_database: str
) -> None:
    admin.add_person("boss_adm", "Boss", admin=True)
    with closing(ServerAdmin(make_conninfo(empty_database, user="boss_adm"))) as boss:
        boss.add_person("boss_new", "New")
        boss.rotate("boss_new")
        boss.deactivate("boss_new")
        assert not [one for one in boss.audit().problems if "boss_" in one]
        boss.erase("boss_new")
    admin.erase("boss_adm")


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("ALTER TABLE stet.record NO FORCE ROW LEVEL SECURITY", "stet.record is open to its owner"),
        ("ALTER VIEW stet.comment RESET (security_invoker)", "stet.comment reads as its owner"),
        ("ALTER FUNCTION stet.me() RESET search_path", "stet.me runs as its owner"),
        ("GRANT CREATE ON SCHEMA public TO PUBLIC", "schema public"),
    ],
)
def test_the_audit_finds_a_lock_that_is_missing(admin: ServerAdmin, empty_database: str, harm: str, says: str) -> None:
    with closing(psycopg.connect(empty_database, autocommit=True)) as do:
        do.execute(harm)
    assert [one for one in admin.audit().problems if says in one]


def test_a_shared_login_and_a_superuser_are_found(admin: ServerAdmin, postgres) -> None:
    admin.add_person("found_root", "Root")
    with postgres.connect() as do:
        do.execute("CREATE ROLE found_pool LOGIN IN ROLE stet_user")
        do.execute("ALTER ROLE found_root SUPERUSER")
    problems = " ".join(admin.audit().problems)
    assert "“found_pool” is in the group stet_user and belongs to nobody here" in problems
    assert "“found_root” sees everything" in problems
    with postgres.connect() as do:
        do.execute("DROP ROLE found_pool")
        do.execute("ALTER ROLE found_root NOSUPERUSER")
    admin.erase("found_root")


def test_a_database_of_a_newer_version_is_left_alone(admin: ServerAdmin, postgres, empty_database: str) -> None:
    with psycopg.connect(make_conninfo(empty_database, user="postgres"), autocommit=True) as do:
        do.execute("UPDATE stet.meta SET schema_version = 99")
    with pytest.raises(ServerError, match="newer Stet"):
        admin.init()
