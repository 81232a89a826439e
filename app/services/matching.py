"""Match rows of references against source lists, and parse rows of reference strings: for scripts."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path
from typing import Any

from app.citations.formats_fields import work_from_fields
from app.citations.parse import parse_reference
from app.citations.sources import Sources, open_sources
from app.domain.errors import BadInputError
from app.domain.reference import Judgement, Work
from app.exports.report_json import field_values, parsed_values
from app.services.checking import SourceSpec
from app.services.looking_up import Judge

_BATCH = 64


@contextmanager
def open_lists(specs: Sequence[SourceSpec], cache: Path | None) -> Iterator[Sources]:
    """Open source lists for the length of a ``with`` block. Raises UnreadableFileError and BadInputError."""
    sources = open_sources([(spec.name, spec.files, spec.complete) for spec in specs], cache)
    try:
        yield sources
    finally:
        sources.close()


def match_rows(
    rows: Iterable[dict[str, Any]], sources: Sources, judge_online: Judge | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the judgement on every row, in order; a row holds "raw" or "fields".

    ``judge_online`` is asked about what the lists left open. Raises BadInputError, which names the row, where it holds
    neither.
    """
    numbers = count(1)
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        cited = [_cited(row, number) for row, number in zip(batch, numbers, strict=False)]
        judged = sources.judge_works(cited)
        if judge_online:
            judged = judge_online(cited, judged)
        for row, (work, _), judgement in zip(batch, cited, judged, strict=True):
            yield _matched(row, work, judgement)


def _cited(row: dict[str, Any], number: int) -> tuple[Work, str]:
    """Return the fields of a row and the printed text behind them."""
    raw, fields = row.get("raw"), row.get("fields")
    if isinstance(fields, dict):
        named = {str(name).lower(): value for name, value in fields.items()}
        return work_from_fields(named), raw if isinstance(raw, str) else ""
    return parse_reference(_raw(row, number)), str(raw)


def _raw(row: dict[str, Any], number: int) -> str:
    raw = row.get("raw")
    if not isinstance(raw, str):
        raise BadInputError(f'Reference {number} has neither "raw" text nor "fields".')
    return raw


def _matched(row: dict[str, Any], work: Work, judgement: Judgement) -> dict[str, Any]:
    record = judgement.record
    return {
        "id": row.get("id"),
        "verdict": judgement.verdict.value,
        "reasons": list(judgement.reasons),
        "record_id": record.id if record else None,
        "library": record.library if record else None,
        "parsed": parsed_values(work),
        "fields": field_values(judgement.fields),
        "notices": [{"kind": notice.kind, "text": notice.text} for notice in judgement.notices],
    }


def parse_rows(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the fields of every row's "raw" text, in order; a row that holds only "fields" keeps them.

    Raises BadInputError, which names the row, where it holds neither.
    """
    for number, row in enumerate(rows, start=1):
        raw = row.get("raw")
        work = parse_reference(raw) if isinstance(raw, str) else _cited(row, number)[0]
        yield {"id": row.get("id"), "parsed": parsed_values(work)}
