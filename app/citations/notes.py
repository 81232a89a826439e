"""The works cited in a footnote or endnote: prose around them and short forms of works cited before left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from app.citations.legal import CASE, STATUTE
from app.citations.shape import IDENTIFIER, YEAR, has_date, signs, starts_with_name
from app.citations.spans import Span

_SIGNAL: Final = re.compile(
    r"\s*(?:\d{1,3}[.)]?\s+(?=\D))?(?:(?:see(?: also| generally| especially|,? e\.g\.,?|, for example,?)?|but see|"
    r"cf\.|compare|contra|accord|e\.g\.,?|vgl\.(?: auch| dazu)?|siehe(?: auch| dazu)?|s\. auch|so auch|dazu|voir|"
    r"cited in|quoted in|zitiert nach|citing|quoting|and|und)\s+)+",
    re.IGNORECASE,
)
_SHORT: Final = re.compile(
    r"\s*(?:ibid(?:em)?|id\.|idem|op\.?\s?cit|loc\.?\s?cit|supra|infra|ebd\.|ebenda|a\.\s?a\.\s?O|ders\.,? ebd|"
    r"above,? n)(?!\w)",
    re.IGNORECASE,
)
_BACKWARD: Final = re.compile(
    r"\b(?:op\.?\s?cit|loc\.?\s?cit|supra,?(?: n(?:ote|\.)?)?|n\.?\s?\d+\s+above|above,? n(?:ote|\.)?\s?\d+|"
    r"\(n\.?\s?\d+\)|a\.\s?a\.\s?O|wie Anm|Fn\.\s?\d+)",
    re.IGNORECASE,
)
_PROSE: Final = re.compile(r"\b(?:who|thanks?|grateful|indebted|acknowledge|danken?|danke)\b", re.IGNORECASE)
_BREAK: Final = re.compile(r";\s+|(?<=[\w)\]”\"’/])\.\s+(?=(?:See|Cf|Compare|But see|Vgl|Siehe|Voir)\b)")
_SENTENCE: Final = re.compile(r"(?<=[\w)\]”\"’»/])[.!?]\s+(?=[A-ZÀ-Þ“\"])")
_INITIAL_END: Final = re.compile(
    r"(?:\b[^\W\d_]|\b(?:ed|eds|vol|no|pp|trans|rev|hrsg|bd|nr|st|jr|dr|prof|univ|assn|inc|co|corp|ltd|art|ch|sec|cf|al))$",
    re.IGNORECASE,
)
_SHORTENED: Final = re.compile(r"\b[^\W\d_]{1,8}$")
_ALSO_SHORTENED: Final = re.compile(r"[^\W\d_]{1,8}\.[,;)\s]")
"""Two abbreviations in a row name a journal ("Mach. Learn., 2021")."""
_IMPRINT: Final = re.compile(r"\([^()]{0,80}\b(?:1[5-9]|20)\d\d[a-z]?\)|,\s(?:1[5-9]|20)\d\d\b")
_QUOTED: Final = re.compile(r"[“\"„‘«'][^”\"“’»']{12,}[”\"“’»']")
_NAME_INSIDE: Final = re.compile(
    r"(?<![\w.])(?:(?:[A-ZÀ-Þ]\.[\s-]?)+|[A-ZÀ-Þ][\w’'-]+\s(?:[A-ZÀ-Þ]\.\s?)*)(?:(?:de|van|von|der|du|la)\s)*"
    r"[A-ZÀ-Þ][\w’'-]+(?:\s(?:and|und|et|&)\s[A-ZÀ-Þ][\w’'. -]+?)?,\s(?=[“\"„‘«A-ZÀ-Þ])"
)
_FEWEST_TITLE_WORDS: Final = 3
_LONGEST_OPENING: Final = 500
_LONGEST_ABBREVIATION: Final = 8


def cited_works(text: str, italics: tuple[Span, ...] = ()) -> tuple[Span, ...]:
    """Return the spans in a note's ``text`` that each cite a work in full; ``italics`` are spans set in italics."""
    found: list[Span] = []
    for start, end in _pieces(text):
        span = _citation(text, start, end, italics)
        if span:
            found.append(span)
    return tuple(found)


def _pieces(text: str) -> Iterator[Span]:
    """Cut a note at semicolons and signals ("See also") where what follows cites again."""
    start, depth = 0, _depths(text)
    for match in _BREAK.finditer(text):
        if depth.inside(start, match.start()):
            continue
        if _opens(text[match.end() : match.end() + _LONGEST_OPENING]):
            yield start, match.start() + (match.group()[0] == ".")
            start = match.end()
    yield start, len(text)


