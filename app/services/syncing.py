"""Sync of a workspace with a shared database: send what waits, read what is new, in steps that may stop anywhere.

Both halves are ports: the workspace on this computer, and the server. Every step is safe to repeat: operations keep
their ids until they are answered, and a page of rows is kept together with how far it reached.

Beside a running window. ``sync_once`` is a plain blocking function for a thread of its own. The window hands it a Local
that runs each call as one job on its disk lane and waits for it; only ``turn`` (a lock of its own) is entered on the
sync thread itself, and every call of the Remote is made there. So a page comes between two saves and never into one.

What a person has seen decides what they may replace. Everything read from the workspace carries ``seen``, the number of
the newest change from the server that was in it then. A save is merged with the changes that came after that: fields
that the person left alone keep what came, and a field that both changed is sent with the version that the person had
seen, so that the server makes it a conflict with both values. Screens only hand back the values they showed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from app.domain.errors import ServerError, UnfitError
from app.domain.ids import new_id
from app.domain.people import Directory

BATCH_ROWS, PAGE_ROWS = 2000, 5000
CHUNK_BYTES = 1 << 20
FILES = {"draft": "sha256", "library_segment": "digest"}
"""The column of a table that names a file by its digest."""
CLIENT = 1
"""The number of this client's way to sync; a server may ask for a newer one."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A change of one row; ``base`` is the version of the row that had been seen. ``op_id`` never changes.

    ``kind`` is the row's table here. ``body`` is a JSON object as the server takes it: its kind there, fields, and for
    most kinds the id of the parent row.
    """

    op_id: str
    kind: str
    row_id: str
    base: int
    body: str

    @property
    def fields(self) -> Mapping[str, Any]:
        """The changed fields."""
        return dict(json.loads(self.body)["fields"])


@dataclass(frozen=True, slots=True)
class Batch:
    """Operations on one scope that are sent together; at most one for a row, a release last."""

    number: int
    scope_id: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an operation: ok, merged, conflict, denied, rejected; the scope's version then; perhaps why."""

    op_id: str
    status: str
    version: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A scope that the person sees on the server: how new it is, and as what they see it.

    ``began`` is its version when the epoch began: what a desktop knows beyond that from before, the server has lost.
    """

    scope_id: str
    type: str
    owner_id: str
    team_id: str
    roles: str
    version: int
    epoch: str
    least_client: int
    began: int = 0


@dataclass(frozen=True, slots=True)
class RemoteRow:
    """A row as the server holds it."""

    id: str
    kind: str
    fields: Mapping[str, Any]
    author_id: str
    version: int
    updated_ms: int


@dataclass(frozen=True, slots=True)
class RemoteConflict:
    """A field that two people changed; the values are JSON."""

    id: str
    kind: str
    row_id: str
    field: str
    kept: str
    kept_by: str
    lost: str
    lost_by: str
    version: int


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order of their versions; ``reached`` is the version up to which all is read now."""

    rows: tuple[RemoteRow, ...]
    conflicts: tuple[RemoteConflict, ...]
    reached: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not on the server: changes to send, refused ones, conflicts to settle; and when all was last well."""

    to_send: int
    refused: int
    conflicts: int
    synced_ms: int


@dataclass(slots=True)
class Synced:
    """What one sync did."""

    sent: int = 0
    received: int = 0
    refused: int = 0
    conflicts: int = 0
    lost_scopes: list[str] = field(default_factory=list)


class Remote(Protocol):
    """The server as one person sees it. Every call raises ServerError; none is repeated by itself."""

    def address(self) -> str:
        """Return where the server is and as whom, without a password."""

    def close(self) -> None:
        """End the connection."""

    def remember(self) -> bool:
        """Keep the password in the keyring of the system; False where there is none."""

    def person_id(self) -> str:
        """Return who this login is. Raises ServerError when it belongs to nobody."""

    def directory(self) -> Directory:
        """Return the people, teams and pairings that the person may know."""

    def heads(self) -> Sequence[Head]:
        """Return the scopes that the person sees."""

    def put_mark(self, device_key: str, mark: str, new: str) -> str | None:
        """Put a new mark of the device in the place of this one, and return what stands there now.

        None where another mark stands: something else went on as this device, a copy of its workspace. Where the system
        has no keyring that cannot be told, and the mark stays as it was.
        """

    def register(self, device_key: str) -> int:
        """Return the server's number of this device."""

    def push(self, batch: Batch, device: int) -> Sequence[Answer]:
        """Apply a batch."""

    def page(self, scope_id: str, after: int, head: int) -> Page:
        """Return what is newer than the version, whole pushes at a time."""

    def chunks(self, scope_id: str, sha256: str) -> Sequence[int]:
        """Return which pieces of a file the server has."""

    def put_chunk(self, scope_id: str, sha256: str, number: int, data: bytes) -> None:
        """Keep a piece of a file."""

    def get_chunk(self, scope_id: str, sha256: str, number: int) -> bytes:
        """Return a piece of a file."""


