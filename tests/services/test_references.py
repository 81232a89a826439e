from dataclasses import replace

import pytest

from app.citations.parse import parse_reference
from app.citations.sources import open_sources
from app.domain.reference import CheckedReference, Reference, Verdict
from app.services.checking import SourceSpec
from app.services.libraries import add_library, library_info, library_sources
from app.services.library_records import corrections
from app.services.references import OWN_LIBRARY, candidates, corrected, right_work, teach
from tests.citations.making import HARBOUR, WORKS, bibtex
from tests.services.memory_shelf import Shelf

APA = (
    "Kim, A., Roe, B., & Moe, C. (2018). Learning to route cargo through crowded harbours: a field experiment. "
    "Journal of Ports, 12(3), 101–117."
)
UNKNOWN = "Zed, Q., & Vex, R. (2011). Lanterns above the frozen canal of Aarle. Annals of Ice, 4(1), 5–9."


@pytest.fixture
def shelf(tmp_path):
    path = tmp_path / "team.bib"
    path.write_text(bibtex(WORKS), encoding="utf-8")
    shelf = Shelf(tmp_path / "workspace")
    add_library(shelf, "team", [path], complete=None)
    return shelf


def reference(raw):
    return Reference(0, len(raw), raw, "bibliography", parse_reference(raw))


def checked(shelf, raw, *names):
    sources = open_sources(library_sources(shelf, names or ("team",)), shelf.cache)
    try:
        return CheckedReference(reference(raw), sources.judge(parse_reference(raw), raw))
    finally:
        sources.close()


def lists(shelf):
    return [SourceSpec(*spec) for spec in library_sources(shelf, ["team"])]


class TestCandidates:
    def test_the_likeliest_comes_first_with_what_differs(self, shelf):
        first, *_ = found = candidates(shelf, lists(shelf), reference(APA), 3)
        assert first.record.id == "harbour"
        assert {match.name for match in first.fields if match.status == "differs"} == {"authors", "year"}
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        assert len(found) <= 3

    def test_a_reference_can_be_corrected_from_one(self, shelf):
        first, *_ = candidates(shelf, lists(shelf), reference(APA))
        assert corrected(reference(APA), first).text == APA.replace("Moe, C.", "Poe, C.").replace("2018", "2019")

    def test_there_may_be_none(self, shelf):
        assert candidates(shelf, [], reference(APA)) == ()


class TestTeaching:
    def test_what_is_right_corrects_the_record_in_its_own_library(self, shelf):
        before = checked(shelf, APA)
        assert before.judgement.verdict is Verdict.MISMATCH
        id_, info = teach(shelf, before, right_work(before), "ida", "team")
        assert (id_, info.records) == ("harbour", len(WORKS))
        assert checked(shelf, APA).judgement.verdict is Verdict.VERIFIED
        (correction,) = corrections(shelf, "team")
        assert (correction.by, correction.before) == ("ida", HARBOUR)

    def test_the_record_keeps_what_the_reference_does_not_say(self, shelf):
        work = right_work(checked(shelf, APA))
        assert (work.doi, work.year, work.authors[2]) == (HARBOUR.doi, 2018, "Moe, C.")

    def test_beside_another_list_it_goes_to_the_own_library(self, shelf):
        before = checked(shelf, APA)
        teach(shelf, before, right_work(before), "ida")
        assert library_info(shelf, "team").records == len(WORKS)
        after = checked(shelf, APA, "team", OWN_LIBRARY).judgement
        assert (after.verdict, after.record.library) == (Verdict.VERIFIED, OWN_LIBRARY)

    def test_a_work_that_no_list_holds_is_added(self, shelf):
        before = checked(shelf, UNKNOWN)
        assert before.judgement.verdict is Verdict.NOT_FOUND
        work = right_work(before)
        assert work == before.reference.parsed
        teach(shelf, before, replace(work, doi="10.1000/ice.4"), "ida")
        teach(shelf, before, replace(work, doi="10.1000/ice.4"), "ida")
        assert library_info(shelf, OWN_LIBRARY).records == 1
        assert checked(shelf, UNKNOWN, "team", OWN_LIBRARY).judgement.verdict is Verdict.VERIFIED
