"""OpenAlex: https://api.openalex.org, works by DOI or by title; a search needs a key since 2026."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from app.lookups.setup import Setup
from app.lookups.wire import ROWS, Adapter, Request, answer_of, hit
from app.services.online import Answer, AskBy, Hit, Question

_FIELDS = "id,doi,title,authorships,publication_year,primary_location,biblio,type,is_retracted"
_MOST_AUTHORS = 100


def _request(question: Question, setup: Setup) -> Request:
    key = {"api_key": setup.openalex_key} if setup.openalex_key else {}
    if question.by is AskBy.DOI:
        return Request(f"/works/doi:{quote(question.work.doi, safe='/')}", {"select": _FIELDS}, secret_params=key)
    params = {"search": question.work.title, "per-page": str(ROWS), "select": _FIELDS}
    return Request("/works", params, secret_params=key)


def _read(text: str, question: Question, asked_ms: int) -> Answer:
    payload = json.loads(text)
    items = [payload] if question.by is AskBy.DOI else payload["results"]
    return answer_of([_hit(item) for item in items], asked_ms)


def _hit(item: Mapping[str, Any]) -> Hit:
    place, numbers = item.get("primary_location") or {}, item.get("biblio") or {}
    authors = [str(one["author"]["display_name"]) for one in item.get("authorships") or ()]
    fields = {
        "title": item["title"],
        "authors": authors,
        "et_al": len(authors) >= _MOST_AUTHORS,
        "year": item.get("publication_year"),
        "container": (place.get("source") or {}).get("display_name"),
        "volume": numbers.get("volume"),
        "issue": numbers.get("issue"),
        "pages": "-".join(str(numbers[end]) for end in ("first_page", "last_page") if numbers.get(end)),
        "doi": item.get("doi"),
        "type": item.get("type"),
    }
    return hit("OpenAlex", item["id"], fields, retracted=item.get("is_retracted") is True)


OPENALEX = Adapter(_request, _read)
