"""Whether a cited link still answers: HEAD, then GET where HEAD is refused; no page is ever read."""

import httpx2

from app.domain.reference import Notice
from app.lookups.failures import FailedError
from app.lookups.fetch import Sender, Sending, moved
from app.lookups.kept import Reply
from app.lookups.pace import Lanes
from app.lookups.setup import Setup
from app.services.online import Answer, AskBy

_MOST_MOVES = 5
_GONE = frozenset([404, 410])
_PORTS = {"http": 80, "https": 443}


class Links:
    """Visits cited links, each site at its own pace."""

    def __init__(self, sender: Sender, lanes: Lanes, setup: Setup) -> None:
        self._sender = sender
        self._lanes = lanes
        self._setup = setup

    async def visit(self, address: str) -> Reply:
        """Return how the page answers in the end. Raises FailedError where it does not, or must not be opened."""
        reply = await self._visit("HEAD", address)
        return reply if reply.status < 400 else await self._visit("GET", address)  # noqa: PLR2004 HTTP's errors

    async def _visit(self, method: str, address: str) -> Reply:
        try:
            sending = Sending(method, httpx2.URL(address), AskBy.LINK, read_body=False)
        except httpx2.InvalidURL as error:
            raise FailedError("The link is not a web address.") from error
        for _ in range(_MOST_MOVES + 1):
            url = sending.url
            received = await self._sender.send(await self._directed(sending), self._lanes[url.host])
            if not received.location:
                return received.reply
            sending = moved(sending, received.location)
        raise FailedError("The link leads from page to page without end.")

    async def _directed(self, sending: Sending) -> Sending:
        """Return the request bound to the address that was judged, so that the name cannot lead elsewhere meanwhile."""
        url = sending.url
        if url.scheme not in _PORTS or not url.host or url.userinfo:
            raise FailedError("The link is not a plain web address, so it was not opened.")
        ip = await self._setup.reach(url.host, url.port or _PORTS[url.scheme])
        headers = {"Host": url.netloc.decode("ascii")}
        extensions = {"sni_hostname": url.raw_host.decode("ascii")}
        return Sending(
            sending.method,
            url.copy_with(host=ip),
            sending.kind,
            url.host,
            headers,
            None,
            extensions,
            read_body=False,
            sent=str(url),
        )


def link_answer(reply: Reply) -> Answer:
    """Return what a page's status says; only "not found" and "gone" mean that it is not there."""
    if reply.status < 400:  # noqa: PLR2004 HTTP's errors
        return Answer(reply.asked_ms, found=True, notices=(Notice("link-live", "The link answers."),))
    if reply.status in _GONE:
        text = f"The page behind the link is not there (status {reply.status})."
        return Answer(reply.asked_ms, notices=(Notice("link-dead", text),))
    raise FailedError(f"The link answers with status {reply.status}, so nobody can tell from here whether it is there.")
