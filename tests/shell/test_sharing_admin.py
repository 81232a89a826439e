"""Managing a shared database from the window, over a real server."""

from contextlib import closing

import pytest
from psycopg.conninfo import conninfo_to_dict

from app.shell.sharing_admin import AdminDesk
from app.sync.admin import ServerAdmin
from tests.shell.making import until
from tests.shell.sharing import window_session
from tests.sync.conftest import empty_database, postgres  # noqa: F401 the fixtures


@pytest.fixture
def desk(tmp_path, qapp):
    with window_session(tmp_path / "admin") as (session, _):
        made = AdminDesk(session)
        yield made
        made.close()


@pytest.fixture
def heard(desk):
    found = []
    for name in ("connected", "rostered", "made", "told", "audited", "unset", "refused"):
        getattr(desk, name).connect(lambda *said, name=name: found.append((name, *said)))
    return found


def names(heard):
    return [name for name, *_ in heard]


def test_trying_and_setting_up(desk, heard, empty_database):  # noqa: F811
    desk.connect_to(empty_database, "")
    desk.read()
    until(lambda: names(heard) == ["connected", "unset", "refused"])
    desk.set_up(dry_run=True)
    desk.audit()  # the next in the row: what came before it has been told
    until(lambda: names(heard)[3:] == ["told", "unset", "refused"])
    assert heard[3][1][0].startswith("Would be done")
    desk.set_up(dry_run=False)
    until(lambda: names(heard)[6:] == ["told", "rostered"])
    desk.set_up(dry_run=False)
    desk.audit()
    until(lambda: names(heard)[8:] == ["told", "audited"])
    assert heard[8][1] == ["Everything is in place already."]


def test_people_get_passwords_once(desk, heard, empty_database):  # noqa: F811
    with closing(ServerAdmin(empty_database)) as server:
        server.init()
    desk.connect_to(empty_database, "")
    desk.make(lambda server: server.add_person("admin_desk_ann", "Ann"))
    until(lambda: names(heard) == ["connected", "made", "rostered"])
    assert heard[1][1].password
    assert [one.name for one in heard[2][1].people] == ["Ann"]
    desk.change(lambda server: server.erase("admin_desk_ann"))
    until(lambda: names(heard)[3:] == ["rostered"])


def test_without_a_connection_it_says_so(desk, heard):
    desk.read()
    until(lambda: heard == [("refused", "Connect to the database first.")])
    desk.connect_to("host=127.0.0.1 port=1 user=nobody dbname=none", "")
    until(lambda: names(heard) == ["refused", "refused"])
    assert heard[1][1].startswith("No database answers")


def test_closing_ends_the_connection(desk, heard, postgres, empty_database):  # noqa: F811
    def connections():
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        with postgres.connect() as do:
            return do.execute(query, [conninfo_to_dict(empty_database)["dbname"]]).fetchone()[0]

    desk.connect_to(empty_database, "")
    until(lambda: names(heard) == ["connected"])
    assert connections() == 1
    desk.close()
    until(lambda: connections() == 0)
