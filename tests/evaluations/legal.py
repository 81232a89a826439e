"""How well court decisions are judged: true ones in other words are never accused, invented ones never verified.

``python -m tests.evaluations.legal [--data DIR] [--seed N] [--quick] [--failures N]``. The set's true decisions are the
list. They are asked as printed and re-worded: names abbreviated, spelled out or cut short, a pin cite added, reporters
spaced otherwise. The decisions that courts found to be invented are asked as printed.
"""

import argparse
import json
import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.services.matching import match_rows, parse_rows
from tests.evaluations.match import ACCUSING, VERDICTS, opened, read_jsonl

_ABBREVIATED = {
    "Corporation": "Corp.", "Company": "Co.", "National": "Nat'l", "Association": "Ass'n", "Department": "Dep't",
    "University": "Univ.", "Railway": "Ry.", "International": "Int'l", "Insurance": "Ins.", "Hospital": "Hosp.",
    "Education": "Educ.", "County": "Cnty.", "Management": "Mgmt.", "Center": "Ctr.", "Community": "Cmty.",
    "Environmental": "Env't", "Financial": "Fin.", "Resources": "Res.", "American": "Am.", "Board": "Bd.",
}  # fmt: skip
_TAIL = re.compile(r",?\s+(?:Inc\.?|Corp\.?|Co\.?|LLC|Ltd\.?|L\.P\.|et al\.)(?=,|\s|$)")


def main() -> None:
    """Ask, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="a third of the rows")
    parser.add_argument("--failures", type=int, default=20, help="how many failures to print")
    options = parser.parse_args()
    rows = read_jsonl(options.data / "citations" / "legal_dev.jsonl")
    if options.quick:
        rows = random.Random(options.seed).sample(rows, len(rows) // 3)
    true = [row["text"] for row in rows if row["label"] == "VALID"]
    false = [row["text"] for row in rows if row["label"] != "VALID"]
    asked = [(name, reword(text)) for text in true for name, reword in REWORDED.items()]
    asked += [("invented", text) for text in false]
    answers = judge(true, [text for _, text in asked])
    table: dict[str, Counter[str]] = defaultdict(Counter)
    wrong = []
    for (name, text), answer in zip(asked, answers, strict=True):
        table[name][answer["verdict"]] += 1
        bad = answer["verdict"] == "verified" if name == "invented" else answer["verdict"] in ACCUSING
        wrong += [f"{name}: {text}\n    {answer['verdict']} {answer['reasons']} {answer['record_id']}"] if bad else []
    print(f"{'asked':14} {'rows':>5} " + " ".join(f"{name[:10]:>10}" for name in VERDICTS))
    for name, counts in table.items():
        print(f"{name:14} {counts.total():5} " + " ".join(f"{counts[verdict]:10}" for verdict in VERDICTS))
    print("\n".join(wrong[: options.failures]))
    invented = table.pop("invented")
    total = sum(table.values(), Counter())
    result = {
        "accused": (total["mismatch"] + total["likely_fabricated"]) / max(1, total.total()),
        "false_verified": invented["verified"] / max(1, invented.total()),
        "verified_true": total["verified"] / max(1, total.total()),
        "true": len(true),
        "invented": len(false),
    }
    print("RESULT " + json.dumps({key: round(value, 5) for key, value in result.items()}))


def judge(listed: list[str], asked: list[str]) -> list[dict[str, Any]]:
    """Return the judgements on decisions, those of ``listed`` being the list."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.jsonl"
        parsed = parse_rows({"id": text, "raw": text} for text in listed)
        path.write_text("".join(json.dumps({"id": one["id"], **one["parsed"]}) + "\n" for one in parsed), "utf-8")
        with opened([path]) as sources:
            return list(match_rows(({"id": text, "raw": text} for text in asked), sources))


def _abbreviate(text: str) -> str:
    return re.sub(r"\w+", lambda word: _ABBREVIATED.get(word.group(), word.group()), text)


def _spell_out(text: str) -> str:
    for whole, short in _ABBREVIATED.items():
        text = re.sub(rf"\b{re.escape(short)}(?=[\s,])", whole, text)
    return text


def _cut_names(text: str) -> str:
    """Leave out what stands behind a party's name ("Inc.") and the first party's given names."""
    parties, slot, rest = re.split(r"(,\s+(?=(?:No\.|Case No\.|\d+\s+[A-Z]|\d{4}\s+WL)))", text, maxsplit=1) + [""] * (
        0 if re.search(r",\s+(?=(?:No\.|Case No\.|\d+\s+[A-Z]|\d{4}\s+WL))", text) else 2
    )
    return _TAIL.sub("", parties) + slot + rest


def _add_pin(text: str) -> str:
    def pinned(match: re.Match[str]) -> str:
        return f"{match[1]}, {int(match[2]) + 3} ("

    return re.sub(r"(\d+ [A-Z][\w.' ]+? (\d+)) \(", pinned, text, count=1)


def _space(text: str) -> str:
    text = re.sub(r"\bU\.S\.(?=\s+\d)", "U. S.", text)
    return re.sub(r"\bF\.\s+Supp\.\s+(?=\dd)", "F.Supp.", re.sub(r"\bF\.(?=\dd)", "F. ", text))


REWORDED: dict[str, Callable[[str], str]] = {
    "as printed": lambda text: text,
    "abbreviated": _abbreviate,
    "spelled out": _spell_out,
    "cut short": _cut_names,
    "pin cite": _add_pin,
    "spaced": _space,
}

if __name__ == "__main__":
    main()
