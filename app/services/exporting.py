"""Scores as they leave Stet: made whole, with a preview of the first rows and what the format leaves out."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate
from urllib.parse import urlsplit

from app.domain.errors import BadInputError
from app.domain.scoring import ReviewScores
from app.exports.scores_canvas import scores_canvas
from app.exports.scores_table import scores_csv, scores_json
from app.exports.scores_workbook import ids_last, scores_xlsx
from app.exports.scores_xapi import scores_xapi

HOME_PAGE = "https://stet.invalid/people"
"""Whose ids the ids of people are, where nobody says it: xAPI needs an address, and this one can be nobody's."""
PREVIEW_ROWS = 50


class Format(StrEnum):
    """A format of scores; its value is its name on the command line."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    CANVAS = "canvas"
    XAPI = "xapi"

    @property
    def words(self) -> str:
        """What the format is called."""
        return _WORDS[self]

    @property
    def suffix(self) -> str:
        """The ending of its files."""
        return {Format.CANVAS: ".csv", Format.XAPI: ".json"}.get(self, f".{self.value}")


_WORDS = {
    Format.XLSX: "Excel workbook (XLSX)",
    Format.CSV: "Table (CSV)",
    Format.JSON: "JSON",
    Format.CANVAS: "Canvas rubric assessments (CSV)",
    Format.XAPI: "xAPI statements (JSON)",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file as words, how many rows it will have, and sentences about what will not be in it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int
    left_out: tuple[str, ...]


def scores_file(
    rows: Sequence[ReviewScores], format_: Format, *, names: bool = True, home_page: str = HOME_PAGE
) -> bytes:
    """Return the scores in a format; without ``names`` people are their ids alone.

    Raises BadInputError for Canvas with several rubrics and for xAPI with a home page that is no address.
    """
    given = _named(rows, names=names)
    match format_:
        case Format.XLSX:
            return scores_xlsx(given)
        case Format.CSV:
            return scores_csv(given).encode()
        case Format.JSON:
            return scores_json(given).encode()
        case Format.CANVAS:
            return scores_canvas(given).encode()
        case Format.XAPI:
            return scores_xapi(given, _address(home_page)).encode()


def preview_scores(
    rows: Sequence[ReviewScores], format_: Format, *, names: bool = True, home_page: str = HOME_PAGE
) -> Preview:
    """Return what ``scores_file`` would write, without making all of it. Raises BadInputError as that does."""
    first = rows if format_ is Format.CANVAS else _first_rows(rows)
    of_table = Format.CSV if format_ is Format.XLSX else format_
    text = scores_file(first, of_table, names=names, home_page=home_page).decode()
    count, left_out = _counted(rows, format_)
    if not names:
        left_out = (*left_out, "Names of people are left out; comments are as they were written.")
    if format_ in {Format.JSON, Format.XAPI}:
        lines = text.split("\n", PREVIEW_ROWS)[:PREVIEW_ROWS]
        return Preview(("First lines of the file",), tuple((line,) for line in lines if line), count, left_out)
    head, *table = csv.reader(io.StringIO(text, newline=""))
    in_order: Callable[[Sequence[str]], tuple[str, ...]] = ids_last if format_ is Format.XLSX else tuple
    return Preview(in_order(head), tuple(map(in_order, table[:PREVIEW_ROWS])), count, left_out)


def _first_rows(rows: Sequence[ReviewScores]) -> Sequence[ReviewScores]:
    """Return as many reviews as fill the preview, which for many criteria are few."""
    criteria = accumulate(len(row.criteria) for row in rows)
    enough = next((number for number, count in enumerate(criteria, 1) if count >= PREVIEW_ROWS), PREVIEW_ROWS)
    return rows[:enough]


def _counted(rows: Sequence[ReviewScores], format_: Format) -> tuple[int, tuple[str, ...]]:
    """Return how many rows or statements there will be, and what the format leaves out."""
    criteria = sum(len(row.criteria) for row in rows)
    match format_:
        case Format.JSON:
            return len(rows), ()
        case Format.CANVAS:
            people = len({row.mentee_id for row in rows})
            notes = ["Canvas takes no mentor, team, work, date, weight or total."]
            notes += [f"{_some(len(rows) - people, 'earlier review')} left out: Canvas takes one for each person."]
            return people, tuple(notes if len(rows) > people else notes[:1])
        case Format.XAPI:
            empty = sum(one.points is None for row in rows for one in row.criteria)
            notes = ["xAPI takes no team, assignment or total."]
            notes += [f"{_some(empty, 'criterion', 'criteria')} left out, having no level."] if empty else []
            return criteria - empty, tuple(notes)
        case _:
            return criteria, ()


def _named(rows: Sequence[ReviewScores], *, names: bool) -> Sequence[ReviewScores]:
    return rows if names else [replace(one, mentee="", mentor="") for one in rows]


def _address(home_page: str) -> str:
    parts = urlsplit(home_page)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise BadInputError(f"“{home_page}” is no web address. Give one such as https://example.org/people.")
    return home_page


def _some(count: int, one: str, many: str = "") -> str:
    return f"1 {one} is" if count == 1 else f"{count:,} {many or one + 's'} are"
