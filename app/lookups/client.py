"""The online look-ups: many questions at once, each service in its turn, answers kept and logged."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import httpx2
from lxml import etree

from app.domain.errors import CancelledError
from app.domain.ids import now_ms
from app.lookups.arxiv import ARXIV
from app.lookups.court_listener import COURT_LISTENER
from app.lookups.crossref import CROSSREF
from app.lookups.datacite import DATACITE
from app.lookups.failures import FailedError
from app.lookups.fetch import Sender, Sending, moved
from app.lookups.kept import FOUND_MS, LINK_MS, Kept, Reply
from app.lookups.links import Links, link_answer
from app.lookups.open_library import OPEN_LIBRARY
from app.lookups.openalex import OPENALEX
from app.lookups.pace import Lanes, Paces
from app.lookups.request_log import RequestLog
from app.lookups.setup import Setup
from app.lookups.wayback import WAYBACK
from app.lookups.wire import Adapter, Request
from app.services.online import LINKS, Answer, Answers, LookUps, Question
from app.services.online_log import log_folder

ADAPTERS = {
    "Crossref": CROSSREF,
    "DataCite": DATACITE,
    "OpenAlex": OPENALEX,
    "arXiv": ARXIV,
    "Open Library": OPEN_LIBRARY,
    "CourtListener": COURT_LISTENER,
    "Wayback Machine": WAYBACK,
}
_AT_ONCE = 8
_MOST_MOVES = 3
_GLANCE_S = 0.1
_STRANGE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, etree.XMLSyntaxError)
_ABSENT = frozenset([404, 410])
_REFUSED = frozenset([401, 403])


class OnlineLookUps:
    """LookUps over HTTP. ``folder`` is the workspace's: answers are kept in its cache, requests logged in its logs.

    ``paces`` says from when on each service may be asked again; it is shared by all that one program opens.
    """

    def __init__(self, folder: Path, setup: Setup, paces: Paces | None = None) -> None:
        self._setup = setup
        self._kept = Kept(folder / "cache")
        log = RequestLog(log_folder(folder))
        trusted = httpx2.create_ssl_context()
        self._client = httpx2.AsyncClient(headers={"User-Agent": setup.agent}, timeout=setup.attempt_s, verify=trusted)
        # A proxy would look names up itself, past the check of where they lead.
        self._visitor = httpx2.AsyncClient(
            headers={"User-Agent": setup.plain_agent}, timeout=setup.attempt_s, verify=trusted, trust_env=False
        )
        self._sender = Sender(self._client, log, setup.attempt_s, setup.longest_wait_s)
        self._lanes = Lanes(setup.intervals, setup.link_interval, paces, setup.longest_wait_s)
        visits = Sender(self._visitor, log, setup.attempt_s, setup.longest_wait_s)
        self._links = Links(visits, Lanes({}, setup.link_interval), setup)
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every connection."""
        self._runner.run(self._close())
        self._runner.close()

    def ask(self, questions: Sequence[Question], cancelled: Callable[[], bool]) -> Answers:
        """Yield the place of each question with its answer, as they come. Raises CancelledError."""
        tasks = self._runner.run(self._start(questions))
        try:
            while tasks:
                done = self._runner.run(_first_done(tasks))
                if cancelled():
                    raise CancelledError("The online look-ups were stopped.")
                for task in done:
                    yield tasks.pop(task), task.result()
        finally:
            self._runner.run(_stop(tasks))

    async def _close(self) -> None:
        await self._client.aclose()
        await self._visitor.aclose()

    async def _start(self, questions: Sequence[Question]) -> "dict[asyncio.Task[Answer], int]":
        return {asyncio.create_task(self._answer(question)): place for place, question in enumerate(questions)}

    async def _answer(self, question: Question) -> Answer:
        try:
            if question.service == LINKS:
                return await self._visit(question)
            return await self._ask(question, ADAPTERS[question.service])
        except FailedError as error:
            return Answer(now_ms(), failure=str(error))

    async def _visit(self, question: Question) -> Answer:
        address = question.work.url
        return await self._once(f"link {address}", LINK_MS, lambda: self._links.visit(address), link_answer)

    async def _ask(self, question: Question, adapter: Adapter) -> Answer:
        request = adapter.request(question, self._setup)
        key = json.dumps([question.service, request.path, dict(request.params), dict(request.form or {})])

        def read(reply: Reply) -> Answer:
            if reply.status in _ABSENT:
                return Answer(reply.asked_ms)
            try:
                return adapter.read(reply.text, question, reply.asked_ms)
            except _STRANGE as error:
                raise FailedError("Its answer cannot be read.") from error

        return await self._once(key, FOUND_MS, lambda: self._fetch(question, request), read)

    async def _once(
        self,
        key: str,
        longest_ms: int,
        fetch: Callable[[], Coroutine[None, None, Reply]],
        read: Callable[[Reply], Answer],
    ) -> Answer:
        """Read what is kept under ``key``, else fetch and, if it can be read, keep it; who wants the same waits."""
        async with self._asking[key]:
            if kept := self._kept.read(key, longest_ms):
                return read(kept)
            async with self._room:
                reply = await fetch()
            answer = read(reply)
            self._kept.write(key, reply)
            return answer

    async def _fetch(self, question: Question, request: Request) -> Reply:
        """Return a service's reply; a redirect is followed only within the service that the person agreed to."""
        base = httpx2.URL(self._setup.bases[question.service])
        url = httpx2.URL(f"{base}{request.path}").copy_merge_params({**request.params, **request.secret_params})
        method = "POST" if request.form else "GET"
        sending = Sending(
            method, url, question.by, headers=request.secret_headers, form=request.form, sent=question.sent
        )
        for _ in range(_MOST_MOVES + 1):
            received = await self._sender.send(sending, self._lanes[question.service])
            if not received.location:
                return _usable(received.reply)
            sending = moved(sending, received.location)
            if (sending.url.scheme, sending.url.netloc) != (base.scheme, base.netloc):
                raise FailedError("It sent the question on to another site, so it was not asked.")
        raise FailedError("It sent the question round in circles.")


def _usable(reply: Reply) -> Reply:
    """Return a reply that says something about the work. Raises FailedError."""
    if reply.status in _REFUSED:
        raise FailedError(f"It refuses to answer without an access key (status {reply.status}).")
    if reply.status >= 300 and reply.status not in _ABSENT:  # noqa: PLR2004 HTTP's answers that are no answer
        raise FailedError(f"It could not answer the question (status {reply.status}).")
    return reply


async def _first_done(tasks: "dict[asyncio.Task[Answer], int]") -> "set[asyncio.Task[Answer]]":
    """Return the tasks that have ended, after a short while at most, so that a wish to stop is soon noticed."""
    done, _ = await asyncio.wait(tasks, timeout=_GLANCE_S, return_when=asyncio.FIRST_COMPLETED)
    return done


async def _stop(tasks: "dict[asyncio.Task[Answer], int]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


if TYPE_CHECKING:
    _: type[LookUps] = OnlineLookUps
