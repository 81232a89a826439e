"""Open Library: https://openlibrary.org, books by ISBN or by title.

Its dates are those of some printing, so a year is taken only where it is the cited one.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from app.citations.formats_fields import year_in
from app.lookups.setup import Setup
from app.lookups.wire import ROWS, Adapter, Request, answer_of, hit, with_subtitle
from app.services.online import Answer, AskBy, Hit, Question, first_family

_FIELDS = "key,title,subtitle,author_name,publish_year,publisher"


def _request(question: Question, _: Setup) -> Request:
    work = question.work
    if question.by is AskBy.ISBN:
        return Request("/api/books", {"bibkeys": f"ISBN:{work.isbn}", "jscmd": "data", "format": "json"})
    author = {"author": first_family(question.work)} if work.authors else {}
    return Request("/search.json", {"title": work.title, **author, "limit": str(ROWS), "fields": _FIELDS})


def _read(text: str, question: Question, asked_ms: int) -> Answer:
    payload = json.loads(text)
    if question.by is AskBy.ISBN:
        return answer_of([_edition(item, question) for item in payload.values()], asked_ms)
    return answer_of([_work(item, question) for item in payload["docs"]], asked_ms)


def _edition(item: Mapping[str, Any], question: Question) -> Hit:
    fields = {
        "title": with_subtitle(str(item["title"]), str(item.get("subtitle") or "")),
        "authors": [str(person["name"]) for person in item.get("authors") or ()],
        "year": _year_if_cited([year_in(str(item.get("publish_date", "")))], question),
        "publisher": "; ".join(str(one["name"]) for one in item.get("publishers") or ()),
        "isbn": question.work.isbn,
        "type": "book",
    }
    return hit("Open Library", item["key"], fields)


def _work(item: Mapping[str, Any], question: Question) -> Hit:
    fields = {
        "title": with_subtitle(str(item["title"]), str(item.get("subtitle") or "")),
        "authors": [str(name) for name in item.get("author_name") or ()],
        "year": _year_if_cited(item.get("publish_year") or (), question),
        "publisher": "; ".join(str(name) for name in item.get("publisher") or ()),
        "type": "book",
    }
    return hit("Open Library", item["key"], fields)


def _year_if_cited(years: Iterable[int | None], question: Question) -> int | None:
    return question.work.year if question.work.year in years else None


OPEN_LIBRARY = Adapter(_request, _read)
