"""What a printed reference looks like: signs that tell it from prose, and where one can begin."""

import re
from typing import Final

from app.citations.legal import CASE, STATUTE

_LETTER: Final = r"[^\W\d_]"
_UPPER: Final = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_PARTICLE: Final = r"(?:[dD]e|[vV]an|[vV]on|[dD]er|[dD]en|[dD]i|[dD]a|[lL]a|[lL]e|[dD]u|[dD]el|[tT]en|[eE]l|al)"
_FAMILY: Final = rf"(?:{_PARTICLE}[\s-])*(?:[dDlL]['’])?{_UPPER}[\w'’ʼ‘\-–]*"
_INITIALS: Final = rf"{_UPPER}\.?(?:[\s-]?{_UPPER}\.?){{0,3}}(?![\w])"
_NAME_START: Final = re.compile(
    rf"(?:{_FAMILY}(?:\s{_FAMILY}){{0,2}},\s*(?:{_UPPER}\.|{_UPPER}[\w'’-]+)"  # Smith, J. / Smith, John
    rf"|{_FAMILY}(?:\s{_FAMILY})?\s{_UPPER}{{1,4}}(?=[,.;:\s(])"  # Smith JA
    rf"|(?:{_UPPER}\.[\s-]?)+{_FAMILY}"  # J. A. Smith
    rf"|{_FAMILY}\s(?:{_UPPER}\.?\s)?{_FAMILY}(?:,|\s(?:and|und|et|&)\s|:|\.|;|\s\()"  # John Smith and
    r"|[-—–_―]{2,}|[—―]\s?[.,])"  # the same author again
)
_SEVERAL: Final = re.compile(
    rf"{_FAMILY}(?:\s{_FAMILY})?(?:\s{_UPPER}{{1,4}},\s{_FAMILY}\s|,\s(?:{_UPPER}\.[\s-]?){{1,3}},?\s?(?:&\s|and\s)?{_FAMILY},\s"
    r"|,?\set\sal\.?[,\s])"
)
_BODY_START: Final = re.compile(rf"{_UPPER}[^\n.]{{3,120}}(?:\.|,)?\s*\((?:1[5-9]|20)\d\d|{_UPPER}[^\n.]{{3,120}}\.\s")
YEAR: Final = re.compile(r"(?<![\d/.])(?:1[5-9]\d\d|20\d\d)[a-z]?(?![\d])")
_NO_YEAR: Final = re.compile(
    r"\b(?:n\.\s?d\.|in press|forthcoming|im Erscheinen|o\.\s?J\.|s\.\s?d\.|to appear)", re.IGNORECASE
)
IDENTIFIER: Final = re.compile(
    r"https?://|www\.|\b10\.\d{4,9}/|\barxiv\b|\b(?:hep-|astro-ph|gr-qc|quant-ph|cond-mat|nucl-)\w*\s?/\s?\d|\bISBN\b|\bdoi\b",
    re.IGNORECASE,
)
_PLACE_IN_WORK: Final = re.compile(
    r"\b\d{1,4}\s?\(\d{1,4}(?:[-–/]\d+)?\)|\b\d{1,4}\s?[:,]\s?[A-Za-z]?\d+\s?[-–—]\s?\d+|\bpp?\.\s?\d|\bS\.\s\d|\bvol\.?\s?\d|"
    r"\bno\.\s?\d|;\s?\d{1,4}(?:\(|:)|\b\d+\s?[-–]\s?\d+\.?$|\bBd\.\s?\d",
    re.IGNORECASE,
)
_PUBLISHER: Final = re.compile(
    r"\b(?:Press|Publish\w+|Verlag|Springer|Elsevier|Wiley|Routledge|University|Universität|Universitätsverlag|Books|Sage|"
    r"Journal|Proceedings|Conference|Review|Report|Zeitschrift|Revue|Lancet|Nature|Science|Thesis|Dissertation|Retrieved|"
    r"Available|Accessed|Abgerufen|Hrsg|Eds?|Ed\.|In:)\b"
)
_VERB: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|we|our|they|this|these|should|shows?|showed|found|I|wir|ist|sind|wurde|werden)\b"
)
SHORTEST: Final = 15
LONGEST: Final = 1500
_PROSE_SHARE: Final = 0.08
_FEW_VERBS: Final = 2
_SIGNS_IN_LIST: Final = 2
_SIGNS_ANYWHERE: Final = 3


def starts_like_reference(text: str) -> bool:
    """Whether ``text`` begins with a name, or with a body or title followed soon by a year or full stop."""
    return bool(_NAME_START.match(text.lstrip("“\"'*_ "))) or bool(_BODY_START.match(text.lstrip("“\"'*_ ")))


def starts_with_name(text: str) -> bool:
    """Whether ``text`` begins with a person's name as bibliographies print it."""
    return bool(_NAME_START.match(text.lstrip("*_ ")))


def starts_with_names(text: str) -> bool:
    """Whether ``text`` begins with several people as bibliographies print them, or with one "et al."."""
    return bool(_SEVERAL.match(text.lstrip("*_ ")))


def has_date(text: str) -> bool:
    """Whether a year or its stand-in ("n.d.", "in press") is printed."""
    return bool(YEAR.search(text) or _NO_YEAR.search(text))


def signs(text: str) -> int:
    """Count independent signs of a reference, 0 to 5: date, identifier, place in a work, publisher word, name first."""
    return (
        has_date(text)
        + bool(IDENTIFIER.search(text))
        + bool(_PLACE_IN_WORK.search(text))
        + bool(_PUBLISHER.search(text))
        + starts_with_name(text)
    )


def reads_as_prose(text: str) -> bool:
    """Whether finite verbs and pronouns are as frequent as in sentences."""
    words = text.split()
    return len(_VERB.findall(text)) > max(_FEW_VERBS, _PROSE_SHARE * len(words))


def could_be_entry(text: str) -> bool:
    """Whether ``text`` can be an entry of a bibliography (judged leniently: it stands in one)."""
    if not SHORTEST <= len(text) <= LONGEST:
        return False
    if is_legal(text) or IDENTIFIER.search(text):
        return True
    enough = signs(text) >= _SIGNS_IN_LIST or (has_date(text) and starts_like_reference(text))
    return enough and not reads_as_prose(text)


def could_stand_in_list(text: str) -> bool:
    """Whether ``text`` may be an entry where entries stand before and behind it."""
    fits = SHORTEST <= len(text) <= LONGEST and not reads_as_prose(text)
    return fits and (has_date(text) or starts_with_name(text))


def is_surely_entry(text: str) -> bool:
    """Whether ``text`` is a reference even where no heading says so."""
    if not SHORTEST <= len(text) <= LONGEST or reads_as_prose(text):
        return False
    return starts_like_reference(text) and has_date(text) and signs(text) >= _SIGNS_ANYWHERE


def is_legal(text: str) -> bool:
    """Whether a court decision or statute is cited in ``text``."""
    return bool(CASE.search(text) or STATUTE.search(text))
