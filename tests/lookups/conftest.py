import pytest
import stamina

from app.lookups.client import OnlineLookUps
from app.lookups.setup import Setup
from app.services.online import SERVICES, Question
from tests.lookups.server import Server


@pytest.fixture(autouse=True)
def no_backoff(monkeypatch):
    """Try again at once, and let no proxy of this machine stand between."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


@pytest.fixture
def server():
    one = Server()
    yield one
    one.close()


async def to_this_computer(host, port):
    return "127.0.0.1"


@pytest.fixture
def setup(server):
    """Lead every service, and every cited link, to the server; nothing waits longer than it must."""
    return Setup(
        bases={one.name: server.base for one in SERVICES},
        intervals={one.name: 0.0 for one in SERVICES},
        link_interval=0.0,
        attempt_s=5.0,
        reach=to_this_computer,
    )


@pytest.fixture
def lookups(workspace_folder, setup):
    with OnlineLookUps(workspace_folder, setup) as opened:
        yield opened


@pytest.fixture
def ask(lookups):
    """Ask one service about one work and return its answer."""

    def one(service, by, work):
        ((_, answer),) = lookups.ask([Question(service, by, work)], lambda: False)
        return answer

    return one
