"""What the checks on writing flag in human and in AI texts, by source, and in second-language beside native essays.

python -m tests.evaluations.prose [FILE] [--data DIR] [--sample N] [--seed N] [--quick]

FILE (else DIR/prose/dev.jsonl) holds one text a line: ``id``, ``source``, ``generator`` ("human" or a model's name),
``genre``, ``text``. Sources kept as Markdown are read as Markdown, the others as plain paragraphs of a Word file, so
that the check for left-over Markdown sees them. Every Fix hit in human text is listed; JUDGED holds those that a
reader found right, and fix_false counts the others. ``--sample`` lists Ask hits of each check. NIST's texts are pieces
of longer ones: a heading that ends one is cut off. The bound is the exact 95 % upper limit of a Poisson rate (3.0 for
no hit). Tone checks run only where a policy asks for them; they stand in the comparison of languages, where what a
check shows as a bare fact (Context) makes no ratio.
"""

import argparse
import json
import math
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from app.checks.engine import CHECKS, run_checks
from app.checks.tone import TONE_CHECKS
from app.documents import markdown, text
from app.domain.document import Kind
from app.domain.finding import Tier

NATIVE, SECOND_LANGUAGE = "liang-hewlett", "liang-toefl"
IN_PIECES = {"nist-800-63"}
LAST_HEADING = re.compile(r"\n#{1,6} [^\n]{1,150}\s*\Z")
QUICK = 300
AROUND = 60
JUDGED = {
    ("18f-buying-better-digital-products-part-2-setting-the-product-vi", "repeated-paragraph"): "it does stand twice",
    ("18f-the-new-fec", "empty-heading"): "nothing stands there: the web page's picture is not in the text",
}


@dataclass(frozen=True)
class Hit:
    check: str
    source: str
    text_id: str
    quote: str
    around: str


class Tally:
    """Words, texts, hits and flagged texts by (source, human), and the hits in human texts."""

    def __init__(self):
        self.words, self.texts = Counter(), Counter()
        self.hits, self.flagged = defaultdict(Counter), defaultdict(Counter)
        self.human_hits, self.errors = [], Counter()

    def add(self, row, document):
        group = (row["source"], row["generator"] == "human")
        self.words[group] += len(row["text"].split())
        self.texts[group] += 1
        for done in run_checks(document, CHECKS):
            if done.error:
                self.errors[f"{done.check}: {done.error}"] += 1
            self.hits[done.check][group] += len(done.findings)
            self.flagged[done.check][group] += bool(done.findings)
            if group[1]:
                self.human_hits += [hit_of(done.check, row, document, finding) for finding in done.findings]

        for done in run_checks(document, TONE_CHECKS) if row["source"] in {NATIVE, SECOND_LANGUAGE} else ():
            self.hits[done.check][group] += len(done.findings)

    def rate(self, check, groups):
        """Return hits per 1,000 words of the groups."""
        words = sum(self.words[group] for group in groups)
        return 1000 * sum(self.hits[check][group] for group in groups) / words if words else 0.0


def main():
    options = arguments()
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    if options.quick:
        rows = random.Random(options.seed).sample(rows, min(QUICK, len(rows)))
    started, tally = time.perf_counter(), Tally()
    markdown_sources = {row["source"] for row in rows if "\n# " in row["text"] or "\n## " in row["text"]}
    for row in rows:
        tally.add(row, document_of(row, row["source"] in markdown_sources))
    seconds = time.perf_counter() - started
    print_by_source(tally)
    ratios = print_languages(tally)
    print_hits(tally, options)
    print_result(tally, ratios, seconds)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N Ask hits of each check")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} texts drawn by the seed")
    options = parser.parse_args()
    options.file = options.file or options.data / "prose" / "dev.jsonl"
    return options


def document_of(row, is_markdown):
    reader = markdown if is_markdown else text
    words = LAST_HEADING.sub("", row["text"]) if row["source"] in IN_PIECES else row["text"]
    document = reader.read(words.encode()).document
    return document if is_markdown else replace(document, kind=Kind.DOCX)


def hit_of(check, row, document, finding):
    start, end = max(0, finding.start - AROUND), finding.end + AROUND
    places = [document.text[first:last] for first, last in ((finding.start, finding.end), *finding.related)]
    around = " ".join(document.text[start:end].split())
    return Hit(check, row["source"], row["id"], " / ".join(" ".join(place.split()) for place in places), around)


