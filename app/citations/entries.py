"""Cut the blocks of a reference list into entries.

Numbered lists are cut along their chain of numbers, wherever on a line these stand. Other lists are cut at blocks, at
lines that begin with a name after a finished entry, and at "Family, I. (year)" within running text; an entry that a
column or page break split is joined.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.citations.join_lines import is_broken_address, join_text
from app.citations.line_openings import opening_chances
from app.citations.sections import Section
from app.citations.shape import (
    IDENTIFIER,
    SHORTEST,
    could_be_entry,
    could_stand_in_list,
    has_date,
    starts_with_name,
)
from app.citations.spans import Span
from app.domain.document import Document


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: its lines as spans of the text in order, and its printed number."""

    spans: tuple[Span, ...]
    number: str = ""

    @property
    def start(self) -> int:
        """Where the first line starts."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last line ends."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    label: str
    first: bool  # of its block
    parted: bool  # a sub-heading stands between it and the line before


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number that may open an entry: where it stands, where the entry's text starts, and on which line."""

    number: int
    start: int
    body: int
    line: int
    name: str = ""


_FORMS: Final = (
    re.compile(r"\s*\[(\d{1,4})\]\s*"),
    re.compile(r"\s*(\d{1,3})[.)]\s+(?=\D)"),
    re.compile(r"\s*\((\d{1,3})\)\s+"),
    re.compile(r"\s*(\d{1,3})\s+(?=[^\W\d_])"),
)
_INLINE: Final = (
    re.compile(r"(?<=\s)\[(\d{1,4})\]\s*"),
    re.compile(r"(?<=[\s.])(\d{1,3})\.\s+(?=[A-ZÀ-Þ“\"'\[])"),
    re.compile(r"(?<=\s)\((\d{1,3})\)\s+(?=[A-ZÀ-Þ“\"'])"),
    re.compile(r"(?<=[.\d]\s)(\d{1,3})\s+(?=[A-ZÀ-Þ][\w'’-]+,?\s[A-Z])"),
)
_BULLET: Final = re.compile(r"\s*(?:[-*•·▪◦‣–]\s+)?")
_FINISHED: Final = re.compile(r"(?:[.;)\]”\"»/]|\d|\b(?:https?://|www\.|10\.\d{4})\S*)\s*$")
_CONTINUES: Final = re.compile(
    r"\s*(?:[a-zß-ÿ]|https?:|www\.|doi\b|10\.\d|\d|[,;:.)&]|Retrieved|Available|Accessed|Abgerufen|Verfügbar|In:|pp?\.)"
)
_UPPER: Final = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_PARTICLE: Final = r"(?:de|van|von|der|den|di|da|le|du|del|ten)"
_PERSON: Final = rf"(?:{_PARTICLE}\s)*{_UPPER}[\w'’-]+(?:\s{_UPPER}[\w'’-]+)?,\s(?:{_UPPER}\.[\s-]?)+"
_AUTHOR_DATE: Final = re.compile(
    rf"(?<=[.\d/)\]a-z])\s(?={_PERSON}(?:,?\s?(?:&|and|und|et)?\s?{_PERSON})*(?:,?\s?(?:et al\.|\.\.\.|…)[^(]{{0,40}})?"
    r"(?:\((?:Eds?|Hrsg)\.?\)[,.:]?\s)?\(?(?:(?:1[5-9]|20)\d\d|n\.d\.|in press))"
)
_YEAR_FIRST: Final = re.compile(r"\s*\((?:(?:1[5-9]|20)\d\d[a-z]?|n\.d\.|in press)\b")
_YEAR_LAST: Final = re.compile(r"\((?:1[5-9]|20)\d\d[a-z]?\)\.?")
_JOINS: Final = frozenset(
    ["&", "and", "und", "et", "al", "al.", "al.,", "de", "van", "von", "der", "den", "di", "da", "la", "le", "du"]
)
_NAMED: Final = re.compile(r"\s*\[([^\[\]\n]{1,24})\]\s+(?=\S)")
_LONG_BLOCK: Final = 2
_LIKELY, _SURE = 0.5, 0.7
_MOST: Final = 0.6
_MOST_FINISHED: Final = 0.7
_MOST_LINES: Final = 40
_REACH: Final = 200
_MOST_PEOPLE: Final = 60
_FEWEST: Final = 2
_SURE_CHAIN: Final = 3
_LONG_CHAIN: Final = 5


