"""Ask online services about references that the lists left open: in which order, and what the answers change.

Off unless a person switched it on. An answer is judged as a list's record is. That a service does not know a work, or
does not answer, is never evidence against it.
"""

from collections import deque
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from app.citations.match_fields import Comparison, compare
from app.citations.match_venues import is_preprint
from app.citations.normalise import arxiv_of_doi, content_words, normalise, normalise_title
from app.citations.verdict import Lists, decide
from app.domain.days import in_words
from app.domain.reference import Judgement, Notice, Record, Verdict, Work
from app.domain.report import DocumentReport
from app.services.checking import Progress
from app.services.online import (
    ARCHIVE,
    LINKS,
    NAMES,
    Answer,
    AskBy,
    Asked,
    Evidence,
    Hit,
    Looked,
    LookUps,
    OnlineChoice,
    Outcome,
    Question,
    is_open,
    page_of,
)

FAILED = "lookup-failed"
"""The reason code of a look-up that gave no answer."""

_ISBN_LENGTHS = frozenset([10, 13])
_BOOKS = frozenset(["book", "chapter"])
_NO_TITLE_SEARCH = frozenset(["webpage", "legal_case", "legislation", "bill", "personal_communication", "interview"])
_COLLECTIONS = frozenset(["book", "edited-book", "reference-book", "monograph", "proceedings", "journal-issue"])
_OWN_EVIDENCE = frozenset(["chimera", "placeholder-authors"])
_CODES = _OWN_EVIDENCE | {"identifier-of-other-work", FAILED}
_Cited = tuple[Work, str]
Judge = Callable[[Sequence[_Cited], Sequence[Judgement]], list[Judgement]]
"""Gives citations, each with its printed text, and the lists' judgements on them the judgements after looking up."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A citation, by its place, has been looked up: the judgement, and everything that was asked."""

    place: int
    judgement: Judgement
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class LookingUp:
    """How far it is: ``done`` of ``total`` citations, and how many questions have been answered or given up."""

    done: int
    total: int
    asked: int


def plan(work: Work, *, titles: bool, services: Container[str] = NAMES) -> tuple[Question, ...]:
    """Return what may be asked about a work, in order: by identifiers, then, if allowed, by title, then its link.

    Only ``services`` are asked. A link is visited where there is no identifier that anybody could be asked about.
    """
    work = replace(work, arxiv=work.arxiv or arxiv_of_doi(work.doi))
    steps: list[tuple[str, AskBy]] = []
    if work.doi and not work.doi.lower().startswith("10.48550/"):
        steps += [(name, AskBy.DOI) for name in ("Crossref", "DataCite", "OpenAlex")]
    if work.arxiv:
        steps += [("DataCite", AskBy.ARXIV), ("arXiv", AskBy.ARXIV)]
    if len(work.isbn) in _ISBN_LENGTHS:
        steps.append(("Open Library", AskBy.ISBN))
    if work.kind == "legal_case" and work.volume and work.container and work.pages:
        steps.append(("CourtListener", AskBy.CASE))
    identified = bool(steps)
    if titles and work.kind not in _NO_TITLE_SEARCH and len(content_words(normalise_title(work.title))) > 1:
        middle = ["Open Library"] if work.kind in _BOOKS else []
        steps += [(name, AskBy.TITLE) for name in ("Crossref", *middle, "OpenAlex")]
    if work.url.lower().startswith(("http://", "https://")) and not identified:
        steps += [(LINKS, AskBy.LINK), (ARCHIVE, AskBy.LINK)]
    return tuple(Question(name, by, work) for name, by in steps if name in services)


@dataclass(slots=True)
class _Case:
    """A reference that is being looked up: what the lists said, what is still to be asked, what came back."""

    place: int
    cited: _Cited
    offline: Judgement
    steps: deque[Question]
    asked: list[Asked] = field(default_factory=list)

    def take(self, question: Question, answer: Answer) -> None:
        """Keep an answer; what has been found need not be asked elsewhere by the same key."""
        self.asked.append(Asked(question.service, question.by, answer))
        if answer.found and question.by is not AskBy.TITLE:
            self.steps = deque(step for step in self.steps if step.by is not question.by)

    @property
    def is_settled(self) -> bool:
        """Whether no further answer is needed."""
        if not self.steps:
            return True
        judgement = _judged(self)
        by_identifier = judgement.record is not None and judgement.record.id in _identified(self)
        return judgement.verdict is Verdict.VERIFIED or (by_identifier and judgement.verdict is Verdict.MISMATCH)


