"""What is said when the shared database cannot be reached."""

import pytest

from app.domain.errors import BadInputError, ServerError
from app.sync.connecting import connect, is_loopback
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


@pytest.mark.parametrize(
    ("host", "here"),
    [("", True), ("localhost", True), ("127.0.0.1", True), ("::1", True), ("/tmp", True), ("db.example.org", False)],
)
def test_only_this_computer_may_go_without_a_certificate(host: str, here: bool) -> None:
    assert is_loopback(host) is here
