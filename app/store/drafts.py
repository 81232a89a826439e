"""Drafts, their revisions and where their files were last seen."""

import hashlib
import zlib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from app.domain.document import Document
from app.domain.errors import NotFoundError
from app.domain.ids import new_id, now_ms
from app.domain.review import Draft
from app.store.people import local_scope, me
from app.store.schema import deliverable, draft, place, revision


def keep_draft(
    connection: Connection, sha256: str, path: Path, kind: str, draft_id: str | None, deliverable_id: str
) -> Draft:
    """Return the draft of the file with this digest, made if it is new, and note where the file stands now.

    Without a ``draft_id`` any draft of these bytes (of that deliverable where one is given) will do; "" asks for a
    new one.
    """
    if draft_id is None:
        draft_id = next(iter(drafts_with(connection, sha256, deliverable_id)), "")
    if not draft_id:
        row = {"sha256": sha256, "name": path.name, "kind": kind}
        draft_id = _add_draft(connection, deliverable_id or _add_deliverable(connection, path.name), row)
    connection.execute(
        insert(place).prefix_with("OR REPLACE"),  # a new row, so that its sequence is the highest
        {"draft_id": draft_id, "path": str(path.absolute()), "opened_ms": now_ms()},
    )
    return one_draft(connection, draft_id)


def drafts_with(connection: Connection, sha256: str, deliverable_id: str = "") -> tuple[str, ...]:
    """Return the ids of the drafts with this digest, of one deliverable or of all, the earliest first."""
    found = select(draft.c.id).where(draft.c.sha256 == sha256, ~draft.c.deleted)
    if deliverable_id:
        found = found.where(draft.c.deliverable_id == deliverable_id)
    return tuple(connection.scalars(found.order_by(draft.c.id)))


def _add_deliverable(connection: Connection, title: str) -> str:
    now, made = now_ms(), new_id()
    row = {"id": made, "scope_id": local_scope(connection), "created_ms": now, "updated_ms": now}
    connection.execute(insert(deliverable), row | {"title": title, "author_id": me(connection)})
    return made


def _add_draft(connection: Connection, deliverable_id: str, row: dict[str, str]) -> str:
    """Add the next draft of the deliverable. Raises NotFoundError."""
    scope_id = connection.scalar(select(deliverable.c.scope_id).where(deliverable.c.id == deliverable_id))
    if scope_id is None:
        raise NotFoundError("That work is not in this workspace.")
    last = connection.scalar(select(func.max(draft.c.number)).where(draft.c.deliverable_id == deliverable_id)) or 0
    now, made = now_ms(), new_id()
    ids = {"id": made, "scope_id": scope_id, "deliverable_id": deliverable_id, "number": last + 1}
    connection.execute(insert(draft), row | ids | {"created_ms": now, "updated_ms": now})
    return made


def one_draft(connection: Connection, draft_id: str) -> Draft:
    """Return a draft. Raises NotFoundError."""
    row = connection.execute(_drafts().where(draft.c.id == draft_id)).first()
    if row is None:
        raise NotFoundError("That draft is not in this workspace.")
    return _draft(row)


def drafts_of(connection: Connection, deliverable_ids: Sequence[str]) -> tuple[Draft, ...]:
    """Return the drafts of deliverables by number."""
    chosen = _drafts().where(draft.c.deliverable_id.in_(deliverable_ids), ~draft.c.deleted)
    return tuple(_draft(row) for row in connection.execute(chosen.order_by(draft.c.number, draft.c.id)))


def deliverable_of(connection: Connection, draft_id: str) -> str | None:
    """Return the id of the deliverable that a draft belongs to, or None for no draft."""
    return connection.scalar(select(draft.c.deliverable_id).where(draft.c.id == draft_id))


def drafts(connection: Connection) -> tuple[Draft, ...]:
    """Return every draft, the most recently opened first."""
    newest_first = _drafts().where(~draft.c.deleted).order_by(place.c.sequence.desc(), draft.c.id.desc())
    return tuple(_draft(row) for row in connection.execute(newest_first))


def _drafts() -> Select[tuple[object, ...]]:
    last = select(func.max(place.c.sequence)).where(place.c.draft_id == draft.c.id).correlate(draft).scalar_subquery()
    return select(draft, place.c.path, place.c.opened_ms).select_from(draft.outerjoin(place, place.c.sequence == last))


def _draft(row: Row[tuple[object, ...]]) -> Draft:
    name = Path(row.path).name if row.path else row.name
    return Draft(
        id=row.id,
        deliverable_id=row.deliverable_id,
        number=row.number,
        sha256=row.sha256,
        kind=row.kind,
        name=name,
        path=row.path or "",
        revision_id=row.revision_id,
        opened_ms=row.opened_ms or row.created_ms,
    )


def scope_of(connection: Connection, draft_id: str) -> str:
    """Return the scope of a draft. Raises NotFoundError."""
    scope_id = connection.scalar(select(draft.c.scope_id).where(draft.c.id == draft_id))
    if scope_id is None:
        raise NotFoundError("That draft is not in this workspace.")
    return str(scope_id)


def keep_revision(connection: Connection, draft_id: str, document: Document) -> str:
    """Make this text the draft's text in use and return its revision, made if this extractor's text is new."""
    text = document.text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(text).hexdigest()
    revision_id = connection.scalar(
        select(revision.c.id)
        .where(revision.c.draft_id == draft_id, revision.c.extractor == document.extractor, revision.c.digest == digest)
        .order_by(revision.c.id)
    ) or _add_revision(connection, draft_id, document.extractor, digest, text)
    connection.execute(
        update(draft)
        .where(draft.c.id == draft_id, draft.c.revision_id != revision_id)
        .values(revision_id=revision_id, updated_ms=now_ms())
    )
    return str(revision_id)


def _add_revision(connection: Connection, draft_id: str, extractor: str, digest: str, text: bytes) -> str:
    now = now_ms()
    row = {"id": new_id(), "scope_id": scope_of(connection, draft_id), "draft_id": draft_id, "extractor": extractor}
    kept = {"digest": digest, "content": zlib.compress(text, 3), "created_ms": now, "updated_ms": now}
    connection.execute(insert(revision), row | kept)
    return row["id"]


def revision_text(connection: Connection, revision_id: str) -> str:
    """Return the canonical text of a revision. Raises NotFoundError."""
    content = connection.scalar(select(revision.c.content).where(revision.c.id == revision_id))
    if content is None:
        raise NotFoundError("That text is not in this workspace.")
    return zlib.decompress(content).decode("utf-8", "surrogatepass")
