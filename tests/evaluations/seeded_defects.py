"""How many seeded defects the checks find: variants of each kind, put by script into human texts.

python -m tests.evaluations.seeded_defects [--data DIR] [--seed N] [--quick] [--missed]

The variants stand in ``seeded_defects.txt``, each kind with the check that should find it; they were written before
the rules of that check. Every variant goes into several human texts of DIR/prose/dev.jsonl, drawn by the seed, as
paragraphs of its own (two places where it has two parts); texts with code listings are no hosts, because a defect in
the middle of a listing is code. A defect counts as found when a finding of the check overlaps
what was put in. ``--missed`` lists the variants that were missed, ``--quick`` takes one text for each variant.
"""

import argparse
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from app.checks.engine import CHECKS, run_checks
from app.documents import markdown, text
from app.domain.document import Kind
from app.domain.finding import Tier

HOSTS = {"18f-blog", "liang-college", "liang-hewlett", "rex-toefl-essay"}
LEAST_WORDS, MOST_WORDS = 200, 2000
LEAST_PARAGRAPHS = 3
TEXTS_EACH, OWN_VARIANTS, SENTENCES_EACH = 5, 20, 12
LEAST_OWN = 20
LISTING = "```"
MARKED = set("*_`[<>#|\\&-")


@dataclass(frozen=True)
class Variant:
    """One defect: its parts go to different places of the text."""

    kind: str
    check: str
    place: str
    reader: str
    parts: tuple[str, ...]


def main():
    options = arguments()
    draw = random.Random(options.seed)
    hosts = read_hosts(options.data / "prose" / "dev.jsonl")
    checks = {check.id: check for check in CHECKS}
    found, seeded, missed = Counter(), Counter(), []
    for variant in variants(draw):
        for host in draw.sample(hosts, 1 if options.quick else TEXTS_EACH):
            seeded[variant.kind, variant.check] += 1
            if variant.check in checks and is_found(variant, host, checks[variant.check], draw):
                found[variant.kind, variant.check] += 1
            else:
                missed.append((variant, host))
    report(checks, found, seeded, missed if options.missed else [])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--missed", action="store_true", help="list what was missed")
    return parser.parse_args()


def read_hosts(path):
    """Return the paragraphs of each human text that can take a defect."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows if row["generator"] == "human" and row["source"] in HOSTS]
    hosts = [tuple(part for part in each.split("\n\n") if part.strip()) for each in texts if is_host(each)]
    return [host for host in hosts if len(host) >= LEAST_PARAGRAPHS]


def is_host(words):
    return LEAST_WORDS <= len(words.split()) <= MOST_WORDS and LISTING not in words


def variants(draw):
    """Yield every variant of the file; those made from the host or from loose sentences are drawn here."""
    sections = read_sections()
    sentences = sections.pop("sentences")
    for head, lines in sections.items():
        kind, check, place, reader = head.split()
        for line in lines:
            for _ in range(OWN_VARIANTS if line.startswith("@") else 1):
                yield Variant(kind, check, place, reader, parts_of(line, sentences, draw))


def read_sections():
    sections = {}
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            lines = sections.setdefault(line[3:], [])
        elif line and not line.startswith("# "):
            lines.append(line)
    return sections


def parts_of(line, sentences, draw):
    if line == "@vague":
        body = " ".join(draw.sample(sentences, SENTENCES_EACH))
        return (f"## Why it matters\n\n{body}\n\n## What follows",)
    return tuple(part.replace(" ¶ ", "\n\n").replace("⏎", "\n") for part in line.split(" || "))


def is_found(variant, host, check, draw):
    """Tell whether the check finds the variant in the host."""
    parts = variant.parts
    if parts == ("@own",):
        long = [paragraph for paragraph in host if len(paragraph.split()) >= LEAST_OWN and not set(paragraph) & MARKED]
        parts = (draw.choice(long or host),)
    document = read("\n\n".join(put_in(host, parts, variant.place, draw)), variant.reader)
    spans = [span for part in parts for span in spans_of(document, part)]
    (done,) = run_checks(document, [check])
    assert not done.error, done.error
    return any(finding.start < end and start < finding.end for finding in done.findings for start, end in spans)


def put_in(host, parts, place, draw):
    paragraphs = list(host)
    if place == "first":
        return [*parts, *paragraphs]
    if place == "last":
        return [*paragraphs, *parts]
    places = sorted(draw.sample(range(1, len(paragraphs)), min(len(parts), len(paragraphs) - 1)))
    for index, part in reversed(list(zip(places, parts, strict=True))):
        paragraphs.insert(index, part)
    return paragraphs


def read(words, reader):
    if reader == "md":
        return markdown.read(words.encode()).document
    return replace(text.read(words.encode()).document, kind=Kind.DOCX)


def spans_of(document, part):
    """Return where the lines and cells of the part stand in the text, everywhere they do."""
    lines = (re.sub(r"^(?:[#>-]+|\d+\.) ", "", line).strip(" *`") for line in part.replace("|", "\n").split("\n"))
    for line in (part, *lines):
        start = document.text.find(line) if line.strip("-: ") else -1
        while start >= 0:
            yield start, start + len(line)
            start = document.text.find(line, start + len(line))


def report(checks, found, seeded, missed):
    for variant, host in missed:
        print(f"missed {variant.kind}: {' || '.join(variant.parts)[:150]!r} in {host[0][:40]!r}")
    tiers = {Tier.FIX: Counter(), Tier.ASK: Counter()}
    print(f"{'kind':20}{'check':26}{'seeded':>8}{'found':>8}{'recall':>8}")
    for (kind, check), count in seeded.items():
        hits = found[kind, check]
        print(f"{kind:20}{check:26}{count:8}{hits:8}{hits / count:8.3f}")
        if check in checks:
            tiers[checks[check].tier].update(seeded=count, found=hits)
    rates = {tier: counts["found"] / max(1, counts["seeded"]) for tier, counts in tiers.items()}
    kinds = {kind: round(found[kind, check] / count, 3) for (kind, check), count in seeded.items()}
    print(f"Fix {rates[Tier.FIX]:.3f} of {tiers[Tier.FIX]['seeded']}, Ask {rates[Tier.ASK]:.3f} of", end=" ")
    print(tiers[Tier.ASK]["seeded"])
    result = {"recall_fix": round(rates[Tier.FIX], 4), "recall_ask": round(rates[Tier.ASK], 4), "by_kind": kinds}
    print("RESULT", json.dumps(result))


if __name__ == "__main__":
    main()
