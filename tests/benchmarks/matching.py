"""How fast and how surely a large source list is asked, beside tantivy and rapidfuzz over all titles in the same run.

``python -m tests.benchmarks.matching [--data DIR] [--records N,N,…] [--asked N] [--seed N] [--quick]`` imports lists of
10,000, 100,000 and 1,000,000 records (the arXiv list cut, or padded with made-up works; all made up where it is not
there) and asks for records with a letter lost, a word exchanged, other authors, and for works that no list holds. Each
size is built and asked in processes of their own. ``verdict_*`` are single verdicts answered from the index;
``verdict_all_mean`` are all asked together as a draft asks, the look at every title for what was not found included.
``recall_index``: of the questions whose best title scores 85 or more by rapidfuzz's ``extractOne`` over every title,
the share the index answers as well; ``recall_not_found``: the share that the index or the look at every title answers.
``memory_mb`` counts the pages of mapped files that were touched, ``memory_own_mb`` does not.
``ratio_tantivy`` and ``ratio_scan`` are the peers' mean time for one look-up over ours.
"""

import argparse
import json
import lzma
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from itertools import accumulate, islice
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

import psutil
from rapidfuzz import fuzz, process

from app.citations.index import Index
from app.citations.index_keys import title_strings
from app.citations.normalise import normalise_title
from app.citations.parse import parse_reference
from app.citations.sources import Sources, open_sources
from app.domain.reference import Reference, Verdict, Work

SYLLABLES = (
    "ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "ar", "en", "il", "om", "ut",
)  # fmt: skip
WORDS = ["".join(random.Random(number).choices(SYLLABLES, k=2 + number % 3)) for number in range(20_000)]
FREQUENCIES = list(accumulate(1 / (rank + 20) for rank in range(len(WORDS))))
GOOD = 85
_COMPARED = 200


