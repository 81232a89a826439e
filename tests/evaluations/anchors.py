"""How well comments find their place on the next version, beside exact search and plain position.

python -m tests.evaluations.anchors [--data DIR] [--seed 1] [--quick]

30 real texts (``documents/real`` and the longest human ones of ``prose/dev.jsonl``), versions made by the mixes of
``tests.evaluations.versions``, 200 comments each: word, phrase, sentence, several, repeated phrase, number, heading.
A comment still has its text when at least 60 % of its words are left, in order, close together. *Wrong*: placed
elsewhere (overlap with the truth below half), over all comments; *right*: over those whose text is left.
"""

import argparse
import bisect
import json
import random
import re
import time
from collections import Counter
from pathlib import Path

from app.documents.reader import read_guarded
from app.domain.carry import Carrier, State
from tests.evaluations.versions import MIXES, next_version

COMMENTS, KEPT, OVERLAP = 200, 0.6, 0.5
LEAST_WORDS = 850
WORD = re.compile(r"\w+")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="a fifth of the texts")
    options = parser.parse_args()
    texts = real_texts(options.data)[:: 5 if options.quick else 1]
    tally = Counter()
    for number, text in enumerate(texts):
        other = texts[number - 1]
        comments = choose_comments(text, random.Random(options.seed * 1000 + number))
        for name, mix in MIXES.items():
            new, went = next_version(text, mix, other, options.seed * 1000 + number)
            judge(name, text, new, went, comments, tally)
        foreign = Carrier(text, other)
        tally["foreign"] += sum(foreign.place(*span).state is not State.ORPHAN for span in comments)
    result = report(tally, len(texts)) | {"foreign": tally["foreign"], "seconds_200": timed(texts)}
    print(f"placed on another document: {tally['foreign']} of {len(texts) * COMMENTS}")
    print(f"200 comments on 25,000 words, heavy mix: {result['seconds_200']:.2f} s")
    print("RESULT", json.dumps(result))


def real_texts(data):
    """Return 30 texts of at least 850 words, the documents first."""
    documents = sorted(path for path in (data / "documents" / "real").iterdir() if path.suffix in {".docx", ".pdf"})
    texts = [read_guarded(path).document.text for path in documents]
    rows = map(json.loads, (data / "prose" / "dev.jsonl").open(encoding="utf-8"))
    human = sorted((row["text"] for row in rows if row["generator"] == "human"), key=len, reverse=True)
    texts += [text for text in human if len(WORD.findall(text)) >= LEAST_WORDS]
    return texts[:30]


def choose_comments(text, chance):
    """Return 200 spans of seven kinds in equal parts; a kind that the text has not is replaced by phrases."""
    words = [match.span() for match in WORD.finditer(text)]
    kinds = (one_word, phrase, sentence, several_sentences, repeated_phrase, number, heading)
    found = []
    while len(found) < COMMENTS:
        span = kinds[len(found) % len(kinds)](text, words, chance)
        found.append(span or phrase(text, words, chance))
    return found


def one_word(_text, words, chance):
    return chance.choice([span for span in chance.sample(words, 40) if span[1] - span[0] > 3] or words)


def phrase(_text, words, chance):
    first, length = chance.randrange(len(words) - 8), chance.randint(3, 8)
    return words[first][0], words[first + length - 1][1]


def sentence(text, _words, chance):
    spans = [match.span() for match in re.finditer(r"[A-Z][^.!?\n]{30,300}[.!?]", text)]
    return chance.choice(spans) if spans else None


def several_sentences(text, _words, chance):
    spans = [match.span() for match in re.finditer(r"(?:[A-Z][^.!?\n]{30,300}[.!?] ?){2,4}", text)]
    return chance.choice(spans) if spans else None


