import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from app.citations.index import Index
from app.citations.index_build import build_index
from app.citations.index_files import DamagedIndexError
from app.citations.index_keys import exact_strings, identifier_strings, letter_counts, title_strings
from app.citations.normalise import normalise_title
from app.domain.reference import Rejected, Work
from tests.citations.making import HARBOUR, WORKS

VOCABULARY = """
harbour cargo tide bread village crane ledger winter street lamp garden river stone market ferry
signal bridge archive census orchard timber canal quarry beacon mill
"""
WORDS = VOCABULARY.split()


def made(count, seed=1):
    """Return works with titles of six to nine words."""
    chance = random.Random(seed)
    return [
        (f"k{number}", Work(" ".join(chance.choices(WORDS, k=chance.randint(6, 9))) + f" {number}", ("Kim, Ana",)))
        for number in range(count)
    ]


@pytest.fixture
def open_index(tmp_path):
    opened = []

    def open_(entries):
        build_index(entries, tmp_path / "index")
        opened.append(Index(tmp_path / "index"))
        return opened[-1]

    yield open_
    for index in opened:
        index.close()


texts = st.text(max_size=20)
works = st.builds(
    Work,
    texts,
    st.lists(texts, max_size=3).map(tuple),
    st.booleans(),
    st.none() | st.integers(1000, 2999),
    *[texts] * 10,
)


@settings(max_examples=40)
@given(st.lists(st.tuples(texts, works), max_size=5))
def test_what_goes_in_comes_out(entries):
    with tempfile.TemporaryDirectory() as folder:
        build_index(entries, Path(folder) / "index")
        index = Index(Path(folder) / "index")
        assert index.size == len(entries)
        assert [index.record(number) for number in range(index.size)] == entries
        index.close()


def test_identifiers_and_titles_are_found_exactly(open_index):
    index = open_index(WORKS.items())
    whole, starts, _ = title_strings("Learning to route cargo through crowded harbours")  # without its subtitle
    for string in (whole, starts, *identifier_strings(HARBOUR), *exact_strings(HARBOUR)):
        assert 0 in index.exact([string])


@pytest.mark.parametrize(
    "title",
    ["Learning to route cargo through crowded harbours: a field experiment", "Lerning to route cargo thru harbors",
     "A field experiment: learning to route cargo", "Learning to route cargo through crowded harbours"],
)  # fmt: skip
def test_the_nearest_title_comes_first(open_index, title):
    index = open_index(WORKS.items())
    assert index.nearest(normalise_title(title), title_strings(title))[0][1] == 0


def test_a_misspelt_title_among_many_is_found_as_by_looking_at_all(open_index):
    entries = made(3_000)
    index = open_index(entries)
    chance = random.Random(2)
    for number in chance.sample(range(3_000), 60):
        title = entries[number][1].title
        place = chance.randrange(len(title) - 8)
        query = normalise_title(title[:place] + title[place + 1 :])
        ((best, found), *_) = index.nearest(query, title_strings(query))
        ((score, scanned), *_) = index.scan([query.replace(" ", "")])[0]
        assert best >= score - 0.5
        assert found == scanned


def test_the_look_at_every_title_misses_nothing_across_chunks(open_index, monkeypatch):
    monkeypatch.setattr("app.citations.index_scan._CHUNK", 7)
    entries = made(50)
    index = open_index(entries)
    queries = [normalise_title(work.title).replace(" ", "") for _, work in entries]
    assert [found[0] for found in index.scan(queries)] == [(100.0, number) for number in range(50)]


def test_a_left_out_subtitle_is_found_by_looking_at_every_title(open_index):
    index = open_index(made(50) + list(WORKS.items()))
    found = index.scan(["learningtoroutecargo"])[0]
    assert 50 in [number for _, number in found]


def test_an_empty_list_finds_nothing(open_index):
    index = open_index([])
    assert (index.size, index.nearest("quiet harbor"), index.exact(["title:x"]), index.scan(["x"])) == (0, [], [], [[]])
    assert index.search("x", 5) == []


def test_words_in_common_lead_to_the_record(open_index):
    index = open_index(made(500) + list(WORKS.items()))
    assert 501 in index.sharing_words("lund e 2015 on the taste of sourdough bread in mountain villages food place 3 4")


def test_searching_looks_into_every_field(open_index):
    index = open_index(made(50) + list(WORKS.items()))
    assert 51 in index.search("Sourdough", 5)
    assert 51 in index.search("Food and Place", 20)
    assert 50 in index.search("10.1000/ports.12", 5)


def test_rejected_entries_kinds_and_venues_are_kept(open_index):
    rejected = Rejected("a.bib", 3, "No title.")
    index = open_index([rejected, *WORKS.items()])
    assert index.rejected == (rejected,)
    assert index.kinds == {"article", "thesis"}
    assert index.venues == {"journal of ports"}


FILES = ["records.bin", "titles.bin", "postings.bin", "buckets.npy", "records.npy"]


@pytest.mark.parametrize(
    ("name", "damage"),
    [(name, damage) for name in FILES for damage in ("missing", "cut", "changed")]
    + [("meta.json", "missing"), ("meta.json", "cut")],
)
def test_any_damage_is_noticed_on_opening(tmp_path, name, damage):
    folder = tmp_path / "index"
    build_index(WORKS.items(), folder)
    data = (folder / name).read_bytes()
    if damage == "missing":
        (folder / name).unlink()
    else:
        middle = len(data) // 2
        changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        (folder / name).write_bytes(data[:middle] if damage == "cut" else changed)
    with pytest.raises(DamagedIndexError):
        Index(folder)


def test_damage_after_the_first_opening_is_noticed_too(tmp_path):
    folder = tmp_path / "index"
    build_index(WORKS.items(), folder)
    Index(folder).close()
    Index(folder).close()
    data = (folder / "postings.bin").read_bytes()
    (folder / "postings.bin").write_bytes(data[:8] + b"\xff" + data[9:])
    with pytest.raises(DamagedIndexError):
        Index(folder)


def test_an_index_that_cannot_be_written_to_opens(tmp_path):
    folder = tmp_path / "index"
    build_index(WORKS.items(), folder)
    (folder / "seal").mkdir()
    index = Index(folder)
    assert index.size == len(WORKS)
    index.close()


def test_nothing_is_left_of_a_build_that_failed(tmp_path):
    def entries():
        yield from WORKS.items()
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        build_index(entries(), tmp_path / "index")
    assert list(tmp_path.iterdir()) == []


def test_a_very_long_title_is_indexed(open_index):
    title = "word " * 20_000
    index = open_index([("a", Work(title))])
    assert index.nearest(normalise_title(title))[0] == (100.0, 0)


def test_the_look_at_every_title_misses_none_that_is_similar(open_index):
    entries = made(300)
    index = open_index(entries)
    titles = [normalise_title(work.title).replace(" ", "") for _, work in entries]
    chance = random.Random(3)
    for title in chance.sample(titles, 60):
        letters = list(title)
        for place in chance.sample(range(len(letters)), 3):
            letters[place] = chance.choice("aeiouz")
        query = "".join(letters)
        best = max(fuzz.ratio(query, other) for other in titles)
        assert best < 85 or index.scan([query], 1)[0][0][0] == best


@given(st.text(max_size=30), st.text(max_size=30))
def test_counts_of_letters_differ_by_no_more_than_the_edits(one, other):
    counts = letter_counts([one, other]).astype(int)
    assert abs(counts[:, 0] - counts[:, 1]).sum() <= Indel.distance(one, other)
