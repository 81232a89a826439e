"""Make the baselines of style habits from named human texts, and say how often AI texts lie above them.

python -m tests.evaluations.baselines [--data DIR] [--write] [--date YYYY-MM-DD] [--seed N] [--quick]

Reads DIR/prose/dev.jsonl. For each genre, the rate of every habit per 1,000 words is taken in each human text of 300
words or more; its 95th percentile, the number of texts, their sources and the date are stored in resources/baselines
with ``--write``. The texts themselves are not stored. ``--seed`` is accepted and not used: nothing is drawn here.
"""

import argparse
import json
import math
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

from app.checks.density import LEAST_HITS, LEAST_WORDS, densities_of, habits, prose_words, spans_of
from tests.evaluations.prose import document_of

GENRES = {
    "government": ("18f-blog", "nist-800-63"),
    "essay": ("liang-college", "liang-hewlett", "rex-toefl-essay"),
}
FOLDER = Path(__file__).parents[2] / "resources" / "baselines"


def main():
    options = arguments()
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    rows = rows[::10] if options.quick else rows
    marked = {row["source"] for row in rows if "\n# " in row["text"] or "\n## " in row["text"]}
    rates = defaultdict(lambda: defaultdict(list))
    shown, counted = defaultdict(Counter), Counter()
    for row in rows:
        document = document_of(row, row["source"] in marked)
        words = prose_words(document)
        if words < LEAST_WORDS:
            continue
        human = row["generator"] == "human"
        group = ("human" if human else "AI", row["source"])
        counted[group] += 1
        for card in densities_of(document):
            shown[group][card.rule] += 1
        if human:
            for habit in habits():
                rates[row["source"]][habit.id].append(1000 * len(spans_of(document, habit)) / words)
    result = {genre: baseline(genre, sources, rates, options.date) for genre, sources in GENRES.items()}
    for genre, values in result.items():
        print(f"{genre}: {values['texts']} texts, 95 % at or below {values['p95']}")
        if options.write:
            (FOLDER / f"{genre}.json").write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    print(f"\ntexts with a card (at least {LEAST_HITS} hits, above the baseline of government texts)")
    for group, count in sorted(counted.items()):
        print(f"{group[0]:6}{group[1]:18}{count:5}  {dict(shown[group])}")
    summary = {genre: {"texts": values["texts"], **values["p95"]} for genre, values in result.items()}
    print("RESULT", json.dumps(summary))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--date", default=datetime.now(UTC).date().isoformat())
    parser.add_argument("--write", action="store_true", help="store the baselines")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    options.file = options.data / "prose" / "dev.jsonl"
    return options


def baseline(genre, sources, rates, date):
    p95 = {habit.id: percentile([rate for source in sources for rate in rates[source][habit.id]]) for habit in habits()}
    texts = sum(len(rates[source][habits()[0].id]) for source in sources)
    return {"genre": genre, "texts": texts, "date": date, "sources": list(sources), "p95": p95}


def percentile(values, share=0.95):
    """Return the smallest value that at least ``share`` of the values do not exceed, two digits after the point."""
    ordered = sorted(values)
    return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 2) if ordered else 0.0


if __name__ == "__main__":
    main()
