import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.citations.sources import open_sources
from app.domain.errors import UnreadableFileError
from app.domain.reference import Reference, Verdict, Work
from tests.citations.making import BREAD, HARBOUR, RECORDS, SHORT, THESIS, WORKS, bibtex, cite, opened


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    sources = opened(tmp_path_factory.mktemp("team"))
    yield sources
    sources.close()


def reference(work, origin="bibliography", raw=""):
    return Reference(0, 1, raw or work.title, origin, work)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_a_record_is_itself(team, record):
    judgement = team.judge(record.work, "")
    assert (judgement.verdict, judgement.record.id, judgement.record.library) == (Verdict.VERIFIED, record.id, "team")


titles = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9), min_size=5, max_size=9).map(" ".join)
names = st.text("abcdefghijklmnop", min_size=4, max_size=9).map(str.title)
people = st.lists(st.builds("{}, {}".format, names, names), min_size=1, max_size=5, unique=True).map(tuple)
made = st.builds(
    Work, titles, people, st.just(False), st.integers(1900, 2020), st.just("Journal of Ports"),
    st.integers(1, 99).map(str), st.integers(1, 12).map(str), st.integers(1, 900).map(str), st.just("10.1000/made.1"),
)  # fmt: skip
ALTERED = {
    "title": lambda work: " ".join([*work.title.split()[:-1], "xylophones"]),
    "authors": lambda work: ("Quux, Zed", *work.authors[1:]),
    "year": lambda work: work.year - 3,
    "volume": lambda work: str(int(work.volume) + 1),
    "issue": lambda work: str(int(work.issue) + 1),
    "pages": lambda work: str(int(work.pages) + 1),
    "doi": lambda work: work.doi + "9",
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(work=made)
def test_a_record_is_itself_and_no_altered_field_is_verified(tmp_path_factory, work):
    path = tmp_path_factory.mktemp("law") / "list.jsonl"
    fields = {"title": work.title, "authors": work.authors, "year": work.year, "journal": work.container}
    fields |= {"volume": work.volume, "issue": work.issue, "pages": work.pages, "doi": work.doi}
    path.write_text(json.dumps({"id": "made", **fields}) + "\n" + json.dumps({"title": BREAD.title}))
    sources = open_sources([("law", (path,), False)], None)
    try:
        assert sources.judge(work, "").verdict is Verdict.VERIFIED
        for name, alter in ALTERED.items():
            judgement = sources.judge(replace(work, **{name: alter(work)}), "")
            assert judgement.verdict is not Verdict.VERIFIED, name
            if judgement.record is not None:
                assert name in judgement.reasons
    finally:
        sources.close()


@settings(max_examples=10)
@given(st.permutations(range(6)))
def test_the_order_of_citations_does_not_matter(team, order):
    cited = [(HARBOUR, ""), (BREAD, ""), (cite(HARBOUR, year=1950), ""), (Work("Nothing of the sort"), ""),
             (cite(SHORT, title="Quiet harbour"), ""), (Work(), "~~")]  # fmt: skip
    alone = [team.judge(*pair) for pair in cited]
    assert team.judge_works([cited[place] for place in order]) == [alone[place] for place in order]


def test_the_order_of_lists_does_not_change_the_verdict(tmp_path):
    paths = []
    for name, work in (("one", HARBOUR), ("two", replace(HARBOUR, year=2021, doi=""))):
        paths.append((name, tmp_path / f"{name}.bib"))
        paths[-1][1].write_text(bibtex({name: work}), encoding="utf-8")
    for order in (paths, paths[::-1]):
        sources = open_sources([(name, (path,), False) for name, path in order], tmp_path / "cache")
        judgement = sources.judge(HARBOUR, "")
        assert (judgement.verdict, judgement.record.id, judgement.record.library) == (Verdict.VERIFIED, "one", "one")
        sources.close()


def test_without_lists_nothing_can_be_checked():
    sources = open_sources([], None)
    assert [judgement.reasons for judgement in sources.judge_works([(HARBOUR, ""), (BREAD, "")])] == [("no-list",)] * 2
    sources.close()


def test_one_complete_list_makes_absence_evidence(tmp_path):
    sources = opened(tmp_path, complete=True)
    assert sources.judge(Work("A theory of winter lights in streets"), "").reasons == ("absent-from-complete-list",)
    sources.close()


def test_an_unparsed_reference_is_found_by_its_text(team):
    raw = "Lund, E., & Berg, P. (2015). On the taste of sourdough bread in mountain villages. Food and Place."
    judgement = team.judge(Work(title="Lund", year=2015), raw)
    assert judgement.record.id == "bread"
    assert judgement.verdict not in {Verdict.MISMATCH, Verdict.LIKELY_FABRICATED}


def test_a_second_entry_for_one_work_is_noted(team):
    twice = [reference(HARBOUR), reference(BREAD), reference(cite(HARBOUR, doi=""))]
    (checked,) = team.judge_all(twice, None)
    assert [[notice.kind for notice in one.judgement.notices] for one in checked] == [[], [], ["duplicate"]]


def test_a_note_that_cites_a_listed_work_is_no_duplicate(team):
    (checked,) = team.judge_all([reference(HARBOUR), reference(HARBOUR, "footnote")], None)
    assert [one.judgement.notices for one in checked] == [(), ()]


def test_judgements_stream_in_order(team):
    references = [reference(work) for work in (HARBOUR, BREAD, SHORT, THESIS) * 20]
    parts = list(team.judge_all(references, None))
    assert len(parts) > 1
    assert [one.reference for part in parts for one in part] == references


def test_searching_finds_by_title_person_and_doi(team):
    assert team.search("sourdough", 5)[0].id == "bread"
    assert team.search("Moe quiet harbours", 5)[0].id == "short"
    assert team.search("10.1000/ports.12", 5)[0].id == "harbour"
    assert len(team.search("harbours", 1)) == 1
    assert team.search("", 5) == () or team.search("", 5)


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "word " * 20_000, "(" * 100_000, "א" * 100_000, "10.1000/" + "9" * 99_000]
)
def test_100_000_characters_are_judged(team, text):
    assert team.judge(Work(title=text, authors=(text,), doi=text), text).verdict is not Verdict.VERIFIED


