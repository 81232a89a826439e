"""How well citations given as fields are judged against source lists: by type of alteration, with every failure.

``python -m tests.evaluations.match [--data DIR] [--sets hallmark,refchecker] [--failures N] [--seed N] [--quick]``.
A *false verified* is an altered reference shown ``verified``; a *false
accusation* is a true one shown ``mismatch`` or ``likely_fabricated``; *could not check* is the share of true, listed
ones shown ``partly_verified``, ``not_found`` or ``unverifiable``. HALLMARK's "altered" includes real works described
wrongly, so its types are shown apart; and rows whose printed fields are those of the record but for hyphens and
function words, which the rules call a difference in wording, are counted as ``unaltered``, not as altered.
"""

import argparse
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.citations.normalise import squeeze
from app.citations.sources import Sources
from app.services.checking import SourceSpec
from app.services.matching import match_rows, open_lists

VERDICTS = ("verified", "partly_verified", "mismatch", "not_found", "unverifiable", "likely_fabricated")
ACCUSING = ("mismatch", "likely_fabricated")
OPEN = ("partly_verified", "not_found", "unverifiable")


@dataclass(frozen=True)
class Case:
    """A reference, whether it is true, its type for the table, whether the list holds its work, and it as it is."""

    row: dict[str, Any]
    true: bool
    type: str
    listed: bool
    unaltered: bool = False


def main() -> None:
    """Run the chosen sets and print one RESULT."""
    options = _arguments()
    results = {name: SETS[name](options.data / "citations", options.failures) for name in options.sets.split(",")}
    print("RESULT " + json.dumps(results))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sets", default="hallmark,refchecker")
    parser.add_argument("--seed", type=int, default=0, help="nothing here is drawn by chance")
    parser.add_argument("--quick", action="store_true", help="the same: it takes seconds")
    parser.add_argument("--failures", type=int, default=40, help="how many failures of each kind to print")
    return parser.parse_args()


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def run_hallmark(data: Path, failures: int) -> dict[str, Any]:
    """Judge HALLMARK's development rows against its source list."""
    list_file = data / "hallmark_source_list.jsonl"
    records = read_jsonl(list_file)
    titles = {squeeze(record["title"]) for record in records}
    printed = {printed_fields(record) for record in records}
    dois = {"", *(record["doi"].lower() for record in records)}
    cases = [
        Case(
            row,
            row["label"] == "VALID",
            row["type"] or f"true ({row['file']})",
            squeeze(row["fields"].get("title", "")) in titles,
            row["label"] != "VALID"
            and printed_fields(row["fields"]) in printed
            and row["fields"].get("doi", "").lower() in dois,
        )
        for row in read_jsonl(data / "hallmark_dev.jsonl")
    ]
    with opened([list_file]) as sources:
        answers = list(match_rows([case.row for case in cases], sources))
    show("HALLMARK", cases, answers)
    show_failures(cases, answers, failures)
    return rates(cases, answers)


def printed_fields(fields: dict[str, Any]) -> tuple[str, ...]:
    """Return what is printed of title, authors, year and venue, without hyphens, function words and homonym numbers."""
    title = "".join(re.sub(r"\b(?:the|a|an|of|for|on|in|and|to|with)\b", " ", fields.get("title", "").lower()).split())
    authors = re.sub(r"[\W\d_]", "", fields.get("author", "").lower())
    venue = fields.get("booktitle") or fields.get("journal") or ""
    return re.sub(r"\W", "", title), authors, str(fields.get("year", "")), venue.lower()


