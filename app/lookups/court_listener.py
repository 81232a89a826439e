"""CourtListener: https://www.courtlistener.com, decisions by volume, reporter and page; text is never sent."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.citations.match_venues import same_venue
from app.lookups.setup import Setup
from app.lookups.wire import Adapter, Request, answer_of, hit
from app.services.online import Answer, Hit, Question


def _request(question: Question, setup: Setup) -> Request:
    work, token = question.work, setup.courtlistener_token
    headers = {"Authorization": f"Token {token}"} if token else {}
    form = {"volume": work.volume, "reporter": work.container, "page": work.pages}
    return Request("/api/rest/v4/citation-lookup/", form=form, secret_headers=headers)


def _read(text: str, question: Question, asked_ms: int) -> Answer:
    found = json.loads(text)
    clusters = [cluster for item in found for cluster in item.get("clusters") or ()]
    return answer_of([one for cluster in clusters for one in _hits(cluster, question)], asked_ms)


def _hits(cluster: Mapping[str, Any], question: Question) -> Iterator[Hit]:
    """Yield the decision under the cited one of its parallel citations."""
    work = question.work
    for slot in cluster["citations"]:
        reporter = str(slot["reporter"])
        if (str(slot["volume"]), str(slot["page"])) == (work.volume, work.pages) and _same(reporter, work.container):
            fields = {
                "title": cluster["case_name"],
                "year": str(cluster.get("date_filed") or "")[:4],
                "container": reporter,
                "volume": work.volume,
                "pages": work.pages,
                "type": "legal_case",
            }
            yield hit("CourtListener", cluster["id"], fields)


def _same(one: str, other: str) -> bool:
    return one.replace(" ", "") == other.replace(" ", "") or same_venue(one, other)


COURT_LISTENER = Adapter(_request, _read)
