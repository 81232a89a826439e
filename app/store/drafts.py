"""Drafts, their revisions and where their files were last seen."""

import hashlib
import zlib
from pathlib import Path

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from app.domain.document import Document
from app.domain.errors import NotFoundError
from app.domain.ids import new_id, now_ms
from app.domain.review import Draft
from app.store.people import local_scope
from app.store.schema import deliverable, draft, place, revision


def keep_draft(connection: Connection, sha256: str, path: Path, kind: str) -> Draft:
    """Return the draft of the file with this digest, made if it is new, and note where the file stands now."""
    known = connection.scalar(select(draft.c.id).where(draft.c.sha256 == sha256, ~draft.c.deleted).order_by(draft.c.id))
    draft_id = known or _add_draft(connection, sha256, path.name, kind)
    connection.execute(
        insert(place).prefix_with("OR REPLACE"),  # a new row, so that its sequence is the highest
        {"draft_id": draft_id, "path": str(path.absolute()), "opened_ms": now_ms()},
    )
    return _draft(connection.execute(_drafts().where(draft.c.id == draft_id)).one())


def _add_draft(connection: Connection, sha256: str, name: str, kind: str) -> str:
    now, scope_id = now_ms(), local_scope(connection)
    row = {"id": new_id(), "scope_id": scope_id, "created_ms": now, "updated_ms": now}
    connection.execute(insert(deliverable), row | {"title": name})
    made = row | {
        "id": new_id(),
        "deliverable_id": row["id"],
        "number": 1,
        "sha256": sha256,
        "kind": kind,
        "name": name,
    }
    connection.execute(insert(draft), made)
    return str(made["id"])


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
