"""Decide what is known about a citation from the records it may mean."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from app.citations.match_authors import AuthorsRelation, are_placeholders
from app.citations.match_fields import Comparison, compare, title_status
from app.citations.match_names import surname
from app.citations.match_raw import title_words_missing
from app.citations.match_titles import NEAR, Relation
from app.citations.normalise import content_words, normalise_title
from app.domain.reference import FieldMatch, FieldStatus, Judgement, Notice, Record, Verdict, Work

_FEW_WORDS = 5
_WITHDRAWN = re.compile(r"\W*((?:retracted|withdrawn)(?: article)?)\s*[:.\]]", re.IGNORECASE)
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Lists:
    """What deciding needs to know of the source lists as a whole."""

    complete: bool = False
    kinds: Set[str] = frozenset()
    venues: Set[str] = frozenset()


def no_list() -> Judgement:
    """Return the judgement on every reference while there is no source list."""
    return Judgement(Verdict.UNVERIFIABLE, ("no-list",))


def decide(cited: Work, raw: str, records: Iterable[Record], lists: Lists) -> Judgement:
    """Judge a citation against the records it may mean; the best of them is shown as evidence."""
    compared = [compare(cited, raw, record, lists.venues) for record in records]
    meant = [comparison for comparison in compared if is_the_work(comparison)]
    meant = meant or [comparison for comparison in compared if _is_short_chimera(comparison, compared)]
    if meant:
        return _judge_found(max(meant, key=_rank) if len(meant) > 1 else meant[0], compared)
    return _judge_identifier(cited, raw, compared) or _judge_absent(cited, lists)


def _rank(comparison: Comparison) -> tuple[int, float, int]:
    """Prefer the record with which least disagrees, then the most similar one, then the one that confirms most."""
    statuses = [match.status for match in comparison.fields]
    title = 100 if comparison.title.relation in {Relation.SAME, Relation.WORDING} else comparison.title.score
    score = title + 25 * (comparison.authors.relation is AuthorsRelation.AGREE) + 15 * comparison.authors.overlap
    score += 20 * bool(comparison.same_identifier) - 2 * min(comparison.years_apart or 0, 4)
    return -statuses.count(FieldStatus.DIFFERS), score, statuses.count(FieldStatus.AGREES)


def likeness(comparison: Comparison) -> float:
    """Return how likely the citation means the record, from 0 to 100: title first, then people, year, identifiers."""
    if comparison.same_identifier:
        return 100.0
    title = 100 if comparison.title.relation in {Relation.SAME, Relation.WORDING} else comparison.title.score
    gap = comparison.years_apart
    return round(0.65 * title + 25 * comparison.authors.overlap + (0 if gap is None else max(0, 10 - 4 * gap)), 1)


def is_the_work(comparison: Comparison) -> bool:
    """Whether the record is the work that was meant, right or wrong in its details."""
    match comparison.title.relation:
        case Relation.SAME | Relation.WORDING | Relation.SPELLING:
            words = content_words(normalise_title(comparison.record.work.title))
            return len(words) >= _FEW_WORDS or _is_supported(comparison)
        case Relation.SHORTENED | Relation.EXTENDED:
            return _is_supported(comparison)
        case Relation.NEAR:
            return _is_near_miss(comparison)
        case _:
            return bool(comparison.same_identifier) and comparison.authors.overlap >= _HALF


def _is_short_chimera(comparison: Comparison, compared: list[Comparison]) -> bool:
    """Whether a short title is exactly a record's while the people are exactly those of another."""
    if comparison.title.relation not in {Relation.SAME, Relation.WORDING} or comparison.authors.overlap > 0:
        return False
    words = content_words(normalise_title(comparison.record.work.title))
    return len(words) > 1 and _work_of_these_people(comparison, compared) is not None


def _is_supported(comparison: Comparison) -> bool:
    """Whether an identifier, the place in a volume, or authors and year together, speak for the record."""
    gap = comparison.years_apart
    people = (
        comparison.authors.relation in {AuthorsRelation.AGREE, AuthorsRelation.TRUNCATED}
        or comparison.authors.overlap > _HALF
    )
    return bool(comparison.same_identifier) or comparison.same_place or (people and (gap is None or gap <= 1))


def _is_near_miss(comparison: Comparison) -> bool:
    if comparison.same_identifier:
        return True
    match = comparison.title
    only_numbers = all(any(map(str.isdigit, word)) for word in (*match.cited_only, *match.found_only))
    few = len(match.cited_only) <= 2 and len(match.found_only) <= 2  # noqa: PLR2004 one or two words exchanged
    return (
        few
        and not only_numbers
        and match.score >= NEAR
        and comparison.authors.overlap == 1
        and _is_supported(comparison)
    )


def _judge_found(best: Comparison, compared: list[Comparison]) -> Judgement:
    fields = best.fields
    differing = _names(fields, FieldStatus.DIFFERS)
    notices = _notices(best)
    if fabricated := _fabricated(best, compared, differing):
        reasons, other = fabricated
        return Judgement(Verdict.LIKELY_FABRICATED, reasons, best.record, other, fields, notices)
    if differing:
        return Judgement(Verdict.MISMATCH, differing, best.record, None, fields, notices)
    open_fields = _names(fields, FieldStatus.UNCONFIRMED)
    verdict = Verdict.PARTLY_VERIFIED if open_fields or not _is_enough(fields) else Verdict.VERIFIED
    return Judgement(verdict, open_fields, best.record, None, fields, notices)