class Local(Protocol):
    """The workspace's half. Every call is one transaction."""

    def address(self) -> str:
        """Return the server that the workspace is shared with, "" for none."""

    def turn(self) -> AbstractContextManager[None]:
        """Keep other programs from syncing this workspace meanwhile. Raises WorkspaceError when one does."""

    def join(self, address: str, person_id: str, directory: Directory, heads: Sequence[Head]) -> None:
        """Share the workspace: its person becomes that of the server, and what is theirs waits to be sent."""

    def leave(self) -> None:
        """Share no longer; everything that is here stays."""

    def device(self) -> tuple[str, int | None]:
        """Return this device's key, and its number on the server once it is known."""

    def mark(self) -> str:
        """Return the device's mark, "" for none."""

    def keep_mark(self, mark: str) -> None:
        """Keep another mark."""

    def renew_device(self) -> None:
        """Go on as another device, which reads everything again."""

    def keep_device(self, number: int) -> None:
        """Keep the device's number."""

    def next_batch(self, most: int, after: int) -> Batch | None:
        """Return the batch with the least number above ``after``, sealed now if none was; None when nothing waits."""

    def answered(self, batch: Batch, answers: Sequence[Answer]) -> None:
        """Take the answers over: what was kept is seen up to its version, what was refused goes into quarantine."""

    def begin(self, heads: Sequence[Head], directory: Directory | None) -> tuple[str, ...]:
        """Take over what is visible now, and the people where they are given.

        Returns the scopes that are not visible any more, whose rows are gone here.
        """

    def reached(self) -> Mapping[str, tuple[int, str]]:
        """Return up to which version each scope was read, and in which roles."""

    def take(self, head: Head, page: Page) -> frozenset[str]:
        """Keep a page, but for fields that were changed here and not sent yet; return the ids of rows with news."""

    def file_to_send(self, sha256: str) -> Path | None:
        """Return the kept original, if it is here."""

    def files_wanted(self) -> Sequence[tuple[str, str]]:
        """Return scope and digest of every draft and library segment whose file is not here."""

    def pieces(self, sha256: str) -> Sequence[int]:
        """Return which pieces of a file came already."""

    def keep_piece(self, sha256: str, number: int, data: bytes) -> None:
        """Keep a piece of a file until the others are here."""

    def finish_file(self, sha256: str) -> bool:
        """Make a file of its pieces; False, and it is not wanted any more, where its bytes are not those of its digest.

        The draft's row brings it again when it changes.
        """

    def waiting(self) -> Waiting:
        """Return what is not on the server."""

    def done(self) -> None:
        """Note that all is well now."""


def join(local: Local, remote: Remote) -> None:
    """Share the workspace with a server; what was made here before is sent by the next sync, or stays."""
    with local.turn():
        local.join(remote.address(), remote.person_id(), remote.directory(), remote.heads())


def sync_once(local: Local, remote: Remote) -> Synced:
    """Send all that waits and read all that is new. Raises ServerError: what was done by then stays done."""
    result = Synced()
    with local.turn():
        # First, for the numbers of versions that wait to be sent mean nothing to a server that was brought back.
        heads = _heads(remote)
        result.lost_scopes += local.begin(heads, None)
        if _push(local, remote, result):
            heads = _heads(remote)
        _pull(local, remote, heads, result)
        local.done()
    return result


def _heads(remote: Remote) -> Sequence[Head]:
    heads = remote.heads()
    if any(head.least_client > CLIENT for head in heads):
        raise ServerError("The shared database needs a newer Stet. Update Stet; what you do meanwhile is kept here.")
    return heads