def repeated_phrase(text, words, chance):
    runs = Counter(tuple(text[start:end] for start, end in words[i : i + 3]) for i in range(len(words) - 3))
    spans = [
        (words[i][0], words[i + 2][1])
        for i in range(len(words) - 3)
        if runs[tuple(text[start:end] for start, end in words[i : i + 3])] > 1
    ]
    return chance.choice(spans) if spans else None


def number(text, words, chance):
    spans = [span for span in words if text[span[0]].isdigit()]
    return chance.choice(spans) if spans else None


def heading(text, _words, chance):
    spans = [match.span() for match in re.finditer(r"(?m)^[^\n.]{8,70}$", text) if len(match[0].split()) > 1]
    return chance.choice(spans) if spans else None


def judge(mix, old, new, went, comments, tally):
    """Count the outcome of every comment for ours and the two baselines."""
    starts = [match.start() for match in WORD.finditer(old)]
    carrier = Carrier(old, new)
    for start, end in comments:
        words = starts[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]
        truth = true_span(words, went, new)
        ours = carrier.place(start, end)
        places = {
            "stet": None if ours.state is State.ORPHAN else (ours.start, ours.end),
            "exact": nearest(new, old[start:end], start),
            "position": (start, end) if end <= len(new) else None,
        }
        for way, span in places.items():
            tally[way, mix, "all"] += 1
            tally[way, mix, "left"] += truth is not None
            is_right = truth is not None and span is not None and overlap(span, truth) >= OVERLAP
            tally[way, mix, "right"] += is_right
            tally[way, mix, "wrong"] += span is not None and not is_right


def true_span(words, went, new):
    """Return where the quote stands now, or None when under 60 % of its words are left close together, in order."""
    places = [went[word] for word in words if word in went]
    best = longest_close_run(places, 40 + 12 * len(words))
    if not words or len(best) < KEPT * len(words):
        return None
    return best[0], WORD.match(new, best[-1]).end()


def longest_close_run(places, reach):
    best, run = [], []
    for place in places:
        run = [*run, place] if run and 0 < place - run[-1] <= reach else [place]
        best = max(best, run, key=len)
    return best


def nearest(text, quote, near):
    """The baseline of exact search: the occurrence nearest to the old offset."""
    found = [match.start() for match in re.finditer(re.escape(quote), text)]
    start = min(found, key=lambda place: abs(place - near), default=None)
    return None if start is None else (start, start + len(quote))


def overlap(first, second):
    common = min(first[1], second[1]) - max(first[0], second[0])
    return max(0, common) / max(1, max(first[1], second[1]) - min(first[0], second[0]))


def report(tally, texts):
    print(f"{texts} texts, {COMMENTS} comments each; per cent wrong of all / right of those whose text is left")
    result = {}
    for mix in (*MIXES, "all"):
        row = []
        for way in ("stet", "exact", "position"):
            mixes = MIXES if mix == "all" else [mix]
            count = {key: sum(tally[way, one, key] for one in mixes) for key in ("all", "left", "right", "wrong")}
            wrong, right = 100 * count["wrong"] / count["all"], 100 * count["right"] / max(1, count["left"])
            row.append(f"{way} {wrong:6.2f} / {right:5.1f}")
            result |= {f"{way}_{mix}_wrong": round(wrong / 100, 4), f"{way}_{mix}_right": round(right / 100, 4)}
        print(f"{mix:10}", "   ".join(row))
    return result | {"wrong": result["stet_all_wrong"], "right": result["stet_all_right"]}


def timed(texts):
    """Return the seconds to carry 200 comments over a text of 25,000 words, both versions fresh."""
    words = " ".join(texts).split(" ")[:25_000]
    text = " ".join(words)
    comments = choose_comments(text, random.Random(7))
    new, _ = next_version(text, MIXES["heavy"], texts[-1], 7)
    start = time.perf_counter()
    carrier = Carrier(text, new)
    for span in comments:
        carrier.place(*span)
    return round(time.perf_counter() - start, 2)


if __name__ == "__main__":
    main()
