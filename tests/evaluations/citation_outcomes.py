"""What became of printed references, and the rates, tables and failures that follow from it."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.citations.normalise import squeeze
from tests.evaluations.match import ACCUSING, OPEN, VERDICTS
from tests.evaluations.rendered_documents import LAYOUTS, STYLES

_RESAMPLES = 500
ALTERED_FIELDS = {
    "near_miss_title": {"title"},
    "swapped_authors": {"authors"},
    "placeholder_authors": {"authors"},
    "partial_author_list": {"authors"},
    "merged_citation": {"authors"},
    "wrong_venue": {"container"},
    "nonexistent_venue": {"container"},
    "preprint_as_published": {"container"},
    "arxiv_version_mismatch": {"container", "year"},
    "fabricated_doi": {"doi"},
    "future_date": {"year"},
}
"""The field that each type alters; the other types make up the whole work."""


@dataclass(frozen=True)
class Case:
    """A row, whether it is true, its type, whether the list holds its work, and the work as the record has it."""

    id: str
    fields: dict[str, str]
    true: bool
    type: str
    listed: bool
    original: dict[str, str] | None


@dataclass(frozen=True)
class Outcome:
    """What became of one printed reference; ``verdict`` is "" when it was not found."""

    case: Case
    style: str
    layout: str
    visible: bool
    raw: str
    verdict: str = ""
    reasons: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    matched: bool = False
    found_raw: str = ""


def report(outcomes: Sequence[Outcome], failures: int, seed: int) -> dict[str, Any]:
    """Print the tables and return the figures."""
    drafts = [one for one in outcomes if one.layout in LAYOUTS]
    _show_types(drafts)
    groups: dict[str, list[Outcome]] = {"all drafts": drafts}
    for one in outcomes:
        groups.setdefault(f"{one.style}, {one.layout}", []).append(one)
    figures = {name: rates(group) for name, group in groups.items()}
    keys = list(figures["all drafts"])
    print(f"\n{'':26}" + "".join(f"{key[:12]:>13}" for key in keys))
    for name, figure in figures.items():
        print(f"{name:26}" + "".join(f"{figure[key]:13.4f}" for key in keys))
    _show_failures(drafts, failures)
    return {
        **figures["all drafts"],
        "intervals": intervals(drafts, seed),
        "by_style": {style: rates([one for one in drafts if one.style == style]) for style in STYLES},
        "fields": figures["fields, fields"],
        "strings": rates([one for one in outcomes if one.layout == "string"]),
    }


def rates(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the rates, from 0 to 1, as the page on citations defines them."""
    shown = [one for one in outcomes if one.verdict]
    altered = [one for one in shown if one.visible]
    listed = [one for one in shown if one.case.true and one.case.listed]
    unlisted = [one for one in shown if one.case.true and not one.case.listed]
    named = [one for one in altered if _is_nameable(one)]
    return {
        "found": _share(outcomes, lambda one: bool(one.verdict)),
        "false_verified": _share(altered, lambda one: one.verdict == "verified"),
        "false_accusation": _share(listed, lambda one: one.verdict in ACCUSING),
        "verified_true": _share(listed, lambda one: one.verdict == "verified"),
        "could_not_check": _share(listed, lambda one: one.verdict in OPEN),
        "field_named": _share(named, _is_named),
        "unlisted_fabricated": _share(unlisted, lambda one: one.verdict == "likely_fabricated"),
        "altered": float(len(altered)),
        "listed": float(len(listed)),
    }


def _is_nameable(one: Outcome) -> bool:
    return one.matched and one.case.type in ALTERED_FIELDS and one.case.original is not None


def _is_named(one: Outcome) -> bool:
    return bool(ALTERED_FIELDS[one.case.type] & set(one.reasons))


def _share(outcomes: Sequence[Outcome], wanted: Callable[[Outcome], bool]) -> float:
    return round(sum(map(wanted, outcomes)) / len(outcomes), 5) if outcomes else 0.0


def intervals(outcomes: Sequence[Outcome], seed: int) -> dict[str, list[float]]:
    """Return 95 % intervals of the rates, bootstrapped over entries."""
    by_entry: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        by_entry[one.case.id].append(one)
    entries, chance = [Counter(_counts(group)) for group in by_entry.values()], random.Random(seed)
    samples: dict[str, list[float]] = defaultdict(list)
    for _ in range(_RESAMPLES):
        total: Counter[str] = Counter()
        for entry in chance.choices(entries, k=len(entries)):
            total.update(entry)
        for name in ("false_verified", "false_accusation", "verified_true"):
            samples[name].append(total[name] / max(1, total[f"of {name}"]))
    ends = (round(_RESAMPLES * 0.025), round(_RESAMPLES * 0.975) - 1)
    return {name: [round(sorted(values)[end], 5) for end in ends] for name, values in samples.items()}


def _counts(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for one in outcomes:
        if one.verdict and one.visible:
            yield from ["of false_verified", *(["false_verified"] * (one.verdict == "verified"))]
        elif one.verdict and one.case.true and one.case.listed:
            yield from ["of false_accusation", "of verified_true"]
            yield from ["false_accusation"] * (one.verdict in ACCUSING) + ["verified_true"] * (
                one.verdict == "verified"
            )


def _show_types(outcomes: Sequence[Outcome]) -> None:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        suffix = (
            ("listed" if one.case.listed else "unlisted") if one.case.true else ("" if one.visible else "not printed")
        )
        table[f"{one.case.type} {suffix}".strip()][one.verdict or "missed"] += 1
    names = (*VERDICTS, "missed")
    print(f"{'type':42} {'rows':>6} " + " ".join(f"{name[:10]:>10}" for name in names))
    for kind, counts in sorted(table.items()):
        print(f"{kind:42} {counts.total():6} " + " ".join(f"{counts[name]:10}" for name in names))


def _show_failures(outcomes: Sequence[Outcome], limit: int) -> None:
    wrong: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        if kind := _failure(one):
            wrong[kind].append(one)
    for kind, found in sorted(wrong.items()):
        print(f"\n{kind}: {len(found)}")
        for one in found[:limit]:
            print(f"- {one.case.id} [{one.case.type}] {one.style} {one.layout} {one.verdict} {list(one.reasons)}")
            print(f"    printed {one.raw}")
            if squeeze(one.found_raw) != squeeze(one.raw):
                print(f"    found   {one.found_raw}")
            for name, value in one.fields.items():
                if value["status"] in {"differs", "unconfirmed"}:
                    print(f"    {name} {value['status']}: {value['cited']} / {value['found']}")


def _failure(one: Outcome) -> str:
    if not one.verdict:
        return "missed"
    if one.visible and one.verdict == "verified":
        return "false verified"
    if one.case.true and one.case.listed and one.verdict in ACCUSING:
        return "true, accused"
    if one.case.true and one.verdict == "likely_fabricated":
        return "true, unlisted, fabricated"
    if one.case.true and one.case.listed and one.verdict != "verified":
        return "true and listed, not verified"
    if one.visible and _is_nameable(one) and not _is_named(one):
        return "altered field not named"
    return ""
