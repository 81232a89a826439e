import asyncio
from dataclasses import replace

import pytest

from app.domain.reference import Work
from app.lookups.addresses import is_public, public_address
from app.lookups.client import OnlineLookUps
from app.lookups.failures import FailedError
from app.services.online import AskBy, Question
from tests.lookups.server import Said


@pytest.fixture
def visit(server, ask):
    def one(path="/report", site="site.test"):
        return ask("Cited links", AskBy.LINK, Work(url=f"http://{site}:{server.port}{path}"))

    return one


def test_a_page_that_answers_is_never_read(server, visit):
    server.says["/report"] = Said("The page")
    answer = visit()
    assert (answer.found, [notice.kind for notice in answer.notices]) == (True, ["link-live"])
    assert [(one.method, one.headers["Host"]) for one in server.asked] == [("HEAD", f"site.test:{server.port}")]


def test_a_site_that_refuses_head_is_asked_for_the_page(server, visit):
    server.answer = lambda asked: Said("x" * 5_000_000) if asked.method == "GET" else Said(status=405)
    assert visit().found
    assert [one.method for one in server.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone(server, visit, status):
    server.says["/report"] = Said(status=status)
    answer = visit()
    assert (answer.found, answer.failure) == (False, "")
    assert [notice.kind for notice in answer.notices] == ["link-dead"]


@pytest.mark.parametrize("status", [401, 403, 418, 500])
def test_another_status_says_nothing(server, visit, status):
    server.says["/report"] = Said(status=status)
    answer = visit()
    assert answer.notices == ()
    assert answer.failure


def test_redirects_are_followed_and_counted(server, visit):
    server.says["/report"] = Said(status=302, headers={"Location": f"http://other.test:{server.port}/moved"})
    server.says["/moved"] = Said("There")
    assert visit().found
    assert server.asked[1].headers["Host"] == f"other.test:{server.port}"
    server.says["/loop"] = Said(status=302, headers={"Location": "/loop"})
    assert visit("/loop").failure == "The link leads from page to page without end."


@pytest.mark.parametrize(
    "target",
    ["file:///etc/hosts", "ftp://site.test/", "http://name:word@site.test/", "http://[", "javascript:alert(1)"],
)
def test_only_plain_web_addresses_are_opened(server, visit, ask, target):
    server.says["/report"] = Said(status=302, headers={"Location": target})
    assert visit().failure
    assert ask("Cited links", AskBy.LINK, Work(url=target)).failure
    assert server.paths == ["/report"]


def test_a_link_with_a_password_is_not_opened(server, ask):
    server.says["/report"] = Said("Hello")
    assert ask("Cited links", AskBy.LINK, Work(url=f"http://name:word@site.test:{server.port}/report")).failure
    assert server.asked == []


def test_no_proxy_may_look_up_where_a_link_leads(server, setup, workspace_folder, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.says["/report"] = Said("Hello")
    with OnlineLookUps(workspace_folder, setup) as lookups:
        work = Work(url=f"http://site.test:{server.port}/report")
        ((_, answer),) = lookups.ask([Question("Cited links", AskBy.LINK, work)], lambda: False)
    assert answer.found


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_private_addresses_are_refused(server, setup, workspace_folder, host):
    with OnlineLookUps(workspace_folder, replace(setup, reach=public_address)) as lookups:
        work = Work(url=f"http://{host}:{server.port}/report")
        ((_, answer),) = lookups.ask([Question("Cited links", AskBy.LINK, work)], lambda: False)
    assert answer.failure == "The link leads into a private network, so it was not opened."
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "fe80::1", "fe80::1%1", "fc00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:7f00:1::",
     "64:ff9b::7f00:1", "ff02::1", "::", "255.255.255.255"],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"])
def test_addresses_that_are(address):
    assert is_public(address)


@pytest.mark.parametrize("name", ["a" * 300, "no-such-name.invalid"])
def test_a_name_that_leads_nowhere(name):
    with pytest.raises(FailedError, match="name could not be found"):
        asyncio.run(public_address(name, 80))