def look_up(
    cited: Sequence[_Cited],
    judged: Sequence[Judgement],
    lookups: LookUps,
    choice: OnlineChoice,
    *,
    settled_too: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[LookedUp | LookingUp]:
    """Yield each citation that something was asked about once it is settled, and how far the work is.

    Only what the person's ``choice`` allows is asked.
    Asked are the citations that the lists left not found, partly verified or unverifiable; with ``settled_too`` also
    the others, whose verdict stays. Raises CancelledError.
    """
    pairs = enumerate(zip(cited, judged, strict=True))
    cases = [
        _Case(place, pair, judgement, deque(plan(pair[0], titles=choice.titles, services=choice.services)))
        for place, (pair, judgement) in pairs
        if settled_too or is_open(judgement)
    ]
    waiting = [case for case in cases if case.steps]
    total, answered = len(waiting), 0
    while waiting:
        questions = [case.steps.popleft() for case in waiting]
        left = len(waiting)
        with closing(lookups.ask(questions, cancelled)) as answers:
            for at, answer in answers:
                case, answered = waiting[at], answered + 1
                case.take(questions[at], answer)
                if case.is_settled:
                    left -= 1
                    yield LookedUp(case.place, _told(case), tuple(case.asked))
                yield LookingUp(total - left, total, answered)
        waiting = [case for case in waiting if not case.is_settled]


def online_judge(lookups: LookUps, *, titles: bool, progress: Callable[[Progress], None]) -> Judge:
    """Return a function that gives citations with the lists' judgements their judgements after looking up."""
    choice = OnlineChoice(NAMES, titles)

    def judge(cited: Sequence[_Cited], judged: Sequence[Judgement]) -> list[Judgement]:
        result = list(judged)
        for event in look_up(cited, judged, lookups, choice):
            if isinstance(event, LookingUp):
                progress(Progress("Looking up references online", event.done, event.total))
            else:
                result[event.place] = event.judgement
        return result

    return judge


def looked(work: Work, raw: str, offline: Judgement, asked: Sequence[Asked]) -> Looked:
    """Return what answers say about a citation that the lists judged ``offline``, also answers that were kept."""
    case = _Case(0, (work, raw), offline, deque(), list(asked))
    return Looked(offline, _told(case), tuple(_evidence(case, one) for one in case.asked))


def look_up_references(report: DocumentReport, judge: Judge) -> DocumentReport:
    """Return a draft's report with what the online services changed. Raises CancelledError."""
    cited = [(checked.reference.parsed, checked.reference.raw) for checked in report.references]
    judged = judge(cited, [checked.judgement for checked in report.references])
    pairs = zip(report.references, judged, strict=True)
    return replace(report, references=tuple(replace(checked, judgement=judgement) for checked, judgement in pairs))


def _judged(case: _Case) -> Judgement:
    """Return the verdict that the lists' record and the services' records support together."""
    work, raw = case.cited
    found = [_fair(hit.record, work) for hit in _hits(case)]
    if not found or not is_open(case.offline):
        return case.offline
    known = [case.offline.record] if case.offline.record else []
    judgement = decide(work, raw, [*known, *found], Lists())
    if judgement.record is None or judgement.record in known or not _may_say(judgement, case):
        return case.offline
    return replace(judgement, notices=(*case.offline.notices, *judgement.notices))


def _fair(record: Record, cited: Work) -> Record:
    """Take the year from a preprint's record where the published version is cited: it is another year's."""
    published = cited.container and not is_preprint(cited.container)
    if record.work.arxiv and published:
        return replace(record, work=replace(record.work, year=None))
    return record


def _may_say(judgement: Judgement, case: _Case) -> bool:
    """Whether the evidence is good enough for the verdict: the world holds more works than a mentor's list.

    A volume that holds the cited chapter, a record without people or in another script accuse nobody.
    """
    record = judgement.record
    if record is None or judgement.verdict not in {Verdict.MISMATCH, Verdict.LIKELY_FABRICATED}:
        return True
    if not record.work.authors and record.work.kind != "legal_case":
        return False
    if not normalise(" ".join((record.work.title, *record.work.authors))).isascii():
        return False
    if record.work.kind in _COLLECTIONS and case.cited[0].kind not in _COLLECTIONS:
        return False
    return record.id in _identified(case) or _may_say_by_title(judgement, compare(*case.cited, record))


def _may_say_by_title(judgement: Judgement, comparison: Comparison) -> bool:
    """Whether a record that only a search by title led to is the cited work: other people have written alike titles."""
    if not _OWN_EVIDENCE.isdisjoint(judgement.reasons) or "authors" not in judgement.reasons:
        return True
    return comparison.authors.overlap > 0 and "title" not in judgement.reasons


def _hits(case: _Case) -> Iterator[Hit]:
    for one in case.asked:
        yield from one.answer.hits


def _identified(case: _Case) -> set[str]:
    """Return the ids of the records that an identifier led to."""
    return {hit.record.id for one in case.asked if one.by is not AskBy.TITLE for hit in one.answer.hits}


def _told(case: _Case) -> Judgement:
    """Return the verdict with what was asked, when, and what failed beside it."""
    judgement = _judged(case)
    notices = [notice for one in case.asked for notice in one.answer.notices]
    failed = [one for one in case.asked if one.answer.failure]
    if judgement is not case.offline:
        notices = [*_source_notices(case, judgement), *notices]
    elif is_open(case.offline) and (names := _silent(case)):
        asked = f"Asked on {_day(case.asked[0].answer)}, nothing there confirms it: {', '.join(names)}."
        notices.insert(0, Notice("looked-up", asked))
    if failed and is_open(judgement):
        texts = dict.fromkeys(f"{one.service}: {one.answer.failure}" for one in failed)
        notices += [Notice(FAILED, text) for text in texts]
        judgement = replace(judgement, reasons=(*judgement.reasons, FAILED))
    return replace(judgement, notices=(*judgement.notices, *notices))


def _source_notices(case: _Case, judgement: Judgement) -> Iterator[Notice]:
    """Say where and when the record was found, and whether it was retracted."""
    for one in case.asked:
        for hit in one.answer.hits:
            if judgement.record and (hit.record.library, hit.record.id) == (
                judgement.record.library,
                judgement.record.id,
            ):
                yield Notice("looked-up", f"Found at {hit.record.library} on {_day(one.answer)}.")
                if hit.retracted:
                    yield Notice("retracted", f"{hit.record.library} says that this work was retracted.")
                return


def _silent(case: _Case) -> list[str]:
    """Return the services that answered and know nothing that fits."""
    names = (one.service for one in case.asked if not one.answer.failure)
    return [name for name in dict.fromkeys(names) if name not in {LINKS, ARCHIVE}]


def _evidence(case: _Case, one: Asked) -> Evidence:
    """Return what one answer says, in words."""
    answer, service = one.answer, one.service
    if answer.failure:
        return Evidence(service, Outcome.FAILED, f"Could not be checked. {answer.failure}", answer.asked_ms)
    if service in {LINKS, ARCHIVE}:
        words = " ".join(notice.text for notice in answer.notices) or "It holds no copy of the page."
        outcome = Outcome.NOTE if answer.found else Outcome.NOTHING
        what, at, copy = words.rpartition(" is at ")
        words, address = (f"{what}.", copy) if at and service == ARCHIVE else (words, "")
        return Evidence(service, outcome, words, answer.asked_ms, case.cited[0].url if service == LINKS else address)
    work, raw = case.cited
    records = [_fair(hit.record, work) for hit in answer.hits]
    judgement = decide(work, raw, records, Lists()) if records else None
    if judgement is None or judgement.record is None or not _may_say(judgement, case):
        words = (
            "Nothing is known there under it." if one.by is not AskBy.TITLE and not records else "Nothing there fits."
        )
        return Evidence(service, Outcome.NOTHING, words, answer.asked_ms)
    outcome, words = _in_words(judgement)
    words += " It was retracted." if any(hit.retracted for hit in answer.hits) else ""
    return Evidence(service, outcome, words, answer.asked_ms, page_of(judgement.record))


def _in_words(judgement: Judgement) -> tuple[Outcome, str]:
    """Return what the record that a service gave says of the citation."""
    record = judgement.record
    assert record is not None
    names = ", ".join(reason for reason in judgement.reasons if reason not in _CODES)
    match judgement.verdict:
        case Verdict.VERIFIED:
            return Outcome.AGREES, "Its record agrees with everything that is cited."
        case Verdict.PARTLY_VERIFIED:
            silent = f", and is silent on: {names}" if names else ""
            return Outcome.AGREES, f"Its record agrees as far as it goes{silent}."
        case _ if "identifier-of-other-work" in judgement.reasons:
            return Outcome.DIFFERS, f"The identifier leads to another work: “{record.work.title}”."
        case _:
            return Outcome.DIFFERS, f"Its record differs: {names}."


def _day(answer: Answer) -> str:
    return in_words(datetime.fromtimestamp(answer.asked_ms / 1000, UTC))
