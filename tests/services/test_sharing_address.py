"""An address survives being a DSN and back, whatever stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from app.domain.errors import BadInputError
from app.services.sharing_address import Address, address_of

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp", "Cs")), min_size=1, max_size=12
)


@given(WORDS, WORDS, WORDS, st.integers(1, 65535))
def test_the_server_reads_what_was_typed(host, database, user, port):
    parts = conninfo_to_dict(Address(host, port, database, user).dsn)
    assert parts == {"host": host, "port": str(port), "dbname": database, "user": user}


def test_a_dsn_of_the_command_line_fills_the_form():
    address = address_of("user=ben dbname='my team' host=db.example.org sslrootcert=/tmp/ca.pem")
    assert address == Address("db.example.org", 5432, "my team", "ben", "/tmp/ca.pem")
    assert address.words == "ben on my team at db.example.org"
    assert address_of("it's no DSN") == Address("")


@pytest.mark.parametrize(
    ("address", "lacks"), [(Address(""), "server"), (Address("h"), "database"), (Address("h", 1, "d"), "user")]
)
def test_what_is_missing_is_named(address, lacks):
    with pytest.raises(BadInputError, match=f"Name the {lacks}"):
        _ = address.dsn


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("/run", True), ("10.0.0.1", False), ("db", False)],
)
def test_this_computer_needs_no_certificate(host, here):
    assert Address(host).is_here is here