def cut_entries(document: Document, section: Section) -> tuple[Entry, ...]:
    """Return the entries of ``section`` in order; what cannot be an entry is left out."""
    lines = list(_lines(document, section))
    numbered = _numbered(document, lines)
    if numbered is not None:
        return tuple(numbered)
    if _is_named(lines):
        return tuple(_between(document, lines, [mark for i, line in enumerate(lines) if (mark := _named(line, i))]))
    groups = _joined(list(_groups(lines)))
    entries = [piece for group in groups for piece in _split_running(document, group)]
    return tuple(entries if section.notes else _fitting(document, entries))


def _fitting(document: Document, entries: list[Entry]) -> Iterator[Entry]:
    """Yield what can be an entry; between two that surely can, a name or a date is enough."""
    texts = [join_text(document, entry.spans) for entry in entries]
    sure = [index for index, text in enumerate(texts) if could_be_entry(text)]
    for index, (entry, text) in enumerate(zip(entries, texts, strict=True)):
        inside = bool(sure) and sure[0] < index < sure[-1]
        if could_be_entry(text) or (inside and could_stand_in_list(text)):
            yield entry


def _lines(document: Document, section: Section) -> Iterator[_Line]:
    for block in section.blocks:
        place, first = block.start, True
        for text in document.text_of(block).split("\n"):
            if text.strip():
                yield _Line(place, place + len(text), text, block.label if first else "", first, place in section.parts)
                first = False
            place += len(text) + 1


# Numbered lists


def _numbered(document: Document, lines: list[_Line]) -> list[Entry] | None:
    """Return the entries of a numbered list, or None when ``lines`` are none."""
    best: list[_Mark] = []
    best_form = 0
    for form in range(len(_FORMS)):
        chain = _chain([mark for index, line in enumerate(lines) if (mark := _mark(line, index, form))])
        if len(chain) > len(best):
            best, best_form = chain, form
    marks = _filled(lines, best, best_form) if best else []
    return _between(document, lines, marks) if _is_list(marks, lines) else None


def _mark(line: _Line, index: int, form: int) -> _Mark | None:
    digits = re.fullmatch(r"\W*(\d{1,4})\W*", line.label)
    if digits:
        return _Mark(int(digits.group(1)), line.start, line.start, index)
    match = _FORMS[form].match(line.text)
    return _Mark(int(match.group(1)), line.start, line.start + match.end(), index) if match else None


def _is_named(lines: list[_Line]) -> bool:
    """Whether entries open with a key in brackets: "[Smi21]", "[RFC 6749]"."""
    blocks = sum(line.first for line in lines)
    return sum(bool(_NAMED.match(line.text)) for line in lines) >= max(_SURE_CHAIN, _MOST * blocks)


def _named(line: _Line, index: int) -> _Mark | None:
    match = _NAMED.match(line.text)
    return _Mark(0, line.start, line.start + match.end(), index, match.group(1)) if match else None


def _chain(marks: Sequence[_Mark]) -> list[_Mark]:
    """Return the longest run of marks whose numbers rise, by steps of one wherever possible."""
    best: list[tuple[float, int]] = []
    for index, mark in enumerate(marks):
        score, previous = (1.0 if mark.number <= 1 else 0.5), -1
        for earlier in range(max(0, index - 60), index):
            step = mark.number - marks[earlier].number
            if step >= 1:
                value = best[earlier][0] + 1 - min(0.9, 0.2 * (step - 1))
                if value > score:
                    score, previous = value, earlier
        best.append((score, previous))
    chain: list[_Mark] = []
    index = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    while index >= 0:
        chain.append(marks[index])
        index = best[index][1]
    return chain[::-1]


