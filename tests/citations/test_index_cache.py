import json
import os
import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.citations import index_cache
from app.citations.formats import read_entries
from app.citations.index_cache import open_indexes
from app.citations.normalise import normalise_title
from app.domain.errors import UnreadableFileError
from tests.citations.test_index import made


@pytest.fixture
def write(tmp_path):
    def write_(name, entries):
        path = tmp_path / f"{name}.jsonl"
        lines = (json.dumps({"id": id_, "title": work.title, "authors": work.authors}) for id_, work in entries)
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write_


@pytest.fixture
def files(write):
    entries = made(400)
    return [write(f"part{n}", entries[40 * n : 40 * (n + 1)]) for n in range(10)]


@pytest.fixture
def opening(tmp_path):
    opened = []

    def open_(files):
        opened.append(open_indexes(files, tmp_path / "cache"))
        return opened[-1]

    yield open_
    for indexes in opened:
        for index in indexes:
            index.close()


def folders(tmp_path):
    return {path.name for path in (tmp_path / "cache").iterdir()}


def ids(indexes):
    return {index.record(number)[0] for index in indexes for number in index.first(10_000)}


def answers(indexes, title):
    """Return everything that all ways of asking find."""
    normal = normalise_title(title)
    squeezed = normal.replace(" ", "")
    found = set()
    for index in indexes:
        numbers = [number for _, number in index.nearest(normal, [f"title:{squeezed}"], 50)]
        numbers += [*index.exact([f"title:{squeezed}"]), *index.sharing_words(normal, 50), *index.search(title, 50)]
        numbers += [number for _, number in index.scan([squeezed], 3)[0]]
        numbers += [number for _, number in index.scan([squeezed[: max(16, len(squeezed) // 2)]], 3)[0]]
        found.update(index.record(number)[0] for number in numbers)
    return found


def test_an_unchanged_list_is_indexed_once(files, opening, tmp_path):
    (first,) = opening(files)
    before = folders(tmp_path)
    (second,) = opening(files)
    assert (first.records, second.records, folders(tmp_path)) == (400, 400, before)


def test_new_files_get_an_index_of_their_own(files, opening, tmp_path):
    opening(files[:9])
    before = folders(tmp_path)
    base, fresh = opening(files)
    assert (base.records, fresh.records) == (360, 40)
    assert len(folders(tmp_path) - before) == 1
    assert ids([base, fresh]) == {f"k{number}" for number in range(400)}


def test_the_records_of_files_that_are_gone_are_found_in_no_way(files, opening, tmp_path):
    opening(files)
    before = folders(tmp_path)
    (index,) = opening([files[0], *files[2:]])
    assert (index.records, folders(tmp_path)) == (360, before)
    gone = {id_ for id_, _ in read_entries(files[1])}
    assert ids([index]) == {f"k{number}" for number in range(400)} - gone
    for _, work in read_entries(files[1]):
        assert not gone & answers([index], work.title)


def test_every_other_record_is_still_found(files, opening, write):
    opening(files)
    changed = write("part1b", [(f"new-{id_}", work) for id_, work in read_entries(files[1])])
    indexes = opening([files[0], *files[2:], changed])
    assert len(indexes) == 2
    for path in [files[0], files[5], files[9], changed]:
        for id_, work in list(read_entries(path))[::10]:
            assert id_ in answers(indexes, work.title)


@pytest.mark.parametrize("kept", [slice(0, 5), slice(0, 1)])
def test_where_much_is_gone_the_list_is_indexed_anew(files, opening, kept):
    opening(files)
    (index,) = opening(files[kept])
    assert index.size == index.records == 40 * len(files[kept])


def test_where_much_is_new_the_list_is_indexed_anew(files, opening, monkeypatch):
    monkeypatch.setattr(index_cache, "_FEW_BYTES", 0)
    opening(files[:5])
    (index,) = opening(files)
    assert index.records == 400


def test_changes_one_after_the_other_end_where_a_new_index_would(files, opening, write):
    chance = random.Random(3)
    current = list(files)
    opening(current)
    for step in range(6):
        place = chance.randrange(len(current))
        entries = list(read_entries(current[place]))[:-1]
        current[place] = write(f"step{step}", [*entries, (f"added{step}", made(1, seed=step + 50)[0][1])])
        indexes = opening(current)
        wanted = {id_ for path in current for id_, _ in read_entries(path)}
        assert len(indexes) <= 2
        assert ids(indexes) == wanted
        assert sum(index.records for index in indexes) == len(wanted)


def test_a_damaged_index_is_no_base(files, opening, tmp_path):
    opening(files[:9])
    (folder,) = folders(tmp_path)
    (tmp_path / "cache" / folder / "postings.bin").write_bytes(b"broken")
    assert ids(opening(files)) == {f"k{number}" for number in range(400)}


def test_what_stands_beside_an_index_and_cannot_be_read_is_no_base(files, opening, tmp_path):
    opening(files[:9])
    (folder,) = folders(tmp_path)
    (tmp_path / "cache" / folder / "parts.json").write_text("{", encoding="utf-8")
    assert ids(opening(files)) == {f"k{number}" for number in range(400)}


def test_a_list_indexed_twice_at_once_comes_out_whole(files, tmp_path):
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_indexes(files, tmp_path / "cache"), range(4)))
    assert [ids(indexes) for indexes in opened] == [{f"k{number}" for number in range(400)}] * 4
    assert len(folders(tmp_path)) == 1
    for (index,) in opened:
        index.close()


def test_indexes_nobody_opened_for_a_month_are_removed(files, opening, tmp_path):
    opening(files[:1])
    (old,) = folders(tmp_path)
    os.utime(tmp_path / "cache" / old / "seal", (0, 0))
    opening(files[1:2])
    assert old not in folders(tmp_path)


def test_a_file_that_is_gone_is_said(tmp_path):
    with pytest.raises(UnreadableFileError, match=r"gone\.bib cannot be read"):
        open_indexes([tmp_path / "gone.bib"], tmp_path / "cache")


def test_a_file_that_changed_is_indexed_anew(write, opening):
    assert ids(opening([write("team", made(3))])) == {"k0", "k1", "k2"}
    assert ids(opening([write("team", made(4))])) == {"k0", "k1", "k2", "k3"}
