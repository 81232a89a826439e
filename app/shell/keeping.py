"""Keeping what was read: the draft, with its review, as it comes to the desk."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.document import Reading
from app.shell.desk_draft import DeskDraft
from app.shell.engine import ReadRequest

if TYPE_CHECKING:
    from app.domain.review import Draft
    from app.services.ports import Workspace

_RECEIVED = "received"
_NO_NAME = re.compile(r"[^\w .,()+-]|^[. ]+|[. ]+$")


def keep_draft(workspace: "Workspace", request: ReadRequest, reading: Reading) -> DeskDraft:
    """Keep what was read in the workspace and return the draft with its review; runs on the disk lane."""
    from app.services import reviewing
    from app.shell.review import kept_review

    data = request.source.read_bytes()
    if workspace.path / _RECEIVED in request.path.parents:
        _put(request.path, data)
    kept = reviewing.open_draft(workspace, request.path, data, reading.document, request.work_id)
    source = workspace.original(kept.draft.sha256)  # which stays as it is, whatever becomes of the file
    opened = DeskDraft(kept.draft, reading, request.path, source, note=kept.note)
    opened.keep_review(kept_review(workspace, kept.draft.id))
    return opened


def request_for(workspace: "Workspace", draft: "Draft") -> ReadRequest:
    """Return what reads a draft as it was when it was kept. Raises NotFoundError.

    One that came from another computer was never a file here: ``keep_draft`` makes it one, that is looked after and
    read again as others are.
    """
    original = workspace.original(draft.sha256)
    name = _NO_NAME.sub("_", draft.name) or "draft"
    path = Path(draft.path) if draft.path else workspace.path / _RECEIVED / draft.id / name
    return ReadRequest(path, original=original)


def _put(path: Path, data: bytes) -> None:
    """Write a file whole, unless it is there."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    begun = path.with_name(f"{path.name}.part")
    begun.write_bytes(data)
    begun.replace(path)
