"""Compare the names of people however they are written: order, initials, particles, accents."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from app.citations.normalise import normalise, plain_name

_PARTICLES = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "der",
        "den",
        "di",
        "du",
        "la",
        "le",
        "van",
        "von",
        "vom",
        "zu",
        "zur",
        "ter",
        "ten",
        "el",
        "al",
        "bin",
        "ibn",
        "y",
        "e",
        "af",
    ]
)
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "phd", "md"])
_RUN_INITIALS = re.compile(r"^[A-Z](?:[.\-]?[A-Z]|d[aeo]?){0,4}\.?$")
_UMLAUT = re.compile(r"(?<=[aou])e")
_ORGANISATION = frozenset(
    [
        "organization",
        "organisation",
        "university",
        "institute",
        "ministry",
        "department",
        "association",
        "society",
        "committee",
        "council",
        "agency",
        "commission",
        "foundation",
        "bureau",
        "office",
        "group",
        "team",
        "consortium",
        "collaboration",
        "network",
        "federation",
        "union",
        "bank",
        "company",
        "corporation",
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "center",
        "centre",
        "academy",
        "government",
        "nations",
        "authority",
        "service",
        "services",
        "alliance",
        "board",
        "program",
        "programme",
        "project",
        "initiative",
        "press",
        "openai",
        "google",
        "microsoft",
        "unesco",
        "unicef",
        "oecd",
        "who",
        "nist",
        "nasa",
        "eurostat",
    ]
)
_PLACEHOLDER = re.compile(
    r"^(?:(?:john|jane|j) doe|doe (?:john|jane|j)|(?:first ?name|given ?name) (?:last ?name|surname|family ?name)"
    r"|last ?name first ?name|(?:first|second|third|last|another|some|unknown|anonymous|placeholder) authors?"
    r"|authors?( (?:name|one|two|[a-z0-9]))?|[a-z] author|name surname|surname name|author names?|full name|your name"
    r"|x{2,}|tbd|lorem ipsum|max mustermann|foo bar|anonymous)$"
)
_TYPO_LETTERS = 6
_MOST_INITIALS = 3
_NICKNAME_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in normalised words; an initial is a word of one letter."""

    family: tuple[str, ...]
    given: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Every word of the name without particles."""
        return tuple(word for word in self.given + self.family if word not in _PARTICLES)


@lru_cache(maxsize=16384)
def parse_name(text: str) -> Name:
    """Return the parts of "Family, Given", "Given Family" or "Family AB"."""
    text = plain_name(text)
    if "," in text:
        family, _, given = text.partition(",")
        rest = [part for part in given.split(",") if normalise(part) not in _SUFFIXES]
        return Name(_words(family), _given_words(" ".join(rest).split()))
    tokens = [token for token in text.split() if normalise(token) not in _SUFFIXES] or text.split()
    if len(tokens) > 1 and _is_initials(tokens[-1]) and not _is_initials(tokens[0]):
        first = next(place for place, token in enumerate(tokens) if place and all(map(_is_initials, tokens[place:])))
        return Name(_words(" ".join(tokens[:first])), _given_words(tokens[first:]))
    cut = max(len(tokens) - 1, 0)
    while cut > 1 and normalise(tokens[cut - 1]) in _PARTICLES:
        cut -= 1
    return Name(_words(" ".join(tokens[cut:])), _given_words(tokens[:cut]))


def _is_initials(token: str) -> bool:
    return bool(_RUN_INITIALS.match(token))


def _words(text: str) -> tuple[str, ...]:
    return tuple(normalise(text).split())


def _given_words(tokens: list[str]) -> tuple[str, ...]:
    """Split run-together initials ("JA", "J.-A.") into letters; keep full names."""
    found: list[str] = []
    for token in tokens:
        words = normalise(token).split()
        joined = "".join(words)
        found += list(joined) if _is_initials(token) and len(words) == 1 else words
    return tuple(found)


@lru_cache(maxsize=16384)
def surname(name: str) -> str:
    """Return the last word of the family name, normalised."""
    family = parse_name(name).family
    return family[-1] if family else ""


@lru_cache(maxsize=16384)
def is_organisation(name: str) -> bool:
    """Whether the name is more likely that of a body than of a person."""
    words = normalise(name).split()
    return bool(_ORGANISATION.intersection(words)) or len(words) > 5  # noqa: PLR2004 people have fewer names


def is_placeholder(name: str) -> bool:
    """Whether the name is one that stands where a real name should ("Firstname Lastname")."""
    return bool(_PLACEHOLDER.match(normalise(name.replace(",", " "))))


def is_dash(name: str) -> bool:
    """Whether the name is a dash that repeats the authors of the entry above, or nothing."""
    return not normalise(name)


def same_person(first: str, second: str) -> bool:
    """Whether two names can belong to one person."""
    one, other = parse_name(first), parse_name(second)
    if sorted(one.words) == sorted(other.words) or "".join(one.words) == "".join(other.words):
        return True
    if same_family(one.family, other.family):
        return _given_agree(one.given, other.given)
    return _swapped(one, other) or _swapped(other, one) or _same_initials(one, other)


@lru_cache(maxsize=16384)
def same_family(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two family names agree: particles, double names and transliterated umlauts apart."""
    first = [word for word in one if word not in _PARTICLES] or list(one)
    second = [word for word in other if word not in _PARTICLES] or list(other)
    if not first or not second:
        return False
    joined, second_joined = _plain("".join(first)), _plain("".join(second))
    if joined == second_joined or _is_typo(joined, second_joined):
        return True
    return set(first) <= set(second) or set(second) <= set(first)


def _plain(word: str) -> str:
    return _UMLAUT.sub("", word)


def _is_typo(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _TYPO_LETTERS and OSA.distance(one, other, score_cutoff=1) <= 1


def _given_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the shorter list of given names can be found, in order, in the longer one."""
    shorter, longer = sorted((one, other), key=len)
    if not shorter or "".join(one) == "".join(other):
        return True
    if _joined_given_agree("".join(shorter), longer) or _joined_given_agree("".join(longer), shorter):
        return True
    rest = iter(longer)
    return all(any(_given_word_agrees(word, candidate) for candidate in rest) for word in shorter)


def _joined_given_agree(joined: str, words: tuple[str, ...]) -> bool:
    """Whether a name written in one ("Xiansheng") starts like the words of the other ("X.-S.", "Xian Sheng")."""
    return len(joined) > 1 and len(words) > 1 and joined.startswith("".join(words))


def _given_word_agrees(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if (len(shorter) == 1 or len(shorter) >= _NICKNAME_LETTERS) and longer.startswith(shorter):
        return True
    return _plain(one) == _plain(other) or _is_typo(one, other)


def _same_initials(one: Name, other: Name) -> bool:
    """Whether a name of initials ("R., M. B.", "R. MB") has those of one that holds some ("Mallikarjun B. R.")."""
    for short, long in ((one, other), (other, one)):
        letters = "".join(short.words)
        few = all(len(word) == 1 for word in short.given) and len("".join(short.family)) <= _MOST_INITIALS
        if few and len(letters) > 1 and any(len(word) == 1 for word in long.words):
            return sorted(letters) == sorted(word[0] for word in long.words)
    return False


def _swapped(one: Name, other: Name) -> bool:
    """Whether the family name of one is the given name of the other, as happens with East Asian names."""
    if not (one.family and one.given and other.family and other.given):
        return False
    family_as_given = "".join(one.family) == "".join(other.given)
    return family_as_given and _given_agree(one.given, other.family)
