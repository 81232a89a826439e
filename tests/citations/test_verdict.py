from dataclasses import replace

import pytest

from app.citations.verdict import Lists, decide, no_list
from app.domain.reference import FieldStatus, Record, Verdict, Work
from tests.citations.making import BREAD, HARBOUR, RECORDS, SHORT, THESIS, cite, field_of

VERIFIED, PARTLY, MISMATCH = Verdict.VERIFIED, Verdict.PARTLY_VERIFIED, Verdict.MISMATCH
NOT_FOUND, UNVERIFIABLE, FABRICATED = Verdict.NOT_FOUND, Verdict.UNVERIFIABLE, Verdict.LIKELY_FABRICATED
PARTIAL, COMPLETE = Lists(), Lists(complete=True)
VENUES = Lists(venues=frozenset({"journal of ports", "food and place"}))


def judge(cited, raw="", lists=PARTIAL, records=RECORDS):
    return decide(cited, raw, records, lists)


def against(record, cited, raw="", lists=PARTIAL):
    return decide(cited, raw, [Record("r", "team", record)], lists)


class TestVerified:
    def test_every_cited_field_is_in_the_record(self):
        judgement = judge(HARBOUR)
        assert (judgement.verdict, judgement.reasons, judgement.record.id) == (VERIFIED, (), "harbour")
        assert (judgement.record.library, judgement.other_record) == ("team", None)
        assert {match.status for match in judgement.fields} == {FieldStatus.AGREES}

    @pytest.mark.parametrize(
        "changes",
        [
            {"doi": ""},
            {"volume": "", "issue": "", "pages": ""},
            {"authors": ("A. Kim", "B. Roe", "C. Poe")},
            {"authors": ("Kim, A.",), "et_al": True},
            {"container": "J. Ports"},
            {"container": "arXiv preprint arXiv:1901.00001"},
            {"pages": "101–17"},
            {"pages": "101"},
            {"title": "Learning to route cargo through crowded harbors – a field experiment"},
            {"title": "Learning to route cargo through crowded harbours"},
        ],
        ids=str,
    )
    def test_another_way_of_writing_is_no_difference(self, changes):
        assert judge(cite(HARBOUR, **changes)).verdict is VERIFIED

    @pytest.mark.parametrize(
        "title",
        ["Learning to route cargo through crowded-harbours: a field experiment",
         "Learning to route the cargo through crowded harbours: field experiment",
         "Learning to route cargo through crowded harbours"],
    )  # fmt: skip
    def test_hyphens_function_words_and_a_left_out_subtitle_are_noted(self, title):
        judgement = judge(cite(HARBOUR, title=title))
        assert judgement.verdict is VERIFIED
        assert [notice.kind for notice in judgement.notices] == ["wording"]

    def test_a_preprint_may_be_a_year_apart(self):
        preprint = replace(HARBOUR, container="arXiv", volume="", issue="", pages="", doi="")
        assert judge(replace(preprint, year=2018)).verdict is VERIFIED

    def test_a_book_may_not(self):
        assert judge(replace(THESIS, year=1988)).reasons == ("year",)
        assert judge(replace(THESIS, year=1988)).verdict is MISMATCH

    def test_a_short_title_needs_its_authors_and_year(self):
        assert judge(SHORT).verdict is VERIFIED
        assert judge(cite(SHORT, authors=("Strand, Uma",))).verdict is NOT_FOUND

    def test_a_short_title_is_known_by_its_place_in_a_volume(self):
        case = Work(title="Roe v. City of Oslo", year=1999, container="F.3d", volume="800", pages="570")
        assert against(case, case).verdict is VERIFIED
        assert against(case, cite(case, pages="571")).verdict is NOT_FOUND

    def test_an_arxiv_doi_is_another_manifestation(self):
        record = replace(HARBOUR, arxiv="1901.00001")
        judgement = against(record, cite(HARBOUR, doi="10.48550/arxiv.1901.00001"))
        assert judgement.verdict is VERIFIED
        assert field_of(judgement, "doi").status is FieldStatus.AGREES

    def test_an_address_that_repeats_the_doi_claims_nothing_new(self):
        assert judge(cite(HARBOUR, url="https://doi.org/10.1000/ports.12")).verdict is VERIFIED

    def test_what_stands_in_the_printed_text_outweighs_how_it_was_parsed(self):
        raw = (
            "Kim A, Roe B, Poe C. Learning to route cargo through crowded harbours: a field experiment. J Ports. 2019."
        )
        cited = Work(title="Learning to route cargo through", authors=("Kim, A.", "Roe, B."), year=2019)
        assert judge(cited, raw).verdict is VERIFIED

    def test_a_venue_that_was_parsed_as_a_publisher_is_compared_as_a_venue(self):
        raw = "Lund, E., & Berg, P. (2015). On the taste of sourdough bread in mountain villages. Food and Place."
        cited = replace(BREAD, container="", publisher="Food and Place", doi="")
        assert judge(cited, raw).verdict is VERIFIED
        other = replace(cited, publisher="Journal of Ports")
        assert judge(other, raw.replace("Food and Place", "Journal of Ports"), VENUES).reasons == ("container",)
        assert judge(cited).reasons == ("publisher",)

    def test_a_venue_that_was_parsed_into_the_title_is_compared_as_a_venue(self):
        raw = "Lund, E., & Berg, P. (2015). On the taste of sourdough bread in mountain villages. Food and Place."
        cited = replace(BREAD, container="", title=f"{BREAD.title}. Food and Place", doi="")
        assert judge(cited, raw).verdict is VERIFIED
        other = replace(cited, title=f"{BREAD.title}. Annals of Toast")
        assert judge(other, raw.replace("Food and Place", "Annals of Toast")).reasons == ("container",)

    def test_a_venue_that_parsing_lost_is_still_claimed(self):
        raw = "Lund, E., & Berg, P. (2015). On the taste of sourdough bread in mountain villages. Annals of Toast."
        cited = replace(BREAD, container="", doi="")
        assert judge(cited, raw).reasons == ("container",)
        assert judge(cited, raw.replace("Annals of Toast", "Food and Place")).verdict is VERIFIED
        assert judge(cited, raw.replace(" Annals of Toast.", " https://a.example")).verdict is VERIFIED


