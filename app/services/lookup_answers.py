"""What online services answered about the references of a work, kept with the workspace so that nobody asks twice."""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache as once
from typing import TYPE_CHECKING

from app.services.online import Asked
from app.services.ports import Settings

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Kept = Mapping[str, tuple[Asked, ...]]
"""The answers about each reference, by ``key_of`` its printed text."""


def key_of(raw: str) -> str:
    """Return what the answers about a reference are kept under: the same in every draft that prints it alike."""
    return hashlib.sha256(" ".join(raw.split()).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def kept_answers(settings: Settings, work_id: str) -> Kept:
    """Return the answers kept for a deliverable; what cannot be read is as if it had never been asked."""
    kept = settings.setting(_name(work_id))
    with suppress(ValueError):
        return _adapter().validate_python(kept) if kept else {}
    return {}


def keep_answers(settings: Settings, work_id: str, new: Kept) -> None:
    """Keep answers beside those that are there; one that failed does not take the place of an earlier one."""
    kept = dict(kept_answers(settings, work_id))
    for key, asked in new.items():
        kept[key] = with_earlier(asked, kept.get(key, ()))
    settings.put_setting(_name(work_id), _adapter().dump_python(kept, mode="json"))


def with_earlier(asked: Iterable[Asked], before: Iterable[Asked]) -> tuple[Asked, ...]:
    """Return new answers, each that failed replaced by the earlier one to the same question if that did not."""
    earlier = {(one.service, one.by): one for one in before if not one.answer.failure}
    return tuple(earlier.get((one.service, one.by), one) if one.answer.failure else one for one in asked)


def _name(work_id: str) -> str:
    return f"online_answers:{work_id}"


@once
def _adapter() -> "TypeAdapter[dict[str, tuple[Asked, ...]]]":
    from pydantic import TypeAdapter

    return TypeAdapter(dict[str, tuple[Asked, ...]])
