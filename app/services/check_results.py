"""Keep what checking a text gave, so that a draft that is opened again shows it at once.

A result is kept for a revision of the text by the check, its version and a digest of all else it depends on.
"""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache as once
from typing import TYPE_CHECKING

from app.checks.engine import CHECKS
from app.domain.finding import CheckDone
from app.services.caching import Cache
from app.services.checking import REFERENCES, CheckEvent, CheckRequest, Progress, SourcesOpened, SourceSpec
from app.services.version import VERSION

if TYPE_CHECKING:
    from pydantic import TypeAdapter

REFERENCES_VERSION = 3
"""To be raised whenever references can be found or judged otherwise, or style is measured otherwise.

A new version of Stet counts as that too.
"""

_Kept = dict[str, tuple[CheckEvent, ...]]


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known of a text: events as a run of checks would send them, and the request for what is not known.

    ``request`` is None when there is nothing left to check.
    """

    events: tuple[CheckEvent, ...]
    request: CheckRequest | None


def recall(cache: Cache, revision_id: str, request: CheckRequest) -> Recalled:
    """Return the results that are kept for this text and still hold, in the order of a run.

    Plug-ins are never recalled, because their versions cannot be known without running a stranger's code here; nor are
    the checks of a policy, which change with its file.
    """
    kept, keys = _read(cache, revision_id), _keys(request)
    known = {check: kept[key] for check, key in keys.items() if key in kept}
    events = tuple(event for found in known.values() for event in found)
    if len(known) == len(keys) and not request.plugins and request.policy is None:
        return Recalled(events, None)
    return Recalled(events, replace(request, known=frozenset(known)))


def remember(cache: Cache, revision_id: str, request: CheckRequest, events: Iterable[CheckEvent]) -> None:
    """Keep all events of a run of ``request`` that went to its end; what failed is tried again next time."""
    kept, keys = _read(cache, revision_id), _keys(request)
    found = {key: kept[key] for key in keys.values() if key in kept} | _results(keys, request, tuple(events))
    with suppress(ValueError):  # half a surrogate pair in a quote cannot be kept
        cache.put_cached(_name(revision_id), _adapter().dump_json(found))


def _results(keys: Mapping[str, str], request: CheckRequest, events: tuple[CheckEvent, ...]) -> _Kept:
    checks = [event for event in events if isinstance(event, CheckDone) and event.check in keys and not event.error]
    results: _Kept = {keys[done.check]: (done,) for done in checks}
    is_whole = not any(isinstance(event, SourcesOpened) and event.left_out for event in events)
    if REFERENCES not in request.known and is_whole:
        results[keys[REFERENCES]] = tuple(event for event in events if not isinstance(event, CheckDone | Progress))
    return results


def _read(cache: Cache, revision_id: str) -> _Kept:
    data = cache.cached(_name(revision_id))
    with suppress(ValueError):  # cut short, or of a version with other events
        return _adapter().validate_json(data) if data else {}
    return {}


def _name(revision_id: str) -> str:
    return f"checks-{revision_id}"


def _keys(request: CheckRequest) -> dict[str, str]:
    """Return what each check's result is kept under, in the order of a run."""
    keys = {check.id: f"{check.id} {check.version} {_digest(VERSION)}" for check in CHECKS}
    files = [_facts(spec) for spec in request.sources]
    return keys | {REFERENCES: f"{REFERENCES} {REFERENCES_VERSION} {_digest(VERSION, *files)}"}


def _facts(spec: SourceSpec) -> str:
    """Return what tells a source list from another, and from itself after a change."""
    facts: list[object] = [spec.name, spec.complete]
    for file in spec.files:
        facts.append(str(file))
        with suppress(OSError):
            facts += [file.stat().st_size, file.stat().st_mtime_ns]
    return repr(facts)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@once
def _adapter() -> "TypeAdapter[_Kept]":
    from pydantic import TypeAdapter

    return TypeAdapter(_Kept)
