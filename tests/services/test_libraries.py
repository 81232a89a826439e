from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app.citations.sources import open_sources
from app.domain.errors import BadInputError, NotFoundError, UnreadableFileError, WorkspaceError
from app.domain.reference import Verdict, Work
from app.services import libraries
from app.services.libraries import (
    add_library,
    library_info,
    library_sources,
    list_libraries,
    put_record,
    remove_library,
    remove_record,
    search_library,
)
from app.services.ports import Library
from tests.citations.making import BREAD, HARBOUR, SHORT, WORKS, bibtex

TEAM = bibtex(WORKS)


@dataclass
class Shelf:
    """A LibraryShelf in memory, its segments on disk."""

    root: Path
    kept: dict[str, Library] = field(default_factory=dict)

    @property
    def folder(self):
        return self.root / "libraries"

    @property
    def cache(self):
        return self.root / "cache"

    def libraries(self):
        return tuple(self.kept[name] for name in sorted(self.kept))

    def put_library(self, library):
        self.kept[library.info.name] = library

    def remove_library(self, name):
        del self.kept[name]


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "workspace")


@pytest.fixture
def file(tmp_path):
    def write(name="team.bib", text=TEAM):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_library_is_made_of_files(shelf, file):
    report = add_library(shelf, "team", [file(), file("more.jsonl", '{"title": "One more"}\n')], complete=None)
    assert (report.added, report.duplicates, report.rejected) == (5, 0, ())
    assert (report.info.records, report.info.complete, report.info.files) == (5, False, ("team.bib", "more.jsonl"))
    assert list_libraries(shelf) == (report.info,)
    assert library_info(shelf, "team") == report.info


def test_records_judge_as_from_their_file(shelf, file):
    add_library(shelf, "team", [file()], complete=False)
    sources = open_sources(library_sources(shelf, ["team"]), shelf.cache)
    for id_, work in WORKS.items():
        judgement = sources.judge(work, "")
        assert (judgement.verdict, judgement.record.id) == (Verdict.VERIFIED, id_)
        assert judgement.record.work == work
    sources.close()


def test_adding_again_adds_nothing_and_writes_nothing(shelf, file):
    add_library(shelf, "team", [file()], complete=False)
    before = set(shelf.folder.iterdir())
    report = add_library(shelf, "team", [file()], complete=None)
    assert (report.added, report.duplicates, report.info.records) == (0, 4, 4)
    assert set(shelf.folder.iterdir()) == before
    assert report.info.files == ("team.bib",)


def test_an_update_keeps_what_was_there_and_adds_a_segment(shelf, file):
    add_library(shelf, "team", [file("a.bib", bibtex({"harbour": HARBOUR}))], complete=True)
    before = shelf.kept["team"].segments
    report = add_library(shelf, "team", [file("b.bib", bibtex({"bread": BREAD, "x": HARBOUR}))], complete=None)
    assert (report.added, report.duplicates, report.info.records, report.info.complete) == (1, 1, 2, True)
    assert shelf.kept["team"].segments[: len(before)] == before
    assert len(shelf.kept["team"].segments) == 2


def test_a_corrected_record_stands_beside_the_old_one(shelf, file):
    add_library(shelf, "team", [file("a.bib", bibtex({"h": replace(HARBOUR, year=2018)}))], complete=False)
    assert add_library(shelf, "team", [file("b.bib", bibtex({"h": HARBOUR}))], complete=None).added == 1
    sources = open_sources(library_sources(shelf, ["team"]), shelf.cache)
    assert sources.judge(HARBOUR, "").verdict is Verdict.VERIFIED
    sources.close()


@pytest.mark.parametrize(("first", "then", "complete"), [(True, None, True), (True, False, False), (None, True, True)])
def test_the_owner_declares_whether_it_is_complete(shelf, file, first, then, complete):
    add_library(shelf, "team", [file()], complete=first)
    assert add_library(shelf, "team", [file()], complete=then).info.complete is complete


def test_segments_stay_small_and_are_named_by_their_content(shelf, file, monkeypatch):
    monkeypatch.setattr(libraries, "SEGMENT_RECORDS", 100)
    lines = "".join(f'{{"title": "Number {number}"}}\n' for number in range(250))
    add_library(shelf, "team", [file("l.jsonl", lines)], complete=False)
    assert len(shelf.kept["team"].segments) == 3
    add_library(shelf, "other", [file("l.jsonl", lines)], complete=False)
    assert shelf.kept["other"].segments == shelf.kept["team"].segments
    assert len(list(shelf.folder.iterdir())) == 3


