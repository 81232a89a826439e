"""Whether the law of spans holds: each block of every file that reads maps to its source and back, twice the same.

python -m tests.evaluations.spans [--data DIR] [--seed N] [--quick] [--only TEXT]

Reads DOCX, PDF, text and Markdown files under DIR twice, guarded as in the app (``--quick``: 100 of them, drawn by
the seed). Exits 1 when a reader fails in
itself or a document breaks the law of `tests.documents.span_law`.
"""

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

from app.documents.guard import Worker, WorkerBugError
from app.documents.reader import read_guarded
from app.domain.errors import UnreadableFileError
from tests.documents.span_law import violations

FORMATS = (".docx", ".docm", ".dotx", ".dotm", ".pdf", ".txt", ".md")
QUICK = 100


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", help="files with this in their path")
    options = parser.parse_args()
    counts = defaultdict(Counter)
    with Worker() as worker:
        for path in chosen(options):
            outcome, found = examine(path, worker)
            kind = path.suffix.lower().lstrip(".")
            counts[kind].update({"files": 1, outcome: 1, "violations": bool(found)})
            for line in found:
                print(f"{path.relative_to(options.data)}: {line}", flush=True)
    print_table(counts)
    print("RESULT", json.dumps(dict(sum(counts.values(), Counter()))))
    sys.exit(any(count["violations"] or count["failed"] for count in counts.values()))


def chosen(options):
    paths = sorted(path for path in options.data.rglob("*") if path.suffix.lower() in FORMATS)
    paths = [path for path in paths if options.only in str(path)]
    return random.Random(options.seed).sample(paths, min(QUICK, len(paths))) if options.quick else paths


def examine(path, worker):
    """Return what came of a file, and what of the law it breaks."""
    first, second = (outcome_of(path, worker) for _ in range(2))
    again = [] if first == second else ["a second read differs"]
    if isinstance(first, str):
        return ("refused" if first else "failed"), [*again, *([] if first else ["the reader fails in itself"])]
    return ("read" if first.blocks else "no text"), [*again, *violations(first)]


def outcome_of(path, worker):
    """Return the document, the sentence that refuses it, or "" after printing a fault of the reader."""
    try:
        return read_guarded(path, worker=worker).document
    except UnreadableFileError as error:
        return str(error)
    except WorkerBugError as error:
        print(f"{path}: {str(error).strip().splitlines()[-1]}", flush=True)
        return ""


def print_table(counts):
    columns = ("files", "read", "no text", "refused", "failed", "violations")
    print(f"{'kind':6}" + "".join(f"{column:>11}" for column in columns))
    total = sum(counts.values(), Counter())
    for kind, count in [*sorted(counts.items()), ("all", total)]:
        print(f"{kind:6}" + "".join(f"{count[column]:11}" for column in columns))


if __name__ == "__main__":
    main()
