"""The feedback history as a file: what was released and may be read, one row for each comment, score and part."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.exports.cells import iso_time, to_csv
from app.services.history import search
from app.services.ports import HistoryQuery, Said, WorkStore

SCHEMA = "stet-history/1"
_HEAD = ("Released at", "Mentee ID", "Mentee", "Mentor", "Work", "Draft ID", "Draft", "Part", "Kind", "Criterion",
         "Check", "Quote", "Words")  # fmt: skip
_KEYS = ("released_at", "mentee_id", "mentee", "mentor", "work", "draft_id", "draft", "part", "kind", "criterion",
         "check", "quote", "words")  # fmt: skip
_ALL = 1 << 40


def history_csv(store: WorkStore, query: HistoryQuery) -> str:
    """Return what fits as a table, the newest first; nothing in it can run as a formula."""
    return to_csv(_HEAD, _rows(store, query))


def history_json(store: WorkStore, query: HistoryQuery) -> str:
    """Return what fits as JSON, the newest first."""
    rows = [dict(zip(_KEYS, row, strict=True)) for row in _rows(store, query)]
    return json.dumps({"schema": SCHEMA, "feedback": rows}, ensure_ascii=False, indent=1) + "\n"


def _rows(store: WorkStore, query: HistoryQuery) -> Iterator[tuple[str | int, ...]]:
    found = search(store, replace(query, limit=_ALL))
    names = {one.id: one.name for one in store.directory().people}
    places = _places(store, found)
    for one in found:
        work, number = places[one.draft_id]
        people = one.mentee_id, names.get(one.mentee_id, ""), names.get(one.author_id, "")
        said = one.part, one.kind, one.criterion, one.check_id, one.quote, one.body
        yield iso_time(one.said_ms), *people, work, one.draft_id, number, *said


def _places(store: WorkStore, found: Sequence[Said]) -> dict[str, tuple[str, int]]:
    """Return the title of the work and the number of each draft, each asked for once."""
    ids = dict.fromkeys(one.draft_id for one in found)
    return {id_: (store.work_of(id_).title, store.draft(id_).number) for id_ in ids}