def print_by_source(tally):
    """Print flags per 1,000 words of each check, and the share of texts flagged, by source."""
    for human in (True, False):
        groups = sorted(group for group in tally.words if group[1] is human)
        total = sum(tally.words[group] for group in groups)
        print(f"\n{'human' if human else 'AI'} texts: {total:,} words. Flags per 1,000 words (texts flagged)")
        print(f"{'':24}" + "".join(f"{source[:14]:>16}" for source, _ in groups) + f"{'all':>16}")
        for check in CHECKS:
            cells = [cell(tally, check.id, [group]) for group in groups]
            print(f"{check.tier[:4]:5}{check.id:19}" + "".join(cells) + cell(tally, check.id, groups))


def cell(tally, check, groups):
    flagged = sum(tally.flagged[check][group] for group in groups)
    return f"{tally.rate(check, groups):10.3f} ({flagged:3})"


def print_languages(tally):
    """Print each check's rate in second-language essays beside native ones; return the ratios of those that hit."""
    ratios = {}
    print(f"\nsecond-language essays ({SECOND_LANGUAGE}) beside native ones ({NATIVE}), hits and rate")
    for check in (*CHECKS, *TONE_CHECKS):
        second, native = ((source, True) for source in (SECOND_LANGUAGE, NATIVE))
        counts, rates = (tally.hits[check.id][second], tally.hits[check.id][native]), None
        if any(counts):
            rates = tally.rate(check.id, [second]), tally.rate(check.id, [native])
            ratio = rates[0] / rates[1] if rates[1] else math.inf
            fact = "  (a fact, no finding)" if check.tier is Tier.CONTEXT else ""
            ratios |= {} if fact else {check.id: ratio}
            print(f"  {check.id:24} {counts[0]:3} {rates[0]:.3f}   {counts[1]:3} {rates[1]:.3f}   {ratio:.2f}{fact}")
    return ratios


def print_hits(tally, options):
    tiers = {check.id: check.tier for check in CHECKS}
    fix = [hit for hit in tally.human_hits if tiers[hit.check] is Tier.FIX]
    print(f"\nFix hits in human texts: {len(fix)}")
    for hit in fix:
        print(f"  {hit.check} {hit.text_id}: {hit.quote[:160]!r} {JUDGED.get((hit.text_id, hit.check), 'NOT JUDGED')}")
    for check in CHECKS if options.sample else ():
        found = [hit for hit in tally.human_hits if hit.check == check.id and check.tier is Tier.ASK]
        for hit in random.Random(options.seed).sample(found, min(options.sample, len(found))):
            print(f"  {hit.check} {hit.text_id}\n      {hit.quote[:200]!r}\n      {hit.around[:400]!r}")


def print_result(tally, ratios, seconds):
    tiers = {check.id: check.tier for check in CHECKS}
    words = sum(count for group, count in tally.words.items() if group[1])
    by_tier = Counter(tiers[hit.check] for hit in tally.human_hits)
    fix = [hit for hit in tally.human_hits if tiers[hit.check] is Tier.FIX]
    false = sum((hit.text_id, hit.check) not in JUDGED for hit in fix)
    bound = 1e6 * poisson_bound(false) / words
    print(
        f"\n{words:,} human words: {len(fix)} Fix hits, {false} not judged right, 95 % bound {bound:.1f} per 1,000,000"
    )
    print(f"Ask: {1000 * by_tier[Tier.ASK] / words:.3f} per 1,000 human words; {seconds:.1f} s in all")
    for error, count in tally.errors.items():
        print(f"error in {count} texts: {error}")
    result = {
        "human_words": words,
        "fix_hits": len(fix),
        "fix_false": false,
        "fix_bound_per_million": round(bound, 2),
        "ask_per_1000": round(1000 * by_tier[Tier.ASK] / words, 4),
        "l2_ratio_worst": round(max(ratios.values(), default=0.0), 3),
        "errors": sum(tally.errors.values()),
    }
    print("RESULT", json.dumps(result))


def poisson_bound(hits):
    """Return the largest mean under which ``hits`` or fewer are seen in one of 20 draws."""
    low, high = 0.0, hits + 20.0
    for _ in range(60):
        middle = (low + high) / 2
        seen = sum(math.exp(-middle) * middle**count / math.factorial(count) for count in range(hits + 1))
        low, high = (middle, high) if seen > 0.05 else (low, middle)
    return high


if __name__ == "__main__":
    main()
