"""Checks of other distributions: entry points of the group ``stet.checks``, off until switched on by name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import EntryPoint, entry_points

from app.domain.document import Document
from app.domain.errors import BadInputError
from app.domain.finding import Check, Finding, Tier

GROUP = "stet.checks"


def installed_plugins() -> tuple[str, ...]:
    """Return the names of the installed distributions that offer checks, sorted; none of their code is run."""
    return tuple(sorted({_distribution(entry) for entry in entry_points(group=GROUP)} - {""}))


def load_plugins(distributions: Sequence[str], taken: Iterable[str] = ()) -> tuple[Check, ...]:
    """Return the checks of the named distributions; one that cannot be had is a check that says why when it runs.

    ``taken`` are the ids of checks that a plug-in may not use again.
    """
    wanted = {_normal(name): name for name in distributions}
    used = set(taken)
    found: list[Check] = []
    entries = [entry for entry in entry_points(group=GROUP) if _normal(_distribution(entry)) in wanted]
    for entry in sorted(entries, key=lambda entry: (_distribution(entry), entry.name)):
        for check in _load(entry):
            found.append(_broken(check.id, f"another check is called {check.id}") if check.id in used else check)
            used.add(check.id)
    return (*found, *_missing(wanted, entries))


def _missing(wanted: dict[str, str], entries: Sequence[EntryPoint]) -> Iterator[Check]:
    there = {_normal(_distribution(entry)) for entry in entries}
    for normal, name in wanted.items():
        if normal not in there:
            yield _broken(name, "it is not installed, or offers no checks")


def _load(entry: EntryPoint) -> tuple[Check, ...]:
    try:
        loaded = entry.load()
        checks = (loaded,) if isinstance(loaded, Check) else tuple(loaded)
    except (Exception, SystemExit) as error:  # noqa: BLE001 a stranger's module may raise anything
        return (_broken(entry.name, f"{type(error).__name__}: {error}"),)
    if not checks or not all(isinstance(check, Check) for check in checks):
        return (_broken(entry.name, "it offers something that is no check"),)
    return checks


def _broken(name: str, reason: str) -> Check:
    """Return a check that stands for one that cannot be had, and says so when it runs."""

    def refuse(_document: Document) -> Iterator[Finding]:
        raise BadInputError(f"The plug-in {name} could not be loaded: {' '.join(reason.split())}.")

    return Check(name, 1, Tier.CONTEXT, name, "This plug-in could not be loaded.", refuse)


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else ""


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()
