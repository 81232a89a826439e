"""Cells of tables that other programs open: nothing in them may run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Cell = str | int | Decimal | None

_STARTS_FORMULA = ("=", "+", "-", "@")
_CENT = Decimal("0.01")


def harmless(text: str) -> str:
    """Return the text with LF line ends, and an apostrophe before what a spreadsheet would take for a formula."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.lstrip().startswith(_STARTS_FORMULA) or text.startswith("\t") else text


def to_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a CSV table (RFC 4180, LF, no byte order mark); an empty cell stands for None."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in (head, *rows):
        writer.writerow([harmless(cell) if isinstance(cell, str) else _number(cell) for cell in row])
    return out.getvalue()


def rounded(value: Fraction | Decimal) -> Decimal:
    """Return the value to the hundredth, halves away from zero."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return exact.quantize(_CENT, ROUND_HALF_UP)


def iso_time(milliseconds: int) -> str:
    """Return a moment as ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _number(value: int | Decimal | None) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