def _push(local: Local, remote: Remote, result: Synced) -> bool:
    """Send what waits; return whether anything did."""
    device = None
    sent: tuple[Batch, Sequence[Answer]] | None = None
    batch = local.next_batch(BATCH_ROWS, 0)
    with ThreadPoolExecutor(1) as pool:
        while batch:
            device = device or _device(local, remote)
            for one in batch.operations:
                if (name := FILES.get(one.kind)) and name in (fields := one.fields):
                    _send_file(local, remote, batch.scope_id, str(fields[name]))
            answers = pool.submit(_push_or_halve, remote, batch, device)
            if sent:  # a long batch hardly comes alone: others are settled and made ready while it is on its way
                _take_answers(local, result, *sent)
            following = local.next_batch(BATCH_ROWS, batch.number) if len(batch.operations) == BATCH_ROWS else None
            sent = batch, answers.result()
            if not following:
                _take_answers(local, result, *sent)
                sent, following = None, local.next_batch(BATCH_ROWS, 0)
            batch = following
    return result.sent > 0


def _take_answers(local: Local, result: Synced, batch: Batch, answers: Sequence[Answer]) -> None:
    local.answered(batch, answers)
    result.sent += len(answers)
    result.refused += sum(one.status in {"denied", "rejected"} for one in answers)
    result.conflicts += sum(one.status == "conflict" for one in answers)


def _push_or_halve(remote: Remote, batch: Batch, device: int) -> Sequence[Answer]:
    """Push a batch; where the server cannot take it, find the operation that it cannot take."""
    try:
        return remote.push(batch, device)
    except UnfitError as error:
        if len(batch.operations) == 1:
            return [Answer(batch.operations[0].op_id, "rejected", 0, str(error))]
    middle = len(batch.operations) // 2
    halves = batch.operations[:middle], batch.operations[middle:]
    return [one for half in halves for one in _push_or_halve(remote, replace(batch, operations=half), device)]


def _device(local: Local, remote: Remote) -> int:
    """Return the device's number; a copy of a workspace becomes a device of its own before it sends anything."""
    key, number = local.device()
    mark = remote.put_mark(key, local.mark(), new_id())
    if mark is None:
        local.renew_device()
        key, number = local.device()
        mark = remote.put_mark(key, "", new_id())
    local.keep_mark(mark or "")
    if number is None:
        number = remote.register(key)
        local.keep_device(number)
    return number


def _send_file(local: Local, remote: Remote, scope_id: str, sha256: str) -> None:
    """Send the pieces that the server lacks; after a cut the next sync goes on where this one ended."""
    path = local.file_to_send(sha256)
    if path is None:
        return
    there = set(remote.chunks(scope_id, sha256))
    with path.open("rb") as file:
        for number in range(-(-path.stat().st_size // CHUNK_BYTES)):
            if number not in there:
                file.seek(number * CHUNK_BYTES)
                remote.put_chunk(scope_id, sha256, number, file.read(CHUNK_BYTES))


def _pull(local: Local, remote: Remote, heads: Sequence[Head], result: Synced) -> None:
    is_new = local.reached() != {head.scope_id: (head.version, head.roles) for head in heads}
    # Who is who matters with the first row of theirs; asking each time would make four round trips of none.
    if is_new:
        result.lost_scopes += local.begin(heads, remote.directory())
    known = local.reached()
    for head in sorted(heads, key=lambda one: one.type == "personal"):  # last: it speaks of rows of the others
        reached, _ = known[head.scope_id]
        for page in _pages(remote, head, reached):
            local.take(head, page)
            result.received += len(page.rows)
    for scope_id, sha256 in local.files_wanted():
        _fetch_file(local, remote, scope_id, sha256)


def _pages(remote: Remote, head: Head, reached: int) -> Iterator[Page]:
    """Yield what is newer; the next page comes while the last one is kept."""
    if reached >= head.version:
        return
    page = remote.page(head.scope_id, reached, head.version)
    with ThreadPoolExecutor(1) as pool:
        while page.reached < head.version:
            coming = pool.submit(remote.page, head.scope_id, page.reached, head.version)
            yield page
            page = coming.result()
    yield page


def _fetch_file(local: Local, remote: Remote, scope_id: str, sha256: str) -> None:
    here = set(local.pieces(sha256))
    for number in sorted(set(remote.chunks(scope_id, sha256)) - here):
        local.keep_piece(sha256, number, remote.get_chunk(scope_id, sha256, number))
    local.finish_file(sha256)
