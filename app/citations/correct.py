"""Put the fields of a printed reference right in the style it is printed in: each is exchanged in its place."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.citations.match_names import is_organisation
from app.domain.reference import FieldMatch, FieldStatus, Reference, Work

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_ET_AL: Final = re.compile(r",?\s*(?:\bet\.?\s+al\b\.?|\band others\b)", re.IGNORECASE)
_JOINED: Final = re.compile(r",?\s+(?:&|and|und|et|y)\s+")
_LONGEST_INITIALS: Final = 3
_PLACES: Final = ("title", "container", "publisher", "doi", "isbn", "arxiv", "url")


@dataclass(frozen=True, slots=True)
class Corrected:
    """The corrected text, and the fields that differ but could not be put right in it."""

    text: str
    left: tuple[str, ...] = ()


def corrected_text(reference: Reference, found: Work, fields: Sequence[FieldMatch]) -> Corrected:
    """Return a reference as printed with every field that differs from a record exchanged for the record's."""
    wrong = [match.name for match in fields if match.status is FieldStatus.DIFFERS]
    spans: list[tuple[int, int, str]] = []
    left: list[str] = []
    for name in wrong:
        place = _place(reference, found, name)
        if place and not any(start < place[1] and place[0] < end for start, end, _ in spans):
            spans.append(place)
        else:
            left.append(name)
    text = reference.raw
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return Corrected(text, tuple(left))


def _place(reference: Reference, found: Work, name: str) -> tuple[int, int, str] | None:
    """Return where a field stands in the printed text and what belongs there, or None."""
    raw, cited = reference.raw, reference.parsed
    if name == "authors":
        return _authors(raw, cited, found)
    old, new = str(getattr(cited, name, "") or ""), str(getattr(found, name, "") or "")
    if not old or not new:
        return None
    if name in _PLACES:
        at = raw.lower().find(old.lower())
        return (at, at + len(old), new) if at >= 0 else None
    pattern = _page_range(old) if name == "pages" else re.escape(old)
    after = 0 if name == "year" else _end_of_title(raw, cited)
    match = re.compile(rf"(?<![\w./]){pattern}(?![\w/]|\.\d)").search(raw, after)
    return (match.start(), match.end(), new.replace("-", "–") if "–" in match.group() else new) if match else None


def _page_range(pages: str) -> str:
    first = re.escape(re.split(r"[-–—]", pages)[0].strip())
    return rf"{first}(?:\s?[-–—]+\s?\w+)?"


def _end_of_title(raw: str, cited: Work) -> int:
    at = raw.find(cited.title) if cited.title else -1
    return at + len(cited.title) if at >= 0 else 0


def _authors(raw: str, cited: Work, found: Work) -> tuple[int, int, str] | None:
    """Return the stretch of the printed names and the record's names in the same manner."""
    title = raw.find(cited.title) if cited.title else -1
    names = [_parts(name) for name in cited.authors]
    if not names or not found.authors or any(map(is_organisation, (*cited.authors, *found.authors))):
        return None
    spans, at = [], 0
    for family, given in names:
        span = _span_of(raw, family, given, at, title if title > 0 else len(raw))
        if span is None:
            return None
        spans.append(span)
        at = span[1]
    style = _style(raw, names, spans)
    shown = [_parts(name) for name in found.authors]
    if _ET_AL.match(raw, at):
        shown = shown[: len(names)]
    new = _joined([style(*name, first=n == 0) for n, name in enumerate(shown)], raw, spans)
    ends_sentence = raw[at - 1] == "." and not new.endswith(".")
    return spans[0][0], at - ends_sentence, new


def _parts(name: str) -> tuple[str, str]:
    """Return family and given names."""
    if "," in name:
        family, given = name.split(",", 1)
        return family.strip(), given.strip()
    words = name.split()
    if len(words) > 1 and words[-1].isupper() and len(words[-1]) <= _LONGEST_INITIALS:
        return " ".join(words[:-1]), words[-1]
    return (words[-1], " ".join(words[:-1])) if words else ("", "")


def _span_of(raw: str, family: str, given: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a name stands, family and given names in either order."""
    given_pattern = r"[\s.-]*".join(map(re.escape, re.findall(r"\w+", given)))
    family_pattern = r"\s+".join(map(re.escape, family.split()))
    if not family_pattern:
        return None
    pattern = rf"\b{family_pattern}\b"
    if given_pattern:
        pattern = rf"\b{family_pattern},?\s+{given_pattern}\b\.?|\b{given_pattern}\.?\s*{family_pattern}\b"
    match = re.compile(pattern).search(raw, start, end)
    return match.span() if match else None


def _style(raw: str, names: Sequence[tuple[str, str]], spans: Sequence[tuple[int, int]]) -> Callable[..., str]:
    """Return a function that writes a name as the first, and as the last, of the printed ones is written."""
    (family, given), shown = names[0], raw[slice(*spans[0])]
    comma, first_inverted = "," in shown, shown.startswith(family)
    rest_inverted = raw[slice(*spans[-1])].startswith(names[-1][0]) if len(names) > 1 else first_inverted
    initials = bool(given) and all(len(word.strip(".")) <= 1 or word.isupper() for word in re.split(r"[\s.-]+", given))
    dot = "." if "." in shown.replace(family, "") else ""
    gap = " " if re.search(r"\w\.?\s+\w", shown.replace(family, "").strip(" ,")) or (dot and not comma) else ""
    gap = " " if dot and not re.search(r"\w\.\w", shown) else gap

    def write(family: str, given: str, *, first: bool) -> str:
        words = _WORD.findall(given.replace(".", ". ")) if initials else given.split()
        short = gap.join(f"{word[0]}{dot}" for word in words) if initials else given
        if not short:
            return family
        return f"{family}{',' * comma} {short}" if (first_inverted if first else rest_inverted) else f"{short} {family}"

    return write


def _joined(names: list[str], raw: str, spans: Sequence[tuple[int, int]]) -> str:
    """Join names with the marks that stand between the printed ones."""
    gaps = [raw[one[1] : other[0]] for one, other in pairwise(spans)]
    last = next((gap for gap in gaps if _JOINED.fullmatch(gap)), gaps[-1] if gaps else " and ")
    usual = next((gap for gap in gaps if not _JOINED.fullmatch(gap)), ", ")
    if len(names) > 1 and len(gaps) > 1 and last == usual:
        return usual.join(names)
    return usual.join(names[:-1]) + last + names[-1] if len(names) > 1 else names[0]
