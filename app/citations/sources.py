"""Open source lists and judge citations against them."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from rapidfuzz import fuzz

from app.citations.index import Index
from app.citations.index_cache import open_indexes
from app.citations.index_keys import author_string, identifier_strings, title_strings
from app.citations.match_fields import compare
from app.citations.match_raw import read_raw
from app.citations.match_titles import NEAR
from app.citations.normalise import normalise, normalise_title
from app.citations.retractions import Retraction, is_retraction_list, read_retractions, retraction_of
from app.citations.verdict import Lists, decide, likeness, no_list
from app.domain.document import Document
from app.domain.errors import StetError
from app.domain.reference import (
    Candidate,
    CheckedReference,
    Judgement,
    Notice,
    Record,
    Reference,
    Rejected,
    Verdict,
    Work,
)

_BATCH = 32
_RAW_CANDIDATES = 24
_LIKELY = 60
_TITLE = "title:"
_FEW, _NEAREST, _PEOPLE = 2, 8, 48
_OTHERS_DOI = frozenset(["doi", "identifier-of-other-work"])


@dataclass(frozen=True, slots=True)
class SourceList:
    """An opened list: its name, whether its owner declared it complete, and an index of it or of a part of it."""

    name: str
    complete: bool
    index: Index

    def record(self, number: int) -> Record:
        """Return a record under the list's name."""
        id_, work = self.index.record(number)
        return Record(id_, self.name, work)


