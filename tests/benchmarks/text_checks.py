"""How fast all text checks together are, whether they stay linear, and whether hostile text holds them up.

python -m tests.benchmarks.text_checks [--quick] [--data DIR] [--seed N]

Times are processor seconds of this one process, so that other work on the computer does not count. The text is made
here from sentences that every check has to look at; ``--quick`` takes a tenth of the words. With proselint installed,
it is timed on the same words in the same run. Exits 1 when twice the words take more than 2.2 times as long. --data is
accepted for the sake of the others and not used.
"""

import argparse
import importlib.util
import json
import os
import random
import sys
import tempfile
import time
import unittest.mock
from pathlib import Path

from app.checks.engine import CHECKS, run_checks
from app.documents import markdown, text

WORDS = 100_000
MOST_GROWTH = 2.2
SENTENCES = (
    "The trial ran on two evenings a week from March to May, and the door count of each evening was kept.",
    "Studies show that 73 % of evening visitors come for the quiet, which is twice as many as in 2019.",
    "According to Wexmoor Libraries (2025), the trial cost £4,200 and reached 1,450 visitors in 12 weeks.",
    "“Nobody,” she said, “should have to choose between a warm room and a book.”",
    "Dr. A. Nolan counted 412 visitors, e.g. students of the J. B. Priestley School, at 6.30 p.m. on 4 May.",
    "The budget of £{} thousand is enough for {} branches [3], as the table shows.",
)


def main():
    options = arguments()
    words = WORDS // 10 if options.quick else WORDS
    run_on(made(1000, options.seed))
    once, by_check = best(made(words, options.seed))
    twice, _ = best(made(2 * words, options.seed))
    result = {"words_per_s": round(words / once), "growth": round(twice / once, 3)}
    print(
        f"{words:,} words: {once:.2f} s, {words / once:,.0f} words a second; "
        f"twice the words {twice / once:.2f} times as long"
    )
    for check, seconds in sorted(by_check.items(), key=lambda item: -item[1]):
        print(f"  {check:24} {1000 * seconds:8.1f} ms")
    for name, document in hostile(options):
        started = time.process_time()
        findings = sum(len(done.findings) for done in run_on(document))
        result[name] = round(time.process_time() - started, 2)
        print(f"{name:24} {result[name]:8.2f} s  {findings:,} findings")
    result["ratio_proselint"] = ratio_to_proselint(made(min(words, 5000), options.seed))
    print("RESULT", json.dumps(result))
    sys.exit(result["growth"] > MOST_GROWTH)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args()


def made(words, seed):
    """Return a Markdown draft of about ``words`` words, with a heading every 20 paragraphs."""
    draw, parts, count = random.Random(seed), [], 0
    while count < words:
        if len(parts) % 20 == 0:
            parts.append(f"## Part {len(parts)}")
        chosen = [
            sentence.format(draw.randint(1, 900), draw.randint(2, 90)) for sentence in draw.choices(SENTENCES, k=5)
        ]
        parts.append(" ".join(chosen))
        count += len(parts[-1].split())
    return markdown.read("\n\n".join(parts).encode()).document


def run_on(document):
    results = list(run_checks(document, CHECKS))
    errors = [done.error for done in results if done.error]
    assert not errors, errors
    return results


def best(document, times=3):
    """Return the least seconds of a few runs, and those of each check in it; nothing is remembered between runs."""
    runs = []
    for _ in range(times):
        run_on(text.read(b"Another text.").document)
        started = time.process_time()
        results = run_on(document)
        runs.append((time.process_time() - started, {done.check: done.seconds for done in results}))
    return min(runs, key=lambda run: run[0])


def hostile(options):
    """Yield texts that could hold a check up, each as a document."""
    size = 100_000 if options.quick else 1_000_000
    long = 20_000 if options.quick else 200_000
    yield "million_words_s", made(size, options.seed)
    yield "endless_line_s", text.read(" ".join(SENTENCES * (size // 100)).encode()).document
    yield "no_spaces_s", text.read(b"a" * size * 2).document
    yield "digits_s", text.read(b"1,234," * (size // 3)).document
    yield "number_words_s", text.read(b"twenty hundred and " * (size // 4)).document
    yield "brackets_s", text.read(b"[(<{" * (size // 4)).document
    yield "quotes_s", text.read('“‘" '.encode() * (size // 4)).document
    yield (
        "zero_width_s",
        text.read("stu\u200bdies\u200b sh\u200bow \u200b\u200b\ufeff73\u200b % ".encode() * long).document,
    )
    yield "blank_lines_s", text.read(b"word.\n\n" * long).document


def ratio_to_proselint(document):
    """Return how many times as long proselint takes for the same words, None where it is not installed."""
    if importlib.util.find_spec("proselint") is None:
        print("proselint is not installed: not compared")
        return None
    with tempfile.TemporaryDirectory() as folder, unittest.mock.patch.dict(os.environ, XDG_CACHE_HOME=folder):
        from proselint.tools import close_cache_shelves, lint  # 0.14, which would keep earlier answers in its cache

        started = time.process_time()
        run_on(document)
        ours, started = time.process_time() - started, time.process_time()
        lint(document.text)
        theirs = time.process_time() - started
        close_cache_shelves()
    words = len(document.text.split())
    print(f"proselint on the same {words:,} words: {theirs:.2f} s, ours {ours:.2f} s")
    return round(theirs / ours, 2)


if __name__ == "__main__":
    main()