def main() -> None:
    """Import, ask, compare, print, at every size."""
    options = arguments()
    sizes = {}
    for records in map(int, options.records.split(",")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path = make_list(options, records, folder)
            result = apart(build, path, folder) | apart(ask, path, folder, options.asked, options.seed)
        sizes[str(records)] = result
        print(f"\n{records:,} records")
        for key, value in result.items():
            print(f"{key:22} {value:14,.3f}")
    rounded = {size: {key: round(value, 4) for key, value in result.items()} for size, result in sizes.items()}
    print("RESULT", json.dumps({**rounded[max(rounded, key=int)], "sizes": rounded}))


def apart(work: Callable[..., dict[str, float]], *values: object) -> dict[str, float]:
    """Run in a fresh process, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *values).result()


def arguments() -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--records", default="10000,100000,1000000", help="sizes, smallest first")
    parser.add_argument("--asked", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="20,000 records, 200 questions")
    options = parser.parse_args()
    if options.quick:
        options.records, options.asked = "20000", min(options.asked, 200)
    return options


def make_list(options: argparse.Namespace, records: int, folder: Path) -> Path:
    """Write the list to import, cut or padded to the wanted number of records."""
    target, real = folder / "list.csv", options.data / "citations" / "arxiv_575k.csv.xz"
    kept = -1
    with target.open("w", encoding="utf-8", newline="") as file:
        if real.exists():
            with lzma.open(real, "rt", encoding="utf-8", newline="") as source:
                for row in islice(source, records + 1):
                    kept += file.write(row) > 0
        else:
            kept += file.write("id,title,authors,year,doi\r\n") > 0
        file.writelines(made_rows(records - kept, options.seed))
    return target


def made_rows(count: int, seed: int) -> Iterator[str]:
    """Yield rows of works that do not exist."""
    chance = random.Random(seed)
    for number in range(count):
        title = " ".join(chance.choices(WORDS, cum_weights=FREQUENCIES, k=chance.randint(6, 12)))
        yield f'pad{number},{title} {number},"Kim A{number % 97}, Roe B{number % 89}",{1990 + number % 35},\r\n'


def build(path: Path, folder: Path) -> dict[str, float]:
    """Index the list and return what that took."""
    start = time.perf_counter()
    sources = open_sources([("list", (path,), False)], folder / "cache")
    took, size = time.perf_counter() - start, sources.records
    sources.close()
    (index,) = (folder / "cache").iterdir()
    kept = sum((index / name).stat().st_size for name in ("records.bin", "records.npy"))
    return {
        "records": float(size),
        "build_s": took,
        "bytes_per_record": index_bytes(index) / size,
        "bytes_of_records": kept / size,
        "memory_build_mb": peak_memory(),
    }


def index_bytes(folder: Path) -> int:
    """Return the size of what finds records: everything but the records themselves."""
    return sum(path.stat().st_size for path in folder.iterdir() if not path.name.startswith("records."))


def peak_memory() -> float:
    """Return the most memory this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ask(path: Path, folder: Path, asked: int, seed: int) -> dict[str, float]:
    """Ask one by one and together, and compare with the peers."""
    (index_folder,) = (folder / "cache").iterdir()
    opens = [timed(lambda: Index(index_folder).close())[0] for _ in range(3)]
    sources, index = open_sources([("list", (path,), False)], folder / "cache"), Index(index_folder)
    chance = random.Random(seed)
    cited = [citation(index, chance) for _ in range(asked)]
    look_ups, found = zip(*(timed(lambda work=work: look_up(index, work)) for work, _, _ in cited), strict=True)
    verdicts = []
    for work, _, _ in cited:
        took, judgement = timed(lambda work=work: sources.judge(work, ""))
        verdicts += [took] if judgement.record else []
    together, judged = timed(lambda: sources.judge_works([(work, "") for work, _, _ in cited]))
    wrong = [one.verdict is Verdict.VERIFIED for one, (_, altered, _) in zip(judged, cited, strict=True) if altered]
    draft, _ = timed(lambda: check_draft(sources, [work for work, _, number in cited if number >= 0][:500]))
    memory, own = peak_memory(), psutil.Process().memory_full_info().uss / 1024**2
    result = {
        "open_ms": min(opens) * 1000,
        "lookup_mean": mean(look_ups) * 1000,
        "lookup_p99": quantiles(look_ups, n=100)[-1] * 1000,
        "verdict_mean": mean(verdicts) * 1000,
        "verdict_p99": quantiles(verdicts, n=100)[-1] * 1000,
        "verdict_all_mean": together / asked * 1000,
        "draft_of_500_s": draft,
        "false_verified": mean(wrong),
        "memory_mb": memory,
        "memory_own_mb": own,
    }
    return result | against_peers(index, cited, found, mean(look_ups), folder)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return seconds and result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def look_up(index: Index, work: Work) -> float:
    """Return the best score that the index gives."""
    nearest = index.nearest(normalise_title(work.title), title_strings(work.title))
    return nearest[0][0] if nearest else 0.0


def check_draft(sources: Sources, works: Sequence[Work]) -> None:
    """Parse and judge printed references, a batch at a time, as a draft is checked."""
    raws = [f"{', '.join(work.authors)} ({work.year}). {work.title}." for work in works]
    references = [Reference(0, len(raw), raw, "bibliography", parse_reference(raw)) for raw in raws]
    for _ in sources.judge_all(references, None):
        pass


def against_peers(
    index: Index, cited: Sequence[tuple[Work, bool, int]], found: Sequence[float], ours: float, folder: Path
) -> dict[str, float]:
    """Return the peers' times over ours, and recall against rapidfuzz's look at every title."""
    titles = index.titles(range(index.size))
    few = list(zip(cited, found, strict=True))[:_COMPARED]
    queries = [normalise_title(work.title).replace(" ", "") for (work, _, _), _ in few]
    scans, hits = zip(
        *(timed(lambda q=q: process.extractOne(q, titles, scorer=fuzz.ratio, processor=None)) for q in queries),
        strict=True,
    )
    looked = [rows[0][0] if rows else 0.0 for rows in index.scan(queries, 1)]
    good = [
        (score, every, hit[1])
        for (_, score), every, hit in zip(few, looked, hits, strict=True)
        if hit and hit[1] >= GOOD
    ]
    peer = tantivy_mean(titles, [work.title for (work, _, _), _ in few], index, folder)
    return {
        "recall_index": mean(score >= best - 0.5 for score, _, best in good),
        "recall_not_found": mean(max(score, every) >= best - 0.5 for score, every, best in good),
        "recall_asked": float(len(good)),
        "scan_ms": mean(scans) * 1000,
        "ratio_scan": mean(scans) / ours,
        "tantivy_ms": peer * 1000,
        "ratio_tantivy": peer / ours,
    }


def tantivy_mean(titles: Sequence[str], queries: Sequence[str], index: Index, folder: Path) -> float:
    """Return tantivy's mean time for any of a title's words, in seconds; 0 where tantivy is not installed."""
    try:
        tantivy = import_module("tantivy")
    except ImportError:
        return 0.0
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("title", stored=False)
    builder.add_unsigned_field("number", stored=True)
    (folder / "tantivy").mkdir()
    peer = tantivy.Index(builder.build(), path=str(folder / "tantivy"))
    writer = peer.writer(100_000_000)
    for number in range(len(titles)):
        writer.add_document(tantivy.Document(title=normalise_title(index.record(number)[1].title), number=number))
    writer.commit()
    writer.wait_merging_threads()
    peer.reload()
    searcher = peer.searcher()
    times = [
        timed(lambda q=q: searcher.search(peer.parse_query(normalise_title(q) or "none", ["title"]), 8))[0]
        for q in queries
    ]
    return mean(times)


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


if __name__ == "__main__":
    main()
