"""How fast a large source list is imported and asked, beside scanning its titles with rapidfuzz in the same run.

``python -m tests.benchmarks.match [LIST.csv.xz] [--data DIR] [--records N] [--asked N] [--seed N] [--quick]`` imports
the list (records are made up where there is none; ``--records`` cuts or pads it) and asks for records of it with a
letter lost, a word exchanged, other authors, and for works that it does not hold. Recall is measured against
``rapidfuzz.process.extractOne`` over every title, which is also the peer for speed: ``ratio_scan`` is its time for one
reference over ours for the whole verdict; ``ratio_import`` is our import over reading the same rows with ``csv``.
"""

import argparse
import csv
import json
import lzma
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, quantiles

from rapidfuzz import fuzz, process

from app.citations.index import Index
from app.citations.index_keys import title_strings
from app.citations.normalise import normalise_title
from app.citations.sources import Sources, open_sources
from app.domain.reference import Verdict, Work

VOCABULARY = """
adaptive bound causal discrete entropy field graph harmonic inverse jump kernel lattice matrix noise
optimal phase quantum random sparse tensor uniform vector wave zeta learning network model theory
analysis dynamics
"""
WORDS = VOCABULARY.split()
GOOD = 85


def main() -> None:
    """Import, ask, compare, print."""
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = make_list(options, folder)
        result = measure(path, folder, options)
    for key, value in result.items():
        print(f"{key:20} {value:14,.3f}")
    print("RESULT", json.dumps({key: round(value, 4) for key, value in result.items()}))


def arguments() -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list", type=Path, nargs="?")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--records", type=int, default=0, help="how many records (default: those of the list)")
    parser.add_argument("--asked", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="20,000 records, 200 questions")
    options = parser.parse_args()
    if options.quick:
        options.records, options.asked = options.records or 20_000, min(options.asked, 200)
    options.list = options.list or options.data / "citations" / "arxiv_575k.csv.xz"
    return options


def make_list(options: argparse.Namespace, folder: Path) -> Path:
    """Write the list to import, cut or padded to the wanted number of records."""
    target = folder / "list.csv"
    wanted = options.records or (sys.maxsize if options.list.exists() else 100_000)
    kept = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        if options.list.exists():
            with lzma.open(options.list, "rt", encoding="utf-8", newline="") as source:
                for row in source:
                    kept += file.write(row) > 0
                    if kept > wanted:
                        break
        else:
            kept = 1
            file.write("id,title,authors,year,doi\r\n")
        if options.records:
            file.writelines(made_rows(wanted + 1 - kept, options.seed))
    return target


def made_rows(count: int, seed: int) -> Iterator[str]:
    """Yield rows of works that do not exist."""
    chance = random.Random(seed)
    for number in range(count):
        title = " ".join(chance.choices(WORDS, k=chance.randint(6, 12)))
        yield f'pad{number},{title} {number},"Kim A{number % 97}, Roe B{number % 89}",{1990 + number % 35},\r\n'


def measure(path: Path, folder: Path, options: argparse.Namespace) -> dict[str, float]:
    """Return the figures."""
    start = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        rows = sum(bool(row) for row in csv.reader(file)) - 1
    bare = time.perf_counter() - start
    start = time.perf_counter()
    sources = open_sources([("list", (path,), False)], folder / "cache")
    build = time.perf_counter() - start
    imported = peak_memory()
    (index_folder,) = (folder / "cache").iterdir()
    opens = []
    for _ in range(3):
        start = time.perf_counter()
        Index(index_folder).close()
        opens.append(time.perf_counter() - start)
    result = {
        "records": float(sources.records),
        "rows": float(rows),
        "build_s": build,
        "ratio_import": build / bare,
        "bytes_per_record": index_bytes(index_folder) / sources.records,
        "records_bytes": sum((index_folder / n).stat().st_size for n in ("records.bin", "records.npy"))
        / sources.records,
        "open_ms": min(opens) * 1000,
        "memory_import_mb": imported,
    }
    result |= ask(sources, Index(index_folder), options)
    sources.close()
    return result