def _is_enough(fields: tuple[FieldMatch, ...]) -> bool:
    """Whether more than a title was confirmed."""
    return sum(match.status is FieldStatus.AGREES for match in fields) > 1


def _fabricated(
    best: Comparison, compared: list[Comparison], differing: tuple[str, ...]
) -> tuple[tuple[str, ...], Record | None] | None:
    """Return reasons and the other work where there is positive evidence, else None."""
    others = [comparison for comparison in compared if comparison is not best]
    if "authors" in differing and best.authors.overlap == 0:
        if are_placeholders(best.cited.authors):
            return ("placeholder-authors", *differing), None
        if other := _work_of_these_people(best, others):
            return ("chimera", *differing), other.record
    if "doi" in differing and (owner := _owner_of_doi(best.cited, others)):
        return ("identifier-of-other-work", *differing), owner.record
    if "year" in differing and _is_future(best.cited.year):
        return differing, None
    return None


def _work_of_these_people(best: Comparison, others: list[Comparison]) -> Comparison | None:
    """Return another record by exactly the cited people, at least two of them."""
    people = [name for name in best.cited.authors if name]
    if len(people) < 2:  # noqa: PLR2004 one common surname is no evidence
        return None
    first = surname(people[0])
    likely = (other for other in others if any(surname(name) == first for name in other.record.work.authors[:1]))
    return next((other for other in likely if other.authors.relation is AuthorsRelation.AGREE), None)


def _owner_of_doi(cited: Work, others: list[Comparison]) -> Comparison | None:
    owners = (other for other in others if cited.doi and other.record.work.doi == cited.doi)
    return next((owner for owner in owners if title_status(owner) is FieldStatus.DIFFERS), None)


def _judge_identifier(cited: Work, raw: str, compared: list[Comparison]) -> Judgement | None:
    """Judge a citation whose identifier is that of a work with another title and other people."""
    for comparison in compared:
        found = comparison.record.work
        if not comparison.same_identifier or not cited.title or comparison.authors.overlap > 0:
            continue
        if comparison.title.score < NEAR and not (raw and len(title_words_missing(raw, found.title)) <= 1):
            fields = comparison.fields
            reasons = ("identifier-of-other-work", *_names(fields, FieldStatus.DIFFERS))
            return Judgement(Verdict.LIKELY_FABRICATED, reasons, comparison.record, None, fields)
    return None


def _names(fields: tuple[FieldMatch, ...], status: FieldStatus) -> tuple[str, ...]:
    return tuple(match.name for match in fields if match.status is status)


def _judge_absent(cited: Work, lists: Lists) -> Judgement:
    if not cited.title and not _has_identifier(cited):
        return Judgement(Verdict.UNVERIFIABLE, ("unreadable",))
    if reasons := _impossible(cited):
        return Judgement(Verdict.LIKELY_FABRICATED, reasons)
    if cited.kind in UNCOVERED_KINDS and cited.kind not in lists.kinds:
        return Judgement(Verdict.UNVERIFIABLE, ("kind-not-covered",))
    if lists.complete:
        return Judgement(Verdict.LIKELY_FABRICATED, ("absent-from-complete-list",))
    return Judgement(Verdict.NOT_FOUND)


UNCOVERED_KINDS = frozenset(
    [
        "webpage",
        "post",
        "post-weblog",
        "legal_case",
        "legislation",
        "bill",
        "statute",
        "regulation",
        "treaty",
        "hearing",
        "patent",
        "personal_communication",
        "software",
        "dataset",
        "interview",
        "broadcast",
        "motion_picture",
        "speech",
        "song",
        "graphic",
        "map",
        "standard",
        "entry-encyclopedia",
        "entry-dictionary",
        "article-newspaper",
        "article-magazine",
        "manuscript",
        "pamphlet",
    ]
)
"""Kinds of work that a list of scholarly records does not cover unless it holds some."""


def _has_identifier(cited: Work) -> bool:
    return bool(cited.doi or cited.isbn or cited.arxiv)


def _impossible(cited: Work) -> tuple[str, ...]:
    from app.citations.match_identifiers import impossible_identifiers

    found = impossible_identifiers(cited)
    reasons = ("impossible-identifier", *found) if found else ()
    if are_placeholders(cited.authors):
        reasons += ("placeholder-authors",)
    return (*reasons, "year") if _is_future(cited.year) else reasons


def _is_future(year: int | None) -> bool:
    return bool(year and year > datetime.now(UTC).year + 1)


def _notices(best: Comparison) -> tuple[Notice, ...]:
    notices: list[Notice] = []
    if label := _WITHDRAWN.match(best.record.work.title):
        notices.append(Notice("retracted", f"The record's title says “{label[1]}”."))
    if best.authors.relation is AuthorsRelation.TRUNCATED:
        text = (
            f"The record names {len(best.record.work.authors)} authors; the list here is shorter and has no “et al.”."
        )
        notices.append(Notice("authors-truncated", text))
    if best.title.relation in {Relation.WORDING, Relation.SPELLING, Relation.SHORTENED}:
        notices.append(Notice("wording", f"The record's title reads “{best.record.work.title}”."))
    return tuple(notices)
