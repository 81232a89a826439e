"""A chart draws whatever scores there are, at every size, and says the trend without judging it."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.history import ScorePoint
from widgets.score_chart import ScoreChart, trend

DAY = 86_400_000
POINTS = st.lists(st.fractions(0, 1), min_size=1, max_size=30)


def series(*shares):
    return [
        ScorePoint(f"d{n}", "ACC", "Sources exist", Fraction(share), f"Level {n}", n * 20 * DAY)
        for n, share in enumerate(shares, start=60)
    ]


@given(shares=POINTS, width=st.integers(120, 900))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_series_is_drawn_inside(qapp, shares, width):
    chart = ScoreChart(series(*shares))
    chart.resize(width, chart.sizeHint().height())
    assert not chart.grab().isNull()
    assert chart.accessibleDescription().count("Level") == len(shares)
    chart.deleteLater()


@pytest.mark.parametrize(("shares", "words"), [((0.5, 1), "up since"), ((1, 0.5), "down since"), ((1, 0, 1), "as in")])
def test_the_trend_is_first_against_last(shares, words):
    assert trend(series(*shares)).startswith(words)


def test_one_score_has_no_trend():
    assert trend(series(1)) == ""
