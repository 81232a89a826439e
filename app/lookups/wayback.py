"""The Internet Archive's Wayback Machine: https://archive.org, the newest copy of a page."""

import json
from datetime import date

from app.domain.days import in_words
from app.domain.reference import Notice
from app.lookups.setup import Setup
from app.lookups.wire import Adapter, Request
from app.services.online import Answer, Question


def _request(question: Question, _: Setup) -> Request:
    return Request("/wayback/available", {"url": question.work.url})


def _read(text: str, _: Question, asked_ms: int) -> Answer:
    closest = json.loads(text)["archived_snapshots"].get("closest") or {}
    if closest.get("available") is not True or not str(closest["status"]).startswith("2"):
        return Answer(asked_ms)
    time, address = str(closest["timestamp"]), f"https://{str(closest['url']).partition('://')[2]}"
    if not address.startswith("https://web.archive.org/"):
        raise ValueError("the copy is not in the archive")
    day = in_words(date(int(time[:4]), int(time[4:6]), int(time[6:8])))
    return Answer(asked_ms, found=True, notices=(Notice("archived", f"An archive copy of {day} is at {address}"),))


WAYBACK = Adapter(_request, _read)
