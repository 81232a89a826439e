"""How well references are judged from the rendered document: found, named, never falsely verified or accused.

``python -m tests.evaluations.citations [--data DIR] [--seed N] [--quick] [--part all|tuning|held] [--styles …]
[--layouts …] [--padding LIST.csv.xz|none] [--workspace DIR] [--failures N]``. Every row of HALLMARK's development set
is printed by citeproc-py in six CSL styles into drafts (``tests.evaluations.rendered_documents``), ``stet check`` reads
them against HALLMARK's source list beside the padding, and the verdicts are counted by type and style. The same
references are judged from their fields (the ceiling) and from the printed string alone.

*False verified*: an altered reference shown ``verified``, where the style prints the alteration, that is, where the
reference reads differently from the record printed in the same style. *False accusation*: a true, listed one shown
``mismatch`` or ``likely_fabricated``. *Field named*: the altered field is among the reasons, of the altered ones that
were matched with their record. Intervals are 95 %, bootstrapped over entries. ``--part`` takes half of the entries, by
a digest of their title: rules are mended on ``tuning`` alone.
"""

import argparse
import hashlib
import json
import lzma
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from app.citations.normalise import squeeze
from tests.evaluations.match import ACCUSING, OPEN, VERDICTS, printed_fields, read_jsonl
from tests.evaluations.rendered_documents import (
    LAYOUTS,
    STYLES,
    Rendered,
    csl_item,
    print_pdfs,
    render,
    write_docx,
)

_IN_A_DRAFT = 40
_SAME = 85
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


