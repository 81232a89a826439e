"""Hold the citations in the text and the entries of the reference list against each other.

An entry is called never cited only where the way of citing is understood: numbers, keys in brackets, or names with or
without years, and most entries are found cited that way. Otherwise nothing is said.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final
from urllib.parse import unquote

from app.citations.parse_identifiers import find_doi
from app.citations.reconcile import squash
from app.citations.sections import FURNITURE
from app.citations.spans import Span, Spans
from app.domain.document import Document, Link
from app.domain.reference import CheckedReference, Notice, Reference, Work

_BRACKETS: Final = re.compile(r"\[([^\[\]\n]{1,60})\](?:\s?[-–—]\s?\[(\d{1,4})\])?")
_ROUND: Final = re.compile(r"\((\d{1,3}(?:\s?[,;–—-]\s?\d{1,3})*)\)")
_NUMBERS: Final = re.compile(r"(\d{1,4})(?:\s?[–—-]\s?(\d{1,4}))?")
_WIDEST_RANGE: Final = 100
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_DATED: Final = re.compile(rf"(?<!\d)({_YEAR})(?!\d)")
_WORD: Final = re.compile(r"[^\W\d_][\w'’ʼ-]*")
_NAME: Final = r"(?:(?:de|van|von|der|den|di|da|la|le|du|del|al)\s)*[A-ZÀ-Þ][\w'’-]+"
_NAMES: Final = rf"(?P<name>{_NAME})(?:,?\s(?:&|and|und|et|y)\s{_NAME}|,\s{_NAME}){{0,5}}(?:,?\set\sal\.?)?"
_NAME_FIRST: Final = re.compile(_NAME)
_IN_BRACKETS: Final = re.compile(
    rf"[(;]\s?(?:(?:see|cf\.|e\.g\.,?|vgl\.)\s)?{_NAMES},?\s(?P<year>{_YEAR})[a-z]?(?=[,;:)])"
)
_IN_SENTENCE: Final = re.compile(rf"\b{_NAMES}\s\((?P<year>{_YEAR})[a-z]?(?=[,:)])")
_REACH: Final = 80
_FEWEST: Final = 3
_MOST_LINKS: Final = 20
_UNDERSTOOD: Final = 0.5
_FURTHER: Final = 30
_NOT_LISTED: Final = "not-in-bibliography"


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """What does not meet: indexes of entries no citation leads to, and spans of citations that lead to no entry."""

    never_cited: frozenset[int] = frozenset()
    unlisted: tuple[Span, ...] = ()


def cross_check(document: Document, references: Sequence[Reference]) -> CrossCheck:
    """Compare the text of ``document`` with those ``references`` that stand in its list."""
    listed = {index: one for index, one in enumerate(references) if one.origin == "bibliography"}
    if len(listed) < _FEWEST:
        return CrossCheck()
    body = list(_body(document, listed.values()))
    labels = {index: one.number for index, one in listed.items() if one.number}
    if len(labels) < len(listed):
        return _by_names(document, body, listed)
    squared, cited = _cited_labels(document, body, set(labels.values()))
    unlisted = tuple(_unlisted_numbers(document.text, body, set(labels.values()))) if squared else ()
    return CrossCheck(_never_cited(labels, cited), unlisted)


def uncovered(document: Document, references: Sequence[Reference]) -> Iterator[Reference]:
    """Yield what the text cites and the list does not hold, each work once; ``references`` are all that were found."""
    seen: set[str] = set()
    for start, end in cross_check(document, references).unlisted:
        raw = document.text[start:end].strip("([]")
        year = _DATED.search(raw)
        names = _NAME_FIRST.match(raw)
        key = f"{squash(names[0]) if names else raw} {year[1] if year else ''}"
        if key not in seen:
            seen.add(key)
            work = Work(authors=(names[0],), et_al="et al" in raw, year=int(year[1])) if names and year else Work()
            yield Reference(start, end, document.text[start:end], "text", work)


def add_notices(
    document: Document, references: Sequence[Reference], judged: Iterable[tuple[CheckedReference, ...]]
) -> Iterator[tuple[CheckedReference, ...]]:
    """Yield the batches of ``judged``, in the order of ``references``, with what the cross-check notes beside each."""
    check = cross_check(document, references)
    missing = set(check.unlisted)
    links = sorted(document.links, key=lambda link: link.start)
    index = 0
    for batch in judged:
        noted = []
        for one in batch:
            judgement = one.judgement
            notices = [Notice("never-cited", "Nothing in the text cites this entry.")] * (index in check.never_cited)
            notices += _differing_links(one.reference, links)
            if (one.reference.start, one.reference.end) in missing:
                notices.append(Notice(_NOT_LISTED, "The reference list has no entry for this."))
                judgement = replace(judgement, reasons=tuple(r for r in judgement.reasons if r != "unreadable"))
            judgement = replace(judgement, notices=(*judgement.notices, *notices))
            noted.append(replace(one, judgement=judgement) if notices else one)
            index += 1
        yield tuple(noted)


def _differing_links(reference: Reference, links: Sequence[Link]) -> Iterator[Notice]:
    """Yield a notice where a reference prints one DOI and its link leads to another."""
    printed = find_doi(reference.raw).lower()
    first = bisect_left(links, reference.start, key=lambda link: link.start)
    for link in takewhile(lambda link: link.start < reference.end, links[first : first + _MOST_LINKS]):
        target = find_doi(unquote(link.target)).lower()
        if printed and target and target != printed:
            yield Notice("link-text-differs", f"The link leads to {target}, the text names {printed}.")
            return


def _body(document: Document, listed: Iterable[Reference]) -> Iterator[Span]:
    entries = Spans((one.start, one.end) for one in listed)
    for block in document.blocks:
        if block.kind not in FURNITURE and block.end > block.start and not entries.touch(block.start, block.end):
            yield block.start, block.end


def _never_cited(keys: dict[int, str], cited: set[str]) -> frozenset[int]:
    missing = frozenset(index for index, key in keys.items() if key not in cited)
    return missing if len(missing) <= (1 - _UNDERSTOOD) * len(keys) else frozenset()


def _cited_labels(document: Document, body: list[Span], labels: set[str]) -> tuple[bool, set[str]]:
    """Return the labels cited in square brackets (then True), else in superscript, else in round brackets."""
    text, text_body = document.text, Spans(body)
    squared = {label for start, end in body for found in _BRACKETS.finditer(text, start, end) for label in _in(found)}
    raised = {
        label
        for style in document.styles
        if style.raised == 1 and text_body.touch(style.start, style.end)
        for label in _range(text[style.start : style.end])
    }
    rounded = {
        label for start, end in body for found in _ROUND.finditer(text, start, end) for label in _range(found[1])
    }
    best = max((squared, raised, rounded), key=lambda cited: len(cited & labels))
    return best is squared and len(best & labels) >= _UNDERSTOOD * len(labels), best


def _unlisted_numbers(text: str, body: list[Span], labels: set[str]) -> Iterator[Span]:
    """Yield citations by numbers in square brackets that no entry has; intervals of mathematics are none."""
    last = max((int(label) for label in labels if label.isdigit()), default=0)
    for start, end in body:
        for found in _BRACKETS.finditer(text, start, end):
            numbers = [int(number) for number in re.findall(r"\d+", found[0])]
            only_numbers = re.fullmatch(r"[\d\s,;\[\]–—-]+", found[0])
            after_words = re.search(r"[^\W\d][.,;:)”\"’']*\s*$", text[start : found.start()])
            if only_numbers and after_words and 0 not in numbers and last < max(numbers) <= last + _FURTHER:
                yield found.span()


def _in(found: re.Match[str]) -> Iterator[str]:
    inside, until = found.groups()
    yield inside.strip()
    yield from (piece.strip() for piece in re.split(r"[,;]", inside))
    yield from _range(f"{inside}-{until}" if until else inside)


def _range(text: str) -> Iterator[str]:
    for found in _NUMBERS.finditer(text):
        first, last = int(found[1]), int(found[2] or found[1])
        yield from map(str, range(first, last + 1 if first <= last < first + _WIDEST_RANGE else first + 1))


def _by_names(document: Document, body: list[Span], listed: dict[int, Reference]) -> CrossCheck:
    """Compare by the first author's family name, with the year where the text cites that way."""
    names = {index: name for index, one in listed.items() if (name := _first_name(one))}
    if len(names) < _FEWEST:
        return CrossCheck()
    dated = {index: f"{name} {listed[index].parsed.year}" for index, name in names.items()}
    words, pairs = _said(document.text, body)
    if sum(key in pairs for key in dated.values()) >= _UNDERSTOOD * len(dated):
        with_year = {index: key for index, key in dated.items() if listed[index].parsed.year}
        printed = {squash(word) for one in listed.values() for word in _WORD.findall(one.raw)}
        return CrossCheck(_never_cited(with_year, pairs), tuple(_unlisted(document.text, body, printed)))
    return CrossCheck(_never_cited(names, words))


