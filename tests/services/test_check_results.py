"""A draft opened again shows what its checks found, as long as text, checks and lists are the same."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.checks.engine import CHECKS
from app.domain.document import Block, BlockKind, Document, Kind, Segment
from app.domain.finding import CheckDone
from app.services import check_results, checking
from app.services.check_results import recall, remember
from app.services.checking import (
    REFERENCES,
    CheckEvent,
    CheckRequest,
    Progress,
    ReferencesFound,
    ReferencesJudged,
    SourcesOpened,
    SourceSpec,
    check_document,
)

BODY = "Studies show that tea helps. [insert number] people agreed with us on this question in 2021."
ITEM = "Smith, J. (2021). On the taste of tea. Journal of Leaves, 3(2), 1-9. https://doi.org/10.1000/tea"
TEXT = f"{BODY}\nReferences\n{ITEM}"


class DictCache:
    """A Cache in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def cached(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def put_cached(self, name: str, data: bytes) -> None:
        self.kept[name] = data


def make_document() -> Document:
    heading = len(BODY) + 1
    item = heading + len("References") + 1
    blocks = (
        Block(BlockKind.PARAGRAPH, 0, len(BODY)),
        Block(BlockKind.HEADING, heading, item - 1, level=1),
        Block(BlockKind.PARAGRAPH, item, len(TEXT)),
    )
    segments = (Segment(0, len(TEXT), "text", 0, 0, len(TEXT)),)
    return Document(Kind.TEXT, hashlib.sha256(TEXT.encode()).hexdigest(), "txt/1", TEXT, blocks, segments)


@pytest.fixture
def cache() -> DictCache:
    return DictCache()


@pytest.fixture
def request_(tmp_path: Path) -> CheckRequest:
    sources = tmp_path / "list.csv"
    sources.write_text('id,title,authors,year,venue\n1,On the taste of tea,"Smith, J.",2021,Journal of Leaves\n')
    return CheckRequest(make_document(), (SourceSpec("list.csv", (sources,)),), cache=tmp_path / "cache")


def run(request: CheckRequest) -> list[CheckEvent]:
    return list(check_document(request))


def without_progress(events: list[CheckEvent] | tuple[CheckEvent, ...]) -> set[str]:
    return {repr(event) for event in events if not isinstance(event, Progress)}


def test_nothing_is_known_at_first(cache: DictCache, request_: CheckRequest) -> None:
    found = recall(cache, "r1", request_)
    assert (found.events, found.request) == ((), request_)


def test_everything_is_known_after_a_run(cache: DictCache, request_: CheckRequest) -> None:
    events = run(request_)
    assert any(done.findings for done in events if isinstance(done, CheckDone))
    assert any(one.checked for one in events if isinstance(one, ReferencesJudged))
    remember(cache, "r1", request_, events)
    found = recall(cache, "r1", request_)
    assert found.request is None
    assert without_progress(found.events) == without_progress(events)
    assert [event.check for event in found.events if isinstance(event, CheckDone)] == [check.id for check in CHECKS]
    assert recall(cache, "r2", request_).events == ()


def test_a_newer_check_alone_runs_again(
    cache: DictCache, request_: CheckRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(cache, "r1", request_, run(request_))
    newer = replace(CHECKS[0], version=CHECKS[0].version + 1)
    for module in (check_results, checking):
        monkeypatch.setattr(module, "CHECKS", (newer, *CHECKS[1:]))
    found = recall(cache, "r1", request_)
    assert found.request
    assert newer.id not in found.request.known
    again = run(found.request)
    assert [event.check for event in again if isinstance(event, CheckDone)] == [newer.id]
    assert not any(isinstance(event, ReferencesFound) for event in again)
    remember(cache, "r1", found.request, again)
    assert recall(cache, "r1", request_).request is None


def test_a_changed_list_judges_the_references_again(cache: DictCache, request_: CheckRequest) -> None:
    remember(cache, "r1", request_, run(request_))
    (spec,) = request_.sources
    os.utime(spec.files[0], (1, 1))
    found = recall(cache, "r1", request_)
    assert found.request
    assert found.request.known == {check.id for check in CHECKS}
    assert REFERENCES not in found.request.known
    declared = replace(request_, sources=(replace(spec, complete=True),))
    assert recall(cache, "r1", declared).request


def test_references_are_judged_again_when_a_list_was_left_out(cache: DictCache, request_: CheckRequest) -> None:
    events = run(request_)
    opened = next(event for event in events if isinstance(event, SourcesOpened))
    partial = [replace(opened, left_out=("gone.bib cannot be read.",)) if one is opened else one for one in events]
    remember(cache, "r1", request_, partial)
    found = recall(cache, "r1", request_)
    assert found.request
    assert REFERENCES not in found.request.known


def test_a_check_that_failed_is_tried_again(cache: DictCache, request_: CheckRequest) -> None:
    events = run(request_)
    first = next(event for event in events if isinstance(event, CheckDone))
    remember(
        cache, "r1", request_, [replace(first, error="TypeError") if event is first else event for event in events]
    )
    found = recall(cache, "r1", request_)
    assert found.request
    assert first.check not in found.request.known


def test_plugins_always_run(cache: DictCache, request_: CheckRequest) -> None:
    remember(cache, "r1", request_, run(request_))
    found = recall(cache, "r1", replace(request_, plugins=("some-plugin",)))
    assert found.request
    assert found.request.known == {REFERENCES} | {check.id for check in CHECKS}


def test_a_cache_that_makes_no_sense_is_as_none(cache: DictCache, request_: CheckRequest) -> None:
    remember(cache, "r1", request_, run(request_))
    (name,) = cache.kept
    for data in (b"", b"{", cache.kept[name][:-9], b'{"a": [{"colour": "red"}]}', b"[]", b"\xff"):
        cache.kept[name] = data
        assert recall(cache, "r1", request_).request == request_


def test_what_json_cannot_hold_is_not_kept(cache: DictCache, request_: CheckRequest) -> None:
    events = [
        replace(event, error="", skipped="\ud83d") if isinstance(event, CheckDone) else event for event in run(request_)
    ]
    remember(cache, "r1", request_, events)
    assert cache.kept == {}
