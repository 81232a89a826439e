"""Keeping what was read: the draft, with its review, as it comes to the desk."""

from typing import TYPE_CHECKING

from app.domain.document import Reading
from app.shell.desk_draft import DeskDraft
from app.shell.engine import ReadRequest

if TYPE_CHECKING:
    from app.services.ports import Workspace


def keep_draft(workspace: "Workspace", request: ReadRequest, reading: Reading) -> DeskDraft:
    """Keep what was read in the workspace and return the draft with its review; runs on the disk lane."""
    from app.services import reviewing
    from app.shell.review import kept_review

    data = request.source.read_bytes()
    kept = reviewing.open_draft(workspace, request.path, data, reading.document, request.work_id)
    source = workspace.original(kept.draft.sha256)  # which stays as it is, whatever becomes of the file
    opened = DeskDraft(kept.draft, reading, request.path, source, note=kept.note)
    opened.keep_review(kept_review(workspace, kept.draft.id))
    return opened