class TestPartlyVerified:
    @pytest.mark.parametrize(
        ("name", "changes"),
        [("doi", {"doi": "10.1000/thesis"}), ("container", {"container": "Moe Press"}), ("volume", {"volume": "3"}),
         ("pages", {"pages": "3-9"}), ("publisher", {"publisher": "Moe Press"}), ("isbn", {"isbn": "9780306406157"}),
         ("url", {"url": "https://a.example/x"})],
    )  # fmt: skip
    def test_a_field_on_which_the_record_is_silent_is_unconfirmed(self, name, changes):
        judgement = judge(cite(THESIS, **changes))
        assert (judgement.verdict, judgement.reasons) == (PARTLY, (name,))
        assert field_of(judgement, name).status is FieldStatus.UNCONFIRMED
        assert field_of(judgement, name).found == ()

    def test_an_unknown_venue_is_unconfirmed(self):
        judgement = judge(cite(HARBOUR, container="Annals of the Waterfront"))
        assert (judgement.verdict, judgement.reasons) == (PARTLY, ("container",))

    def test_a_misspelt_title_is_shown_and_not_accused(self):
        judgement = judge(cite(HARBOUR, title=HARBOUR.title.replace("crowded", "crowdde")))
        assert (judgement.verdict, judgement.reasons) == (PARTLY, ("title",))

    def test_a_title_alone_is_not_enough(self):
        judgement = judge(Work(title=HARBOUR.title))
        assert (judgement.verdict, judgement.reasons) == (PARTLY, ())

    def test_a_wrong_year_that_also_stands_printed_rightly_is_the_parsers(self):
        judgement = judge(cite(HARBOUR, year=2001), "Kim 2001 items. Journal of Ports, 2019.")
        assert (judgement.verdict, judgement.reasons) == (PARTLY, ("year",))


