"""Compare a citation with a record field by field, each with what was cited, what was found and how they stand."""

import re
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from functools import cached_property

from app.citations.match_authors import AuthorsMatch, AuthorsRelation, match_authors
from app.citations.match_raw import has_et_al, has_year, names_stand_alone, read_raw
from app.citations.match_titles import Relation, TitleMatch, match_titles
from app.citations.match_venues import is_preprint, same_venue, venues_differ
from app.citations.normalise import arxiv_of_doi, bare_url, normalise, squeeze
from app.domain.reference import FieldMatch, FieldStatus, Record, Work

_ENOUGH_LETTERS = 24
_LEAST_LETTERS = 4
_VENUE_AFTER = re.compile(
    r"\W*(?:in:?\s+)?((?!(?:https?|doi|arxiv|retrieved|available|accessed|et al|vol|pp?|no)\b)[^\W\d][^.,;:()\[\]\d]*)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.?!]\s+")
_BOOKS = frozenset(["book", "chapter", "thesis"])
_PREPRINT_DOIS = (
    "10.48550/", "10.1101/", "10.2139/ssrn", "10.31234/", "10.31219/", "10.21203/", "10.20944/", "10.5281/",
    "10.26434/", "10.36227/", "10.35542/", "10.31235/",
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """A citation beside one record; people are compared only when asked for, since most titles rule a record out."""

    record: Record
    cited: Work
    raw: str
    title: TitleMatch
    listed_venues: Set[str]

    @cached_property
    def authors(self) -> AuthorsMatch:
        """How the cited people stand to the record's."""
        cited, found = self.cited, self.record.work
        et_al = cited.et_al or has_et_al(self.raw)
        match = match_authors(cited.authors, found.authors, cited_et_al=et_al, found_et_al=found.et_al)
        return _authors_with_raw(match, self.raw, found)

    @cached_property
    def fields(self) -> tuple[FieldMatch, ...]:
        """Every field that the citation or the record gives."""
        every = [compare_field(self) for compare_field in _FIELDS]
        return tuple(match for match in every if match.cited or match.found)

    @cached_property
    def preprint(self) -> bool:
        """Whether either side may be a preprint."""
        return _may_be_preprint(self.cited, self.record.work)

    @property
    def same_identifier(self) -> str:
        """The name of an identifier that both hold, or ""."""
        found = self.record.work
        for name in ("doi", "isbn", "arxiv"):
            if (value := getattr(self.cited, name)) and value == getattr(found, name):
                return name
        return ""

    @property
    def same_place(self) -> bool:
        """Whether both stand in the same volume of one journal or reporter, from the same page on."""
        cited, found = self.cited, self.record.work
        given = cited.volume and cited.pages and cited.container and cited.volume == found.volume
        return bool(given) and _same_start(cited.pages, found.pages) and same_venue(cited.container, found.container)

    @property
    def years_apart(self) -> int | None:
        """The distance of the years, None unless both are given."""
        cited, found = self.cited.year, self.record.work.year
        return abs(cited - found) if cited and found else None


def compare(cited: Work, raw: str, record: Record, listed_venues: Set[str] = frozenset()) -> Comparison:
    """Compare a citation with a record; what stands in ``raw`` outweighs how it was parsed."""
    found = record.work
    cited = _with_venue(cited, raw, found) if raw else cited
    title = _title_with_raw(match_titles(cited.title, found.title), raw, found)
    return Comparison(record, cited, raw, title, listed_venues)


def _with_venue(cited: Work, raw: str, found: Work) -> Work:
    """Take a printed publisher, or what follows the record's title, for the venue: parsing cannot tell them apart.

    What was taken for either although it is a part of the record's title, printed in whole, is neither.
    """
    if read_raw(raw).find(found.title):
        whole = squeeze(found.title)
        container, publisher = (
            "" if squeeze(value) in whole else value for value in (cited.container, cited.publisher)
        )
        cited = replace(cited, container=container, publisher=publisher)
    if cited.container or not found.container:
        return cited
    if cited.publisher:
        return cited if found.publisher else replace(cited, container=cited.publisher, publisher="")
    for match in _SENTENCE_END.finditer(cited.title):
        if squeeze(cited.title[: match.start()]) == squeeze(found.title):
            return replace(cited, title=cited.title[: match.start()], container=cited.title[match.end() :])
    return replace(cited, container=_printed_after(raw, found.title))


def _printed_after(raw: str, title: str) -> str:
    """Return the words that follow a title in a printed reference, as far as they may name a venue, else ""."""
    place = read_raw(raw).find(title)
    match = _VENUE_AFTER.match(raw, place[1]) if place else None
    return match.group(1).strip() if match else ""


def _may_be_preprint(*works: Work) -> bool:
    """Whether one of the works is a preprint, by what it says or since, no book, it names no venue."""
    if any(is_preprint(work.container) or work.arxiv for work in works):
        return True
    return any(not work.container for work in works) and not any(work.kind in _BOOKS for work in works)


def _title_with_raw(match: TitleMatch, raw: str, found: Work) -> TitleMatch:
    if raw and match.relation not in {Relation.SAME, Relation.WORDING} and read_raw(raw).find(found.title):
        return TitleMatch(Relation.SAME, 100)
    return match


def _authors_with_raw(match: AuthorsMatch, raw: str, found: Work) -> AuthorsMatch:
    """Believe the text before the title when it names the record's people and nobody else."""
    if not raw or match.relation in {AuthorsRelation.AGREE, AuthorsRelation.NOT_CITED} or not found.authors:
        return match
    place = read_raw(raw).find(found.title)
    segment = raw[: place[0]] if place else ""
    if segment and names_stand_alone(segment, found.authors, et_al=has_et_al(segment)):
        return AuthorsMatch(AuthorsRelation.AGREE, 1.0)
    return match


def _match(name: str, cited: str, found: str, status: FieldStatus) -> FieldMatch:
    shown = (cited,) if cited else ()
    if not cited:
        status = FieldStatus.ABSENT
    elif not found:
        status = FieldStatus.UNCONFIRMED
    return FieldMatch(name, shown, (found,) if found else (), status)


def _title(comparison: Comparison) -> FieldMatch:
    return _match("title", comparison.cited.title, comparison.record.work.title, title_status(comparison))


def title_status(comparison: Comparison) -> FieldStatus:
    """Return how the titles stand; a left-out subtitle needs length, or authors and year, to agree."""
    match comparison.title.relation:
        case Relation.SAME | Relation.WORDING:
            return FieldStatus.AGREES
        case Relation.SPELLING:
            return FieldStatus.UNCONFIRMED
        case Relation.SHORTENED:
            enough = len(squeeze(comparison.cited.title)) >= _ENOUGH_LETTERS or authors_and_year_agree(comparison)
            return FieldStatus.AGREES if enough else FieldStatus.UNCONFIRMED
        case Relation.EXTENDED if authors_and_year_agree(comparison) and ":" in comparison.cited.title:
            return FieldStatus.UNCONFIRMED
        case _:
            return FieldStatus.DIFFERS


def authors_and_year_agree(comparison: Comparison) -> bool:
    """Whether authors agree and the years are at most one apart."""
    gap = comparison.years_apart
    return comparison.authors.relation is AuthorsRelation.AGREE and gap is not None and gap <= 1


_AUTHOR_STATUS = {
    AuthorsRelation.AGREE: FieldStatus.AGREES,
    AuthorsRelation.UNCONFIRMED: FieldStatus.UNCONFIRMED,
    AuthorsRelation.NOT_CITED: FieldStatus.ABSENT,
    AuthorsRelation.TRUNCATED: FieldStatus.DIFFERS,
    AuthorsRelation.DIFFER: FieldStatus.DIFFERS,
}


def _authors(comparison: Comparison) -> FieldMatch:
    cited = (*comparison.cited.authors, *(("et al.",) if comparison.cited.et_al else ()))
    return FieldMatch("authors", cited, comparison.record.work.authors, _AUTHOR_STATUS[comparison.authors.relation])


def _year(comparison: Comparison) -> FieldMatch:
    cited, found = comparison.cited.year, comparison.record.work.year
    gap = comparison.years_apart
    agrees = gap == 0 or (gap == 1 and comparison.preprint)
    printed = bool(found and comparison.raw and has_year(comparison.raw, found))
    status = FieldStatus.AGREES if agrees else FieldStatus.UNCONFIRMED if printed else FieldStatus.DIFFERS
    return _match("year", str(cited or ""), str(found or ""), status)


def _container(comparison: Comparison) -> FieldMatch:
    cited, found = comparison.cited.container, comparison.record.work.container
    if cited and is_preprint(cited) and not same_venue(cited, found):
        return FieldMatch("container", (), (found,) if found else (), FieldStatus.ABSENT)
    status = FieldStatus.UNCONFIRMED
    printed = len(squeeze(found)) >= _LEAST_LETTERS and read_raw(comparison.raw).find(found)
    if printed or same_venue(cited, found):
        status = FieldStatus.AGREES
    elif not is_preprint(found) and venues_differ(cited, found, comparison.listed_venues):
        status = FieldStatus.DIFFERS
    return _match("container", cited, found, status)


def _plain(name: str) -> Callable[[Comparison], FieldMatch]:
    """Return the comparison of a field whose letters and digits must be equal, here or in the printed text."""

    def compare_plain(comparison: Comparison) -> FieldMatch:
        cited, found = getattr(comparison.cited, name), getattr(comparison.record.work, name)
        printed = bool(found) and f" {normalise(found)} " in f" {normalise(comparison.raw)} "
        agrees = squeeze(cited) == squeeze(found) or printed
        return _match(name, cited, found, FieldStatus.AGREES if agrees else FieldStatus.DIFFERS)

    return compare_plain


def _pages(comparison: Comparison) -> FieldMatch:
    cited, found = comparison.cited.pages, comparison.record.work.pages
    one, other = _page_numbers(cited), _page_numbers(found)
    agrees = _same_start(cited, found) and (one[1] == other[1] or "" in {one[1], other[1]})
    return _match("pages", cited, found, FieldStatus.AGREES if agrees else FieldStatus.DIFFERS)


def _same_start(pages: str, other: str) -> bool:
    return _page_numbers(pages)[0] == _page_numbers(other)[0] != ""


def _page_numbers(pages: str) -> tuple[str, str]:
    """Return first and last page, a shortened last page ("123–9") written out."""
    numbers = re.findall(r"[a-z]*\d+", pages.lower())
    if not numbers:
        return squeeze(pages), ""
    first, last = numbers[0], numbers[1] if len(numbers) > 1 else ""
    if last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last


def _doi(comparison: Comparison) -> FieldMatch:
    cited, found = comparison.cited.doi, comparison.record.work.doi
    status = FieldStatus.DIFFERS
    if cited == found or (found and squeeze(found) in squeeze(comparison.raw)):
        status = FieldStatus.AGREES
    elif (number := arxiv_of_doi(cited)) and comparison.record.work.arxiv:
        return _match(
            "doi", cited, f"10.48550/arxiv.{comparison.record.work.arxiv}", _equal(number, comparison.record.work.arxiv)
        )
    elif found.startswith(cited.lower()) and re.search(rf"{re.escape(cited.lower())}[^\w]*$", comparison.raw.lower()):
        status = FieldStatus.UNCONFIRMED  # the end of a line may have cut it
    elif cited.startswith(_PREPRINT_DOIS) or found.startswith(_PREPRINT_DOIS):
        status = FieldStatus.UNCONFIRMED
    return _match("doi", cited, found, status)


def _equal(one: str, other: str) -> FieldStatus:
    return FieldStatus.AGREES if one == other else FieldStatus.DIFFERS


def _isbn(comparison: Comparison) -> FieldMatch:
    cited, found = comparison.cited.isbn, comparison.record.work.isbn
    return _match("isbn", cited, found, _equal(cited, found))


def _arxiv(comparison: Comparison) -> FieldMatch:
    cited, found = comparison.cited.arxiv, comparison.record.work.arxiv
    if cited == arxiv_of_doi(comparison.cited.doi):
        cited = ""  # the DOI says it already
    return _match("arxiv", cited, found, _equal(cited, found))


def _url(comparison: Comparison) -> FieldMatch:
    """Compare addresses; one that only repeats an identifier claims nothing new, another page proves nothing wrong."""
    cited, work = comparison.cited, comparison.record.work
    address = bare_url(cited.url)
    repeats = any(value and value in address for value in (cited.doi, cited.arxiv)) or any(
        value and value in address for value in (work.doi, work.arxiv)
    )
    # A hyphen may be that of a broken line.
    same = address.replace("-", "") == bare_url(work.url).replace("-", "")
    status = FieldStatus.AGREES if same else FieldStatus.UNCONFIRMED
    return _match("url", "" if repeats else cited.url, work.url, status)


def _publisher(comparison: Comparison) -> FieldMatch:
    cited, found = comparison.cited.publisher, comparison.record.work.publisher
    one, other = normalise(cited), normalise(found)
    agrees = bool(one and other) and (one in other or other in one)
    return _match("publisher", cited, found, FieldStatus.AGREES if agrees else FieldStatus.UNCONFIRMED)


_FIELDS: tuple[Callable[[Comparison], FieldMatch], ...] = (
    _title, _authors, _year, _container, _plain("volume"), _plain("issue"), _pages, _doi, _isbn, _arxiv, _url,
    _publisher,
)  # fmt: skip
