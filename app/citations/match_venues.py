"""Compare the names of journals and conferences: abbreviations, acronyms, ordinals, aliases."""

import re
from collections.abc import Set
from functools import lru_cache

from app.citations.normalise import normalise, squeeze

_ALIASES = (
    (
        "neurips|nips|neural information processing systems|advances in neural information processing systems|"
        "adv neural inf process syst"
    ),
    "icml|international conference on machine learning",
    "iclr|international conference on learning representations",
    "cvpr|computer vision and pattern recognition|conference on computer vision and pattern recognition",
    "iccv|international conference on computer vision",
    "eccv|european conference on computer vision",
    (
        "aaai|aaai conference on artificial intelligence|national conference on artificial intelligence|"
        "association for the advancement of artificial intelligence"
    ),
    (
        "ijcai|international joint conference on artificial intelligence|"
        "international joint conferences on artificial intelligence"
    ),
    (
        "acl|annual meeting of the association for computational linguistics|"
        "meeting of the association for computational linguistics"
    ),
    (
        "emnlp|empirical methods in natural language processing|"
        "conference on empirical methods in natural language processing"
    ),
    "naacl|north american chapter of the association for computational linguistics|naacl hlt",
    "uai|uncertainty in artificial intelligence|conference on uncertainty in artificial intelligence",
    "aistats|artificial intelligence and statistics|international conference on artificial intelligence and statistics",
    "colt|conference on learning theory|computational learning theory",
    "kdd|sigkdd|knowledge discovery and data mining|conference on knowledge discovery and data mining",
    "jmlr|journal of machine learning research|j mach learn res",
    "tmlr|transactions on machine learning research|trans mach learn res",
    "tpami|pami|transactions on pattern analysis and machine intelligence|trans pattern anal mach intell",
    (
        "pnas|proceedings of the national academy of sciences|"
        "proceedings of the national academy of sciences of the united states of america|proc natl acad sci u s a|"
        "proc natl acad sci usa"
    ),
    "bmj|british medical journal",
    "jama|journal of the american medical association",
    "nejm|new england journal of medicine|n engl j med",
    "tacl|transactions of the association for computational linguistics",
    "www|the web conference|international world wide web conference|world wide web conference",
    "wacv|winter conference on applications of computer vision",
    "interspeech|annual conference of the international speech communication association",
    "icassp|international conference on acoustics speech and signal processing",
    "iros|intelligent robots and systems|international conference on intelligent robots and systems",
    "icra|international conference on robotics and automation",
    "plos one|public library of science one",
)
_PREPRINT = re.compile(
    r"\b(?:arxiv|corr|computing research repository|biorxiv|medrxiv|chemrxiv|psyarxiv|socarxiv|ssrn|preprints?|"
    r"research square|techrxiv|eartharxiv|hal|openreview|working paper|in press|forthcoming|submitted)\b"
)
_NOISE = re.compile(
    r"\b(?:in|the|proc|proceedings|annual|conf|ieee|cvf|acm|rsj|sigkdd|virtual|event|online|usa|part|vol|volume|edited|"
    r"\d+(?:st|nd|rd|th)?|(?:twenty|thirty|forty|fifty|sixty)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    r"tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|"
    r"fortieth|fiftieth)|twenty|thirty|forty|fifty)\b"
)
_FUNCTION = frozenset(
    ["of", "the", "and", "in", "on", "for", "a", "an", "to", "de", "la", "et", "der", "und", "des", "du"]
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*")
_ABBREVIATION_LETTERS = 3


def is_preprint(container: str) -> bool:
    """Whether the container is a preprint server or none at all, so that no venue is claimed."""
    return bool(_PREPRINT.search(normalise(container)))


def same_venue(cited: str, found: str) -> bool:
    """Whether two names can be names of one venue."""
    one, other = _core(cited), _core(found)
    if not one or not other or one == other or squeeze(cited) == squeeze(found):
        return bool(one == other) or squeeze(cited) == squeeze(found)
    alias, other_alias = known_venue(cited), known_venue(found)
    if alias and alias == other_alias:
        return True
    return (
        _abbreviates(one, other) or _abbreviates(other, one) or _is_acronym_of(one, other) or _is_acronym_of(other, one)
    )


def venues_differ(cited: str, found: str, listed: Set[str]) -> bool:
    """Whether both are known venues and not one: by their aliases, as acronyms, or since the list names both often."""
    if same_venue(cited, found):
        return False
    alias, other_alias = known_venue(cited), known_venue(found)
    if alias and other_alias:
        return True
    if _ACRONYM.fullmatch(cited.strip()) and _ACRONYM.fullmatch(found.strip()):
        return True
    return _is_listed(cited, listed) and _is_listed(found, listed)


def _is_listed(name: str, listed: Set[str]) -> bool:
    return bool(known_venue(name)) or normalise(name) in listed


@lru_cache(maxsize=4096)
def known_venue(name: str) -> str:
    """Return the short name of a venue with known aliases, or ""."""
    core, whole = _core(name), normalise(name)
    for aliases in _alias_table():
        if core in aliases or whole in aliases:
            return aliases[0]
    inside = re.findall(r"\(([A-Za-z]{3,12})\W*\d*\)", name)
    short = [aliases[0] for word in inside for aliases in _alias_table() if word.lower() in aliases]
    return short[0] if short else ""


@lru_cache(maxsize=1)
def _alias_table() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(dict.fromkeys([*line.split("|"), *map(_core, line.split("|"))])) for line in _ALIASES)


@lru_cache(maxsize=8192)
def _core(name: str) -> str:
    """Return a venue's name without year, number, sponsor and "Proceedings of the"."""
    text = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", name) if not name.startswith(("(", "[")) else name
    core = " ".join(_NOISE.sub(" ", normalise(text)).split())
    return re.sub(r"^(?:of|on) | (?:of|on|and)$", "", core)


def _abbreviates(short: str, long: str) -> bool:
    """Whether every word of one is an abbreviation of the word in the same place of the other."""
    words, full = _content(short), _content(long)
    return len(words) == len(full) and all(_shortens(word, whole) for word, whole in zip(words, full, strict=True))


def _content(name: str) -> list[str]:
    return [word for word in name.split() if word not in _FUNCTION]


def _shortens(word: str, whole: str) -> bool:
    if whole.startswith(word):
        return True
    if len(word) < _ABBREVIATION_LETTERS or word[0] != whole[0]:
        return False
    rest = iter(whole)
    return all(letter in rest for letter in word)


def _is_acronym_of(short: str, long: str) -> bool:
    """Whether one word is made of the first letters of the other's."""
    if " " in short or len(short) < _ABBREVIATION_LETTERS:
        return False
    words = long.split()
    return short in {"".join(word[0] for word in words), "".join(word[0] for word in _content(long))}
