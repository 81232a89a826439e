from dataclasses import replace

import pytest

from app.citations.sources import open_sources
from app.domain.errors import BadInputError, CancelledError, NotFoundError, UnreadableFileError, WorkspaceError
from app.domain.reference import Verdict
from app.services import segments
from app.services.libraries import (
    add_library,
    declare,
    library_info,
    library_sources,
    list_libraries,
    remove_library,
    rename_library,
    search_library,
)
from tests.citations.making import BREAD, HARBOUR, SHORT, WORKS, bibtex
from tests.services.memory_shelf import Shelf

TEAM = bibtex(WORKS)


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
    assert (report.read, report.added, report.duplicates, report.rejected, report.alike) == (5, 5, 0, (), 0)
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
    report = add_library(shelf, "team", [file("b.bib", bibtex({"h": HARBOUR}))], complete=None)
    assert (report.added, report.alike) == (1, 1)
    sources = open_sources(library_sources(shelf, ["team"]), shelf.cache)
    assert sources.judge(HARBOUR, "").verdict is Verdict.VERIFIED
    sources.close()


@pytest.mark.parametrize(("first", "then", "complete"), [(True, None, True), (True, False, False), (None, True, True)])
def test_the_owner_declares_whether_it_is_complete(shelf, file, first, then, complete):
    add_library(shelf, "team", [file()], complete=first)
    assert add_library(shelf, "team", [file()], complete=then).info.complete is complete


def test_segments_stay_small_and_are_named_by_their_content(shelf, file, monkeypatch):
    monkeypatch.setattr(segments, "SEGMENT_RECORDS", 100)
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
    assert [record.id for record in search_library(shelf, "team", " ", 2)] == list(WORKS)[:2]


def test_removing(shelf, file):
    add_library(shelf, "team", [file()], complete=False)
    remove_library(shelf, "team")
    assert list_libraries(shelf) == ()


@pytest.mark.parametrize("ask", [library_info, remove_library, lambda shelf, name: library_sources(shelf, [name])])
def test_an_unknown_name_is_answered_with_the_known_ones(shelf, file, ask):
    add_library(shelf, "team", [file()], complete=False)
    with pytest.raises(NotFoundError, match=r"called “club” \(libraries here: team\)"):
        ask(shelf, "club")


def test_reading_what_a_library_holds_can_be_cancelled_too(shelf, file):
    add_library(shelf, "team", [file("one.jsonl", '{"title": "A title of its own", "year": 2001}\n')], None)

    def cancel(progress):
        assert (progress.what, progress.done, progress.total) == ("Reading what the library holds, part", 1, 1)
        raise CancelledError

    with pytest.raises(CancelledError):
        add_library(shelf, "team", [file("two.jsonl", '{"title": "Another title", "year": 2002}\n')], None, cancel)
    assert library_info(shelf, "team").records == 1


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


def test_declaring_changes_no_record(shelf, file):
    before = add_library(shelf, "team", [file()], complete=False).info
    after = declare(shelf, "team", complete=True)
    assert (after.complete, after.records, after.version) == (True, before.records, before.version)


def test_the_version_is_that_of_the_records(shelf, file):
    first = add_library(shelf, "team", [file()], complete=False).info.version
    assert add_library(shelf, "club", [file()], complete=False).info.version == first
    assert add_library(shelf, "club", [file("b.jsonl", '{"title": "One more"}')], None).info.version != first


class TestRenaming:
    def test_the_records_stay(self, shelf, file):
        before = add_library(shelf, "team", [file()], complete=True).info
        after = rename_library(shelf, "team", " Harbour team ")
        assert (after.name, after.records, after.complete) == ("Harbour team", before.records, True)
        assert list_libraries(shelf) == (after,)

    def test_to_its_own_name_changes_nothing(self, shelf, file):
        before = add_library(shelf, "team", [file()], complete=True).info
        assert rename_library(shelf, "team", "team") == before

    @pytest.mark.parametrize(("to", "says"), [("club", "called “club” already"), (" ", "needs a name")])
    def test_no_other_library_is_lost(self, shelf, file, to, says):
        for name in ("team", "club"):
            add_library(shelf, name, [file()], complete=False)
        with pytest.raises(BadInputError, match=says):
            rename_library(shelf, "team", to)
        assert [info.name for info in list_libraries(shelf)] == ["club", "team"]
