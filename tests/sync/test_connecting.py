"""What is said when the shared database cannot be reached."""

from contextlib import ExitStack, closing

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from app.domain.errors import BadInputError, ServerError
from app.sync.admin import ServerAdmin
from app.sync.client import ServerClient
from app.sync.connecting import _is_here, connect, is_loopback, parts_of, plain_errors
from tests.sync.postgres import _free_port


def test_each_way_to_fail_has_its_sentence(postgres) -> None:
    with pytest.raises(ServerError, match="No database answers"):
        connect(f"host=127.0.0.1 port={_free_port()} user=x dbname=x")
    with pytest.raises(ServerError, match="no such database or user"):
        connect(f"{postgres.dsn} dbname=nowhere")
    with pytest.raises(ServerError, match="does not encrypt"):
        connect(f"{postgres.dsn} sslmode=require")
    with pytest.raises(BadInputError, match="no address"):
        connect("host=127.0.0.1 colour=blue")


def test_what_the_server_says_later_has_its_sentence(empty_database) -> None:
    with closing(ServerClient(empty_database)) as stranger, pytest.raises(ServerError, match="not set up for this"):
        stranger.heads()
    with closing(ServerAdmin(empty_database)) as admin:
        admin.init()
        admin.add_person("conn_ann", "Ann")
    client = ServerClient(make_conninfo(empty_database, user="conn_ann"))
    assert len(client.heads()) == 2
    with closing(psycopg.connect(empty_database, autocommit=True)) as owner:
        owner.execute("SET ROLE stet_owner")
        owner.execute("ALTER FUNCTION stet.sync_heads() RENAME TO sync_heads_of_before")
    with pytest.raises(ServerError, match="stet admin upgrade"):
        client.heads()
    with closing(psycopg.connect(empty_database, autocommit=True)) as owner:
        name = sql.Identifier(owner.info.dbname)
        owner.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(name))
    with pytest.raises(ServerError, match="takes no changes now"):
        client.register("6b1c7f9e-0000-4000-8000-000000000001")
    client.close()
    with closing(psycopg.connect(empty_database, autocommit=True)) as owner:
        owner.execute("SET default_transaction_read_only = off")
        owner.execute(sql.SQL("ALTER DATABASE {} RESET default_transaction_read_only").format(name))
    with closing(ServerAdmin(empty_database)) as admin:
        admin.erase("conn_ann")


def test_a_statement_of_ours_that_is_wrong_stays_a_bug(empty_database) -> None:
    with closing(connect(empty_database)) as connection, pytest.raises(psycopg.errors.SyntaxError), plain_errors():
        connection.execute("SELEC 1")


@pytest.mark.parametrize(
    ("host", "here"),
    [("", True), ("localhost", True), ("127.0.0.1", True), ("::1", True), ("/tmp", True), ("db.example.org", False)],
)
def test_only_this_computer_may_go_without_a_certificate(host: str, here: bool) -> None:
    assert is_loopback(host) is here


@pytest.mark.parametrize(
    ("dsn", "here"),
    [
        ("dbname=stet", True),
        ("host=localhost hostaddr=127.0.0.1", True),
        ("host=/tmp,localhost", True),
        ("host=localhost hostaddr=192.0.2.1", False),
        ("hostaddr=192.0.2.1", False),
        ("host=/tmp,db.example.org", False),
        ("service=there", False),
    ],
)
def test_every_part_of_an_address_must_be_this_computers(dsn: str, here: bool) -> None:
    assert _is_here(parts_of(dsn)) is here


def test_a_server_without_room_says_so(empty_database: str) -> None:
    def fill() -> None:
        while True:
            stack.enter_context(closing(connect(empty_database)))

    with ExitStack() as stack, pytest.raises(ServerError, match="no room for another connection"):
        fill()