def run_refchecker(data: Path, failures: int) -> dict[str, Any]:
    """Judge the references of RefChecker's fixtures against a list of the works that they name."""
    cases, records = [], []
    for row in read_jsonl(data / "refchecker_regression.jsonl"):
        entry = row["error_entry"]
        reference = row.get("reference", {})
        cited = {"title": entry.get("ref_title"), "authors": entry.get("ref_authors_cited")}
        cited |= {"year": entry.get("ref_year_cited"), "venue": entry.get("ref_venue_cited")}
        cited |= {name: reference[name] for name in ("title", "url") if name in reference}
        listed = bool(entry.get("ref_authors_correct"))
        if listed:
            authors = entry["ref_authors_correct"]
            records.append({"id": row["id"], "title": entry["ref_title"], "authors": authors})
        kind = "false" if row.get("expect_should_check") or row.get("ground_truth") == "LIKELY" else "real"
        cases.append(Case({"id": row["id"], "fields": cited}, kind == "real", f"{kind}, listed {listed}", listed))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refchecker.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        with opened([path]) as sources:
            answers = list(match_rows([case.row for case in cases], sources))
    show("RefChecker", cases, answers)
    show_failures(cases, answers, failures)
    return rates(cases, answers)


@contextmanager
def opened(files: Sequence[Path]) -> Iterator[Sources]:
    """Open files as one partial list."""
    with open_lists([SourceSpec("list", tuple(files), complete=False)], None) as sources:
        yield sources


def rates(cases: Sequence[Case], answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return counts and rates from 0 to 1."""
    pairs = [(case, answer["verdict"]) for case, answer in zip(cases, answers, strict=True)]
    altered = [verdict for case, verdict in pairs if not case.true and not case.unaltered]
    listed = [verdict for case, verdict in pairs if case.true and case.listed]
    unlisted = [verdict for case, verdict in pairs if case.true and not case.listed]
    return {
        "false_verified": _share(altered, ("verified",)),
        "false_accusation": _share(listed, ACCUSING),
        "could_not_check": _share(listed, OPEN),
        "verified_true": _share(listed, ("verified",)),
        "unlisted_accused": _share(unlisted, ACCUSING),
        "false_verified_as_labelled": _share([verdict for case, verdict in pairs if not case.true], ("verified",)),
        "altered": len(altered),
        "unaltered": sum(case.unaltered for case in cases),
        "listed": len(listed),
        "unlisted": len(unlisted),
    }


def _share(verdicts: Sequence[str], wanted: Sequence[str]) -> float:
    return round(sum(verdict in wanted for verdict in verdicts) / len(verdicts), 5) if verdicts else 0.0


def show(title: str, cases: Sequence[Case], answers: Sequence[dict[str, Any]]) -> None:
    """Print how many of each type got each verdict."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for case, answer in zip(cases, answers, strict=True):
        suffix = ("listed" if case.listed else "unlisted") if case.true else ""
        table[f"{case.type} {suffix}".strip()][answer["verdict"]] += 1
    print(f"\n{title}\n{'type':42} {'rows':>5} " + " ".join(f"{name[:10]:>10}" for name in VERDICTS))
    for kind, counts in sorted(table.items(), key=lambda item: item[0]):
        print(f"{kind:42} {counts.total():5} " + " ".join(f"{counts[name]:10}" for name in VERDICTS))
    for name, value in rates(cases, answers).items():
        print(f"  {name:26} {value}")


def show_failures(cases: Sequence[Case], answers: Sequence[dict[str, Any]], limit: int) -> None:
    """Print the references judged wrongly, with what was cited and found."""
    wrong: dict[str, list[tuple[Case, dict[str, Any]]]] = defaultdict(list)
    for case, answer in zip(cases, answers, strict=True):
        if not case.true and answer["verdict"] == "verified":
            wrong["unaltered, verified" if case.unaltered else "false verified"].append((case, answer))
        elif case.true and answer["verdict"] in ACCUSING:
            wrong["true, accused"].append((case, answer))
        elif case.true and case.listed and answer["verdict"] != "verified":
            wrong["true and listed, not verified"].append((case, answer))
    for kind, found in wrong.items():
        print(f"\n{kind}: {len(found)}")
        for case, answer in found[:limit]:
            print(f"- {case.row['id']} [{case.type}] {answer['verdict']} {answer['reasons']} {answer['record_id']}")
            for name, field in answer["fields"].items():
                if field["status"] != "agrees":
                    print(f"    {name} {field['status']}: {field['cited']} / {field['found']}")


SETS = {"hallmark": run_hallmark, "refchecker": run_refchecker}

if __name__ == "__main__":
    main()