@pytest.mark.parametrize(
    "title", ["مرفأ هادئ في الشتاء الطويل", "静かな港と冬の灯り", "שלום harbour 静か", "\u202eevitcaretni\u202c works"]
)
def test_any_script_is_matched(tmp_path, title):
    work = Work(title=title, authors=("Kim, Ana",), year=2010)
    sources = opened(tmp_path, {"a": work, **WORKS})
    assert sources.judge(work, "").verdict is Verdict.VERIFIED
    assert sources.judge(replace(work, year=2003), "").verdict is not Verdict.VERIFIED
    sources.close()


class TestCache:
    def test_a_list_is_indexed_once(self, tmp_path):
        opened(tmp_path).close()
        (folder,) = (tmp_path / "cache").iterdir()
        before = (folder / "records.bin").stat().st_mtime_ns
        opened(tmp_path).close()
        assert [path.stat().st_mtime_ns for path in (tmp_path / "cache").glob("*/records.bin")] == [before]

    def test_a_changed_list_is_indexed_anew(self, tmp_path):
        opened(tmp_path).close()
        sources = opened(tmp_path, {"bread": BREAD})
        assert sources.records == 1
        sources.close()

    def test_a_damaged_index_is_built_anew(self, tmp_path):
        opened(tmp_path).close()
        (postings,) = (tmp_path / "cache").glob("*/postings.bin")
        postings.write_bytes(postings.read_bytes()[:-8])
        sources = opened(tmp_path)
        assert sources.judge(HARBOUR, "").verdict is Verdict.VERIFIED
        sources.close()

    def test_without_a_cache_nothing_stays_behind(self, tmp_path, monkeypatch):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
        (tmp_path / "temporary").mkdir()
        path = tmp_path / "team.bib"
        path.write_text(bibtex(WORKS), encoding="utf-8")
        sources = open_sources([("team", (path,), False)], None)
        assert sources.judge(HARBOUR, "").verdict is Verdict.VERIFIED
        sources.close()
        assert list((tmp_path / "temporary").iterdir()) == []

    def test_a_file_that_is_gone_leaves_nothing_behind(self, tmp_path, monkeypatch):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
        (tmp_path / "temporary").mkdir()
        with pytest.raises(UnreadableFileError, match=r"gone\.bib"):
            open_sources([("gone", (tmp_path / "gone.bib",), False)], None)
        assert list((tmp_path / "temporary").iterdir()) == []

    def test_a_list_that_cannot_be_read_spares_the_others(self, tmp_path):
        good, bad = tmp_path / "team.bib", tmp_path / "bad.json"
        good.write_text(bibtex(WORKS), encoding="utf-8")
        bad.write_text("[{", encoding="utf-8")
        errors = []
        lists = [(path.name, (path,), False) for path in (bad, good, tmp_path / "gone.bib")]
        sources = open_sources(lists, tmp_path / "cache", errors.append)
        assert sources.judge(HARBOUR, "").verdict is Verdict.VERIFIED
        assert ["bad.json" in str(errors[0]), "gone.bib" in str(errors[1]), len(errors)] == [True, True, 2]
        sources.close()

    def test_what_could_not_be_taken_is_known_from_the_cache_too(self, tmp_path):
        path = tmp_path / "team.bib"
        good = bibtex(WORKS)
        path.write_text(good + "@book{bad, title={x}\n@book{last, title={Last}}\n", encoding="utf-8")
        for _ in range(2):
            sources = open_sources([("team", (path,), False)], tmp_path / "cache")
            assert [(one.file, one.line) for one in sources.rejected] == [("team.bib", good.count("\n") + 1)]
            assert sources.records == 5
            sources.close()


def test_a_doi_in_capitals_is_the_same_doi(team):
    doi = HARBOUR.doi or next(work.doi for work in WORKS.values() if work.doi)
    owner = next(work for work in WORKS.values() if work.doi == doi)
    judgement = team.judge(Work("Harbours of Bread", doi=doi.upper()), "")
    assert judgement.record is not None
    assert judgement.record.work.doi == owner.doi
