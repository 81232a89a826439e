"""How far counts of evidence tell AI from human texts, for measurement only: the product shows no such number.

python -m tests.evaluations.density_index [--data DIR] [--seed N] [--quick]

For each text of DIR/prose/dev.jsonl with 150 words or more, all that can be shown in it is counted per 1,000 words:
the habits of style and the findings (printed as "findings"), and with them what makes a text specific (names, numbers,
quotations, the first person, abstract nouns) and the facts beside it ("all evidence"). Paragraph lengths are left out:
in these data they tell how a text was stored. A logistic regression weighs the counts: within each genre that has both
sides in ten folds drawn by the seed, and for each source that has both sides learnt from all other sources. Printed are
AUROC and the share of AI texts found where 1 % and 5 % of the human texts are hit (with few human texts, where none
is). ``--quick`` takes every tenth text.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from statistics import fmean, pstdev

import numpy as np

from app.checks.density import habits, prose_words, spans_of
from app.checks.engine import CHECKS, run_checks
from app.checks.facts import reading_grade
from app.checks.lexicon import read_phrases
from app.checks.names import names_in
from app.checks.running_text import prose_blocks
from app.checks.sentences import sentences_of
from tests.evaluations.prose import document_of

LEAST_WORDS, LEAST_EACH, FOLDS = 150, 20, 10
STEPS, RATE, DECAY = 400, 0.5, 1e-3
SPECIFICS = (
    re.compile(r"\d[\d.,]*"),
    re.compile(r'["“”]'),
    re.compile(r"\b(?:I|me|my|mine|we|us|our|ours)\b", re.IGNORECASE),
    re.compile(r"\b\w{3,}(?:tion|ment|ness|ance|ence|ism|ity|itie)s?\b", re.IGNORECASE),
    re.compile(r"\w ?[–—] ?\w|\w -- \w"),
)


def main():
    options = arguments()
    rows = [json.loads(line) for line in (options.data / "prose" / "dev.jsonl").read_text("utf-8").splitlines()]
    rows = rows[::10] if options.quick else rows
    findings, evidence, labels, genres, sources = measured(rows)
    result = {}
    for name, features in (("findings", findings), ("all evidence", np.hstack([findings, evidence]))):
        print(f"{name}, within a genre, ten folds")
        for genre in both_sides(genres, labels):
            here = genres == genre
            scores = folded(features[here], labels[here], options.seed)
            result[f"{name}: {genre}"] = report(genre, labels[here], scores)
        print(f"{name}, one source left out")
        for source in both_sides(sources, labels):
            out = sources == source
            scores = predict(features[out], learn(features[~out], labels[~out]))
            result[f"{name}: without {source}"] = report(source, labels[out], scores)
    print("RESULT", json.dumps(result))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args()


def measured(rows):
    """Return the rates of findings and of other evidence in each text, whether it is AI's, its genre and its source."""
    marked = {row["source"] for row in rows if "\n# " in row["text"] or "\n## " in row["text"]}
    found = defaultdict(list)
    for row in rows:
        document = document_of(row, row["source"] in marked)
        words = prose_words(document)
        if words < LEAST_WORDS:
            continue
        counts = [len(spans_of(document, habit)) for habit in habits()]
        counts += [len(done.findings) for done in run_checks(document, CHECKS)]
        found["findings"].append(rates(counts, words))
        found["evidence"].append(evidence_of(document, words))
        found["labels"].append(row["generator"] != "human")
        found["genres"].append(row["genre"])
        found["sources"].append(row["source"])
    return (np.array(found[name]) for name in ("findings", "evidence", "labels", "genres", "sources"))


def evidence_of(document, words):
    blocks = prose_blocks(document)
    sentences = [document.text[slice(*span)] for block in blocks for span in sentences_of(document, block)]
    text, lengths = " ".join(sentences), [len(sentence.split()) for sentence in sentences]
    patterns = (*SPECIFICS, read_phrases("transitions"), read_phrases("hedges"))
    counts = [sum(1 for _ in pattern.finditer(text)) for pattern in patterns]
    counts.append(sum(1 for block in blocks for _ in names_in(document, block)))
    rhythm = [fmean(lengths), pstdev(lengths) / fmean(lengths), reading_grade(sentences)]
    return np.concatenate([rates(counts, words), rhythm])


def rates(counts, words):
    return np.log1p(1000 * np.array(counts) / words)


def both_sides(groups, labels):
    counts = Counter(zip(groups.tolist(), labels.tolist(), strict=True))
    return [
        group for group in sorted(set(groups.tolist())) if min(counts[group, True], counts[group, False]) >= LEAST_EACH
    ]


def learn(features, labels):
    """Return means, spreads and weights of a logistic regression in which both sides count alike."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    known = with_one((features - mean) / spread)
    share = np.where(labels, 0.5 / max(1, labels.sum()), 0.5 / max(1, (~labels).sum()))
    weights = np.zeros(known.shape[1])
    for _ in range(STEPS):
        wrong = 1 / (1 + np.exp(-known @ weights)) - labels
        weights -= RATE * (known.T @ (share * wrong) + DECAY * weights)
    return mean, spread, weights


def predict(features, learnt):
    mean, spread, weights = learnt
    return with_one((features - mean) / spread) @ weights


def with_one(features):
    return np.hstack([features, np.ones((len(features), 1))])


def folded(features, labels, seed):
    """Return the score of each text, learnt from the other folds."""
    fold = np.random.default_rng(seed).permutation(len(labels)) % FOLDS
    scores = np.zeros(len(labels))
    for number in range(FOLDS):
        test = fold == number
        scores[test] = predict(features[test], learn(features[~test], labels[~test]))
    return scores


def report(name, labels, scores):
    human, made = np.sort(scores[~labels]), scores[labels]
    below = np.searchsorted(human, made, "left") + np.searchsorted(human, made, "right")
    auroc = float(below.mean() / (2 * len(human)))
    found = {}
    for share in (0.01, 0.05):
        limit = human[-1 - int(share * len(human))]
        found[f"found_at_{share:.0%}"] = round(float((made > limit).mean()), 3)
    values = {"auroc": round(auroc, 3), **found, "human": len(human), "ai": len(made)}
    print(f"  {name:20} {values}")
    return values


if __name__ == "__main__":
    main()
