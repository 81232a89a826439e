from dataclasses import replace

import pytest

from app.domain.errors import BadInputError, NotFoundError, WorkspaceError
from app.domain.reference import Work
from app.services import segments
from app.services.libraries import add_library, library_info, search_library
from app.services.library_records import corrections, put_record, remove_record
from app.services.segments import segment_path
from tests.citations.making import HARBOUR, WORKS, bibtex
from tests.services.memory_shelf import Shelf

NEW = Work("A Wholly New Account of Hinges", ("Roe, Bo",))


@pytest.fixture
def team(tmp_path, monkeypatch):
    monkeypatch.setattr(segments, "SEGMENT_RECORDS", 2)
    path = tmp_path / "team.bib"
    path.write_text(bibtex(WORKS), encoding="utf-8")
    shelf = Shelf(tmp_path / "workspace")
    add_library(shelf, "team", [path], complete=None)
    return shelf


def test_a_corrected_record_takes_the_place_of_the_old_one(team):
    before = library_info(team, "team")
    id_, info = put_record(team, "team", replace(HARBOUR, year=1999), "ida", "harbour")
    assert (id_, info.records) == ("harbour", before.records)
    assert library_info(team, "team") == info
    (found, *_) = search_library(team, "team", HARBOUR.title, 3)
    assert (found.id, found.work.year) == ("harbour", 1999)


def test_who_corrected_what_and_when_is_kept(team):
    put_record(team, "team", replace(HARBOUR, year=1999), "ida", "harbour")
    put_record(team, "team", NEW, "bo", "new")
    new, corrected = corrections(team, "team")
    assert (corrected.by, corrected.work.year, corrected.before) == ("ida", 1999, HARBOUR)
    assert (new.id, new.by, new.before) == ("new", "bo", None)
    assert new.changed_ms >= corrected.changed_ms > 0


def test_other_changes_leave_a_correction_as_it_is(team):
    put_record(team, "team", replace(HARBOUR, year=1999), "ida", "harbour")
    remove_record(team, "team", "bread")
    put_record(team, "team", NEW, "bo", "new")
    assert [one.by for one in corrections(team, "team")] == ["bo", "ida"]


def test_a_new_record_is_found_and_leaves_the_other_segments_alone(team):
    before = team.kept["team"].segments
    id_, info = put_record(team, "team", NEW, "ida")
    assert info.records == len(WORKS) + 1
    assert set(before[:-1]) <= set(team.kept["team"].segments)
    assert search_library(team, "team", "account of hinges", 1)[0].id == id_


def test_the_same_fields_give_the_same_id(team):
    assert put_record(team, "team", NEW, "ida")[0] == put_record(team, "team", NEW, "bo")[0]
    assert library_info(team, "team").records == len(WORKS) + 1


def test_a_removed_record_is_gone(team):
    assert remove_record(team, "team", "harbour").records == len(WORKS) - 1
    assert "harbour" not in {record.id for record in search_library(team, "team", HARBOUR.title, 3)}


def test_an_id_that_begins_like_another_is_another(team):
    put_record(team, "team", NEW, "ida", "harbour2")
    remove_record(team, "team", "harbour2")
    assert "harbour" in {record.id for record in search_library(team, "team", HARBOUR.title, 3)}


def test_what_is_not_there_cannot_be_removed(team):
    with pytest.raises(NotFoundError, match="no record “nothing”"):
        remove_record(team, "team", "nothing")


def test_an_empty_record_is_refused(team):
    with pytest.raises(BadInputError, match="neither a title nor an identifier"):
        put_record(team, "team", Work(), "ida")


def test_the_last_record_can_go(team):
    for id_ in WORKS:
        info = remove_record(team, "team", id_)
    assert info.records == 0
    assert put_record(team, "team", HARBOUR, "ida")[1].records == 1


def test_a_segment_that_is_gone_is_said(team):
    segment_path(team.folder, team.kept["team"].segments[0]).unlink()
    with pytest.raises(WorkspaceError, match="part of the library cannot be read"):
        put_record(team, "team", NEW, "ida")
