"""Days that no calendar has are found, and weekdays that do not fit; other numbers beside months are not."""

import pytest

from app.checks.impossible_date import CHECK
from tests.checks.drafts import findings, quotes


@pytest.mark.parametrize(
    "date",
    [
        "31 June 2023",
        "June 31, 2023",
        "29 February 2023",
        "Feb. 29, 2023",
        "the 31st of September 2025".removeprefix("the "),
        "2023-02-30",
        "2024-13-05",
        "32 March 2020",
        "31. April 2024",
        "Monday, 12 March 2024",
        "Tue, 14 May 2025",
        "Freitag, 2. Mai 2024",
    ],
)
def test_dates_that_cannot_be_are_found(date):
    assert quotes(CHECK, f"It was signed on {date} by all.") == [date]


@pytest.mark.parametrize(
    "text",
    [
        "It was signed on 30 June 2023, on February 29, 2024 and on 2024-02-29.",
        "It was signed on Tuesday, 12 March 2024.",
        "See Issue 31 June 2023 and page 35 May 2019.",
        "In June 31 people came.",
        "Call 2023-44-55 or 12-31-2023.",
        "The form said “31 June 2023”, which made us laugh.",
        "On Monday, 12 March 1804, it rained.",
        "Version 2023-02-30-a is out.",
    ],
)
def test_possible_dates_and_other_numbers_are_left_alone(text):
    assert quotes(CHECK, text) == []


def test_the_message_says_what_is_right():
    (finding,) = findings(CHECK, "They met on Monday, 12 March 2024.")
    assert finding.message.endswith("that day was a Tuesday.")


def test_blind_spot_all_figure_dates():
    assert quotes(CHECK, "They met on 31/06/2023.") == []
