"""Court decisions and statutes as United States style prints them, and the commonest European ones."""

import re
from typing import Final

from app.domain.reference import Work

_SERIES: Final = r"(?:\s?(?:2d|3d|4th|5th))?"
_NAMED_REPORTER: Final = (
    r"U\.\s?S\.|S\.\s?Ct\.|L\.\s?Ed\." + _SERIES + r"|F\." + _SERIES + r"|F\.\s?Supp\." + _SERIES + r"|F\.\s?App['’]x|"
    r"F\.R\.D\.|B\.R\.|Fed\.\s?Cl\.|Ct\.\s?Cl\.|M\.J\.|T\.C\.|"
    r"(?:So|P|A|N\.\s?E|N\.\s?W|S\.\s?E|S\.\s?W|N\.\s?Y\.\s?S|Cal\.\s?Rptr)\.\s?" + _SERIES
)
# A state's own reports: "12 Cal. App. 4th 345", "210 Miss. 33".
_STATE_REPORTER: Final = r"[A-Z][a-z]+\.(?:\s?(?:App|Super|Ct|Crim|Ch|Eq|Misc)\.)?" + _SERIES
_SLOT: Final = (
    rf"(?P<volume>\d{{1,4}})\s+(?P<reporter>{_NAMED_REPORTER}|{_STATE_REPORTER})\s+(?P<page>\d{{1,5}}|_{{2,}})\b"
)
_DOCKET: Final = (
    r"(?P<docket_year>(?:19|20)\d\d)\s+(?P<database>WL|U\.S\.\s+(?:Dist\.|App\.)\s+LEXIS|LEXIS)\s+(?P<number>\d+)"
)
_COURT: Final = r"(?:[^()\n]{0,120}?\((?P<court>[^()]*?)(?P<year>1[6-9]\d\d|20\d\d)\))?"
_WORD: Final = r"(?:[A-Z][\w.'’&-]*|of|the|and|for|de|la|ex rel\.|&|et al\.|in|on|to)"
_PARTY: Final = rf"(?<![\w.'’&-])[A-Z][\w.'’&-]*(?:,?\s+{_WORD}){{0,11}}"
_PARTIES: Final = rf"(?P<parties>{_PARTY}\s+vs?\.\s+{_PARTY}|(?:In re|Ex parte|Matter of)\s+{_PARTY})"
CASE: Final = re.compile(rf"{_PARTIES},?\s+(?:[^\n()]{{0,60}}?,\s+)?(?:{_SLOT}|{_DOCKET}){_COURT}")
"""A decision with its parties; groups parties, volume, reporter, page, docket_year, database, number, court, year."""

_REPORTED: Final = re.compile(rf"\b(?:{_NAMED_REPORTER})(?=\s+\d)|\b{_DOCKET}")
_LONGEST_REST: Final = 120
_VERSUS: Final = re.compile(r"[\w.)’'] vs?\.\s+[A-Z]|\b(?:In re|Ex parte|Matter of)\s")
STATUTE: Final = re.compile(
    r"\b\d{1,3}\s+(?:U\.?\s?S\.?\s?C\.?(?:\s?A\.)?|C\.?\s?F\.?\s?R\.?)\s*(?:§+|Part|pt\.)?\s*[\d.]+\w*(?:\([\w]+\))*"
    r"|\bPub(?:lic|\.)\s*L(?:aw|\.)\s*(?:No\.)?\s*\d+[-–]\d+"
    r"|\b(?:Regulation|Directive|Verordnung|Richtlinie|Règlement)\s*\((?:EU|EC|EG|UE|EWG)\)\s*(?:No\.?|Nr\.?)?\s*\d+/\d+"
    r"|\b(?:Directive|Richtlinie)\s+\d+/\d+/(?:EU|EC|EG|EWG)"
)
_GERMAN_STATUTE: Final = re.compile(r"^§+\s*\d+\w*(?:\s+(?:Abs|S|Nr|Satz)\.?\s*\d+)*\s+[A-ZÄÖÜ]\w+")


def is_case(raw: str) -> bool:
    """Tell a court decision: a reporter's slot or a docket number beside parties."""
    return bool(CASE.search(raw) or (_REPORTED.search(raw) and _VERSUS.search(raw)))


def is_legislation(raw: str) -> bool:
    """Tell a statute or regulation by how it is cited; a work about one has a title around the citation."""
    match = STATUTE.search(raw) or _GERMAN_STATUTE.search(raw)
    return bool(match) and len(raw) - len(match.group()) < _LONGEST_REST if match else False


def parse_case(raw: str) -> Work | None:
    """Return a decision's parties (as title), reporter (as container), volume, first page and year; None without."""
    match = CASE.search(raw)
    if not match:
        return None
    year = match["year"] or match["docket_year"]
    return Work(
        title=match["parties"].strip(" ,"),
        year=int(year) if year else None,
        container=match["reporter"] or match["database"],
        volume=match["volume"] or match["docket_year"] or "",
        pages=(match["page"] or match["number"] or "").strip("_"),
        kind="legal_case",
    )


def parse_statute(raw: str) -> Work:
    """Return a statute's citation as its title, with the year in brackets if any."""
    year = re.search(r"\((?:[^()]*\s)?(1[6-9]\d\d|20\d\d)\)", raw)
    title = re.sub(r"\s*\((?:[^()]*\s)?(?:1[6-9]\d\d|20\d\d)\)\.?\s*$", "", raw).strip(" .")
    return Work(title=title, year=int(year.group(1)) if year else None, kind="legislation")
