"""Forms that styles print without exception, put above what the tagger guessed.

Medical style runs initials together and ends its authors with a full stop. Chinese style (GB/T 7714) marks the end
of the title by "[J]" or another letter. Every style for journals prints volume, issue and pages in one of a few forms.
Where one of these stands in the string, it decides.
"""

import re
from typing import Final

from app.citations.parse_features import Span
from app.citations.parse_words import words_of

Fields = dict[str, list[Span]]
_UPPER: Final = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_FAMILY: Final = rf"(?:(?:[a-z]{{1,3}}|[vV]an|[vV]on|[dD]ella)[ ’'])*{_UPPER}[\w'’ʼ-]*(?: {_UPPER}[\w'’ʼ-]+){{0,3}}"
_INITIALS: Final = rf"{_UPPER}(?:-?{_UPPER}|d[aeo]?(?!\w)|d[aeo]?(?={_UPPER})){{0,5}}(?: (?:Jr|Sr|II|III|2nd|3rd))?"
_NAME: Final = rf"{_FAMILY} {_INITIALS}(?!\w)"
_AUTHORS: Final = re.compile(
    rf"(?P<authors>{_NAME}(?:, {_NAME})*(?:,? et al)?)(?:, (?:editors?|eds?))?[.:] (?=[\w“\"'‘(\[¿¡])"
)
_PAGES: Final = r"(?P<pages>[A-Za-z]{0,4}\d+[A-Za-z]?(?:\s?[-–—‐‑−]+\s?[A-Za-z]{0,2}\d+[A-Za-z]?)?(?:\.e\d+)?)(?![\w/])"
_VOLUME: Final = r"(?P<volume>\d{1,4}[A-Za-z]?)"
_MONTH: Final = rf"(?:\d{{1,2}}\.?\s?)?(?:{'|'.join(words_of('month'))})\b"
_ISSUE: Final = rf"\s?\((?!\s?{_MONTH})(?![^()]*\dpp?\b)(?P<issue>[^()]{{1,24}})\)"
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_MEDICAL: Final = re.compile(
    rf"(?<![\w/-])(?P<year>{_YEAR})(?: [A-Z][a-z]{{2,8}}\.?(?: \d{{1,2}})?(?:[-–]\w{{1,5}})?)?\s?;\s?"
    rf"(?:{_VOLUME}(?:{_ISSUE})?(?:\s?:\s?{_PAGES})?|:{_PAGES.replace('pages', 'only')})(?=[\s.,;\[(]|$)"
)
_NO_ISSUE: Final = re.compile(rf"\W*(?:{_MONTH}|\d+\s?pp?\b)", re.IGNORECASE)
_NUMBER: Final = r"(?P<issue>\d[\w–/-]{0,8})"
_DATE: Final = rf"\(\s?(?:[^()\n]{{0,20}}{_YEAR}|{_MONTH}[^()\n]{{0,12}})\s?\)"
_PP: Final = r"(?:pp?\.\s?)?"
_JOURNAL: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w./(–-]){_VOLUME},? (?:no|nr|issue)\.? ?{_NUMBER} {_DATE}\s?[:,] {_PP}{_PAGES}",
        rf"\bvol\. ?{_VOLUME}, no\. ?{_NUMBER},(?: [^,\n]{{1,24}},){{0,2}} pp?\. ?{_PAGES}",
        rf"(?<![\w./(–-])(?<!no\. ){_VOLUME}\s?{_DATE}\s?[:,]\s?{_PP}{_PAGES}",
        rf"(?<![\w./(–-]){_VOLUME}(?!\s?{_DATE}){_ISSUE}\s?[,:]\s?{_PP}{_PAGES}",
    )
)
_CHINESE: Final = re.compile(
    r"(?P<authors>[^.\[\]]{2,80})\.\s?(?P<title>[^\[\]]{2,200})\[[A-Z](?:/OL)?\]"
    r"(?:\.\s?(?P<container>[^,.\[\]]{2,80}),)?"
)
_IMPRINT: Final = re.compile(rf": [^:;]{{3,80}}; {_YEAR}")
_RUN_IN: Final = re.compile(r",\s(?P<pages>\d+[-–]\d+)[\s,.]*$")
_SENTENCE: Final = re.compile(r"(?<=[.?!]) (?=\S)")
_MOST_CONTAINER_WORDS: Final = 14


