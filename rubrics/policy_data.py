"""Find personal data, secrets and confidential marks in a text: own patterns, confirmed by checksums where there are.

Numbers are confirmed by python-stdnum and phonenumbers. Secrets are known by their vendors' prefixes only: a rule on
randomness flags prose. What is found is shown masked.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from typing import Literal, get_args

Detector = Literal["email", "phone", "iban", "card", "national_id", "secrets", "confidential"]
DETECTORS: tuple[Detector, ...] = get_args(Detector)

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w-])")
_PHONE = re.compile(
    r"(?<![\w.+/-])(?:\+|00)\d(?:[ ./()-]{0,2}\d){6,14}(?![\w-])|(?<![\w.-])\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}(?![\w-])"
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_CARD = re.compile(
    r"(?<![\w.-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,4}(?:[ -]?\d{3})?(?![\w-])"
    r"|(?<![\w.-])3[47]\d{2} \d{6} \d{5}(?!\w)"
)
_CARD_LENGTHS = (14, 15, 16, 19)
_NATIONAL = (
    (re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"), "us.ssn"),
    (re.compile(r"(?<!\w)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}(?!\w)"), "fr.nir"),
    (re.compile(r"(?<!\w)\d{8}-?[A-Z](?!\w)"), "es.dni"),
    (re.compile(r"(?<!\w)[XYZ]-?\d{7}-?[A-Z](?!\w)"), "es.nie"),
    (re.compile(r"(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)"), "it.codicefiscale"),
    (re.compile(r"(?<!\w)756\.\d{4}\.\d{4}\.\d{2}(?!\w)"), "ch.ssn"),
    (re.compile(r"(?<![\w-])\d{6}[-+]\d{4}(?![\w-])"), "se.personnummer"),
)
_SECRETS = re.compile(
    r"(?<![\w-])(?:AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64}"
    r"|xox[abeoprs]-[\w-]{10,200}|sk-(?:ant-|proj-|live-)?[A-Za-z0-9_-]{20,200}|[srp]k_(?:live|test)_[A-Za-z0-9]{16,200}"
    r"|AIza[\w-]{35}|SG\.[\w-]{16,32}\.[\w-]{16,64}|npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,250}|hf_[A-Za-z0-9]{30,64}"
    r"|dop_v1_[a-f0-9]{64}|eyJ[\w-]{10,2000}\.eyJ[\w-]{10,2000}\.[\w-]{10,2000})(?![\w-])"
    r"|https://hooks\.slack\.com/services/[\w/]{20,100}|-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----"
)
_CONFIDENTIAL = re.compile(
    r"\b(?:CONFIDENTIAL|TOP SECRET|VERTRAULICH|CONFIDENTIEL|(?i:"
    r"(?:strictly|company|highly|streng) (?:confidential|vertraulich)"
    r"|(?:for )?internal use only|not for (?:external )?distribution))\b"
)
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a text that holds such data, and what may be shown of it."""

    start: int
    end: int
    detector: Detector
    masked: str


def find_data(text: str, detectors: Iterable[Detector], allow: Iterable[str] = ()) -> Iterator[Found]:
    """Yield what the detectors find, in their order; ``allow`` are values or patterns with ``*`` to leave out."""
    allowed = [pattern.casefold() for pattern in allow]
    for detector in detectors:
        for match in _FINDERS[detector](text):
            value = match.group().casefold()
            if not any(fnmatchcase(value, pattern) for pattern in allowed):
                yield Found(match.start(), match.end(), detector, mask(match.group(), detector))


def mask(value: str, detector: Detector) -> str:
    """Return the value with all but its beginning hidden; a confidential mark is shown as it is."""
    if detector == "confidential":
        return value
    if detector == "email":
        name, _, host = value.partition("@")
        return f"{name[:1]}•••@{host}"
    return f"{value[:_SHOWN].rstrip()}••••"


def _emails(text: str) -> Iterator[re.Match[str]]:
    return _EMAIL.finditer(text)


def _phones(text: str) -> Iterator[re.Match[str]]:
    """Yield numbers with a country code, and North American ones, that a phone plan has."""
    for match in _PHONE.finditer(text):
        if _is_phone(match.group()):
            yield match


def _is_phone(number: str) -> bool:
    import phonenumbers

    written = f"+{number[2:]}" if number.startswith("00") else number
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, None if written.startswith("+") else "US"))
    except phonenumbers.NumberParseException:
        return False


def _ibans(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _IBAN.finditer(text) if _is_valid("iban", match.group()))


def _cards(text: str) -> Iterator[re.Match[str]]:
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) in _CARD_LENGTHS and len(set(digits)) > _SHOWN and _is_valid("luhn", digits):
            yield match


def _national_ids(text: str) -> Iterator[re.Match[str]]:
    for pattern, module in _NATIONAL:
        yield from (match for match in pattern.finditer(text) if _is_valid(module, match.group()))


def _secrets(text: str) -> Iterator[re.Match[str]]:
    return _SECRETS.finditer(text)


def _confidential(text: str) -> Iterator[re.Match[str]]:
    return _CONFIDENTIAL.finditer(text)


def _is_valid(module: str, number: str) -> bool:
    return bool(_validator(module)(number))


@cache
def _validator(module: str) -> Callable[[str], bool]:
    validator: Callable[[str], bool] = import_module(f"stdnum.{module}").is_valid
    return validator


_FINDERS: dict[Detector, Callable[[str], Iterator[re.Match[str]]]] = {
    "email": _emails,
    "phone": _phones,
    "iban": _ibans,
    "card": _cards,
    "national_id": _national_ids,
    "secrets": _secrets,
    "confidential": _confidential,
}
