"""How well references are found: in the real articles, and in reference lists made of gold strings.

``python -m tests.evaluations.finding --data DIR [--quick] [--seed N]``. Real articles: records of the list beside each
PDF whose title is printed in a found reference, and found references that print no record's title (to be looked at by
eye: a list need not hold every work). Made lists: strings of one source file under a heading, wrapped at 90 characters,
numbered or not, each in a block of its own or all in one block (indents lost); a reference counts when it comes back
letter for letter, F1 over all lists.
"""

import argparse
import csv
import json
import random
import re
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.citations.find import find_references
from app.citations.reconcile import squash
from app.documents.reader import read_file
from app.domain.document import Block, BlockKind, Document, Kind, Reading
from tests.evaluations.reference_gold import Gold, load_gold

_FEWEST, _MOST = 8, 60
_WIDTH = 90
Layout = Callable[[Sequence[str]], list[str]]


def _numbered(strings: Sequence[str]) -> list[str]:
    return [f"[{number}] {text}" for number, text in enumerate(strings, start=1)]


def _wrapped(strings: Sequence[str]) -> list[str]:
    return ["\n".join(textwrap.wrap(text, _WIDTH, break_on_hyphens=False, break_long_words=False)) for text in strings]


LAYOUTS: dict[str, Layout] = {
    "numbered, blocks": lambda strings: _wrapped(_numbered(strings)),
    "numbered, one block": lambda strings: ["\n".join(_wrapped(_numbered(strings)))],
    "plain, blocks": _wrapped,
    "plain, one block": lambda strings: ["\n".join(_wrapped(strings))],
}


def _document(parts: Sequence[str]) -> Document:
    title = "References"
    text, blocks = title, [Block(BlockKind.HEADING, 0, len(title), 1)]
    for part in parts:
        blocks.append(Block(BlockKind.PARAGRAPH, len(text) + 1, len(text) + 1 + len(part)))
        text += "\n" + part
    return Document(Kind.PDF, "0" * 64, "made/1", text, tuple(blocks), ())


def _lists(rows: Sequence[Gold], rng: random.Random) -> Iterator[list[str]]:
    """Yield the strings of each source file, cleaned of blanks, in lists of at most sixty."""
    by_source: dict[str, list[str]] = {}
    for gold in rows:
        text = re.sub(r"\s+", " ", gold.text).strip()
        if gold.set == "grobid" and 40 <= len(text) <= 700 and not re.match(r"[\[(]?\d", text):
            by_source.setdefault(gold.source, []).append(text)
    for strings in by_source.values():
        rng.shuffle(strings)
        for first in range(0, len(strings), _MOST):
            if len(strings[first : first + _MOST]) >= _FEWEST:
                yield strings[first : first + _MOST]


def cutting(lists: Sequence[Sequence[str]], layout: Layout) -> float:
    """Return exact-string F1 over ``lists`` printed in ``layout``."""
    hits = given = true = 0
    for strings in lists:
        found = [squash(one.raw) for one in find_references(_document(layout(strings)))]
        wanted = [squash(text) for text in strings]
        hits += len(set(found) & set(wanted))
        given, true = given + len(set(found)), true + len(set(wanted))
    return 2 * hits / (given + true) if given + true else 1.0


def _read(path: Path) -> Document:
    *_, last = read_file(path)
    assert isinstance(last, Reading)
    return last.document


def real(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the counts of each article that has a list beside it."""
    for path in sorted(folder.glob("*.pdf")):
        with path.with_suffix(".sources.csv").open(encoding="utf-8", newline="") as file:
            titles = [squash(row["title"]) for row in csv.DictReader(file)]
        raws = [squash(one.raw) for one in find_references(_read(path))]
        held = sum(any(title in raw for raw in raws) for title in titles)
        unknown = sum(not any(title in raw for title in titles) for raw in raws)
        yield {
            "file": path.name,
            "found": len(raws),
            "records": len(titles),
            "records_found": held,
            "unlisted": unknown,
        }


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--quick", action="store_true", help="a tenth of the made lists")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    articles = list(real(args.data / "documents" / "real"))
    for article in articles:
        print("  ".join(f"{name} {value}" for name, value in article.items()))
    lists = list(_lists(load_gold(args.data), random.Random(args.seed)))
    lists = lists[::10] if args.quick else lists
    began = time.monotonic()
    scores = {name: round(cutting(lists, layout), 4) for name, layout in LAYOUTS.items()}
    for name, score in scores.items():
        print(f"{name:20} exact F1 {score:.4f}")
    strings = sum(map(len, lists))
    print(
        f"{len(lists)} lists of {strings} strings, {len(LAYOUTS) * strings / (time.monotonic() - began):.0f} strings/s"
    )
    print("RESULT " + json.dumps({"articles": articles, "cutting": scores, "lists": len(lists)}))


if __name__ == "__main__":
    main()
