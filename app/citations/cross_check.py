"""Hold the citations in the text and the entries of the reference list against each other.

An entry is called never cited only where the way of citing is understood: numbers, keys in brackets, or names with or
without years, and most entries are found cited that way. In a short list half is no measure (two of five is a draft
with faults, not another way of citing): there one citation that cannot be read otherwise is enough, "[2]" or
"(Tan, 2019)". Otherwise nothing is said.
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
from app.domain.document import BlockKind, Document, Link
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
_THING: Final = re.compile(
    r"(?:\b(?i:the|an?|in|at|during|since|after|before)|['’]s|[A-ZÀ-Þ][\w'’-]*\s(?:of|for|on|and))\s+(?:[A-ZÀ-Þ][\w'’-]*\s+)*$"
)
"""What stands before "Paris Agreement (2015)" or "Rio (2016)" and not before a person."""

_OWNER: Final = re.compile(r"['’]s?$")
_LONGEST_ACRONYM: Final = 8
_MINOR_WORDS: Final = frozenset(("of", "for", "the", "and", "on", "in", "to", "de", "für", "und", "et"))
_REACH: Final = 80
_FEWEST: Final = 3
_SHORT: Final = 10
"""A list with fewer entries is short."""

_MOST_MISSING: Final = 2
_MOST_LINKS: Final = 20
_UNDERSTOOD: Final = 0.5
_FURTHER: Final = 30
_NOTES: Final = (BlockKind.FOOTNOTE, BlockKind.ENDNOTE)
_NOT_LISTED: Final = "not-in-bibliography"


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """What does not meet: indexes of entries no citation leads to, and spans of citations that lead to no entry."""

    never_cited: frozenset[int] = frozenset()
    unlisted: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation by name and year: its span, the last word of its first name, and whether it stands in brackets."""

    start: int
    end: int
    name: str
    bracketed: bool


def cross_check(document: Document, references: Sequence[Reference]) -> CrossCheck:
    """Compare the text of ``document`` with those ``references`` that stand in its list."""
    listed = {index: one for index, one in enumerate(references) if one.origin == "bibliography"}
    if not listed:
        return CrossCheck()
    body = list(_body(document, listed.values()))
    labels = {index: one.number for index, one in listed.items() if one.number}
    if len(labels) == len(listed) and (found := _by_labels(document, body, labels)):
        return found
    return _by_names(document, body, listed, labelled=bool(labels))


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
    return frozenset(index for index, key in keys.items() if key not in cited)


def _by_labels(document: Document, body: list[Span], labels: dict[int, str]) -> CrossCheck | None:
    """Compare by numbers or keys; None where too few labels are cited to say that the text cites by them."""
    every = set(labels.values())
    squared, cited = _cited_labels(document, body, every)
    known = len(cited & every)
    in_short = squared and known and len(every) < _SHORT
    if not in_short and (known < _UNDERSTOOD * len(every) or len(every) < _FEWEST):
        return None
    unlisted = tuple(_unlisted_numbers(document.text, body, every)) if squared else ()
    return CrossCheck(_never_cited(labels, cited), unlisted)


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
    return best is squared, best


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


def _by_names(document: Document, body: list[Span], listed: dict[int, Reference], *, labelled: bool) -> CrossCheck:
    """Compare by the first author's family name, with the year where the text cites that way.

    A list with numbers that is not cited by them is compared by names with years alone: a name may stand anywhere.
    """
    names = {index: name for index, one in listed.items() if (name := _first_name(one))}
    dated = {index: f"{name} {year}" for index, name in names.items() if (year := listed[index].parsed.year)}
    words, pairs = _said(document.text, body)
    printed = _printed(listed.values())
    cited = list(_cited_with_year(document, body))
    unlisted = [one for one in cited if not printed & {squash(one.name), one.name}]
    known = sum(key in pairs for key in dated.values())
    if (len(names) >= _FEWEST and known >= _UNDERSTOOD * len(names)) or _is_plain(len(listed), cited, unlisted):
        return CrossCheck(_never_cited(dated, pairs), tuple((one.start, one.end) for one in unlisted))
    found = sum(name in words for name in names.values())
    if labelled or len(names) < _FEWEST or found < _UNDERSTOOD * len(names):
        return CrossCheck()
    return CrossCheck(_never_cited(names, words))


def _is_plain(entries: int, cited: Sequence[_Cited], unlisted: Sequence[_Cited]) -> bool:
    """Whether a short list is plainly cited by name and year; with many citations it lacks, it was not read whole."""
    missing = {squash(one.name) for one in unlisted}
    bracketed = {squash(one.name) for one in cited if one.bracketed}
    evidence = len(cited) > len(unlisted) or len(bracketed) > 1
    return entries < _SHORT and evidence and len(missing) <= _MOST_MISSING * entries


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
        words.update(_squashed(word) for word in _WORD.findall(text[start:end]) if word[0].isupper())
        for year in _DATED.finditer(text, start, end):
            near = _WORD.findall(text[max(start, year.start() - _REACH) : year.start()])
            pairs.update(f"{_squashed(word)} {year[1]}" for word in near if word[0].isupper())
    return words, pairs


def _squashed(word: str) -> str:
    """Return a word of the text for comparison, "Tan's" as "Tan"."""
    return squash(_OWNER.sub("", word))


def _cited_with_year(document: Document, body: list[Span]) -> Iterator[_Cited]:
    """Yield what cannot be read otherwise: "(Tan, 2019)", and "Tan (2019)" where it is no "Paris Agreement (2015)"."""
    text = document.text
    notes = Spans((block.start, block.end) for block in document.blocks if block.kind in _NOTES)
    for start, end in body:
        if notes.touch(start, end):  # A note names publisher and year in brackets.
            continue
        found = [(match, True) for match in _IN_BRACKETS.finditer(text, start, end)]
        found += [(match, False) for match in _IN_SENTENCE.finditer(text, start, end) if _is_name(match)]
        for match, bracketed in sorted(found, key=lambda one: one[0].start("name")):
            opened = "(" in text[match.start("name") : match.end("year")]
            closed = opened and text.startswith(")", match.end("year"))
            name = _OWNER.sub("", _WORD.findall(match["name"])[-1])
            yield _Cited(match.start("name"), match.end("year") + closed, name, bracketed)


def _is_name(found: re.Match[str]) -> bool:
    """Whether a word before a year in brackets is a person's name; of several people it is."""
    start = found.start("name")
    alone = found.string[start : found.start("year")].rstrip(" (") == found["name"]
    return not (alone and _THING.search(found.string, max(0, start - _REACH), start))


def _printed(listed: Iterable[Reference]) -> set[str]:
    """Return the words of entries, squashed, and in capitals the initials of each run that may be known by them."""
    found: set[str] = set()
    for one in listed:
        words = _WORD.findall(one.raw)
        found.update(map(squash, words))
        initials = "".join(word[0].upper() for word in words if word.lower() not in _MINOR_WORDS)
        for size in range(2, _LONGEST_ACRONYM + 1):
            found.update(initials[at : at + size] for at in range(len(initials) - size + 1))
    return found
