"""The form in which an index keeps a record: a short JSON array of the id and the fields that are given."""

import json
from dataclasses import fields
from typing import Any

from app.citations.normalise import normalise
from app.domain.reference import Work

_NAMES = tuple(field.name for field in fields(Work))


def pack(id_: str, work: Work) -> bytes:
    """Return the bytes kept for a record."""
    given = {
        place: value for place, name in enumerate(_NAMES) if (value := getattr(work, name)) not in ("", (), None, False)
    }
    return json.dumps([id_, given], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpack(data: bytes) -> tuple[str, Work]:
    """Return the id and the work that ``pack`` kept."""
    id_, given = json.loads(data.decode("utf-8", "surrogatepass"))
    values: dict[str, Any] = {_NAMES[int(place)]: value for place, value in given.items()}
    if "authors" in values:
        values["authors"] = tuple(values["authors"])
    return id_, Work(**values)


def venue_key(container: str) -> str:
    """Return the form in which the names of containers are counted."""
    return normalise(container)
