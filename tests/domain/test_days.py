"""Days in words."""

from datetime import UTC, date, datetime

from app.domain.days import day_of, in_words


def test_a_day_stands_in_a_sentence_without_a_leading_nought():
    assert in_words(date(2026, 12, 5)) == "5 December 2026"
    assert in_words(datetime(2026, 11, 21, 23, 59, tzinfo=UTC)) == "21 November 2026"


def test_a_moment_has_the_day_of_this_computer():
    noon = datetime(2026, 2, 28, 12).astimezone()
    assert day_of(int(noon.timestamp() * 1000)) == "28 February 2026"
