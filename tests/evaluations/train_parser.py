"""Train the reference parser's model: ``python -m tests.evaluations.train_parser --data DIR [--output FILE]``."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import pycrfsuite

from app.citations.parse_features import features
from tests.evaluations.reference_gold import Gold, align, load_gold, tags_of
from tests.evaluations.rendered_gold import render

MODEL = Path("resources/models/references.crf")


def train(rows: Sequence[Gold], output: Path, iterations: int = 60) -> None:
    """Train a linear-chain CRF on ``rows`` and on their fields in other styles, and write it to ``output``.

    L-BFGS with c1 and c2 as below; for every three rows one more string is rendered.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    for gold in rows:
        tokens, labels = align(gold)
        if tokens:
            trainer.append(features(gold.text, tokens), tags_of(labels))
    for extra in render(rows, len(rows) // 3):
        trainer.append(features(extra.text, extra.tokens), tags_of(extra.labels))
    trainer.set_params({"c1": 0.3, "c2": 0.01, "max_iterations": iterations, "feature.possible_transitions": False})
    trainer.train(str(output))


def main() -> None:
    """Train on everything and write the model that ships."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=MODEL)
    parser.add_argument("--iterations", type=int, default=60)
    args = parser.parse_args()
    began = time.monotonic()
    rows = load_gold(args.data)
    train(rows, args.output, args.iterations)
    size = args.output.stat().st_size
    print(f"{len(rows)} strings, {time.monotonic() - began:.0f} s, {size / 1e6:.2f} MB -> {args.output}")


if __name__ == "__main__":
    main()