def _is_list(chain: list[_Mark], lines: list[_Line]) -> bool:
    if len(chain) < _FEWEST:
        return False
    span = chain[-1].number - chain[0].number + 1
    steady = len(chain) >= 0.5 * span
    leads = chain[0].number <= 1 or chain[0].line == 0 or len(chain) >= _LONG_CHAIN
    blocks = sum(line.first for line in lines)
    return steady and leads and (len(chain) >= _SURE_CHAIN or len(chain) >= _MOST * blocks)


def _filled(lines: list[_Line], chain: list[_Mark], form: int) -> list[_Mark]:
    """Look inside lines for the numbers that the chain lacks, and for those after its last."""
    marks: list[_Mark] = []
    for mark, following in zip(chain, [*chain[1:], None], strict=True):
        marks.append(mark)
        wanted = mark.number + 1
        last = following.line if following else len(lines) - 1
        for found in _inline(lines, mark, last, form):
            if following is not None and (wanted >= following.number or found.start >= following.start):
                break
            if found.number == wanted and found.start > marks[-1].start:
                marks.append(found)
                wanted += 1
    return marks


def _inline(lines: list[_Line], after: _Mark, last: int, form: int) -> Iterator[_Mark]:
    for index in range(after.line, last + 1):
        line = lines[index]
        for match in _INLINE[form].finditer(line.text):
            start = line.start + match.start()
            if start > after.body:
                yield _Mark(int(match.group(1)), start, line.start + match.end(), index)


def _between(document: Document, lines: list[_Line], marks: list[_Mark]) -> list[Entry]:
    entries = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start if following else lines[-1].end
        last = _part_end(lines, mark, following.line) if following else _last_line(lines, mark)
        spans = [_clip(line, mark.body, end) for line in lines[mark.line : last + 1]]
        kept = tuple(span for span in spans if document.text[slice(*span)].strip())
        if kept:
            entries.append(Entry(tuple(_trim(document, span) for span in kept), mark.name or str(mark.number)))
    return entries


def _part_end(lines: list[_Line], mark: _Mark, last: int) -> int:
    """Return the last line up to ``last`` before a sub-heading after which something else begins."""
    return next((index for index in range(mark.line, last) if _is_parted(lines, index)), last)


def _is_parted(lines: list[_Line], index: int) -> bool:
    return lines[index + 1].parted and _ends_between(lines[index], lines[index + 1])


def _ends_between(line: _Line, following: _Line) -> bool:
    return bool(_FINISHED.search(line.text)) and not _CONTINUES.match(following.text)


def _last_line(lines: list[_Line], mark: _Mark) -> int:
    """Return the last line of the last entry: its block, and blocks that only a column break can have cut off."""
    index = mark.line
    while index + 1 < len(lines):
        if lines[index + 1].first and _ends_between(lines[index], lines[index + 1]):
            break
        index += 1
    return index


def _clip(line: _Line, start: int, end: int) -> Span:
    first = max(line.start, start)
    return first, max(min(line.end, end), first)


def _trim(document: Document, span: Span) -> Span:
    text = document.text[slice(*span)]
    return span[0] + len(text) - len(text.lstrip()), span[1] - (len(text) - len(text.rstrip()))


# Lists without numbers


