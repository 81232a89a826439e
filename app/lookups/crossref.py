"""Crossref: https://api.crossref.org, works by DOI or by title."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from app.lookups.setup import Setup
from app.lookups.wire import ROWS, Adapter, Request, answer_of, hit, with_subtitle
from app.services.online import Answer, AskBy, Hit, Question, first_family

_FIELDS = (
    "DOI,title,subtitle,author,issued,published-print,published-online,container-title,volume,issue,page,"
    "article-number,publisher,type,ISBN,updated-by"
)
_WITHDRAWN = frozenset(["retraction", "withdrawal", "removal"])


def _request(question: Question, _: Setup) -> Request:
    if question.by is AskBy.DOI:
        return Request(f"/works/{quote(question.work.doi, safe='')}")
    wanted = " ".join((question.work.title, first_family(question.work))).strip()
    return Request("/works", {"query.bibliographic": wanted, "rows": str(ROWS), "select": _FIELDS})


def _read(text: str, question: Question, asked_ms: int) -> Answer:
    message = json.loads(text)["message"]
    items = [message] if question.by is AskBy.DOI else message["items"]
    return answer_of([one for item in items for one in _hits(item)], asked_ms)


def _hits(item: Mapping[str, Any]) -> Iterator[Hit]:
    """Yield the record once for each year it appeared in: printed and online may differ, and either is right."""
    dates = (item.get(name) for name in ("published-print", "published-online", "issued"))
    years = dict.fromkeys(str(year) for date in dates if date for year in date["date-parts"][0][:1] if year)
    retracted = any(update.get("type") in _WITHDRAWN for update in item.get("updated-by") or ())
    for year in years or [""]:
        yield hit("Crossref", item["DOI"], _fields(item, year), retracted=retracted)


def _fields(item: Mapping[str, Any], year: str) -> dict[str, object]:
    return {
        "title": with_subtitle(_first(item, "title"), _first(item, "subtitle")),
        "authors": [_name(person) for person in item.get("author") or ()],
        "year": year,
        "container": _first(item, "container-title"),
        "volume": item.get("volume"),
        "issue": item.get("issue"),
        "pages": item.get("page") or item.get("article-number"),
        "doi": item["DOI"],
        "isbn": _first(item, "ISBN"),
        "publisher": item.get("publisher"),
        "type": item.get("type"),
    }


def _first(item: Mapping[str, Any], name: str) -> str:
    values = item.get(name) or [""]
    return str(values[0])


def _name(person: Mapping[str, Any]) -> str:
    if family := person.get("family"):
        return f"{family}, {person['given']}" if person.get("given") else str(family)
    return str(person.get("name", ""))


CROSSREF = Adapter(_request, _read)
