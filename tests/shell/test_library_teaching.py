"""What a person teaches a library, and the way back; libraries among the lists in use."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.reference import CheckedReference, FieldMatch, FieldStatus, Judgement, Record, Reference, Verdict, Work
from app.services.libraries import add_library, search_library
from app.shell.library_files import specs_of
from app.shell.library_teaching import (
    OWN_LIBRARY,
    corrected,
    libraries_for,
    likely_records,
    right_work,
    take_back,
    taught,
    teach,
)
from app.shell.source_lists import SourceList
from app.store.workspace import open_workspace
from tests.shell.making import write_sources

FOUND = Work("Counting visitors at the door", ("Castell, Ines", "Moreau, Louise"), year=2019, container="Branch Papers")
CITED = replace(FOUND, authors=("Castell, I.", "Moreau, L."), year=2022)
RAW = "Castell, I., & Moreau, L. (2022). Counting visitors at the door. Branch Papers."
YEAR = FieldMatch("year", ("2022",), ("2019",), FieldStatus.DIFFERS)
LISTS = (SourceList(Path(), library="Housing"),)


@pytest.fixture
def workspace(tmp_path):
    opened = open_workspace(tmp_path / "workspace")
    add_library(opened, "Housing", [write_sources(tmp_path).path], complete=False)
    yield opened
    opened.close()


@pytest.fixture
def checked(workspace):
    record = next(one for one in search_library(workspace, "Housing", "counting visitors", 1))
    judgement = Judgement(Verdict.MISMATCH, ("year",), record, fields=(YEAR,))
    return CheckedReference(Reference(0, len(RAW), RAW, "bibliography", CITED), judgement)


def test_a_new_record_is_taught_and_taken_out(workspace, checked):
    work = right_work(checked)
    assert (work.year, work.volume) == (2022, "15")
    id_ = teach(workspace, checked, work, OWN_LIBRARY)
    one = taught(workspace, Record(id_, OWN_LIBRARY, work))
    assert (one.by, one.before) == ("you", None)
    take_back(workspace, one)
    assert search_library(workspace, OWN_LIBRARY, "counting visitors", 5) == ()


def test_a_corrected_record_says_again_what_it_said(workspace, checked):
    assert libraries_for(workspace, checked) == (OWN_LIBRARY, "Housing")
    record = checked.judgement.record
    teach(workspace, checked, right_work(checked), "Housing")
    one = taught(workspace, record)
    assert one.before == record.work
    take_back(workspace, one)
    assert search_library(workspace, "Housing", "counting visitors", 1)[0].work == record.work


def test_a_record_from_a_file_was_taught_by_nobody(workspace, checked):
    assert taught(workspace, checked.judgement.record) is None
    assert taught(workspace, replace(checked.judgement.record, library="sources.bib")) is None


def test_records_of_libraries_in_use_are_candidates(workspace, checked):
    found = likely_records(workspace, LISTS, checked.reference)
    assert found[0].record == checked.judgement.record
    assert "(2019)" in corrected(checked).text


def test_a_library_that_is_gone_or_empty_is_left_out(workspace, tmp_path):
    add_library(workspace, "Empty", (), complete=True)
    names = [SourceList(Path(), True, name) for name in ("Empty", "Gone", "Housing")]
    assert [spec.name for spec in specs_of(workspace, [*names, SourceList(tmp_path / "a.bib")])] == ["Housing", "a.bib"]