def test_every_rejected_record_is_named(shelf, file):
    report = add_library(shelf, "team", [file("l.csv", "title,year\nOne,2020\n,2021\nTwo,2022,x\n")], complete=False)
    assert [(one.file, one.line) for one in report.rejected] == [("l.csv", 3), ("l.csv", 4)]
    assert report.added == 1


@pytest.mark.parametrize("error", [BadInputError, UnreadableFileError])
def test_a_file_that_cannot_be_read_leaves_the_library_as_it_was(shelf, file, tmp_path, error):
    add_library(shelf, "team", [file()], complete=False)
    before = shelf.kept["team"]
    bad = file("prose.md", "Just prose.") if error is BadInputError else tmp_path / "gone.bib"
    with pytest.raises(error):
        add_library(shelf, "team", [file("new.bib", bibtex({"s": replace(SHORT, year=1999)})), bad], complete=True)
    assert shelf.kept["team"] == before


def test_a_folder_that_cannot_be_written_is_said(shelf, file):
    shelf.root.mkdir()
    shelf.folder.write_text("a file in the way")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        add_library(shelf, "team", [file()], complete=False)
    assert list_libraries(shelf) == ()


def test_searching(shelf, file):
    add_library(shelf, "team", [file()], complete=False)
    assert search_library(shelf, "team", "sourdough villages", 5)[0].id == "bread"
    assert search_library(shelf, "team", "zzz", 5) == ()


def test_removing(shelf, file):
    add_library(shelf, "team", [file()], complete=False)
    remove_library(shelf, "team")
    assert list_libraries(shelf) == ()


@pytest.mark.parametrize("ask", [library_info, remove_library, lambda shelf, name: library_sources(shelf, [name])])
def test_an_unknown_name_is_answered_with_the_known_ones(shelf, file, ask):
    add_library(shelf, "team", [file()], complete=False)
    with pytest.raises(NotFoundError, match=r"called “club” \(libraries here: team\)"):
        ask(shelf, "club")


def test_progress_is_told_and_cancelling_leaves_nothing_half_done(shelf, file):
    lines = "".join(f'{{"title": "Number {number}"}}\n' for number in range(2_500))
    told = []

    def cancel(progress):
        told.append(progress)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_library(shelf, "team", [file("l.jsonl", lines)], None, cancel)
    assert [progress.total for progress in told] == [1, 1]
    assert "l.jsonl" in told[0].what
    assert list_libraries(shelf) == ()


class TestSingleRecords:
    @pytest.fixture
    def team(self, shelf, file, monkeypatch):
        monkeypatch.setattr(libraries, "SEGMENT_RECORDS", 2)
        add_library(shelf, "team", [file()], complete=None)
        return shelf

    def test_a_corrected_record_takes_the_place_of_the_old_one(self, team):
        before = library_info(team, "team")
        info = put_record(team, "team", "harbour", replace(HARBOUR, year=1999))
        assert info.records == before.records
        assert library_info(team, "team") == info
        (found, *_) = search_library(team, "team", HARBOUR.title, 3)
        assert (found.id, found.work.year) == ("harbour", 1999)

    def test_a_new_record_is_found_and_leaves_the_other_segments_alone(self, team):
        (before,) = (library.segments for library in team.libraries())
        info = put_record(team, "team", "new", Work("A Wholly New Account of Hinges", ("Roe, Bo",)))
        (after,) = (library.segments for library in team.libraries())
        assert info.records == len(WORKS) + 1
        assert set(before[:-1]) <= set(after)
        assert search_library(team, "team", "account of hinges", 1)[0].id == "new"

    def test_a_removed_record_is_gone(self, team):
        assert remove_record(team, "team", "harbour").records == len(WORKS) - 1
        assert "harbour" not in {record.id for record in search_library(team, "team", HARBOUR.title, 3)}

    def test_what_is_not_there_cannot_be_removed(self, team):
        with pytest.raises(NotFoundError, match="no record “nothing”"):
            remove_record(team, "team", "nothing")

    def test_an_empty_record_is_refused(self, team):
        with pytest.raises(BadInputError, match="neither a title nor an identifier"):
            put_record(team, "team", "empty", Work())

    def test_the_last_record_can_go(self, shelf, file):
        add_library(shelf, "one", [file("one.jsonl", '{"id": "a", "title": "One lonely record"}')], complete=None)
        assert remove_record(shelf, "one", "a").records == 0
        assert put_record(shelf, "one", "b", HARBOUR).records == 1