def _groups(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines of each entry: a block, or a part of it when it holds several entries on lines of their own."""
    blocks: list[list[_Line]] = []
    for line in lines:
        if line.first or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    for block in blocks:
        yield from _parts(block)


def _parts(block: list[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines of each entry of a block; a line opens one the more easily where the last one can be complete."""
    if len(block) < _LONG_BLOCK:
        yield block
        return
    group: list[_Line] = []
    for line, chance in zip(block, opening_chances([_unbulleted(line.text) for line in block]), strict=True):
        likely = chance > (_LIKELY if _is_dated(group) else _SURE)
        if group and likely and not is_broken_address(group[-1].text, line.text):
            yield group
            group = []
        group.append(line)
    yield group


def _is_dated(group: list[_Line]) -> bool:
    """Whether an entry may be complete: it has its date or identifier."""
    return any(has_date(line.text) or IDENTIFIER.search(line.text) for line in group)


def _unbulleted(text: str) -> str:
    match = _BULLET.match(text)
    return text[match.end() :] if match else text


def _joined(groups: list[list[_Line]]) -> Iterator[list[_Line]]:
    """Join a group to the one before it when a break cut an entry in two."""
    finished = sum(bool(_FINISHED.search(group[-1].text)) for group in groups)
    strict = finished >= _MOST_FINISHED * len(groups)
    held: list[_Line] = []
    for group in groups:
        if held and _belongs(held, group, strict=strict):
            held += group
        else:
            if held:
                yield held
            held = group
    if held:
        yield held


def _belongs(held: list[_Line], group: list[_Line], *, strict: bool) -> bool:
    """Whether ``group`` goes on with ``held``; ``strict`` where the entries of a list end with a mark or number."""
    text, so_far = (" ".join(line.text for line in lines) for lines in (group[:_MOST_LINES], held[-_MOST_LINES:]))
    if group[0].parted and _ends_between(held[-1], group[0]):
        return False
    if group[0].label or _BULLET.match(text).end() > len(text) - len(text.lstrip()):  # type: ignore[union-attr]
        return False
    if _wants_more(so_far, text):
        return True
    finished = bool(_FINISHED.search(so_far))
    if _CONTINUES.match(text) and not starts_with_name(text):
        return not (finished and could_be_entry(so_far) and could_be_entry(text) and has_date(text))
    if strict and not finished:
        return not _opens_dated(text)
    return not (finished or starts_with_name(text) or could_be_entry(so_far))


def _wants_more(so_far: str, text: str) -> bool:
    """Whether what is there of an entry ends among its people, or lacks the date that ``text`` is or brings."""
    if so_far.rstrip().endswith(("&", " and", " und")) or (_is_people_only(so_far) and not _opens_dated(text)):
        return True
    return not has_date(so_far) and bool(_YEAR_FIRST.match(text) or _is_rest(text))


def _is_rest(text: str) -> bool:
    """Whether only the end of an entry is that short: a venue and its year."""
    return len(text) < SHORTEST and has_date(text)


def _is_people_only(text: str) -> bool:
    """Whether people go on, or only people and a year stand there: the title is still to come."""
    *names, last = text.split()[-_MOST_PEOPLE:] or [""]
    if last.endswith(",") or last in {"&", "and", "und", "et"}:
        return True
    return bool(names and _YEAR_LAST.fullmatch(last)) and all(one[0].isupper() or one in _JOINS for one in names)


def _opens_dated(text: str) -> bool:
    """Whether people and a year open the text."""
    return starts_with_name(text) and has_date(text[:_REACH])


def _split_running(document: Document, group: list[_Line]) -> Iterator[Entry]:
    """Cut a group at "Family, I. (year)" within its lines."""
    spans: list[Span] = []
    for line in group:
        start = line.start + (_BULLET.match(line.text).end() if line is group[0] else 0)  # type: ignore[union-attr]
        for match in _AUTHOR_DATE.finditer(document.text, start, line.end):
            if has_date(document.text[(spans[0][0] if spans else start) : match.start()]):
                yield Entry((*spans, _trim(document, (start, match.start()))))
                spans, start = [], match.end()
        spans.append(_trim(document, (start, line.end)))
    yield Entry(tuple(spans))
