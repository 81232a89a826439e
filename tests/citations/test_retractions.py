import pytest

from app.citations.retractions import is_retraction_list, read_retractions
from app.citations.sources import open_sources
from app.domain.reference import Verdict, Work
from tests.citations.making import BREAD, HARBOUR, WORKS, bibtex, cite

WATCH = (
    "Id,Title,Reason,RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature\n"
    "1,Learning,+Error in Data;+Unreliable Results;,3/4/2021 0:00,10.1000/r.1,10.1000/Ports.12,Retraction\n"
    "2,On the taste,,5/6/2020 0:00,10.1000/r.2,10.1000/bread.7,Expression of concern\n"
    "3,Fixed,,1/1/2020 0:00,10.1000/r.3,10.1000/fixed.1,Correction\n"
    "4,Back,,1/1/2020 0:00,10.1000/r.4,10.1000/back.1,Retraction\n"
    "5,Back,,1/1/2021 0:00,10.1000/r.5,10.1000/back.1,Reinstatement\n"
    "6,No DOI,,1/1/2021 0:00,10.1000/r.6,unavailable,Retraction\n"
)


@pytest.fixture
def watch(tmp_path):
    path = tmp_path / "watch.csv"
    path.write_text(WATCH, encoding="utf-8")
    return path


@pytest.fixture
def judge(tmp_path, watch):
    team = tmp_path / "team.bib"
    team.write_text(bibtex(WORKS), encoding="utf-8")
    opened = []

    def judge_(work, *, team_too=True):
        lists = [("team", (team,), False)] * team_too
        opened.append(open_sources([*lists, ("watch.csv", (watch,), True)], tmp_path / "cache"))
        return opened[-1].judge(work, "")

    yield judge_
    for sources in opened:
        sources.close()


def texts(judgement):
    return [notice.text for notice in judgement.notices if notice.kind == "retracted"]


def test_what_stands_in_a_list_is_read(watch):
    found = read_retractions(watch)
    assert set(found) == {"10.1000/ports.12", "10.1000/bread.7"}
    assert found["10.1000/ports.12"].reason == "Error in Data; Unreliable Results"


@pytest.mark.parametrize(
    ("name", "text", "is_one"),
    [
        ("plain.csv", "doi;retraction date;reason\n10.1/x;2020;Fraud\n", True),
        ("works.csv", "title,authors,doi\nA study,Roe,10.1/x\n", False),
        ("works.bib", "doi,retraction\n", False),
        ("empty.csv", "", False),
    ],
)
def test_a_list_of_retractions_is_known_by_its_columns(tmp_path, name, text, is_one):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert is_retraction_list(tmp_path / name) is is_one


def test_a_file_that_is_gone_is_no_list_of_retractions(tmp_path):
    assert not is_retraction_list(tmp_path / "gone.csv")


class TestNotices:
    def test_a_retraction_is_a_notice_and_no_verdict(self, judge):
        judgement = judge(HARBOUR)
        assert judgement.verdict is Verdict.VERIFIED
        assert texts(judgement) == [
            "This work was retracted on 3/4/2021: Error in Data; Unreliable Results. Source: watch.csv."
        ]

    def test_the_record_has_the_doi_that_the_reference_leaves_out(self, judge):
        assert len(texts(judge(cite(HARBOUR, doi="")))) == 1

    def test_a_concern_is_called_one(self, judge):
        assert texts(judge(BREAD))[0].startswith("An expression of concern was published on 5/6/2020.")

    def test_without_a_list_of_works_the_doi_is_enough(self, judge):
        judgement = judge(HARBOUR, team_too=False)
        assert (judgement.verdict, judgement.reasons, len(texts(judgement))) == (Verdict.UNVERIFIABLE, ("no-list",), 1)

    def test_a_doi_that_is_not_the_works_own_says_nothing_of_it(self, judge):
        judgement = judge(cite(BREAD, doi=HARBOUR.doi))
        assert "3/4/2021" not in " ".join(texts(judgement))

    def test_a_work_that_no_list_holds_is_neither_here_nor_there(self, judge):
        assert texts(judge(Work("Lanterns above the frozen canal", ("Zed, Q.",), doi="10.1000/ice.1"))) == []
