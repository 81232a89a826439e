"""A list of retracted works keyed by DOI, given among the source files: Retraction Watch's CSV, or one like it.

Such a file has a column of DOIs and one whose name begins with "retraction". It says what became of a work, never that
a reference is wrong.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.citations.formats_text import read_lines
from app.citations.normalise import bare_doi
from app.domain.reference import Notice, Work

_DOIS: Final = ("originalpaperdoi", "doi")
_REASONS: Final = ("reason", "retraction reason", "retractionreason")
_DATES: Final = ("retractiondate", "retraction date", "retraction year", "retractionyear", "date")
_NATURES: Final = ("retractionnature", "retraction nature")
_NO_RETRACTIONS: Final = frozenset(["correction", "reinstatement"])
_TABLES: Final = frozenset([".csv", ".tsv"])
_LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class Retraction:
    """What a list says of one work, as it stands there."""

    nature: str
    date: str
    reason: str
    source: str

    @property
    def notice(self) -> Notice:
        """The fact, when and why, and who says so."""
        concern = "concern" in self.nature.lower()
        what = "An expression of concern was published" if concern else "This work was retracted"
        when = f" on {self.date}" if self.date else ""
        why = f": {self.reason}" if self.reason else ""
        return Notice("retracted", f"{what}{when}{why}. Source: {self.source}.")


def is_retraction_list(path: Path) -> bool:
    """Whether a file is a table of retractions. A file that cannot be read is none."""
    if path.suffix.lower() not in _TABLES:
        return False
    try:
        names = _header(next(read_lines(path), ""))
    except OSError:
        return False
    return any(name in _DOIS for name in names) and any(name.startswith("retraction") for name in names)


def read_retractions(path: Path) -> dict[str, Retraction]:
    """Return what a list says, by DOI in lower case; a work that was reinstated, or only corrected, is left out."""
    lines = read_lines(path)
    first = next(lines)
    names = _header(first)
    found: dict[str, Retraction] = {}
    cleared: set[str] = set()
    for row in csv.reader(lines, delimiter=_delimiter(first)):
        values = dict(zip(names, (value.strip() for value in row), strict=False))
        doi = bare_doi(_first(values, _DOIS))
        if not doi.startswith("10."):
            continue
        nature = _first(values, _NATURES)
        if nature.lower() in _NO_RETRACTIONS:
            cleared.update([doi] if nature.lower() == "reinstatement" else [])
        else:
            reason = " ".join(_first(values, _REASONS).replace("+", " ").replace(";", "; ").split()).strip("; ")
            date = _first(values, _DATES).split(" ")[0]
            found[doi] = Retraction(nature, date, reason[:_LONGEST_REASON], path.name)
    return {doi: one for doi, one in found.items() if doi not in cleared}


def retraction_of(cited: Work, found: Work | None, retractions: Mapping[str, Retraction]) -> Retraction | None:
    """Return what the lists say of a work, by the DOI of its record, else by the one that is cited."""
    dois = ((found.doi if found else ""), cited.doi)
    return next((retractions[doi.lower()] for doi in dois if doi.lower() in retractions), None)


def _header(line: str) -> list[str]:
    row = next(csv.reader([line], delimiter=_delimiter(line)), [])
    return [name.strip().lower() for name in row]


def _delimiter(line: str) -> str:
    return max(",;\t|", key=line.count)


def _first(values: dict[str, str], names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := values.get(name, ""))), "")