def _first_name(reference: Reference) -> str:
    """Return the last word of the first author's family name, squashed; empty for a body or no author."""
    if not reference.parsed.authors or "," not in reference.parsed.authors[0]:
        return ""
    family = _WORD.findall(reference.parsed.authors[0].split(",", 1)[0])
    return squash(family[-1]) if family else ""


def _said(text: str, body: list[Span]) -> tuple[set[str], set[str]]:
    """Return the capitalised words of the text, and each with the years that stand within reach behind it."""
    words: set[str] = set()
    pairs: set[str] = set()
    for start, end in body:
        words.update(squash(word) for word in _WORD.findall(text[start:end]) if word[0].isupper())
        for year in _DATED.finditer(text, start, end):
            near = _WORD.findall(text[max(start, year.start() - _REACH) : year.start()])
            pairs.update(f"{squash(word)} {year[1]}" for word in near if word[0].isupper())
    return words, pairs


def _unlisted(text: str, body: list[Span], printed: set[str]) -> Iterator[Span]:
    for start, end in body:
        found = [match for pattern in (_IN_BRACKETS, _IN_SENTENCE) for match in pattern.finditer(text, start, end)]
        for match in sorted(found, key=lambda match: match.start("name")):
            if squash(_WORD.findall(match["name"])[-1]) not in printed:
                opened = "(" in text[match.start("name") : match.end("year")]
                closed = opened and text.startswith(")", match.end("year"))
                yield match.start("name"), match.end("year") + closed
