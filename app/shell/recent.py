"""The drafts of earlier days as the last start knew them, so that the queue is filled before the workspace is open."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.review import Draft

if TYPE_CHECKING:
    from app.services.ports import Workspace


def read_recent(path: Path) -> tuple[Draft, ...]:
    """Return the drafts that were kept; none when the file is not there, damaged or of another version."""
    try:
        kept = [Draft(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return ()
    whole = all(isinstance(getattr(draft, field.name), (str, int)) for draft in kept for field in fields(Draft))
    return tuple(kept) if whole and all(isinstance(draft.opened_ms, int) for draft in kept) else ()


def write_recent(path: Path, drafts: Sequence[Draft]) -> None:
    """Keep the drafts, replacing the file in one step; a disk that takes nothing is no error."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps([asdict(draft) for draft in drafts]), encoding="utf-8")
        beside.replace(path)


def newest_drafts(workspace: "Workspace", path: Path | None) -> tuple[Draft, ...]:
    """Return the newest drafts of the person who works here, on the disk lane; ``path`` keeps them if it is given."""
    from app.services.access import drafts_in_reach

    drafts = drafts_in_reach(workspace)
    if path is not None:
        write_recent(path, drafts)
    return drafts
