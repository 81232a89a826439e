"""Answers in the shapes that the services' public documentation describes, with invented content."""

DOI = "10.5555/harbour.19"
TITLE = "Learning to route cargo through crowded harbours"


def crossref_item(**changes):
    return {
        "DOI": DOI,
        "type": "journal-article",
        "title": [TITLE],
        "subtitle": [],
        "author": [
            {"given": "Ana", "family": "Kim", "sequence": "first", "affiliation": []},
            {"given": "Bo", "family": "Larsen", "sequence": "additional", "affiliation": []},
        ],
        "container-title": ["Journal of Ports"],
        "volume": "12",
        "issue": "3",
        "page": "101-119",
        "publisher": "Quay Press",
        "issued": {"date-parts": [[2019, 5]]},
        "published-print": {"date-parts": [[2020, 1]]},
        "published-online": {"date-parts": [[2019, 5, 2]]},
        "URL": f"https://doi.org/{DOI}",
    } | changes


def crossref(**changes):
    return {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": crossref_item(**changes)}


def crossref_list(*items):
    message = {"facets": {}, "total-results": len(items), "items": list(items), "items-per-page": 5}
    return {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}


def datacite(**changes):
    attributes = {
        "doi": "10.5555/tides.data",
        "titles": [
            {"title": "Gezeiten", "titleType": "TranslatedTitle"},
            {"lang": "en", "title": "Hourly tide gauge readings of nine harbours"},
        ],
        "creators": [{"name": "Osei, Kwame", "nameType": "Personal", "givenName": "Kwame", "familyName": "Osei"}],
        "publisher": "Harbour Archive",
        "container": {},
        "publicationYear": 2021,
        "types": {"citeproc": "dataset", "resourceTypeGeneral": "Dataset"},
    } | changes
    return {"data": {"id": attributes["doi"], "type": "dois", "attributes": attributes}}


def openalex_item(**changes):
    return {
        "id": "https://openalex.org/W1",
        "doi": f"https://doi.org/{DOI}",
        "title": TITLE,
        "publication_year": 2019,
        "type": "article",
        "is_retracted": False,
        "authorships": [
            {"author_position": "first", "author": {"id": "https://openalex.org/A1", "display_name": "Ana Kim"}},
            {"author_position": "last", "author": {"id": "https://openalex.org/A2", "display_name": "Bo Larsen"}},
        ],
        "primary_location": {"is_oa": False, "source": {"display_name": "Journal of Ports", "type": "journal"}},
        "biblio": {"volume": "12", "issue": "3", "first_page": "101", "last_page": "119"},
    } | changes


def openalex_list(*items):
    return {"meta": {"count": len(items), "page": 1, "per_page": 5}, "results": list(items)}


ARXIV = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query</title>
  <entry>
    <id>http://arxiv.org/abs/1905.01234v2</id>
    <updated>2019-08-01T10:00:00Z</updated>
    <published>2019-05-03T09:30:00Z</published>
    <title>Learning to route cargo
  through crowded harbours</title>
    <author><name>Ana Kim</name></author>
    <author><name>Bo Larsen</name></author>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.LG"/>
  </entry>
</feed>"""
ARXIV_NONE = ARXIV[: ARXIV.index("  <entry>")] + "</feed>"
ARXIV_ERROR = ARXIV.replace("http://arxiv.org/abs/1905.01234v2", "http://arxiv.org/api/errors#incorrect_id_format")

EDITION = {
    "url": "https://openlibrary.org/books/OL1M/The_quiet_harbour",
    "key": "/books/OL1M",
    "title": "The quiet harbour",
    "subtitle": "a history of waiting ships",
    "authors": [{"url": "https://openlibrary.org/authors/OL1A", "name": "Ruth Okafor"}],
    "publishers": [{"name": "Quay Press"}],
    "publish_date": "March 2004",
    "identifiers": {"isbn_13": ["9780306406157"]},
}
BOOK = {
    "key": "/works/OL1W",
    "title": "The quiet harbour",
    "subtitle": "a history of waiting ships",
    "author_name": ["Ruth Okafor"],
    "publish_year": [2004, 1998],
    "publisher": ["Quay Press", "Pier Books"],
}
CASE = {
    "id": 77,
    "absolute_url": "/opinion/77/harbour-board-v-larsen/",
    "case_name": "Harbour Board v. Larsen",
    "date_filed": "1987-06-02",
    "citations": [
        {"volume": 512, "reporter": "U.S.", "page": "345", "type": 1},
        {"volume": 97, "reporter": "L. Ed. 2d", "page": "12", "type": 1},
    ],
}


def citation_lookup(*clusters, status=200):
    cite = {"citation": "512 U.S. 345", "normalized_citations": ["512 U.S. 345"], "start_index": 0, "end_index": 12}
    return [{**cite, "status": status, "error_message": "", "clusters": list(clusters)}]


def wayback(address="http://web.archive.org/web/20210304050607/https://site.test/report"):
    closest = {"status": "200", "available": True, "url": address, "timestamp": "20210304050607"}
    return {"url": "site.test/report", "archived_snapshots": {"closest": closest}}


NOT_ARCHIVED = {"url": "site.test/report", "archived_snapshots": {}}
