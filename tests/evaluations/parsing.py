"""How well references are parsed, on source files the model has not seen.

``python -m tests.evaluations.parsing --data DIR [--quick] [--seed N] [--model FILE]`` trains on four fifths of the
source files (or on none, with ``--shipped``, which measures the shipped model on what it was trained on), parses the
rest and compares with the gold fields. Strict: equal without case, marks and blanks, authors as lists of family names,
pages as numbers. Relaxed: rapidfuzz ratio >= 90. Micro-averaged over fields. AnyStyle names no files, so it is cut by
id.
"""

import argparse
import collections
import hashlib
import json
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz

from app.citations.parse import parse_with
from app.citations.parse_names import split_names
from app.citations.parse_tagger import Tagger, open_tagger, shipped_tagger
from app.domain.reference import Work
from tests.evaluations.reference_gold import Gold, gold_pieces, load_gold
from tests.evaluations.train_parser import train

_NAMES = "title authors year container volume issue pages publisher doi url arxiv isbn"
FIELDS = tuple(_NAMES.split())
_PARTICLE = re.compile(r"(?:de|van|von|der|den|di|da|le|du|del|dos|el|al|ten|ter|la)", re.IGNORECASE)


@dataclass
class Counts:
    """Hits, values given and values true, strict and relaxed."""

    strict: int = 0
    relaxed: int = 0
    given: int = 0
    true: int = 0

    def f1(self, hits: int) -> float:
        """F1 of ``hits``."""
        return 2 * hits / (self.given + self.true) if self.given + self.true else 1.0


@dataclass
class Score:
    """Counts by field."""

    fields: dict[str, Counts] = field(default_factory=lambda: collections.defaultdict(Counts))

    def add(self, name: str, given: str, true: list[str]) -> None:
        """Count one field of one reference; any of several true pieces is right."""
        counts = self.fields[name]
        counts.given += bool(given)
        counts.true += bool(true)
        if given and true:
            counts.strict += any(given == value for value in true)
            counts.relaxed += any(fuzz.ratio(given, value) >= 90 for value in true)

    def micro(self, kind: str) -> float:
        """Micro F1, ``strict`` or ``relaxed``."""
        every = self.fields.values()
        total = Counts(given=sum(c.given for c in every), true=sum(c.true for c in every))
        return total.f1(sum(getattr(c, kind) for c in every))


def family(name: str) -> str:
    """Return the family name of "Family, Given" or "Given Family"."""
    if "," in name:
        return name.split(",", 1)[0]
    words = name.split()
    first = len(words) - 1
    while first > 0 and _PARTICLE.fullmatch(words[first - 1]):
        first -= 1
    return " ".join(words[first:])


def _plain(name: str, value: str) -> str:
    if name == "authors":
        return " ".join(_plain("", family(one)) for one in split_names(value)[0])
    if name == "pages":
        return _page_numbers(value)
    if name == "year":
        return "".join(re.findall(r"\d{4}", value)[:1])
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", value)).lower()


def _page_numbers(value: str) -> str:
    numbers = re.findall(r"\d+", value)[:2]
    if len(numbers) == 2 and len(numbers[1]) < len(numbers[0]):
        numbers[1] = numbers[0][: len(numbers[0]) - len(numbers[1])] + numbers[1]
    return "-".join(numbers) or re.sub(r"\W", "", value).lower()


def _given(work: Work, name: str) -> str:
    if name == "authors":
        return " ".join(_plain("", family(one)) for one in work.authors)
    value = getattr(work, name)
    return _plain(name, str(value)) if value else ""


def _true(gold: Gold, name: str) -> list[str]:
    pieces = collections.defaultdict(list)
    for label, piece in gold_pieces(gold):
        pieces[label].append(piece)
    found = pieces[name]
    if name == "publisher" and not found:
        found = pieces["institution"]
    if name == "arxiv":
        found = [re.sub(r"^(?:arxiv)\W*|v\d+$|\W*\[[\w.-]+\]$", "", piece, flags=re.IGNORECASE) for piece in found]
    if name == "doi":
        found = [re.sub(r"^.*?(?=10\.)", "", piece) for piece in found if "10." in piece]
    if name == "url":
        found = [piece for piece in found if "10." not in piece]
    return [value for piece in found if (value := _plain(name, piece))]


def measure(tagger: Tagger, rows: Iterable[Gold]) -> Score:
    """Parse every row and count."""
    score = Score()
    for gold in rows:
        work = parse_with(tagger, gold.text)
        for name in FIELDS:
            score.add(name, _given(work, name), _true(gold, name))
    return score


def _bucket(key: str, seed: int) -> int:
    return int(hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()[:8], 16) % 100


def split(rows: list[Gold], seed: int) -> tuple[list[Gold], list[Gold]]:
    """Return (training, test): whole source files apart; GROBID's one large file always trains."""

    def key(gold: Gold) -> str:
        return gold.id if gold.set == "anystyle" else gold.source

    test = [gold for gold in rows if _bucket(key(gold), seed) < 20 and "corpus/citations.xml" not in gold.source]
    chosen = {gold.id for gold in test}
    return [gold for gold in rows if gold.id not in chosen], test


def show(title: str, score: Score) -> None:
    """Print a table of one set."""
    print(f"\n{title}: strict {score.micro('strict'):.3f}, relaxed {score.micro('relaxed'):.3f}")
    for name in FIELDS:
        counts = score.fields[name]
        strict, relaxed = counts.f1(counts.strict), counts.f1(counts.relaxed)
        print(f"  {name:10} strict {strict:.3f}  relaxed {relaxed:.3f}  n {counts.true}")


def main() -> None:
    """Train on some source files, measure on the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--quick", action="store_true", help="train and test on a fifth")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shipped", action="store_true", help="measure the shipped model (seen data: an upper bound)")
    parser.add_argument("--model", type=Path, help="keep the trained model here, and take it from here if it is there")
    args = parser.parse_args()
    rows = load_gold(args.data)
    rows = rows[::5] if args.quick else rows
    training, test = split(rows, args.seed)
    print(f"{len(training)} strings train, {len(test)} test, from {len({g.source for g in test})} unseen source files")
    sets: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        model = args.model or Path(folder) / "model.crf"
        if not args.shipped and not model.exists():
            train(training, model)
        tagger = shipped_tagger() if args.shipped else open_tagger(model)
        began = time.monotonic()
        scores = {name: measure(tagger, [g for g in test if g.set == name]) for name in ("grobid", "anystyle")}
        speed = len(test) / (time.monotonic() - began)
    for name, score in scores.items():
        show(name, score)
        sets[name] = {"micro_f1": round(score.micro("strict"), 4), "relaxed": round(score.micro("relaxed"), 4)}
    main_score = scores["grobid"]
    by_field = {name: round(c.f1(c.strict), 4) for name, c in main_score.fields.items()}
    print(f"\n{speed:.0f} strings/s")
    result = {**sets["grobid"], "by_field": by_field, "sets": sets, "test": len(test), "seen": args.shipped}
    print("RESULT " + json.dumps(result))


if __name__ == "__main__":
    main()