def index_bytes(folder: Path) -> int:
    """Return the size of what finds records: everything but the records themselves."""
    return sum(path.stat().st_size for path in folder.iterdir() if not path.name.startswith("records."))


def peak_memory() -> float:
    """Return the most memory this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ask(sources: Sources, index: Index, options: argparse.Namespace) -> dict[str, float]:
    """Ask one by one and together, and compare with a look at every title."""
    chance = random.Random(options.seed)
    cited = [citation(index, chance) for _ in range(options.asked)]
    look_ups, verdicts, found, altered_verified = [], [], [], 0
    for work, altered, number in cited:
        title = normalise_title(work.title)
        start = time.perf_counter()
        nearest = index.nearest(title, title_strings(work.title))
        look_ups.append(time.perf_counter() - start)
        found.append(nearest[0][0] if nearest else 0.0)
        if number >= 0:
            start = time.perf_counter()
            judgement = sources.judge(work, "")
            verdicts.append(time.perf_counter() - start)
            altered_verified += altered and judgement.verdict is Verdict.VERIFIED
    together = [(work, "") for work, _, _ in cited[:500]]
    start = time.perf_counter()
    sources.judge_works(together)
    per_reference = (time.perf_counter() - start) / len(together)
    memory = peak_memory()
    scan, recall, good = peer(index, cited, found, min(60, options.asked))
    return {
        "lookup_mean": mean(look_ups) * 1000,
        "verdict_mean": mean(verdicts) * 1000,
        "verdict_p99": quantiles(verdicts, n=100)[-1] * 1000,
        "references_per_s": 1 / per_reference,
        "false_verified": altered_verified / max(1, sum(altered for _, altered, _ in cited)),
        "memory_mb": memory,
        "scan_ms": scan * 1000,
        "ratio_scan": scan / mean(verdicts),
        "recall_index": recall,
        "recall_asked": float(good),
    }


def citation(index: Index, chance: random.Random) -> tuple[Work, bool, int]:
    """Return a citation, whether it was altered, and its record (-1: the list holds no such work)."""
    number = chance.randrange(index.size)
    _, work = index.record(number)
    words = work.title.split()
    place = chance.randrange(len(words)) if words else 0
    match chance.randrange(5):
        case 0 if len(work.title) > 8:
            letter = chance.randrange(len(work.title))
            return change(work, title=work.title[:letter] + work.title[letter + 1 :]), False, number
        case 1 if len(words) > 4 and len(words[place]) > 4:
            words[place] = "xylophone"
            return change(work, title=" ".join(words)), True, number
        case 2 if work.authors:
            return change(work, authors=("Quux, Zed", "Quuz, Zoe")), True, number
        case 3:
            chance.shuffle(words)
            return change(work, title=" ".join([*words, *chance.choices(WORDS, k=4)])), False, -1
        case _:
            return work, False, number


def change(work: Work, **changes: object) -> Work:
    """Return a citation that claims only what a reference list prints."""
    kept = {"title": work.title, "authors": work.authors, "year": work.year}
    return Work(**(kept | changes))


def peer(index: Index, cited: list[tuple[Work, bool, int]], found: list[float], asked: int) -> tuple[float, float, int]:
    """Return rapidfuzz's time for one reference over every title, the index's recall where that finds a good one."""
    titles = index.titles(range(index.size))
    times, hits, good = [], 0, 0
    for (work, _, _), score in list(zip(cited, found, strict=True))[:asked]:
        query = normalise_title(work.title).replace(" ", "")
        start = time.perf_counter()
        best = process.extractOne(query, titles, scorer=fuzz.ratio, processor=None)
        times.append(time.perf_counter() - start)
        if best and best[1] >= GOOD:
            good += 1
            hits += score >= best[1] - 0.5
    return mean(times), hits / good if good else 1.0, good


if __name__ == "__main__":
    main()
