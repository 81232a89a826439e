"""Every service: what is sent, and how its answers, in the shapes it gives, are read."""

import pytest

from app.domain.reference import Work
from app.lookups.client import ADAPTERS, LINKS
from app.services.online import SERVICES, AskBy
from tests.lookups import shapes
from tests.lookups.server import Said

ARTICLE = Work(title=shapes.TITLE, authors=("Kim, Ana", "Larsen, Bo"), year=2019, doi=shapes.DOI)
PREPRINT = Work(title=shapes.TITLE, arxiv="1905.01234")
BOOK = Work(title="The quiet harbour", authors=("Okafor, R.",), year=2004, isbn="9780306406157", kind="book")
CASE = Work(title="Harbour Board v. Larsen", container="U. S.", volume="512", pages="345", kind="legal_case")
WORKS, SEARCH = f"/works/{shapes.DOI}", "/works"


def test_the_consent_names_every_service_and_no_other():
    assert {one.name for one in SERVICES} == {*ADAPTERS, LINKS}


def test_crossref_by_doi_gives_a_record_for_print_and_for_online(server, ask):
    server.says[WORKS] = Said(shapes.crossref())
    answer = ask("Crossref", AskBy.DOI, ARTICLE)
    first, second = answer.hits
    assert (first.record.id, first.record.library) == (shapes.DOI, "Crossref")
    assert {first.record.work.year, second.record.work.year} == {2019, 2020}
    work = first.record.work
    assert (work.title, work.authors) == (shapes.TITLE, ("Kim, Ana", "Larsen, Bo"))
    assert (work.container, work.volume, work.issue, work.pages) == ("Journal of Ports", "12", "3", "101-119")
    assert (work.kind, answer.found, first.retracted) == ("article", True, False)


def test_crossref_by_title(server, ask):
    server.says[SEARCH] = Said(shapes.crossref_list(shapes.crossref_item(), shapes.crossref_item(DOI="10.5555/b")))
    answer = ask("Crossref", AskBy.TITLE, ARTICLE)
    assert {hit.record.id for hit in answer.hits} == {shapes.DOI, "10.5555/b"}
    assert server.asked[0].query["query.bibliographic"] == f"{shapes.TITLE} Kim"


def test_crossref_knows_subtitles_organisations_and_retractions(server, ask):
    item = shapes.crossref(
        subtitle=["A trial"], author=[{"name": "Port Authority", "sequence": "first"}], issued={"date-parts": [[None]]}
    )
    for name in ("published-print", "published-online"):
        del item["message"][name]
    item["message"]["updated-by"] = [{"type": "retraction", "DOI": "10.5555/notice", "label": "Retraction"}]
    server.says[WORKS] = Said(item)
    (hit,) = ask("Crossref", AskBy.DOI, ARTICLE).hits
    assert (hit.record.work.title, hit.record.work.year) == (f"{shapes.TITLE}: A trial", None)
    assert (hit.record.work.authors, hit.retracted) == (("Port Authority",), True)


def test_datacite_by_doi_and_by_arxiv_number(server, ask):
    server.says["/dois/10.5555/tides.data"] = Said(shapes.datacite())
    (hit,) = ask("DataCite", AskBy.DOI, Work(doi="10.5555/tides.data")).hits
    work = hit.record.work
    assert (work.title, work.authors) == ("Hourly tide gauge readings of nine harbours", ("Osei, Kwame",))
    assert (work.year, work.kind, work.publisher) == (2021, "dataset", "Harbour Archive")
    server.says["/dois/10.48550/arxiv.1905.01234"] = Said(
        shapes.datacite(doi="10.48550/arxiv.1905.01234", publisher={"name": "arXiv"})
    )
    (hit,) = ask("DataCite", AskBy.ARXIV, PREPRINT).hits
    assert (hit.record.work.arxiv, hit.record.work.publisher) == ("1905.01234", "arXiv")


def test_openalex_by_doi_and_by_title(server, ask):
    server.says[f"/works/doi:{shapes.DOI}"] = Said(shapes.openalex_item(is_retracted=True))
    (hit,) = ask("OpenAlex", AskBy.DOI, ARTICLE).hits
    work = hit.record.work
    assert (work.doi, work.authors, work.container) == (shapes.DOI, ("Ana Kim", "Bo Larsen"), "Journal of Ports")
    assert (work.volume, work.pages, hit.retracted) == ("12", "101-119", True)
    server.says[SEARCH] = Said(shapes.openalex_list(shapes.openalex_item(primary_location=None, biblio={})))
    (hit,) = ask("OpenAlex", AskBy.TITLE, ARTICLE).hits
    assert hit.record.work.container == ""
    server.says[SEARCH] = Said(shapes.openalex_list())
    assert not ask("OpenAlex", AskBy.TITLE, Work(title="Another")).found


