"""Tell which lines of a block open an entry, where neither numbers nor indents say so, with a small trained tagger.

A linear-chain CRF over lines: how the line before ends and whether it was full, how this one begins, where years and
places in volumes stand around. ``tests.evaluations.train_lines`` trains it.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Final

from app.citations.parse_tagger import open_tagger
from app.citations.shape import (
    IDENTIFIER,
    YEAR,
    has_date,
    starts_like_reference,
    starts_with_name,
    starts_with_names,
)

MODEL_NAME: Final = "lines.crf"
OPENS: Final = "B"
_MOST_SLACK: Final = 6
_HEAD: Final = 60
_SHAPES: Final = (
    ("year", re.compile(r"\W*(?:1[5-9]|20)\d\d[a-z]?\W*")),
    ("range", re.compile(r"\W*\w*\d[-–—]+\w*\d\W*")),
    ("volume", re.compile(r"\W*\d+\W?\(.*|.*\d[:;]\d.*")),
    ("address", re.compile(r"\W*(?:https?:|www\.|10\.\d{4}|doi).*", re.IGNORECASE)),
    ("number", re.compile(r"\W*\d[\d.,]*\W*")),
    ("initials", re.compile(r"[A-ZÀ-Þ](?:[.-]+[A-ZÀ-Þ])*\.[,;:]?|[A-ZÀ-Þ]{1,3}[,.;:]")),
    ("joining", re.compile(r"(?:and|&|und|et|y|in|of|the|for|with|on|de)", re.IGNORECASE)),
    ("capitals", re.compile(r"[A-ZÀ-Þ]{2,}\W*")),
    ("Name,", re.compile(r"[A-ZÀ-Þ][\w'’-]+,")),
    ("Name", re.compile(r"[A-ZÀ-Þ][\w'’-]+")),
    ("Name.", re.compile(r"[A-ZÀ-Þ][\w'’-]+[.:;]")),
    ("quoted", re.compile(r"[\"“«‘'].*")),
    ("word", re.compile(r"[^\W\d_][\w'’-]*")),
    ("word.", re.compile(r"[^\W\d_][\w'’-]*[.;:)\]\"”]+")),
)
_CONTINUES: Final = re.compile(r"\s*(?:[a-zß-ÿ]|https?:|www\.|doi\b|10\.\d|\d|[,;:.)&]|Retrieved|Available|In:|pp?\.)")
_PLACE_END: Final = re.compile(r"(?:\d\s?[-–—]\s?\w?\d+|\((?:1[5-9]|20)\d\d[a-z]?\)|\bpp?\.?)\s*[.;]?\s*$")


@cache
def _tagger() -> Any:  # noqa: ANN401 the library has no types
    with as_file(files("resources") / "models" / MODEL_NAME) as path:
        return open_tagger(path)


def opening_chances(lines: Sequence[str]) -> list[float]:
    """Return, for each line of a block, how likely it opens an entry, from 0 to 1; the first surely may."""
    tagger = _tagger()
    tagger.set(line_features(lines))
    return [1.0, *(tagger.marginal(OPENS, place) for place in range(1, len(lines)))]


def line_features(lines: Sequence[str]) -> list[list[str]]:
    """Return the features of each line of a block."""
    width = max(map(len, lines), default=0)
    shapes = [_head(line) for line in lines]
    return [
        [
            *_of_end(lines[place - 1] if place else "", line, width),
            *_of_start(line),
            *_around(lines, place),
            f"as-first={shapes[place] == shapes[0]}",
            *(f"p:{name}" for name in (_of_start(lines[place - 1])[:2] if place else ())),
        ]
        for place, line in enumerate(lines)
    ]


def _shape(token: str) -> str:
    return next((name for name, pattern in _SHAPES if pattern.fullmatch(token)), token[:1] if token else "")


def _head(line: str) -> tuple[str, ...]:
    return tuple(_shape(token) for token in line.split()[:2])


def _of_end(before: str, line: str, width: int) -> list[str]:
    """Describe how the line before ends, and how many letters were free there for the first word of this one."""
    tokens, first = before.split(), line.split(maxsplit=1)[0] if line.split() else ""
    slack = width - len(before.rstrip()) - 1 - len(first)
    room = "full" if slack < 0 else str(min(slack // 4, _MOST_SLACK))
    end = before.rstrip()[-1:]
    mark = "letter" if end.isalpha() else "digit" if end.isdigit() else end
    last = _shape(tokens[-1]) if tokens else "none"
    name = starts_with_name(line)
    place = bool(_PLACE_END.search(before))
    return [
        f"room={room}",
        f"mark={mark}",
        f"last={last}",
        f"last2={_shape(tokens[-2]) if len(tokens) > 1 else ''}|{last}",
        f"room-mark={slack >= 0}|{mark}",
        f"room-mark-name={slack >= 0}|{mark}|{name}",
        f"place={place}|{name}|{slack >= 0}",
        f"mark-head={mark}|{_head(line)[:1]}",
        f"mark-continues={mark}|{bool(_CONTINUES.match(line))}|{slack >= 0}",
    ]


def _of_start(line: str) -> list[str]:
    first, second, third = ([_shape(token) for token in line.split()[:3]] + [""] * 3)[:3]
    letter = line.lstrip()[:1]
    kind = "upper" if letter.isupper() else "lower" if letter.islower() else "script" if letter.isalpha() else letter
    return [
        f"first={first}",
        f"heads={first}|{second}",
        f"heads3={first}|{second}|{third}",
        f"letter={kind}",
        f"name={starts_with_name(line)}",
        f"names={starts_with_names(line)}",
        f"like={starts_like_reference(line)}",
        f"dated-head={bool(YEAR.search(line[:_HEAD]))}",
        f"continues={bool(_CONTINUES.match(line))}",
    ]


def _around(lines: Sequence[str], place: int) -> list[str]:
    """Say where years and identifiers stand in the lines around, as far as they belong to one entry or the other."""
    found = []
    for step in (-3, -2, -1, 0, 1, 2):
        at = place + step
        line = lines[at] if 0 <= at < len(lines) else ""
        found.append(f"date{step}={has_date(line) if line else '-'}")
        if step in {-1, 0}:
            found.append(f"id{step}={bool(IDENTIFIER.search(line))}")
    since = next((step for step in range(1, 6) if place >= step and has_date(lines[place - step])), 0)
    return [*found, f"since-date={since}", f"since-name={since}|{starts_with_name(lines[place])}"]
