"""Draw Ask findings for a reader who does not see where they come from, and count what the reader said.

python -m tests.evaluations.judgement [--data DIR] [--seed N] [--count N] [--judged FILE] [--quick]

Findings are drawn by the seed from work texts by people and by AI in DIR/prose/dev.jsonl, in turn from each check that
has any, and shuffled; source and author are not printed. A reader says of each whether the author could add something
specific. ``--judged`` reads that: a line for each, "12 yes because …" or "12 no because …", and the share of yes by
check and by author is printed with every no. ``--quick`` draws from 300 texts. ``judgement.txt`` holds what was said
of the 100 findings of seed 1 after the rules were mended by their causes; before, 74 of 100 were worth asking.
"""

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

from app.checks.engine import CHECKS, run_checks
from app.domain.finding import Tier
from tests.evaluations.prose import QUICK, document_of

WORK = {"18f-blog", "nist-800-63", "glimpse-xsum", "liang-cs224n", "slop-score-essays"}
AROUND = 260
LINE = re.compile(r"(\d+)\s+(yes|no)\b\s*(.*)")


def main():
    options = arguments()
    rows = [json.loads(line) for line in (options.data / "prose" / "dev.jsonl").read_text("utf-8").splitlines()]
    drawn = draw(found_in(rows, options), options)
    if options.judged:
        count(drawn, options.judged.read_text(encoding="utf-8"))
        return
    for number, one in enumerate(drawn, start=1):
        print(f"{number}. {one['check']}: {one['message']} {one['question']}")
        print(f"   {one['text']}\n")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args()


def found_in(rows, options):
    """Return the Ask findings of work texts by check, each with its words and who wrote the text."""
    found, asks = defaultdict(list), [check for check in CHECKS if check.tier is Tier.ASK]
    marked = {row["source"] for row in rows if "\n# " in row["text"] or "\n## " in row["text"]}
    rows = [row for row in rows if row["source"] in WORK or row["source"].startswith("slop-score")]
    if options.quick:
        rows = random.Random(options.seed).sample(rows, min(QUICK, len(rows)))
    for row in rows:
        document = document_of(row, row["source"] in marked)
        for done in run_checks(document, asks):
            found[done.check] += [shown(document, finding, row) for finding in done.findings]
    return found


def shown(document, finding, row):
    """Return the finding with its words in brackets and what stands around them."""
    text = document.text
    places = [(finding.start, finding.end), *finding.related]
    start = max(0, finding.start - AROUND)
    before, after = text[start : finding.start], text[finding.end : finding.end + AROUND]
    around = f"{before}[[{text[finding.start : finding.end]}]]{after}"
    others = " // ".join(text[max(0, first - 60) : last + 60] for first, last in places[1:])
    words = " ".join(around.split()) + (f"  // {' '.join(others.split())}" if others else "")
    human = row["generator"] == "human"
    return {
        "check": finding.check,
        "message": finding.message,
        "question": finding.question,
        "text": words,
        "human": human,
    }


def draw(found, options):
    """Take from each check in turn until there are enough; human and AI texts in turn where a check has both."""
    chance = random.Random(options.seed)
    piles = {}
    for check, ones in sorted(found.items()):
        sides = [chance.sample(side, len(side)) for side in split(ones)]
        piles[check] = [one for pair in zip_all(*sides) for one in pair]
    drawn = []
    while len(drawn) < options.count and any(piles.values()):
        drawn += [pile.pop(0) for pile in piles.values() if pile]
    drawn = drawn[: options.count]
    chance.shuffle(drawn)
    return drawn


def split(ones):
    return [one for one in ones if one["human"]], [one for one in ones if not one["human"]]


def zip_all(first, second):
    longest = max(len(first), len(second))
    return [[*first[place : place + 1], *second[place : place + 1]] for place in range(longest)]


def count(drawn, text):
    said = {int(match[1]): (match[2], match[3]) for line in text.splitlines() if (match := LINE.match(line))}
    yes, total = Counter(), Counter()
    for number, one in enumerate(drawn, start=1):
        answer, why = said[number]
        for group in ("all", one["check"], "human texts" if one["human"] else "AI texts"):
            total[group] += 1
            yes[group] += answer == "yes"
        if answer == "no":
            print(f"no {number} {one['check']}: {why}\n   {one['text'][:200]}")
    for group in total:
        print(f"{group:22} {yes[group]:3} of {total[group]:3}")
    print("RESULT", json.dumps({"judged": total["all"], "worth_asking": round(yes["all"] / total["all"], 3)}))


if __name__ == "__main__":
    main()
