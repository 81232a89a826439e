"""Train the tagger of lines that open an entry: ``python -m tests.evaluations.train_lines --data DIR [--output FILE]``.

Lists are made of AnyStyle's gold strings, and their fields in other styles, alone, so that
``tests.evaluations.finding``, which asks for GROBID's, stays fair: strings of any kind, or such as begin alike, wrapped
at widths from 55 to 120.
"""

import argparse
import random
import re
import textwrap
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pycrfsuite

from app.citations.line_openings import MODEL_NAME, OPENS, line_features
from tests.evaluations.reference_gold import load_gold
from tests.evaluations.rendered_gold import render

MODEL = Path("resources/models") / MODEL_NAME
_LISTS = 2_500
_STYLES = 3


def lists(strings: Sequence[str], chance: random.Random) -> Iterator[list[str]]:
    """Yield lists of strings: some that begin alike, some of any kind."""
    alike = sorted(strings, key=lambda text: re.sub(r"\w", "a", text[:12]))
    for number in range(_LISTS):
        size = chance.randint(4, 40)
        if number % 3:
            yield chance.sample(strings, size)
        else:
            first = chance.randrange(len(alike) - size)
            yield alike[first : first + size]


def labelled(strings: Sequence[str], width: int) -> tuple[list[str], list[str]]:
    """Return the lines of a list wrapped at a width, and whether each opens an entry."""
    lines: list[str] = []
    labels: list[str] = []
    for text in strings:
        wrapped = textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False)
        lines += wrapped
        labels += [OPENS, *("I" for _ in wrapped[1:])]
    return lines, labels


def train(strings: Sequence[str], output: Path, seed: int) -> None:
    """Train on made lists and write the model."""
    chance = random.Random(seed)
    trainer = pycrfsuite.Trainer(verbose=False)
    for group in lists(strings, chance):
        lines, labels = labelled(group, chance.randint(55, 120))
        trainer.append(line_features(lines), labels)
    trainer.set_params({"c1": 0.2, "c2": 0.02, "max_iterations": 80, "feature.minfreq": 3})
    trainer.train(str(output))


def main() -> None:
    """Train and write the model that ships."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=MODEL)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    began = time.monotonic()
    rows = [gold for gold in load_gold(args.data) if gold.set == "anystyle"]
    printed = [*(gold.text for gold in rows), *(extra.text for extra in render(rows, _STYLES * len(rows)))]
    texts = (re.sub(r"\s+", " ", text).strip() for text in printed)
    strings = sorted({text for text in texts if 40 <= len(text) <= 700 and not re.match(r"[\[(]?\d", text)})
    train(strings, args.output, args.seed)
    size = args.output.stat().st_size
    print(f"{len(strings)} strings, {time.monotonic() - began:.0f} s, {size / 1e3:.0f} kB -> {args.output}")


if __name__ == "__main__":
    main()
