"""Read quantities from running text: figures and spelled-out numbers with their unit, currency or percent sign.

A small reader of its own: quantulum3 and text2num each cover one half, at a hundredth of the speed wanted here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.checks.lexicon import read_words

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPELLED = {word: value for value, word in enumerate((*_UNITS, *_TEENS), start=1)}
_SPELLED |= {word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)}
_SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALES |= {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9}
_SIGNS = {"$": "usd", "€": "eur", "£": "gbp"}

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d|2100")
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,12})(?:\.\d{1,4})?"
_NUMBER_WORD = "|".join(sorted((*_SPELLED, "hundred", "thousand"), key=len, reverse=True))
_SPELLED_NUMBER = rf"(?:{_NUMBER_WORD})(?:[ -](?:and )?(?:{_NUMBER_WORD})){{0,8}}"
_SCALE = r"hundred|thousand|million|billion|trillion"
_ABOUT = re.compile(
    r"(?:\b(?:about|around|approximately|approx\.|roughly|nearly|almost|some|over|under|more than|less than|fewer than"
    r"|at least|at most|up to|an estimated|close to|just)\s|[~≈<>]\s?)\Z",
    re.IGNORECASE,
)
_LONGEST_HEDGE = 15
_DASH = "-–—"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its place in the text.

    ``low`` and ``high`` are equal but for a range, in the smallest unit of ``measure`` ("share", "money-usd",
    "length" in metres …; "" for a bare number). ``step`` is the last digit given, ``about`` a hedge before it.
    """

    start: int
    end: int
    low: float
    high: float
    step: float
    measure: str
    about: bool


def find_quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield the quantities in ``text[start:end]`` in order; years, list numbers, labels and dates are none."""
    for match in _pattern().finditer(text, start, end):
        quantity = _quantity(match)
        if quantity is not None:
            yield quantity


def disagree(one: Quantity, other: Quantity) -> bool:
    """Tell whether two values of one measure cannot both be right: apart by more than rounding and hedges allow."""
    gap = max(one.low - other.high, other.low - one.high)
    if gap <= 0:
        return False
    room = max(one.step, other.step) / 2 if one.step != other.step else 0.0
    if one.about or other.about:
        room = max(room, 0.1 * max(abs(one.high), abs(other.high)))
    return gap > room * (1 + 1e-9)


def _quantity(match: re.Match[str]) -> Quantity | None:
    unit = (match["unit"] or _SIGNS.get(match["sign"] or "", "")).casefold()
    measure, size = _measures().get(" ".join(unit.split()), ("", 1.0))
    size *= _scale(match["scale"])
    first, second = match["first"], match["second"]
    if not measure and not match["scale"] and _YEAR.fullmatch(first):
        return None
    low, step = _value(first)
    high = _value(second)[0] if second else low
    if high < low:
        return None
    return Quantity(match.start("value"), match.end(), low * size, high * size, step * size, measure, _is_hedged(match))


def _is_hedged(match: re.Match[str]) -> bool:
    start = match.start("value")
    return _ABOUT.search(match.string[max(0, start - _LONGEST_HEDGE) : start]) is not None


def _scale(word: str | None) -> float:
    return _SCALES.get((word or "").casefold(), 1.0)


def _value(number: str) -> tuple[float, float]:
    """Return the value of figures or number words, and the worth of their last digit."""
    if number[0].isdigit():
        decimals = len(number.partition(".")[2])
        return float(number.replace(",", "")), 10.0**-decimals
    return _spelled(number), 1.0


def _spelled(number: str) -> float:
    """Return the value of number words: "two hundred and forty thousand" is 240,000."""
    total = part = 0.0
    for word in re.split(r"[ -]", number.casefold()):
        if word == "hundred":
            part = (part or 1) * 100
        elif word == "thousand":
            total, part = total + (part or 1) * 1000, 0.0
        else:
            part += _SPELLED.get(word, 0)
    return total + part


@cache
def _measures() -> dict[str, tuple[str, float]]:
    """Return what each word for a unit measures and its size."""
    measures: dict[str, tuple[str, float]] = {}
    for entry in read_words("units"):
        words, measure, size = entry.rsplit(" ", 2)
        measures |= {word.replace("_", " "): (measure, float(size)) for word in words.split("|")}
    return measures


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(_measures(), key=len, reverse=True))
    number = rf"{_DIGITS}|{_SPELLED_NUMBER}"
    return re.compile(
        rf"(?<![\w.,{_DASH}/#$€£§])(?=[\d$€£efhnost])(?P<value>(?P<sign>[$€£])?\s?(?P<first>{number})"
        rf"(?:\s?[{_DASH}]\s?(?P<second>{_DIGITS}))?)(?:[\s-]?(?P<scale>{_SCALE}|(?(sign)(?:bn|mn|m|k)(?![\w²/])|(?!))))?"
        rf"(?:[\s-]?(?P<unit>{units})(?![\w²/]))?(?![\w/:]|[.,]\d|-\w)",
        re.IGNORECASE,
    )
