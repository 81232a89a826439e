"""A date that no calendar has ("31 June 2023"), or a weekday that does not fit its date."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cache

from app.checks.lexicon import read_words
from app.checks.mentions import is_mentioned
from app.checks.reporting import report, shorten
from app.checks.running_text import prose_blocks
from app.domain.document import Block, Document
from app.domain.finding import Check, Finding, Tier

_MOST_DAYS, _MOST_DIGITS_DAY, _MONTHS = 31, 39, 12
_FIRST_WEEKDAY_YEAR, _YEARS = 1930, (1583, 2200)
_ISO = r"(?<![\w./:-])(?P<iso>(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d))(?![\w-]|\.\d)"
_COUNTED = re.compile(r"\b(?:no|nos|nr|issue|vol|volume|number|page|p|pp|chapter|section|part|item|table)\.? \Z", re.I)
_DATED = re.compile(r"\b(?:on|of|until|till|since|from|dated|by|to)(?: the)? \Z", re.I)
_BEFORE = 20
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d(?!\d)")
_LONGEST_DATE, _ISO_REST = 40, 8


def find_impossible_dates(document: Document) -> Iterator[Finding]:
    """Yield each full date of the running text that cannot be, or whose weekday is another."""
    for block in prose_blocks(document):
        for match in _dates(document.text, block.start, block.end):
            message = _problem(match)
            if message and not _is_other(document, block, match):
                yield report(CHECK, (match.start("all"), match.end("all")), message, "Which date is meant?")


def _dates(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the full dates between ``start`` and ``end``; only the surroundings of years are looked at."""
    reached = start
    for year in _YEAR.finditer(text, start, end):
        first, last = max(reached, year.start() - _LONGEST_DATE), min(end, year.end() + _ISO_REST)
        for match in _pattern().finditer(text, first, last):
            if not text[match.end() : match.end() + 1].isdigit():
                reached = match.end()
                yield match


def _is_other(document: Document, block: Block, match: re.Match[str]) -> bool:
    """Tell whether the words are talked about, or a volume's number beside a month."""
    start = match.start("all")
    before = document.text[max(block.start, start - _BEFORE) : start]
    if match["iso"] or match["day2"]:
        return is_mentioned(document, block, *match.span("all"))
    out_of_range = int(match["day1"]) > _MOST_DAYS
    if _COUNTED.search(before) or (out_of_range and not _DATED.search(before)):
        return True
    return is_mentioned(document, block, *match.span("all"))


def _problem(match: re.Match[str]) -> str:
    """Return what is wrong with the date, "" when nothing is."""
    year, month, day = _numbers(match)
    if not _YEARS[0] <= year <= _YEARS[1] or not 0 < day <= _MOST_DIGITS_DAY:
        return ""
    if not 0 < month <= _MONTHS:
        return f"“{match['iso']}” is no date: there is no month {month}." if 0 < day <= _MONTHS >= month - 19 else ""
    days = monthrange(year, month)[1]
    name = date(year, month, 1).strftime("%B")
    if day > days:
        return f"“{shorten(match['all'])}” is no date: {name} {year} has {days} days."
    return _weekday_problem(match, date(year, month, day))


def _weekday_problem(match: re.Match[str], day: date) -> str:
    given = match["weekday"]
    if not given or day.year < _FIRST_WEEKDAY_YEAR or _table("weekdays")[given.casefold().rstrip(".")] == day.weekday():
        return ""
    return f"“{shorten(match['all'])}”: that day was a {day.strftime('%A')}."


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    if match["iso"]:
        return int(match["y"]), int(match["m"]), int(match["d"])
    name = (match["month1"] or match["month2"]).casefold().rstrip(".")
    day, year = match["day1"] or match["day2"], match["year1"] or match["year2"]
    return int(year), _table("months")[name], int(day)


@cache
def _pattern() -> re.Pattern[str]:
    months, weekdays = (
        "|".join(sorted(map(re.escape, _table(name)), key=len, reverse=True)) for name in ("months", "weekdays")
    )
    ordinal = r"(?:st|nd|rd|th|\.|er|º)?"
    day_first = (
        rf"(?<![\d.,/-])(?P<day1>\d{{1,2}}){ordinal} (?:of |de |d’)?(?P<month1>{months})\.?,? (?P<year1>\d{{4}})"
    )
    month_first = rf"\b(?P<month2>{months})\.? (?P<day2>\d{{1,2}}){ordinal}, (?P<year2>\d{{4}})"
    weekday = rf"(?:\b(?P<weekday>{weekdays})\.?,? (?:the |den |le |el )?)?"
    return re.compile(rf"(?P<all>{_ISO}|{weekday}(?:{day_first}|{month_first}))(?![\d/-])", re.IGNORECASE)


@cache
def _table(name: str) -> dict[str, int]:
    """Return the number of each name in the list: "january|jan" on its first line is 1 for months, 0 for weekdays."""
    first = 1 if name == "months" else 0
    return {word: number for number, entry in enumerate(read_words(name), start=first) for word in entry.split("|")}


CHECK = Check(
    id="impossible-date",
    version=1,
    tier=Tier.FIX,
    title="Date that cannot be",
    why="A reader cannot tell which day was meant, and trusts the other dates less.",
    run=find_impossible_dates,
)