class TestMismatch:
    @pytest.mark.parametrize(
        ("reason", "changes"),
        [
            ("title", {"title": "Learning to route people through crowded harbours: a field experiment"}),
            ("authors", {"authors": ("Kim, Ana", "Roe, Bo", "Foe, Di")}),
            ("authors", {"authors": ("Roe, Bo", "Kim, Ana", "Poe, Cy")}),
            ("authors", {"authors": ("Kim, Ana", "Roe, Bert", "Poe, Cy")}),
            ("year", {"year": 2017}),
            ("year", {"year": 2020}),
            ("volume", {"volume": "13"}),
            ("issue", {"issue": "4"}),
            ("pages", {"pages": "201-217"}),
            ("pages", {"pages": "101-119"}),
            ("doi", {"doi": "10.1000/ports.13"}),
        ],
    )
    def test_the_field_that_differs_is_named_with_both_sides(self, reason, changes):
        judgement = judge(cite(HARBOUR, **changes))
        assert (judgement.verdict, judgement.reasons) == (MISMATCH, (reason,))
        match = field_of(judgement, reason)
        assert match.status is FieldStatus.DIFFERS
        assert match.cited != match.found
        assert match.found

    def test_a_venue_differs_only_when_both_are_known(self):
        judgement = judge(cite(HARBOUR, container="Food and Place"), lists=VENUES)
        assert (judgement.verdict, judgement.reasons) == (MISMATCH, ("container",))
        assert judge(cite(HARBOUR, container="Food and Place")).verdict is PARTLY

    def test_authors_cut_short_without_et_al_are_a_mismatch_and_said(self):
        judgement = judge(cite(HARBOUR, authors=("Kim, Ana", "Roe, Bo")))
        assert (judgement.verdict, judgement.reasons) == (MISMATCH, ("authors",))
        assert [notice.kind for notice in judgement.notices] == ["authors-truncated"]

    def test_a_doi_with_other_people_and_another_year_but_the_same_title(self):
        judgement = judge(cite(HARBOUR, authors=("Strand, Uma",), year=2012, doi=""))
        assert (judgement.verdict, judgement.reasons) == (MISMATCH, ("authors", "year"))

    def test_the_record_with_least_disagreement_is_shown(self):
        other = Record("reprint", "team", replace(HARBOUR, year=2021, volume="14", doi=""))
        assert decide(HARBOUR, "", [other, *RECORDS], PARTIAL).record.id == "harbour"


class TestLikelyFabricated:
    def test_the_title_of_one_work_and_the_authors_of_another(self):
        judgement = judge(cite(HARBOUR, authors=BREAD.authors, doi=""))
        assert (judgement.verdict, judgement.reasons) == (FABRICATED, ("chimera", "authors"))
        assert (judgement.record.id, judgement.other_record.id) == ("harbour", "bread")

    def test_one_shared_surname_is_no_chimera(self):
        assert judge(cite(HARBOUR, authors=SHORT.authors, doi="")).verdict is MISMATCH

    def test_a_doi_that_belongs_to_another_work(self):
        judgement = judge(cite(HARBOUR, doi=BREAD.doi))
        assert (judgement.verdict, judgement.reasons) == (FABRICATED, ("identifier-of-other-work", "doi"))
        assert (judgement.record.id, judgement.other_record.id) == ("harbour", "bread")

    def test_a_doi_of_another_work_under_an_unknown_title(self):
        cited = Work(title="A theory of winter lights in shopping streets", authors=("Strand, Uma",), doi=BREAD.doi)
        judgement = judge(cited)
        assert judgement.verdict is FABRICATED
        assert judgement.reasons[0] == "identifier-of-other-work"
        assert judgement.record.id == "bread"

    def test_a_retitled_work_under_its_own_identifier_is_no_fabrication(self):
        cited = cite(BREAD, title="A theory of winter lights in shopping streets")
        assert judge(cited).verdict is MISMATCH

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [({"doi": "10.12/x"}, "doi"), ({"isbn": "9780306406158"}, "isbn"), ({"arxiv": "2199.00001"}, "arxiv")],
    )
    def test_an_impossible_identifier(self, changes, reason):
        cited = Work(title="A theory of winter lights in shopping streets", authors=("Strand, Uma",), **changes)
        judgement = judge(cited)
        assert (judgement.verdict, judgement.reasons) == (FABRICATED, ("impossible-identifier", reason))

    def test_a_future_year(self):
        assert judge(cite(HARBOUR, year=2999)).reasons == ("year",)
        assert judge(cite(HARBOUR, year=2999)).verdict is FABRICATED
        assert judge(Work(title="A theory of winter lights in shopping streets", year=2999)).verdict is FABRICATED

    @pytest.mark.parametrize("title", [HARBOUR.title, "A theory of winter lights in shopping streets"])
    def test_placeholder_authors(self, title):
        judgement = judge(Work(title=title, authors=("John Doe", "Jane Doe"), year=2019))
        assert judgement.verdict is FABRICATED
        assert judgement.reasons[0] == "placeholder-authors"

    def test_absence_from_a_list_declared_complete(self):
        judgement = judge(Work(title="A theory of winter lights in shopping streets"), lists=COMPLETE)
        assert (judgement.verdict, judgement.reasons) == (FABRICATED, ("absent-from-complete-list",))