def test_arxiv_by_number(server, ask):
    server.says["/api/query"] = Said(shapes.ARXIV)
    (hit,) = ask("arXiv", AskBy.ARXIV, PREPRINT).hits
    work = hit.record.work
    assert (work.title, work.authors, work.year) == (shapes.TITLE, ("Ana Kim", "Bo Larsen"), 2019)
    assert (work.arxiv, server.asked[0].query["id_list"]) == ("1905.01234", "1905.01234")


@pytest.mark.parametrize("feed", [shapes.ARXIV_NONE, shapes.ARXIV_ERROR])
def test_arxiv_without_the_number(server, ask, feed):
    server.says["/api/query"] = Said(feed)
    answer = ask("arXiv", AskBy.ARXIV, PREPRINT)
    assert (answer.found, answer.failure) == (False, "")


def test_open_library_by_isbn_and_by_title(server, ask):
    server.says["/api/books"] = Said({"ISBN:9780306406157": shapes.EDITION})
    (hit,) = ask("Open Library", AskBy.ISBN, BOOK).hits
    work = hit.record.work
    assert (work.title, work.authors) == ("The quiet harbour: a history of waiting ships", ("Ruth Okafor",))
    assert (work.year, work.isbn, work.publisher) == (2004, BOOK.isbn, "Quay Press")
    server.says["/search.json"] = Said({"numFound": 1, "docs": [shapes.BOOK]})
    (hit,) = ask("Open Library", AskBy.TITLE, BOOK).hits
    assert (hit.record.work.year, server.asked[1].query["author"]) == (2004, "Okafor")
    server.says["/api/books"] = Said({})
    assert not ask("Open Library", AskBy.ISBN, Work(isbn="9780306406158")).found


def test_open_library_gives_no_year_of_another_printing(server, ask):
    server.says["/api/books"] = Said({"ISBN:9780306406157": shapes.EDITION | {"publish_date": "1998"}})
    assert ask("Open Library", AskBy.ISBN, BOOK).hits[0].record.work.year is None


def test_court_listener_gets_the_place_and_never_the_text(server, ask):
    path = "/api/rest/v4/citation-lookup/"
    server.says[path] = Said(shapes.citation_lookup(shapes.CASE))
    (hit,) = ask("CourtListener", AskBy.CASE, CASE).hits
    work = hit.record.work
    assert (work.title, work.year, work.volume, work.pages) == ("Harbour Board v. Larsen", 1987, "512", "345")
    assert server.asked[0].form == {"volume": "512", "reporter": "U. S.", "page": "345"}
    server.says[path] = Said(shapes.citation_lookup(status=404))
    assert not ask("CourtListener", AskBy.CASE, Work(container="U.S.", volume="512", pages="999")).found


def test_wayback_names_the_copy_and_its_day(server, ask):
    server.says["/wayback/available"] = Said(shapes.wayback())
    (notice,) = ask("Wayback Machine", AskBy.LINK, Work(url="https://site.test/report")).notices
    assert notice.kind == "archived"
    assert "4 March 2021" in notice.text
    assert "https://web.archive.org/web/20210304050607/" in notice.text
    server.says["/wayback/available"] = Said(shapes.NOT_ARCHIVED)
    assert not ask("Wayback Machine", AskBy.LINK, Work(url="https://site.test/other")).found


def test_wayback_never_leads_elsewhere(server, ask):
    server.says["/wayback/available"] = Said(shapes.wayback("http://elsewhere.test/web/2021/"))
    assert ask("Wayback Machine", AskBy.LINK, Work(url="https://site.test/report")).failure


STRANGE = [
    "", "{", "<html>Sign in</html>", "[" * 5000, "null", "[1]", '{"message": {"items": [7]}, "data": [], "docs": 3}',
]  # fmt: skip
QUESTIONS = [
    ("Crossref", AskBy.DOI, ARTICLE), ("Crossref", AskBy.TITLE, ARTICLE), ("DataCite", AskBy.DOI, ARTICLE),
    ("OpenAlex", AskBy.DOI, ARTICLE), ("OpenAlex", AskBy.TITLE, ARTICLE), ("arXiv", AskBy.ARXIV, PREPRINT),
    ("Open Library", AskBy.ISBN, BOOK), ("Open Library", AskBy.TITLE, BOOK), ("CourtListener", AskBy.CASE, CASE),
    ("Wayback Machine", AskBy.LINK, Work(url="https://site.test/report")),
]  # fmt: skip


@pytest.mark.parametrize(("service", "by", "work"), QUESTIONS)
def test_not_found_is_an_answer_and_strange_answers_are_failures(server, ask, service, by, work):
    for body in STRANGE:
        server.answer = lambda _, body=body: Said(body)
        answer = ask(service, by, work)
        assert (answer.found, answer.failure) == (False, "Its answer cannot be read.")
    server.answer = lambda _: Said("Resource not found.", 404)
    answer = ask(service, by, work)
    assert (answer.found, answer.hits, answer.failure) == (False, (), "")