def apply_grammar(text: str, fields: Fields) -> Fields:
    """Return ``fields`` (spans of ``text`` by name) with what an unmistakable form says in their place."""
    place = _place(text)
    authors = _authors(text, place)
    mended = {name: list(spans) for name, spans in fields.items()}
    if place:
        _put_place(mended, place)
    chinese = _CHINESE.match(text)
    if chinese:
        for name, span in _groups(chinese):
            _put(mended, name, span)
    elif authors:
        _put(mended, "authors", authors.span("authors"))
        _cut(mended, (0, authors.end()), keep="authors")
        _put_title(text, mended, authors.end(), place)
    elif place:
        _split_title(text, mended, place)
    if not mended.get("pages"):
        _take_pages_off(text, mended)
    mended["issue"] = [one for one in mended.get("issue", []) if not _NO_ISSUE.match(text, *one)]
    return mended


def _authors(text: str, place: re.Match[str] | None) -> re.Match[str] | None:
    """Match the authors in medical style; "Jane T. Marlowe" begins like one, so a lone name needs more evidence."""
    match = _AUTHORS.match(text)
    if match and ("," in match["authors"] or (place and place.re is _MEDICAL) or _IMPRINT.search(text)):
        return match
    return None


def _place(text: str) -> re.Match[str] | None:
    """Return the one statement of volume, issue and pages; None when there is none or several."""
    for pattern in (_MEDICAL, *_JOURNAL):
        found = list(pattern.finditer(text))
        if len(found) == 1:
            return found[0]
    return None


def _groups(match: re.Match[str]) -> list[tuple[str, Span]]:
    return [
        ("pages" if name == "only" else name, match.span(name)) for name, value in match.groupdict().items() if value
    ]


def _put_place(fields: Fields, place: re.Match[str]) -> None:
    """Take volume, issue and pages from a form; what else stands inside is a date in its brackets."""
    for name in ("volume", "issue", "pages"):
        fields[name] = [left for one in fields.get(name, []) for left in _minus(one, place.span())]
    for name, span in _groups(place):
        _put(fields, name, span)


def _put(fields: Fields, name: str, span: Span) -> None:
    """Make ``span`` the one span of ``name`` and take it from all others."""
    _cut(fields, span, keep=name)
    fields[name] = [span]


def _cut(fields: Fields, span: Span, keep: str) -> None:
    for name, spans in fields.items():
        if name != keep:
            fields[name] = [left for one in spans for left in _minus(one, span)]


def _minus(one: Span, other: Span) -> list[Span]:
    if one[1] <= other[0] or other[1] <= one[0]:
        return [one]
    return [left for left in ((one[0], other[0]), (other[1], one[1])) if left[0] < left[1]]


def _put_title(text: str, fields: Fields, start: int, place: re.Match[str] | None) -> None:
    """After authors in medical style stands the title; before the year the journal, each ended by a full stop."""
    titles = fields.get("title", [])
    if place is None or place.re is not _MEDICAL or re.search(r"\bIn: ", text[start : place.start()]):
        end = titles[0][1] if titles else _first_stop(text, start)
        if end > start:
            _put(fields, "title", (start, end))
        return
    cut = _container_start(text, fields, start, place.start())
    if cut > start:
        _put(fields, "title", (start, cut))
        _put(fields, "container", (cut, place.start()))


def _split_title(text: str, fields: Fields, place: re.Match[str]) -> None:
    """Where volume and pages follow the title at once, its last sentence is the journal."""
    titles = fields.get("title", [])
    if fields.get("container") or not titles or re.search(r"\w", text[titles[-1][1] : place.start()]):
        return
    start, end = titles[-1]
    cuts = [match.end() for match in _SENTENCE.finditer(text, start, end)]
    if cuts:
        fields["title"][-1] = (start, cuts[-1])
        fields["container"] = [(cuts[-1], end)]


def _take_pages_off(text: str, fields: Fields) -> None:
    """Take a chapter's pages off the title of its book ("In Handbook of Waiting, 45–67")."""
    for start, end in fields.get("container", []):
        match = _RUN_IN.search(text, start, end)
        if match:
            _put(fields, "pages", match.span("pages"))
            return


def _first_stop(text: str, start: int) -> int:
    match = _SENTENCE.search(text, start)
    return match.start() if match else len(text)


def _container_start(text: str, fields: Fields, start: int, end: int) -> int:
    """Return where the journal's name starts: where the tagger saw it at a sentence's start, else the last sentence."""
    cuts = [match.end() for match in _SENTENCE.finditer(text, start, end) if text[match.end() : end].strip()]
    seen = [first for first, _ in fields.get("container", []) if first in cuts]
    cut = seen[0] if seen else (cuts[-1] if cuts else start)
    return cut if len(text[cut:end].split()) <= _MOST_CONTAINER_WORDS else start