class TestNotFound:
    def test_absence_from_a_partial_list_proves_nothing(self):
        judgement = judge(Work(title="A theory of winter lights in shopping streets", authors=("Strand, Uma",)))
        assert (judgement.verdict, judgement.reasons, judgement.record) == (NOT_FOUND, (), None)

    def test_another_work_of_the_same_people_is_not_the_one(self):
        cited = cite(HARBOUR, title="A theory of winter lights in shopping streets", doi="")
        assert judge(cited).verdict is NOT_FOUND

    def test_a_near_title_by_some_of_the_same_people_is_another_work(self):
        title = "Learning to route people through crowded harbours: a field experiment"
        authors = ("Kim, Ana", "Roe, Bo", "Foe, Di")
        assert judge(cite(HARBOUR, title=title, authors=authors, doi="")).verdict is NOT_FOUND

    def test_volumes_of_a_series_are_different_works(self):
        record = replace(HARBOUR, title="Annual report on the traffic of northern ports 2018", doi="", volume="")
        cited = cite(record, title="Annual report on the traffic of northern ports 2019")
        assert against(record, cited).verdict is NOT_FOUND


class TestUnverifiable:
    def test_no_list(self):
        assert (no_list().verdict, no_list().reasons) == (UNVERIFIABLE, ("no-list",))

    @pytest.mark.parametrize("kind", ["webpage", "legal_case", "statute", "personal_communication", "standard"])
    def test_a_kind_that_the_list_does_not_cover(self, kind):
        cited = Work(title="A theory of winter lights in shopping streets", kind=kind)
        assert judge(cited).reasons == ("kind-not-covered",)
        assert judge(cited, lists=COMPLETE).verdict is UNVERIFIABLE
        assert judge(cited, lists=Lists(kinds=frozenset({kind}))).verdict is NOT_FOUND

    @pytest.mark.parametrize("lists", [PARTIAL, COMPLETE])
    def test_what_could_not_be_read(self, lists):
        judgement = judge(Work(authors=("Kim, Ana",), year=2019), "~~~", lists)
        assert (judgement.verdict, judgement.reasons) == (UNVERIFIABLE, ("unreadable",))


@pytest.mark.parametrize("work", [HARBOUR, BREAD, SHORT, THESIS], ids=lambda work: work.title[:12])
def test_the_order_of_the_records_does_not_matter(work):
    for cited in (work, cite(work, year=1950), cite(work, authors=("Kim, Ana", "Roe, Bo", "Poe, Cy"))):
        judged = {judge(cited, records=records) for records in (RECORDS, RECORDS[::-1], RECORDS[2:] + RECORDS[:2])}
        assert len(judged) == 1


def test_a_record_whose_title_says_retracted_is_noted():
    judgement = against(replace(HARBOUR, title=f"RETRACTED: {HARBOUR.title}"), HARBOUR)
    assert judgement.verdict is VERIFIED
    assert [notice.kind for notice in judgement.notices] == ["retracted"]


def test_a_doi_that_the_end_of_a_line_cut_accuses_nobody():
    found = replace(HARBOUR, doi="10.5555/harbour.0145")
    cut = replace(HARBOUR, doi="10.5555/harbour.01")
    raw = f"{'; '.join(cut.authors)} ({cut.year}). {cut.title}. {cut.container}. https://doi.org/10.5555/harbour.01"
    assert field_of(against(found, cut, raw), "doi").status is FieldStatus.UNCONFIRMED
    assert field_of(against(found, cut), "doi").status is FieldStatus.DIFFERS


def test_a_title_taken_for_the_venue_is_none():
    title = "A Long Account of Harbour Cargo and Tides"
    record = Work(title, ("Kim, Ana", "Roe, Bo"), year=2020, container="ICLR")
    cited = Work("", ("Kim, A.", "Roe, B."), year=2020, container=title, publisher="ICLR")
    judgement = against(record, cited, f"Kim, A., & Roe, B. (2020). {title}. ICLR.")
    assert field_of(judgement, "container").cited == ("ICLR",)
    assert judgement.reasons == ()
