"""DataCite: https://api.datacite.org, data sets, software and preprints by DOI; arXiv numbers by arXiv's DOI."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from app.lookups.setup import Setup
from app.lookups.wire import Adapter, Request, answer_of, hit
from app.services.online import Answer, AskBy, Question


def _request(question: Question, _: Setup) -> Request:
    work = question.work
    doi = f"10.48550/arxiv.{work.arxiv}" if question.by is AskBy.ARXIV else work.doi
    return Request(f"/dois/{quote(doi, safe='')}")


def _read(text: str, _: Question, asked_ms: int) -> Answer:
    item = json.loads(text)["data"]["attributes"]
    return answer_of([hit("DataCite", item["doi"], _fields(item))], asked_ms)


def _fields(item: Mapping[str, Any]) -> dict[str, object]:
    container = item.get("container") or {}
    publisher = item.get("publisher") or ""
    return {
        "title": _title(item["titles"]),
        "authors": [str(person.get("name", "")) for person in item.get("creators") or ()],
        "year": item.get("publicationYear"),
        "container": container.get("title"),
        "volume": container.get("volume"),
        "issue": container.get("issue"),
        "pages": "-".join(str(container[end]) for end in ("firstPage", "lastPage") if container.get(end)),
        "doi": item["doi"],
        "publisher": publisher.get("name") if isinstance(publisher, dict) else publisher,
        "type": (item.get("types") or {}).get("citeproc"),
    }


def _title(titles: list[dict[str, Any]]) -> str:
    """Return the main title: the one without a type such as "Subtitle" or "TranslatedTitle"."""
    main = [title for title in titles if not title.get("titleType")]
    return str((main or titles)[0]["title"])


DATACITE = Adapter(_request, _read)
