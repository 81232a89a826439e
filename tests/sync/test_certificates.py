"""Connecting over the network: only to a server whose certificate is good, and else with the reason."""

import base64
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app.domain.errors import ServerError
from app.services.sharing_address import Address
from app.sync.certificates import SYSTEM, _written, authorities, pem
from app.sync.connecting import connect
from tests.sync.certificates import Authority, Certificate
from tests.sync.secured import Front, Secured, secured_postgres

HOST = "db.stet.test"
Shows = Callable[[Certificate], "contextmanager[str]"]


@pytest.fixture(scope="module")
def server() -> Iterator[Secured]:
    with secured_postgres() as one:
        yield one


@pytest.fixture(params=["PostgreSQL itself", "a way in"])
def shows(request: pytest.FixtureRequest, server: Secured) -> Shows:
    """What shows a certificate and gives the DSN then: an address that is not this computer's, and where it leads."""
    if request.param == "PostgreSQL itself" and not server.can_encrypt():
        pytest.skip("this PostgreSQL was built without encryption")

    @contextmanager
    def show(shown: Certificate) -> Iterator[str]:
        address = Address(HOST, server.port, "postgres", "postgres")
        if request.param == "PostgreSQL itself":
            server.show(shown)
            yield f"{address.dsn} hostaddr=127.0.0.1"
            return
        front = Front(server.port, shown)
        front.start()
        try:
            yield f"{address.dsn} hostaddr=127.0.0.1 port={front.port}"
        finally:
            front.stop()

    return show


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ours"), "ours")


def test_a_good_certificate_of_the_named_authority_lets_in(shows: Shows, ours: Authority) -> None:
    with shows(ours.issue(HOST)) as dsn, closing(connect(f"{dsn} sslrootcert='{ours.root}'")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert connection.pgconn.ssl_in_use


def test_what_the_system_trusts_lets_in(shows: Shows, ours: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    with shows(ours.issue(HOST)) as dsn:
        for name in ("SSL_CERT_FILE", "PGSSLROOTCERT"):
            monkeypatch.delenv("SSL_CERT_FILE", raising=False)
            monkeypatch.setenv(name, str(ours.root))
            connect(dsn).close()


@pytest.mark.parametrize(
    ("days", "sentence"), [((-30, -1), "has expired. Check this computer's date"), ((3, 30), "not valid yet. Set this")]
)
def test_one_that_is_old_or_too_young_is_said(
    shows: Shows, ours: Authority, days: tuple[int, int], sentence: str
) -> None:
    with shows(ours.issue(HOST, days)) as dsn, pytest.raises(ServerError, match=sentence):
        connect(f"{dsn} sslrootcert='{ours.root}'")


def test_one_of_another_name_is_said(shows: Shows, ours: Authority) -> None:
    with shows(ours.issue("other.stet.test")) as dsn, pytest.raises(ServerError, match="for another name"):
        connect(f"{dsn} sslrootcert='{ours.root}'")


def test_one_of_a_stranger_is_said_with_what_to_do(
    shows: Shows, ours: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shows(Authority(tmp_path, "stranger").issue(HOST)) as dsn:
        with pytest.raises(ServerError, match="ask your admin for its certificate and name that file"):
            connect(f"{dsn} sslrootcert='{ours.root}'")
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        monkeypatch.delenv("SSL_CERT_DIR", raising=False)
        with pytest.raises(ServerError, match="Nobody whom this computer trusts"):
            connect(dsn)
        monkeypatch.setenv("PGSSLROOTCERT", str(ours.root))
        with pytest.raises(ServerError, match="Nobody whom this computer trusts"):
            connect(f"{dsn} sslmode=verify-ca")


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_authority_that_cannot_be_read_is_said(
    shows: Shows, ours: Authority, tmp_path: Path, content: str | None
) -> None:
    root = tmp_path / "root.crt"
    if content is not None:
        root.write_text(content)
    with shows(ours.issue(HOST)) as dsn, pytest.raises(ServerError, match="Choose it again"):
        connect(f"{dsn} sslrootcert='{root}'")


def test_a_server_without_encryption_gets_nothing(postgres) -> None:
    with pytest.raises(ServerError, match="does not encrypt its connections, so nothing was sent"):
        connect(f"{postgres.dsn} host={HOST} hostaddr=127.0.0.1")


@pytest.mark.parametrize(
    ("dsn", "around"),
    [
        ("hostaddr=127.0.0.1", {"PGHOST": HOST}),
        ("host=localhost,other.stet.test hostaddr=127.0.0.1,127.0.0.1", {}),
        ("hostaddr=127.0.0.1", {"PGSERVICE": "there"}),
    ],
)
def test_no_way_of_naming_another_computer_goes_without_a_certificate(
    postgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dsn: str, around: dict[str, str]
) -> None:
    (tmp_path / "services").write_text("[there]\nhost=db.stet.test\n")
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    for name, value in around.items():
        monkeypatch.setenv(name, value)
    with closing(postgres.connect()) as one:
        port = one.info.port
    with pytest.raises(ServerError, match="does not encrypt"):
        connect(f"{dsn} port={port} user=postgres dbname=postgres")


def test_the_systems_authorities_are_found_where_it_keeps_them(
    tmp_path: Path, ours: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert authorities([str(tmp_path / "nowhere"), str(ours.root)]) == str(ours.root)
    assert authorities([]) == SYSTEM
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert authorities([str(ours.root)]) == SYSTEM


def test_of_windows_authorities_those_for_servers_are_written_down(ours: Authority) -> None:
    text = ours.root.read_text()
    der = base64.b64decode("".join(text.split("\n")[1:-2]))
    servers, mail = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.4"
    for use, kept in ((True, True), ({servers, mail}, True), ({mail}, False), (False, False)):
        assert bool(pem([(der, "x509_asn", use), (der, "pkcs_7_asn", True)])) is kept
    assert Path(_written(pem([(der, "x509_asn", True)]))).read_text() == text
