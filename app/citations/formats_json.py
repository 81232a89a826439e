"""Read source lists in JSON: CSL-JSON (one array) and JSONL (an object a line)."""

import json
from collections.abc import Iterator
from pathlib import Path

from app.citations.formats_fields import work_from_fields, year_in
from app.citations.formats_text import encoding_of, read_lines
from app.domain.errors import BadInputError
from app.domain.reference import Work


def read_jsonl(path: Path) -> Iterator[tuple[int, str, Work | str]]:
    """Yield line, id and work of every line that holds an object; its fields may stand under "fields"."""
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            yield number, "", "The line is not valid JSON."
            continue
        yield number, *_entry(item)


def read_csl_json(path: Path) -> Iterator[tuple[int, str, Work | str]]:
    """Yield place in the array, id and work of every item. Raises BadInputError when the JSON is broken."""
    try:
        items = json.loads(path.read_text(encoding_of(path), "replace"))
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"{path.name} is not valid JSON: {error}.") from error
    if isinstance(items, dict):
        items = items["items"] if isinstance(items.get("items"), list) else [items]
    for number, item in enumerate(items, start=1):
        yield number, *_entry(item)


def _entry(item: object) -> tuple[str, Work | str]:
    if not isinstance(item, dict):
        return "", "The entry is not an object with fields."
    fields = {**item, **item["fields"]} if isinstance(item.get("fields"), dict) else item
    lower = {str(name).lower(): value for name, value in fields.items()}
    if isinstance(issued := lower.get("issued"), dict):
        lower["year"] = lower.get("year") or _csl_year(issued)
    return _id(item), work_from_fields(lower)


def _id(item: dict[str, object]) -> str:
    value = item.get("id", item.get("key", ""))
    return str(value).strip() if isinstance(value, str | int) else ""


def _csl_year(issued: dict[str, object]) -> int | None:
    """Read "date-parts", "raw" or "literal" of a CSL date."""
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return year_in(str(parts[0][0]))
    return year_in(str(issued.get("raw") or issued.get("literal") or ""))
