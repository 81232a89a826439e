"""Look in the reference as printed whether a record's value stands there, so that a parsing error accuses nobody."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.citations.match_names import parse_name
from app.citations.normalise import content_words, normalise, normalise_title

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLOSES = re.compile(r"[.?!\"”»›’)\]]")
_CLOSES_AT_COMMA = re.compile(r"\s*,\s*(?:in\b|vol\b|pp?\b|no\b|\d|doi|https?:|arxiv|[\"”’])", re.IGNORECASE)
_OPENS = re.compile(r"[.,:;\"“‘«(\[!?\d]")
_ET_AL = re.compile(r"\bet\.?\s*al\b|\band others\b|…|\.\s?\.\s?\.|\bu\.\s?a\.|\bcolleagues\b", re.IGNORECASE)
_CONNECTORS = frozenset(
    [
        "and",
        "et",
        "al",
        "in",
        "eds",
        "ed",
        "editors",
        "with",
        "by",
        "y",
        "e",
        "und",
        "de",
        "the",
        "&",
        "jr",
        "sr",
        "ii",
        "iii",
    ]
)


@dataclass(frozen=True, slots=True)
class RawText:
    """A printed reference as one string of normalised letters, with the place of every letter's word."""

    text: str
    letters: str
    starts: dict[int, int]
    ends: dict[int, int]

    def find(self, title: str) -> tuple[int, int] | None:
        """Return where a whole title stands in the text, or None when it stands there only as part of a longer one."""
        wanted = normalise_title(title).replace(" ", "")
        place = self.letters.find(wanted) if wanted else -1
        while place >= 0:
            start, end = self.starts.get(place), self.ends.get(place + len(wanted))
            if start is not None and end is not None and self._is_closed(start, end):
                return start, end
            place = self.letters.find(wanted, place + 1)
        return None

    def _is_closed(self, start: int, end: int) -> bool:
        before, after = self.text[:start].rstrip(), self.text[end:]
        gap = after[: len(after) - len(after.lstrip(' .,:;?!"”»’)]›'))]
        closed = not after.strip() or bool(_CLOSES.search(gap)) or bool(_CLOSES_AT_COMMA.match(after))
        return closed and (not before or bool(_OPENS.search(before[-1])))


@lru_cache(maxsize=256)
def read_raw(text: str) -> RawText:
    """Return a printed reference ready for looking things up in it."""
    letters: list[str] = []
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    length = 0
    for match in _TOKEN.finditer(text):
        if word := normalise(match.group()).replace(" ", ""):
            starts[length] = match.start()
            length += len(word)
            ends[length] = match.end()
            letters.append(word)
    return RawText(text, "".join(letters), starts, ends)


def has_year(raw: str, year: int) -> bool:
    """Whether a year stands in the text as a number of its own, outside addresses and identifiers."""
    plain = re.sub(r"https?://\S+|\b10\.\d{4,9}/\S+|arxiv:\S+", " ", raw, flags=re.IGNORECASE)
    return bool(re.search(rf"(?<![\d./-]){year}(?![\d/]|-\d|\.\d)", plain))


def has_et_al(raw: str) -> bool:
    """Whether the text says that authors were left out."""
    return bool(_ET_AL.search(raw))


def names_stand_alone(segment: str, found: tuple[str, ...], *, et_al: bool) -> bool:
    """Whether the people of a record, in order, are all that a stretch of text names.

    With ``et_al`` the first, who must be there, may be followed by any number of the others.
    """
    words = normalise(segment).split()
    place, missing = 0, 0
    for number, name in enumerate(found):
        family = [word for word in parse_name(name).family if len(word) > 1] or list(parse_name(name).family)
        at = _find_run(words, family, place)
        if at is None and number == 0:
            return False
        if at is None:
            missing += 1
        else:
            place = at + len(family)
    allowed = len(found) - 1 if et_al else 0
    return missing <= allowed and not _left_over(words, found)


def _find_run(words: list[str], run: list[str], start: int) -> int | None:
    return next((at for at in range(start, len(words) - len(run) + 1) if words[at : at + len(run)] == run), None)


def _left_over(words: list[str], found: tuple[str, ...]) -> list[str]:
    """Return the words that belong to none of the names: longer than initials and no connecting words."""
    known = {word for name in found for word in (*parse_name(name).family, *parse_name(name).given)}
    initials = {word[0] for word in known if word}
    return [
        word
        for word in words
        if word not in known
        and word not in _CONNECTORS
        and not word.isdigit()
        and not (len(word) <= 3 and set(word) <= initials)  # noqa: PLR2004
    ]


def title_words_missing(raw: str, title: str) -> list[str]:
    """Return the content words of a title that the printed reference does not hold."""
    letters = read_raw(raw).letters
    return [word for word in content_words(normalise_title(title)) if word not in letters]