@dataclass(frozen=True, slots=True)
class _Depths:
    """How many brackets and quotes stand open before each character."""

    brackets: list[int]
    quotes: list[int]

    def inside(self, start: int, end: int) -> bool:
        """Whether one that opened behind ``start`` is still open at ``end``."""
        return self.brackets[end] > self.brackets[start] or self.quotes[end] > self.quotes[start]


def _depths(text: str) -> _Depths:
    return _Depths(_depth(text, "(", ")"), _depth(text, "“", "”"))


def _depth(text: str, opening: str, closing: str) -> list[int]:
    return list(accumulate(((letter == opening) - (letter == closing) for letter in text), initial=0))


def _opens(rest: str) -> bool:
    after = _SIGNAL.match(rest)
    body = rest[after.end() :] if after else rest
    if after or starts_with_name(body) or _SHORT.match(body):
        return True
    return bool(CASE.match(body) or STATUTE.match(body) or IDENTIFIER.match(body) or _NAME_INSIDE.match(body))


def _citation(text: str, start: int, end: int, italics: tuple[Span, ...]) -> Span | None:
    signal = _SIGNAL.match(text, start, end)
    start = signal.end() if signal else start
    piece = text[start:end]
    if _SHORT.match(piece) or not piece.strip():
        return None
    case = CASE.search(piece) or STATUTE.search(piece)
    if case and not IDENTIFIER.search(piece[: case.start()]):
        return start + case.start(), start + case.end()
    span = _without_prose(text, start, end, italics)
    return _trim(text, span) if span else None


def _without_prose(text: str, start: int, end: int, italics: tuple[Span, ...]) -> Span | None:
    """Take leading and following sentences off; None when no citation is left."""
    for first, last in _runs(text, start, end):
        name = _lead_in(text, first, last)
        if _cites(text, name, last, italics):
            return name, last
    return None


def _runs(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the whole piece when it reads as one entry, then single sentences, then stretches from each to the end."""
    cuts, depth = [start], _depths(text[start:end])
    cuts += [
        match.end()
        for match in _SENTENCE.finditer(text, start, end)
        if not _INITIAL_END.search(text[max(start, match.start() - _LONGEST_ABBREVIATION) : match.start()])
        and not depth.inside(0, match.start() - start)
        and not (
            _SHORTENED.search(text[: match.start()][-_LONGEST_ABBREVIATION:])
            and _ALSO_SHORTENED.match(text, match.end())
        )
    ]
    if starts_with_name(text[start:end]) and signs(text[start:end]) >= _FEWEST_TITLE_WORDS and len(cuts) > 1:
        yield start, _last_fact(text, end, cuts)
    yield from zip(cuts, [*cuts[1:], end], strict=True)
    yield start, end


def _last_fact(text: str, end: int, cuts: list[int]) -> int:
    """Return the end of the last sentence that still holds a year, a page or an address."""
    for first, following in reversed(list(zip(cuts, [*cuts[1:], end], strict=True))):
        sentence = text[first:following]
        if YEAR.search(sentence) or IDENTIFIER.search(sentence) or re.search(r"\d+\s?[-–:]\s?\d+", sentence):
            return following
    return end


def _lead_in(text: str, start: int, end: int) -> int:
    """Return where the citation starts within a sentence: at its first name before a title."""
    if starts_with_name(text[start:end]):
        return start
    match = _NAME_INSIDE.search(text, start, end)
    return match.start() if match else start


def _cites(text: str, start: int, end: int, italics: tuple[Span, ...]) -> bool:
    piece = text[start:end]
    if _BACKWARD.search(piece) and not _IMPRINT.search(piece):
        return False
    if _PROSE.search(piece) or not (has_date(piece) or IDENTIFIER.search(piece)):
        return False
    titled = bool(_QUOTED.search(piece)) or any(start <= first and last <= end for first, last in italics)
    named = starts_with_name(piece) or bool(_NAME_INSIDE.match(piece))
    if not _long_enough(piece):
        return bool(re.search(r"https?://|www\.|10\.\d{4}", piece))
    imprinted = bool(_IMPRINT.search(piece)) or signs(piece) >= _FEWEST_TITLE_WORDS
    return (named and imprinted) or (titled and imprinted) or bool(IDENTIFIER.search(piece))


def _long_enough(piece: str) -> bool:
    """Tell a full citation from "Smith 2010, 45": words remain besides name, year and pages."""
    words = [
        word for word in re.findall(r"[^\W\d_]{2,}", piece) if word.lower() not in ("pp", "and", "et", "al", "und")
    ]
    return len(words) > _FEWEST_TITLE_WORDS


def _trim(text: str, span: Span) -> Span:
    start, end = span
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" ,;("))
    piece = text[start:end]
    tail = len(piece) - len(piece.rstrip(" ,;"))
    return start, max(start + 1, end - tail)
