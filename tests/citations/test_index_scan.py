import random
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from app.citations.index_keys import letter_counts
from app.citations.index_scan import CUTOFF, Scan


class Kept:
    """Titles in a list, some of them no longer part of it."""

    def __init__(self, titles, gone=()):
        self.kept, self.gone = titles, set(gone)

    def titles(self, numbers):
        return [self.kept[number] for number in numbers]

    def living(self, numbers):
        return np.array([number for number in numbers if number not in self.gone], np.int64)


def scan_of(titles, gone=()):
    data = b"".join(b"\n" + title.encode() for title in titles) + b"\n"
    ends = np.array([0, *accumulate(len(title.encode()) + 1 for title in titles)], np.uint32)
    return Scan(letter_counts(titles), ends, np.frombuffer(data, np.uint8), Kept(titles, gone))


def changed(title, edits, chance):
    letters = list(title)
    for _ in range(edits):
        place = chance.randrange(len(letters) + 1)
        match chance.randrange(3):
            case 0:
                letters.insert(place, chance.choice("etaoxz9é水"))
            case 1 if place < len(letters):
                del letters[place]
            case _ if place < len(letters):
                letters[place] = chance.choice("etaoxz9é水")
            case _:
                pass
    return "".join(letters)


titles = st.one_of(
    st.text("etaoinshrdlu0279éß水", max_size=60),
    st.text("eta", min_size=200, max_size=700),
    st.builds(str.__mul__, st.sampled_from(["a", "xy", "水"]), st.integers(100, 2500)),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(titles, min_size=1, max_size=12), st.integers(0, 40), st.integers())
def test_none_that_is_similar_is_missed_however_long(titles, edits, seed):
    chance = random.Random(seed)
    query = changed(chance.choice(titles), edits, chance)
    best = max((fuzz.ratio(query, title) for title in titles), default=0)
    (found,) = scan_of(titles).ask([query], 3)
    if query and best >= CUTOFF:
        assert found[0][0] == pytest.approx(best)
    else:
        assert all(score == CUTOFF for score, _ in found)


@settings(max_examples=30, deadline=None)
@given(st.lists(titles, min_size=1, max_size=12), st.integers(), st.integers(16, 80))
def test_none_that_goes_on_behind_the_query_is_missed(titles, seed, length):
    query = random.Random(seed).choice(titles)[:length]
    (found,) = scan_of(titles).ask([query], 3)
    longer = [number for number, title in enumerate(titles) if title.startswith(query)]
    if len(query) >= 16:
        assert longer[0] in [number for _, number in found]


def test_what_is_no_longer_part_of_the_list_is_not_found():
    title = "learningtoroutecargothroughcrowdedharbors"
    assert scan_of([title], gone=[0]).ask([title, title[:20]], 3) == [[], []]


def test_no_titles_and_no_query():
    assert scan_of([]).ask(["a", ""], 3) == [[], []]
