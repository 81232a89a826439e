"""Tell identifiers that cannot exist from those that can."""

import re
from datetime import UTC, datetime, timedelta

from app.citations.normalise import arxiv_of_doi
from app.domain.reference import Work

_NEW_ARXIV = re.compile(r"(\d{2})(\d{2})\.(\d{4,5})")
_FIRST_NEW = (2007, 4)
_FIVE_DIGITS = (2015, 1)
_MONTHS = 12


def impossible_identifiers(work: Work) -> tuple[str, ...]:
    """Return the names of the fields whose identifier breaks its own rules."""
    checks = (
        ("doi", bool(work.doi) and not re.match(r"10\.\d{4,9}(?:\.\d+)*/\S", work.doi)),
        ("isbn", bool(work.isbn) and not is_possible_isbn(work.isbn)),
        ("arxiv", any(number and not is_possible_arxiv(number) for number in (work.arxiv, arxiv_of_doi(work.doi)))),
    )
    return tuple(name for name, broken in checks if broken)


def is_possible_isbn(isbn: str) -> bool:
    """Whether the check digit of an ISBN (or, of eight digits, an ISSN) is right."""
    from stdnum import isbn as isbn_rules
    from stdnum import issn as issn_rules

    rules = issn_rules if len(re.sub(r"\W", "", isbn)) == 8 else isbn_rules  # noqa: PLR2004 the length of an ISSN
    return bool(rules.is_valid(isbn))


def is_possible_arxiv(number: str) -> bool:
    """Whether month, digit count and date of a new-style arXiv number can be; older styles pass."""
    match = _NEW_ARXIV.fullmatch(number)
    if not match:
        return "/" in number
    year, month, digits = 2000 + int(match[1]), int(match[2]), len(match[3])
    latest = datetime.now(UTC) + timedelta(days=31)  # clocks may lag: nobody is accused for that
    if not 1 <= month <= _MONTHS or not _FIRST_NEW <= (year, month) <= (latest.year, latest.month):
        return False
    return digits == (5 if (year, month) >= _FIVE_DIGITS else 4)
