import asyncio
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from app.lookups.failures import ClosedError
from app.lookups.pace import Lane, Lanes, wait_asked_for
from app.lookups.setup import INTERVALS
from app.services.online import SERVICES


def test_every_service_has_its_pace():
    assert set(INTERVALS) == {one.name for one in SERVICES if one.host}
    assert INTERVALS["arXiv"] >= 3


def test_requests_keep_their_distance():
    moments = []

    async def one(lane):
        async with lane.next_turn():
            moments.append(time.monotonic())

    async def four():
        lane = Lane(0.05)
        await asyncio.gather(*(one(lane) for _ in range(4)))

    asyncio.run(four())
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 0.049


def test_a_closed_lane_starts_nothing():
    async def one():
        lane = Lane(0.0)
        for failed in (True, True, True, True, True, False, True, True, True, True, True):
            lane.note(failed=failed)
            async with lane.next_turn():
                pass
        lane.note(failed=True)
        with pytest.raises(ClosedError):
            async with lane.next_turn():
                pytest.fail("it started")

    asyncio.run(one())


@pytest.mark.parametrize(
    ("limit", "span", "expected"),
    [("2", "1s", 0.5), ("50", "1s", 0.35), ("0", "1s", 0.35), ("x", "1s", 0.35), ("5", "minute", 0.35), ("", "", 0.35)],
)
def test_the_rate_in_the_headers_can_only_slow_down(limit, span, expected):
    lane = Lane(0.35)
    lane.learn({"x-rate-limit-limit": limit, "x-rate-limit-interval": span})
    assert lane.interval == expected


def test_each_site_has_a_lane_of_its_own():
    lanes = Lanes({"arXiv": 3.0}, 1.0)
    assert (lanes["arXiv"].interval, lanes["site.test"].interval) == (3.0, 1.0)
    assert lanes["arXiv"] is lanes["arXiv"]


def test_retry_after_as_seconds_date_or_nonsense():
    assert wait_asked_for({"retry-after": "120"}) == 120
    soon = datetime.now(UTC) + timedelta(seconds=90)
    assert 85 < wait_asked_for({"retry-after": format_datetime(soon, usegmt=True)}) <= 90
    assert wait_asked_for({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0
    for nonsense in ({}, {"retry-after": ""}, {"retry-after": "soon"}, {"retry-after": "-5"}, {"retry-after": "²"}):
        assert wait_asked_for(nonsense) is None


def test_what_is_opened_next_keeps_the_distance_too():
    paces = {}
    Lanes({"arXiv": 3.0}, 0.0, paces)["arXiv"].hold(3.0)
    assert Lanes({"arXiv": 3.0}, 0.0, paces)["arXiv"].free_at > time.monotonic() + 2
    assert Lanes({"arXiv": 3.0}, 0.0)["arXiv"].free_at == 0


def test_a_long_wait_is_remembered_by_what_is_opened_next():
    paces = {}
    Lanes({}, 0.0, paces, 60.0)["Crossref"].hold(1800)
    assert Lanes({}, 0.0, paces, 60.0)["Crossref"].closed == "It asked to wait 30 minutes, so it was not asked again."