class Sources:
    """Source lists ready for looking up; close them to let go of their files."""

    def __init__(
        self,
        lists: Sequence[SourceList],
        temporary: Path | None = None,
        retractions: Mapping[str, Retraction] | None = None,
    ) -> None:
        self._lists = tuple(lists)
        self._retractions = retractions or {}
        self._temporary = temporary
        self._about = Lists(
            complete=any(item.complete for item in lists),
            kinds=frozenset(chain.from_iterable(item.index.kinds for item in lists)),
            venues=frozenset(chain.from_iterable(item.index.venues for item in lists)),
        )

    @property
    def records(self) -> int:
        """How many records the lists hold together."""
        return sum(item.index.records for item in self._lists)

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The entries of the files that could not be taken."""
        return tuple(chain.from_iterable(item.index.rejected for item in self._lists))

    def judge(self, work: Work, raw: str) -> Judgement:
        """Judge one citation, given its fields and, where there is one, its printed text."""
        return self.judge_works([(work, raw)])[0]

    def judge_works(self, cited: Sequence[tuple[Work, str]]) -> list[Judgement]:
        """Judge citations together: those not found through the index share one look at every title."""
        judged = self._judge_listed(cited) if self._lists else [no_list() for _ in cited]
        if not self._retractions:
            return judged
        return [self._noting_retraction(*pair) for pair in zip(cited, judged, strict=True)]

    def _noting_retraction(self, cited: tuple[Work, str], judgement: Judgement) -> Judgement:
        """Add what the lists of retractions say; a DOI that belongs to another work says nothing of this one."""
        found = judgement.record.work if judgement.record else None
        work = replace(cited[0], doi="") if _OTHERS_DOI & set(judgement.reasons) else cited[0]
        known = any(notice.kind == "retracted" for notice in judgement.notices)
        retraction = None if known else retraction_of(work, found, self._retractions)
        return replace(judgement, notices=(retraction.notice, *judgement.notices)) if retraction else judgement

    def _judge_listed(self, cited: Sequence[tuple[Work, str]]) -> list[Judgement]:
        cited = [(replace(work, doi=work.doi.lower()), raw) for work, raw in cited]  # the case of a DOI says nothing
        indexed = [self._judge_indexed(work, raw) for work, raw in cited]
        judged = [judgement for judgement, _ in indexed]
        open_places = [place for place, judgement in enumerate(judged) if judgement.record is None]
        if open_places:
            scanned = self._scan([cited[place] for place in open_places])
            for place, records in zip(open_places, scanned, strict=True):
                if new := [record for record in records if record not in indexed[place][1]]:
                    judged[place] = decide(*cited[place], [*indexed[place][1], *new], self._about)
        return judged

    def _judge_indexed(self, work: Work, raw: str) -> tuple[Judgement, list[Record]]:
        """Judge by the title and identifiers; where that confirms nothing, look for the people and in the raw text.

        Returns the records that were compared, too.
        """
        near = [(item, _near(item.index, work)) for item in self._lists]
        first = [item.record(number) for item, numbers in near for number in numbers[:_FEW]]
        first += [item.record(number) for item in self._lists for number in _exact(item.index, work)]
        judgement = decide(work, raw, first, self._about)
        if judgement.verdict is Verdict.VERIFIED:
            return judgement, first
        first += [item.record(number) for item, numbers in near for number in numbers[_FEW:]]
        people = [(item, _by_people(item.index, work)) for item in self._lists]
        alike = [item.record(number) for item, numbers in people for number in _alike(item.index, numbers, work, raw)]
        last = [item.record(number) for item in self._lists for number in _printed(item.index, raw)]
        records = _once([*first, *alike, *last])
        judgement = decide(work, raw, records, self._about)
        if len(alike) < sum(len(numbers) for _, numbers in people) and (
            judgement.record is None or "authors" in judgement.reasons
        ):
            everything = [item.record(number) for item, numbers in people for number in numbers]
            records = _once([*first, *everything, *last])
            judgement = decide(work, raw, records, self._about)
        return judgement, records

    def judge_all(
        self, references: Sequence[Reference], document: Document | None
    ) -> Iterator[tuple[CheckedReference, ...]]:
        """Yield the references of a draft with their judgements, in order, some at a time."""
        del document  # what a draft says around its references does not change whether a work exists
        seen: dict[tuple[str, str], Reference] = {}
        for first in range(0, len(references), _BATCH):
            batch = references[first : first + _BATCH]
            judged = self.judge_works([(reference.parsed, reference.raw) for reference in batch])
            yield tuple(_noting_duplicates(*pair, seen) for pair in zip(batch, judged, strict=True))

    def candidates(self, work: Work, raw: str, limit: int) -> tuple[Candidate, ...]:
        """Return at most ``limit`` records that a citation may mean, the likeliest first."""
        work = replace(work, doi=work.doi.lower())
        found: dict[tuple[str, str], Candidate] = {}
        for item in self._lists:
            index = item.index
            numbers = [*_near(index, work), *_exact(index, work), *_by_people(index, work)]
            numbers += index.sharing_words(normalise(raw or work.title), _RAW_CANDIDATES)
            for record in map(item.record, dict.fromkeys(numbers)):
                comparison = compare(work, raw, record, self._about.venues)
                candidate = Candidate(record, likeness(comparison), comparison.fields)
                found.setdefault((record.library, record.id), candidate)
        return tuple(sorted(found.values(), key=lambda one: -one.score)[:limit])

    def search(self, text: str, limit: int) -> tuple[Record, ...]:
        """Return at most ``limit`` records that fit a text best, best first; for no text the first there are."""
        wanted = normalise(text)
        if not wanted:
            return tuple(islice((item.record(n) for item in self._lists for n in item.index.first(limit)), limit))
        records = [item.record(number) for item in self._lists for number in item.index.search(text, limit)]
        found = [(_likeness(wanted, record), record) for record in records]
        likely = sorted((pair for pair in found if pair[0] >= _LIKELY), key=lambda pair: -pair[0])
        return tuple(record for _, record in likely[:limit])

    def close(self) -> None:
        """Let go of the indexes."""
        for item in self._lists:
            item.index.close()
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def _scan(self, cited: Sequence[tuple[Work, str]]) -> list[list[Record]]:
        """Return, for each citation, what looking at every title of every list finds."""
        queries = [normalise_title(work.title).replace(" ", "") for work, _ in cited]
        found: list[list[Record]] = [[] for _ in cited]
        for item in self._lists:
            for records, hits in zip(found, item.index.scan(queries), strict=True):
                records += [item.record(number) for _, number in hits]
        return found


def _likeness(wanted: str, record: Record) -> float:
    """Return how well a normalised text fits a record: its words, then how much of the record they are."""
    work = record.work
    shown = normalise(" ".join((work.title, *work.authors, str(work.year or ""), work.container, work.doi, record.id)))
    words = max(fuzz.token_set_ratio(wanted, shown), fuzz.partial_ratio(wanted, shown))
    return words + fuzz.ratio(wanted, shown) / 100


def _exact(index: Index, work: Work) -> list[int]:
    """Return the numbers of the records with an identifier or the title of a citation."""
    strings = [text for text in title_strings(work.title) if text.startswith(_TITLE)]
    titles = tuple(text.removeprefix(_TITLE) for text in strings)
    numbers = index.exact(strings)
    titled = [n for n, title in zip(numbers, index.titles(numbers), strict=True) if title.startswith(titles)]
    return list(dict.fromkeys([*index.exact(identifier_strings(work)), *titled]))


def _near(index: Index, work: Work) -> list[int]:
    """Return the numbers of the records with the most similar titles, best first."""
    title = normalise_title(work.title)
    return [number for _, number in index.nearest(title, title_strings(work.title), _NEAREST)] if title else []


def _by_people(index: Index, work: Work) -> list[int]:
    """Return the numbers of records by the cited people."""
    people = author_string(work)
    return index.exact([people])[:_PEOPLE] if people else []


def _alike(index: Index, numbers: Sequence[int], work: Work, raw: str) -> list[int]:
    """Return those of records that may be the cited work by their title; others only tell what these people wrote."""
    cited = normalise_title(work.title).replace(" ", "")
    letters = read_raw(raw).letters if raw else ""
    return [
        number
        for number, title in zip(numbers, index.titles(numbers), strict=True)
        if title and (fuzz.ratio(cited, title, score_cutoff=NEAR) or _begins(cited, title) or title in letters)
    ]


def _begins(one: str, other: str) -> bool:
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _printed(index: Index, raw: str) -> list[int]:
    """Return the numbers of the records whose title stands in the printed text."""
    if not raw:
        return []
    numbers, letters = index.sharing_words(normalise(raw), _RAW_CANDIDATES), read_raw(raw).letters
    return [n for n, title in zip(numbers, index.titles(numbers), strict=True) if title and title in letters]


def _once(records: Sequence[Record]) -> list[Record]:
    """Return records without those that came before, field for field."""
    return list(dict.fromkeys(records))


def _noting_duplicates(
    reference: Reference, judgement: Judgement, seen: dict[tuple[str, str], Reference]
) -> CheckedReference:
    """Note a second entry of a bibliography for a work that has one already."""
    record = judgement.record
    if record is None or reference.origin != "bibliography" or judgement.verdict is Verdict.LIKELY_FABRICATED:
        return CheckedReference(reference, judgement)
    earlier = seen.setdefault((record.library, record.id), reference)
    if earlier is not reference:
        notice = Notice("duplicate", f"The same work stands in another entry: {earlier.raw[:120]}")
        judgement = replace(judgement, notices=(*judgement.notices, notice))
    return CheckedReference(reference, judgement)


def open_sources(
    specs: Sequence[tuple[str, tuple[Path, ...], bool]],
    cache: Path | None,
    left_out: Callable[[StetError], object] | None = None,
) -> Sources:
    """Open source lists, each a name, its files and whether it is declared complete; lists of retractions are known.

    An index is kept in ``cache`` under the digest of the files, so that a list is indexed once and a damaged index
    is built anew; without ``cache`` it lives in a temporary folder until the sources are closed.
    ``left_out`` is told why a list cannot be read, and the others are used; without it the reason is raised:
    UnreadableFileError or BadInputError.
    """
    temporary = Path(tempfile.mkdtemp(prefix="stet-sources-")) if cache is None and specs else None
    folder = cache or temporary
    try:
        retracted = [(name, files, is_) for name, files, is_ in specs if any(map(is_retraction_list, files))]
        lists = [_open_list(*spec, folder, left_out) for spec in specs if folder and spec not in retracted]
    except BaseException:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
        raise
    retractions = dict(
        chain.from_iterable(read_retractions(path).items() for _, files, _ in retracted for path in files)
    )
    return Sources(list(chain.from_iterable(lists)), temporary, retractions)


def _open_list(
    name: str, files: tuple[Path, ...], complete: bool, cache: Path, left_out: Callable[[StetError], object] | None
) -> list[SourceList]:
    try:
        return [SourceList(name, complete, index) for index in open_indexes(files, cache)]
    except StetError as error:
        if left_out is None:
            raise
        left_out(error)
        return []
