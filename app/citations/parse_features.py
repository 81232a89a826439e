"""What the tagger sees of a reference string: its tokens, and the features of each.

A token is a word, a number, a web address, a DOI or one mark. Features describe the token, its neighbours, the
nearest marks on both sides, the segment between two marks that it stands in, and, for numbers and marks, the row of
numbers around them ("12(3): 4-9" and "2012, no. 3, pp. 4-9" are told apart as rows).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.citations.parse_words import CLASSES_OF

Span = tuple[int, int]
_TOKEN: Final = re.compile(
    r"https?://\S+|www\.\S+|(?:doi:\s?)?10\.\d{4,9}/\S+|[^\W\d_]+(?:['’´`][^\W\d_]+)*|\d+|\S", re.IGNORECASE
)
_YEAR: Final = re.compile(r"(?:1[5-9]\d\d|20[0-4]\d)")
_LETTER: Final = re.compile(r"[^\W\d_]")
_TRAILING_MARKS: Final = ".,;)]>}\"”'"
_SEGMENT_MARKS: Final = frozenset('.,;:()[]"“”«»?!')
_LONGEST_WORD: Final = 25
_SHORTEST_ADDRESS: Final = 9
_CUE_KINDS: Final = {"pp": "p", "vol": "v", "no": "i", "part": "t", "month": "m"}
_WORD_KINDS: Final = frozenset("wWA")
_LONGEST_NUMBER: Final = 4
_LONGEST_ROW: Final = 14
_FAR: Final = 4


def tokenise(text: str) -> list[Span]:
    """Return the spans of the tokens of ``text`` in order."""
    tokens: list[Span] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        kept = (
            end - len(word) + len(word.rstrip(_TRAILING_MARKS))
            if len(word) >= _SHORTEST_ADDRESS and "/" in word
            else end
        )
        tokens.append((start, kept))
        tokens.extend((place, place + 1) for place in range(kept, end))
    return tokens


@dataclass(frozen=True, slots=True)
class _Line:
    """A tokenised string and the running state at each token; all lists are as long as ``words``."""

    words: list[str]
    lowered: list[str]
    glued: list[bool]
    segment: list[int]
    depth: list[int]
    quoted: list[int]
    before: list[tuple[str, int]]
    after: list[tuple[str, int]]
    years: list[int]
    kinds: list[str]
    rows: list[Span]


def features(text: str, tokens: list[Span]) -> list[list[str]]:
    """Return the features of each token."""
    line = _describe(text, tokens)
    segments = _segment_features(line)
    base = [word_features(word) for word in line.words]
    near = [_near_features(word) for word in line.words]
    found = []
    for index in range(len(tokens)):
        own = [*base[index], *_place_features(line, index)]
        own += _neighbour_features(index, base, near)
        own += _pair_features(line, index, base)
        own += _row_features(line, index)
        own += segments[line.segment[index]]
        own += ["n" + name for name in segments.get(line.segment[index] + 1, ())]
        own += ["v" + name for name in segments.get(line.segment[index] - 1, ())]
        found.append(own)
    return found


def _describe(text: str, tokens: list[Span]) -> _Line:
    words = [text[start:end] for start, end in tokens]
    segment, depth, quoted = _running_state(words)
    kinds = [_kind(word) for word in words]
    return _Line(
        words,
        [word.lower() for word in words],
        [index > 0 and tokens[index - 1][1] == tokens[index][0] for index in range(len(tokens))],
        segment,
        depth,
        quoted,
        _nearest_marks(words, backwards=False),
        _nearest_marks(words, backwards=True),
        [index for index, word in enumerate(words) if _YEAR.fullmatch(word)],
        kinds,
        _rows(kinds),
    )


@lru_cache(maxsize=8192)
def _kind(word: str) -> str:
    """Return one letter for what a token is in a row of numbers: a year, a number, a cue word, another word, a mark."""
    if word.isdigit():
        return "Y" if _YEAR.fullmatch(word) else "N" if len(word) <= _LONGEST_NUMBER else "L"
    if not word[0].isalpha():
        return word[0]
    for name in CLASSES_OF.get(word.lower(), ()):
        if name in _CUE_KINDS:
            return _CUE_KINDS[name]
    return "A" if len(word) == 1 else "W" if word[0].isupper() else "w"


def _rows(kinds: list[str]) -> list[Span]:
    """Return for each token the row it stands in: from one word that is no cue to the next."""
    rows: list[Span] = []
    start = 0
    for index, kind in enumerate([*kinds, "W"]):
        if kind in _WORD_KINDS:
            rows += [(start, index)] * (index - start)
            rows += [(index, index + 1)]
            start = index + 1
    return rows


def _running_state(words: list[str]) -> tuple[list[int], list[int], list[int]]:
    segment, depth, quoted = [], [], []
    number = level = inside = 0
    for index, word in enumerate(words):
        segment.append(number)
        level += word in ("(", "[", "{")
        depth.append(min(level, 2))
        level = max(0, level - (word in (")", "]", "}")))
        inside = _quote_state(word, inside)
        quoted.append(inside)
        number += word in _SEGMENT_MARKS and not _ends_initial(words, index)
    return segment, depth, quoted


def _quote_state(word: str, inside: int) -> int:
    if word in ("“", "„", "«"):
        return 1
    if word in ("”", "»"):
        return 0
    return 1 - inside if word == '"' else inside


def _ends_initial(words: list[str], index: int) -> bool:
    return words[index] == "." and index > 0 and len(words[index - 1]) == 1 and words[index - 1].isalpha()


def _nearest_marks(words: list[str], *, backwards: bool) -> list[tuple[str, int]]:
    """Return (mark, distance) of the nearest mark on one side; a full stop after an initial does not count."""
    found = [("$", 0)] * len(words)
    mark, distance = "$", 0
    order = range(len(words) - 1, -1, -1) if backwards else range(len(words))
    for index in order:
        found[index] = (mark, distance)
        distance += 1
        if _is_mark(words, index):
            mark, distance = words[index], 0
    return found


def _is_mark(words: list[str], index: int) -> bool:
    word = words[index]
    if len(word) != 1 or word.isalnum():
        return False
    return not (word in ".-'’–" and index > 0 and len(words[index - 1]) == 1)


@lru_cache(maxsize=8192)
def word_features(word: str) -> tuple[str, ...]:
    """Return the features of a word seen alone; the first is the word, the second its shape."""
    lower = word.lower() if len(word) <= _LONGEST_WORD else "<long>"
    found = ["w=" + (re.sub(r"\d", "0", lower) if lower.isdigit() else lower), "sh=" + _shape(word)]
    if word[0].isalpha():
        found += ["p3=" + lower[:3], "s3=" + lower[-3:], "s2=" + lower[-2:]]
        found += ["Cap"] * word[0].isupper() + ["one"] * (len(word) == 1)
    elif word.isdigit():
        found += [f"dl={min(len(word), 6)}"] + ["YR"] * bool(_YEAR.fullmatch(word))
    elif len(word) > 1:
        found.append("doi" if "10." in word and "://" not in word else "url")
    return (*found, *("k=" + name for name in CLASSES_OF.get(lower, ())))


@lru_cache(maxsize=8192)
def _near_features(word: str) -> tuple[str, ...]:
    return tuple(name for name in word_features(word) if name.startswith(("w=", "sh", "k=", "YR", "dl")))


def _shape(word: str) -> str:
    letters = _LETTER.sub(lambda match: "X" if match.group().isupper() else "x", word)
    return re.sub(r"(.)\1{2,}", r"\1\1", re.sub(r"\d", "d", letters))[:8]


def _place_features(line: _Line, index: int) -> list[str]:
    count = len(line.words)
    before, after = line.before[index], line.after[index]
    seen = sum(year < index for year in line.years)
    return [
        "b",
        f"pos={10 * index // count}",
        f"i={min(index, 4)}",
        f"r={min(count - index, 5)}",
        f"par={line.depth[index]}",
        f"q={any(line.quoted)}{line.quoted[index]}",
        f"ys={min(seen, 2)}/{min(len(line.years), 3)}",
        f"np={before[0]}{after[0]}",
        f"g={min(line.segment[index], 12)}",
        f"nx={after[0]}",
        f"pv={before[0]}",
        f"nd={after[0]}{min(after[1], 4)}",
        f"pd={before[0]}{min(before[1], 4)}",
    ]


def _neighbour_features(index: int, base: list[tuple[str, ...]], near: list[tuple[str, ...]]) -> Iterator[str]:
    for step, table in ((-2, near), (-1, base), (1, base), (2, near)):
        place = index + step
        if 0 <= place < len(base):
            yield from (f"{step}|{name}" for name in table[place])
        else:
            yield f"{step}|EDGE"


def _pair_features(line: _Line, index: int, base: list[tuple[str, ...]]) -> Iterator[str]:
    last = len(base) - 1
    if index > 0:
        yield "b-=" + base[index - 1][0] + base[index][0]
        yield "glue-" if line.glued[index] else "gap-"
    if index < last:
        yield "b+=" + base[index][0] + base[index + 1][0]
        yield "glue+" if line.glued[index + 1] else "gap+"
    for first in (index - 2, index - 1, index):
        if first >= 0 and first + 2 <= last:
            yield f"t{first - index}=" + base[first][1] + base[first + 1][1] + base[first + 2][1]


def _row_features(line: _Line, index: int) -> Iterator[str]:
    kinds, (start, end) = line.kinds, line.rows[index]
    if kinds[index] in _WORD_KINDS:
        return
    row = "".join(kinds[start:end])
    here = index - start
    yield "kl=" + "".join(kinds[max(0, index - _FAR) : index + 1])
    yield "kr=" + "".join(kinds[index : index + _FAR + 1])
    yield f"kc={row[max(0, here - 2) : here]}|{row[here : here + 3]}"
    if len(row) <= _LONGEST_ROW:
        yield f"row={here}{row}"
    yield f"nth={min(row.count('N', 0, here), 4)}/{min(row.count('N'), 5)}{row[here]}"


def _segment_features(line: _Line) -> dict[int, list[str]]:
    members: dict[int, list[int]] = {}
    for index, number in enumerate(line.segment):
        members.setdefault(number, []).append(index)
    return {number: _segment(line, indexes) for number, indexes in members.items()}


def _segment(line: _Line, indexes: list[int]) -> list[str]:
    words = [index for index in indexes if line.words[index][0].isalpha()]
    initials = sum(len(line.words[index]) == 1 and line.words[index].isupper() for index in words)
    capitals = sum(line.words[index][0].isupper() for index in words)
    small = sum(line.words[index].islower() for index in words)
    found = [
        f"sl={min(len(words), 9)}",
        f"si={min(initials, 3)}",
        f"sc={3 * capitals // max(1, len(words))}",
        f"sw={min(small, 3)}",
    ]
    found += ["s0=" + line.lowered[index] for index in words[:1]]
    classes = sorted({name for index in words for name in CLASSES_OF.get(line.lowered[index], ())})
    return found + ["sk=" + name for name in classes]
