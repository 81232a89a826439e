"""What came from the shared database since a person last looked, in sentences; kept until they have seen it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.domain.errors import NotFoundError
from app.domain.ids import now_ms
from app.domain.values import build
from app.services.ports import Workspace
from app.services.syncing import RemoteRow

_SETTING, _MOST = "sharing_arrived", 100
_SENTENCES = {
    "release": "{who} sent feedback on “{work}”.",
    "submission": "{who} handed in “{work}”.",
    "reply": "{who} answered a comment on “{work}”.",
    "comment": "{who} commented on “{work}”.",
    "reflection": "{who} wrote a reflection on “{work}”.",
    "score": "{who} scored “{work}”.",
    "assignment": "{who} changed the assignment “{title}”.",
    "rubric": "{who} brought in the rubric “{title}”.",
    "phrase": "{who} changed a comment of the team’s library.",
}
_ASKS = "{who} asks for a second look at “{work}”."


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came: its sentence, the draft it is about or "", and when it came (UTC ms)."""

    kind: str
    sentence: str
    draft_id: str
    came_ms: int


def note(store: Workspace, rows: Iterable[RemoteRow]) -> tuple[Arrival, ...]:
    """Keep what of these rows is news to the person who works here, and return it."""
    me, names = store.me(), {one.id: one.name for one in store.directory().people}
    fresh: dict[str, Arrival] = {}
    for row in rows:
        said = _SENTENCES.get(row.kind, _ASKS if row.fields.get("kind") == "second_look" else "")
        if said and row.author_id != me and not row.fields.get("deleted"):
            one = _arrival(store, row, said, names.get(row.author_id) or "Somebody")
            fresh[one.sentence] = one
    if fresh:
        kept = [one for one in arrived(store) if one.sentence not in fresh]
        store.put_setting(_SETTING, [asdict(one) for one in (*kept, *fresh.values())][-_MOST:])
    return tuple(fresh.values())


def _arrival(store: Workspace, row: RemoteRow, said: str, who: str) -> Arrival:
    draft_id = str(row.fields.get("draft_id") or "")
    sentence = said.format(who=who, work=_title(store, draft_id), title=row.fields.get("title", ""))
    return Arrival(row.kind, sentence, draft_id, now_ms())


def _title(store: Workspace, draft_id: str) -> str:
    try:
        return store.work_of(draft_id).title if draft_id else ""
    except NotFoundError:
        return "a work"


def arrived(store: Workspace) -> tuple[Arrival, ...]:
    """Return what came and was not looked at yet, the earliest first."""
    kept: Any = store.setting(_SETTING, [])
    return tuple(build(Arrival, one) for one in kept)


def seen(store: Workspace, shown: Sequence[Arrival]) -> None:
    """Forget what a person has looked at; what came meanwhile stays."""
    store.put_setting(_SETTING, [asdict(one) for one in arrived(store) if one not in set(shown)])
