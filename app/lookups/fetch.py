"""Send one request over HTTP: paced, limited in time and bytes, tried again where that can help, and logged."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import httpx2
import stamina

from app.domain.ids import now_ms
from app.lookups.failures import BusyError, FailedError
from app.lookups.kept import Reply
from app.lookups.pace import Lane, asked_to_wait, wait_asked_for
from app.lookups.request_log import RequestLog

stamina.instrumentation.set_on_retry_hooks([])  # it would print every retry on standard error

ATTEMPTS = 3
LARGEST_BODY = 2 << 20
_BUSY = frozenset([408, 425, 429, 500, 502, 503, 504])
_TIMED_OUT, _NO_CONNECTION = "timed out", "no connection"
_FAILURES = frozenset([_TIMED_OUT, _NO_CONNECTION, *_BUSY])
_REDIRECTS = frozenset([301, 302, 303, 307, 308])


@dataclass(frozen=True, slots=True)
class Sending:
    """One request: ``kind`` and ``sent`` are for the log, ``extensions`` are httpx2's.

    ``host`` is the name for the log where the address holds a number instead.
    """

    method: str
    url: httpx2.URL
    kind: str
    host: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    extensions: Mapping[str, str] = field(default_factory=dict)
    read_body: bool = True
    sent: str = ""

    @property
    def shown_host(self) -> str:
        """The host as it stands in the log."""
        return self.host or self.url.host


@dataclass(frozen=True, slots=True)
class Received:
    """A reply, and where it sends the reader instead, if it does."""

    reply: Reply
    location: str = ""


class Sender:
    """Sends requests through one client."""

    def __init__(self, client: httpx2.AsyncClient, log: RequestLog, attempt_s: float, longest_wait_s: float) -> None:
        self._client = client
        self._log = log
        self._attempt_s = attempt_s
        self._longest_wait_s = longest_wait_s

    async def send(self, sending: Sending, lane: Lane) -> Received:
        """Send a request when its turn comes, up to three times. Raises FailedError."""
        try:
            async for attempt in stamina.retry_context(
                on=self._wait_before_retry, attempts=ATTEMPTS, timeout=None, wait_initial=0.5, wait_max=4.0
            ):
                with attempt:
                    received = await self._attempt(sending, lane)
        except BusyError as error:
            if error.wait_s is not None and error.wait_s > self._longest_wait_s:
                lane.closed = asked_to_wait(error.wait_s)
            raise
        return received

    def _wait_before_retry(self, error: Exception) -> bool | float:
        """Say whether to try again; the wait that a service asked for is the lane's, which everyone respects."""
        if not isinstance(error, BusyError):
            return False
        return error.wait_s is None or (0.0 if error.wait_s <= self._longest_wait_s else False)

    async def _attempt(self, sending: Sending, lane: Lane) -> Received:
        async with lane.next_turn():
            status: int | str = "stopped"
            try:
                async with asyncio.timeout(self._attempt_s):
                    received, headers = await self._exchange(sending)
                status = received.reply.status
            except (TimeoutError, httpx2.TimeoutException) as error:
                status = _TIMED_OUT
                raise BusyError("It did not answer in time.") from error
            except httpx2.TransportError as error:
                status = _NO_CONNECTION
                raise BusyError("It could not be reached, or the connection broke off.") from error
            except (httpx2.HTTPError, httpx2.InvalidURL, FailedError) as error:
                status = "unreadable"
                raise FailedError(str(error) if isinstance(error, FailedError) else _UNREADABLE) from error
            finally:
                lane.note(failed=status in _FAILURES)
                self._log.write(sending.shown_host, sending.kind, status, sending.sent)
            lane.learn(headers)
            return _unless_busy(received, headers, lane)

    async def _exchange(self, sending: Sending) -> tuple[Received, Mapping[str, str]]:
        request = self._client.build_request(
            sending.method,
            sending.url,
            headers=dict(sending.headers),
            data=dict(sending.form) if sending.form else None,
            extensions=dict(sending.extensions),
        )
        response = await self._client.send(request, stream=True)
        try:
            text = await _body(response) if sending.read_body else ""
        finally:
            await response.aclose()
        location = response.headers.get("location", "") if response.status_code in _REDIRECTS else ""
        return Received(Reply(response.status_code, text, now_ms()), location), response.headers


_UNREADABLE = "Its answer cannot be read."


async def _body(response: httpx2.Response) -> str:
    """Return the body as text. Raises FailedError past the limit, counted after unpacking."""
    data = bytearray()
    async for piece in response.aiter_bytes():
        data += piece
        if len(data) > LARGEST_BODY:
            raise FailedError("Its answer is too large.")
    return data.decode("utf-8", "replace")


def _unless_busy(received: Received, headers: Mapping[str, str], lane: Lane) -> Received:
    status = received.reply.status
    if status not in _BUSY:
        return received
    wait = wait_asked_for(headers)
    if wait is not None:
        lane.hold(wait)
    raise BusyError(f"It could not answer now (status {status}).", wait)


def moved(sending: Sending, location: str) -> Sending:
    """Return the request to where a redirect leads. Raises FailedError for an address that makes no sense."""
    try:
        url = sending.url.join(location)
    except httpx2.InvalidURL as error:
        raise FailedError(_UNREADABLE) from error
    return replace(sending, url=url)