def main() -> None:
    """Print, read, judge, count."""
    options = _arguments()
    cases = read_cases(options.data / "citations", options.part)
    if options.quick:
        cases = random.Random(options.seed).sample(cases, len(cases) // 10)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = options.workspace or folder / "workspace"
        sources = source_lists(options, workspace)
        drafts = make_drafts(cases, options.styles.split(","), options.layouts.split(","), options.seed, folder)
        outcomes = [*by_fields(cases, sources, workspace, folder), *by_strings(drafts, sources, workspace, folder)]
        outcomes += by_documents(drafts, sources, workspace, folder)
    print("RESULT " + json.dumps(report(outcomes, options.failures, options.seed)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows, the list not padded")
    parser.add_argument("--part", choices=["all", "tuning", "held"], default="all")
    parser.add_argument("--styles", default=",".join(STYLES))
    parser.add_argument("--layouts", default=",".join(LAYOUTS))
    parser.add_argument("--padding", default="", help="records to pad the list with (default: the arXiv list)")
    parser.add_argument("--workspace", type=Path, help="where to keep indexes from one run to the next")
    parser.add_argument("--failures", type=int, default=10, help="how many failures of each kind to print")
    return parser.parse_args()


def read_cases(data: Path, part: str) -> list[Case]:
    """Return the rows of a part, each with the fields of the record that it is or alters, where there is one."""
    records = read_jsonl(data / "hallmark_source_list.jsonl")
    titles = [squeeze(record["title"]) for record in records]
    known = set(titles)
    cases = []
    for row in read_jsonl(data / "hallmark_dev.jsonl"):
        title = squeeze(row["fields"].get("title", ""))
        if "canary" in row["id"]:
            continue  # marks the set as one, cites nothing
        if part != "all" and (part == "held") != bool(hashlib.sha256(title.encode()).digest()[0] & 1):
            continue
        best = process.extractOne(title, titles, scorer=fuzz.ratio, score_cutoff=70)
        original = _as_recorded(row["fields"], records[best[2]]) if best else None
        true = row["label"] == "VALID"
        kind = row["type"] or f"true ({row['file']})"
        cases.append(Case(row["id"], row["fields"], true, kind, title in known, original))
    return cases


def _as_recorded(fields: dict[str, str], record: dict[str, str]) -> dict[str, str]:
    """Return the row with the record's values wherever both give one."""
    venue = record.get("booktitle") or record.get("journal") or ""
    held = {**record, "booktitle": venue, "journal": venue}
    return {name: held.get(name) or value for name, value in fields.items()}


def source_lists(options: argparse.Namespace, workspace: Path) -> list[str]:
    """Return the files to check against: HALLMARK's list, and the padding unpacked beside the workspace."""
    data = options.data / "citations"
    files = [str(data / "hallmark_source_list.jsonl")]
    padding = data / "arxiv_575k.csv.xz" if not options.padding else Path(options.padding)
    if options.quick or options.padding == "none":
        return files
    workspace.mkdir(parents=True, exist_ok=True)
    unpacked = workspace / "padding.csv"
    if not unpacked.exists():
        with lzma.open(padding, "rb") as source, unpacked.open("wb") as target:
            while piece := source.read(1 << 20):
                target.write(piece)
    return [*files, str(unpacked)]


@dataclass(frozen=True)
class Draft:
    """A file that cites some cases in one style."""

    path: Path
    layout: str
    rendered: Rendered
    cases: dict[str, Case]
    visible: frozenset[str]


def make_drafts(
    cases: Sequence[Case], styles: Sequence[str], layouts: Sequence[str], seed: int, folder: Path
) -> list[Draft]:
    """Write the drafts of every style and layout."""
    drafts: list[Draft] = []
    for style in styles:
        for number, group in enumerate(_apart(cases, random.Random(seed))):
            rendered = render(style, [csl_item(case.id, case.fields) for case in group])
            visible = _visible(group, rendered)
            for layout in layouts:
                path = folder / f"{style}-{layout}-{number}.docx"
                write_docx(rendered, path, 2 if layout == "pdf-2" else 1, random.Random(seed + number))
                drafts.append(Draft(path, layout, rendered, {case.id: case for case in group}, visible))
    printed = [draft.path for draft in drafts if draft.layout != "docx"]
    pdfs = dict(zip(printed, print_pdfs(printed, folder), strict=True))
    return [Draft(pdfs.get(one.path, one.path), one.layout, one.rendered, one.cases, one.visible) for one in drafts]


def _apart(cases: Sequence[Case], chance: random.Random) -> Iterator[list[Case]]:
    """Yield groups in which no title stands twice: two entries of one work would lean on each other."""
    shuffled = list(cases)
    chance.shuffle(shuffled)
    groups: list[tuple[set[str], list[Case]]] = []
    for case in shuffled:
        title = squeeze((case.original or case.fields).get("title", ""))
        open_group = next((group for group in groups if title not in group[0] and len(group[1]) < _IN_A_DRAFT), None)
        if open_group is None:
            groups.append(open_group := (set(), []))
        open_group[0].add(title)
        open_group[1].append(case)
    yield from (group for _, group in groups)


def _visible(cases: Sequence[Case], rendered: Rendered) -> frozenset[str]:
    """Return the altered references that read differently from their record printed in the same style."""
    items = [csl_item(case.id, case.original or case.fields) for case in cases]
    recorded = render(rendered.style, items)
    return frozenset(case.id for case in cases if not case.true and _reads_otherwise(case, rendered, recorded))


def _reads_otherwise(case: Case, rendered: Rendered, recorded: Rendered) -> bool:
    if case.original is None:
        return True
    same = squeeze(rendered.plain(case.id)) == squeeze(recorded.plain(case.id))
    dois = (case.fields.get("doi", "").lower(), case.original.get("doi", "").lower())
    wording = printed_fields(case.fields) == printed_fields(case.original) and dois[0] == dois[1]
    return not same and not wording


def by_fields(cases: Sequence[Case], sources: list[str], workspace: Path, folder: Path) -> list[Outcome]:
    """Judge the fields themselves: the most that reading a document can reach."""
    rows = [{"id": case.id, "fields": case.fields} for case in cases]
    answers = _match(rows, sources, workspace, folder)
    made = []
    for case, answer in zip(cases, answers, strict=True):
        visible = not case.true and (
            case.original is None
            or printed_fields(case.fields) != printed_fields(case.original)
            or case.fields.get("doi", "").lower() != case.original.get("doi", "").lower()
        )
        made.append(_outcome(case, "fields", "fields", visible, "", answer))
    return made


def by_strings(drafts: Sequence[Draft], sources: list[str], workspace: Path, folder: Path) -> list[Outcome]:
    """Judge each printed string by itself."""
    chosen = [draft for draft in drafts if draft.layout == drafts[0].layout]
    asked = [(draft, id_) for draft in chosen for id_ in draft.rendered.entries]
    rows = [{"id": id_, "raw": draft.rendered.plain(id_)} for draft, id_ in asked]
    answers = _match(rows, sources, workspace, folder)
    return [
        _outcome(draft.cases[id_], draft.rendered.style, "string", id_ in draft.visible, row["raw"], answer)
        for (draft, id_), row, answer in zip(asked, rows, answers, strict=True)
    ]


def _match(rows: list[dict[str, Any]], sources: list[str], workspace: Path, folder: Path) -> list[dict[str, Any]]:
    asked, answered = folder / "asked.jsonl", folder / "answered.jsonl"
    asked.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    _stet(workspace, "match", str(asked), *_sources(sources), "--output", str(answered))
    return read_jsonl(answered)


def by_documents(drafts: Sequence[Draft], sources: list[str], workspace: Path, folder: Path) -> Iterator[Outcome]:
    """Yield what ``stet check`` says of every reference of the drafts."""
    output = folder / "report.jsonl"
    files = [str(draft.path) for draft in drafts]
    _stet(workspace, "check", *files, *_sources(sources), "--format", "jsonl", "--output", str(output))
    for draft, checked in zip(drafts, read_jsonl(output), strict=True):
        ids = list(draft.rendered.entries)
        texts = [draft.rendered.plain(id_) for id_ in ids]
        found = _paired(texts, checked["references"])
        for place, id_ in enumerate(ids):
            answer = found.get(place, {})
            case, visible = draft.cases[id_], id_ in draft.visible
            yield _outcome(case, draft.rendered.style, draft.layout, visible, texts[place], answer)


def _paired(texts: Sequence[str], references: Sequence[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Return the reference found for each printed text: the most similar pairs first, none below ``_SAME``."""
    scores = process.cdist(
        [squeeze(text) for text in texts], [squeeze(one["raw"]) for one in references], scorer=fuzz.ratio
    )
    order = sorted(
        (scores[row, column], row, column) for row in range(len(texts)) for column in range(len(references))
    )
    pairs: dict[int, dict[str, Any]] = {}
    taken: set[int] = set()
    for score, row, column in reversed(order):
        if score >= _SAME and row not in pairs and column not in taken:
            pairs[row] = references[column]
            taken.add(column)
    return pairs


def _stet(workspace: Path, *arguments: str) -> None:
    command = [sys.executable, "-c", "import sys; from app.main import main; sys.exit(main())"]
    done = subprocess.run([*command, *arguments, "--workspace", str(workspace)], check=False)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"stet {arguments[0]} ended with {done.returncode}.")


def _sources(files: Sequence[str]) -> list[str]:
    return [argument for name in files for argument in ("--sources", name)]


def _outcome(case: Case, style: str, layout: str, visible: bool, raw: str, answer: dict[str, Any]) -> Outcome:
    verdict, reasons = answer.get("verdict", ""), tuple(answer.get("reasons", ()))
    matched = bool(answer.get("record_id"))
    found = answer.get("raw", "")
    return Outcome(case, style, layout, visible, raw, verdict, reasons, answer.get("fields", {}), matched, found)


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


def _share(outcomes: Sequence[Outcome], wanted: Any) -> float:
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


if __name__ == "__main__":
    main()
