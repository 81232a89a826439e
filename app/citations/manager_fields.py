"""The works behind the citation fields of reference managers: CSL-JSON, EndNote XML, Citavi JSON, Word's sources."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from app.citations.parse import normalise_pages
from app.citations.parse_identifiers import find_arxiv, find_doi, find_isbn
from app.domain.reference import Work

if TYPE_CHECKING:
    from lxml.etree import _Element

_CSL_KINDS: Final = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "paper-conference": "article",
    "post-weblog": "webpage",
    "post": "webpage",
    "bill": "legislation",
    "regulation": "legislation",
}
_ENDNOTE_KINDS: Final = {
    "Journal Article": "article",
    "Conference Paper": "article",
    "Conference Proceedings": "article",
    "Book": "book",
    "Edited Book": "book",
    "Book Section": "chapter",
    "Thesis": "thesis",
    "Report": "report",
    "Web Page": "webpage",
    "Case": "legal_case",
    "Statute": "legislation",
}
_WORD_KINDS: Final = {
    "JournalArticle": "article",
    "ArticleInAPeriodical": "article",
    "ConferenceProceedings": "article",
    "Book": "book",
    "BookSection": "chapter",
    "Report": "report",
    "InternetSite": "webpage",
    "DocumentFromInternetSite": "webpage",
    "Case": "legal_case",
}
_CITAVI_KINDS: Final = {
    "JournalArticle": "article",
    "NewspaperArticle": "article",
    "ConferenceProceedings": "article",
    "Book": "book",
    "BookEdited": "book",
    "Contribution": "chapter",
    "Thesis": "thesis",
    "InternetDocument": "webpage",
    "UnpublishedWork": "report",
}


def works_of_field(manager: str, data: str) -> tuple[Work, ...]:
    """Return the works that a citation field's ``data`` describes, in order; empty when it is damaged or has none."""
    if not data.strip():
        return ()
    if data.lstrip().startswith("<"):
        return tuple(_from_xml(data))
    try:
        parsed = json.loads(data)
    except ValueError:
        return ()
    if not isinstance(parsed, dict):
        return ()
    return tuple(_from_citavi(parsed) if manager == "citavi" else _from_csl(parsed))


def _from_csl(citation: dict[str, Any]) -> Iterator[Work]:
    items = citation.get("citationItems")
    for item in items if isinstance(items, list) else []:
        data = item.get("itemData") if isinstance(item, dict) else None
        if isinstance(data, dict) and data.get("title"):
            yield csl_work(data)


def csl_work(item: dict[str, Any]) -> Work:
    """Return a CSL-JSON item as a work."""
    kind = _text(item, "type")
    doi = re.sub(r"^.*?(?=10\.\d)", "", _text(item, "DOI"))
    return Work(
        title=_plain(_text(item, "title")),
        authors=tuple(_csl_names(item.get("author") or item.get("editor") or [])),
        year=_csl_year(item.get("issued")),
        container=_plain(_text(item, "container-title")),
        volume=_text(item, "volume"),
        issue=_text(item, "issue"),
        pages=normalise_pages(_text(item, "page")),
        doi=doi,
        isbn=re.sub(r"[^\dXx]", "", _text(item, "ISBN").split(" ")[0]),
        arxiv=find_arxiv(_text(item, "number") or doi),
        url=_text(item, "URL"),
        publisher=_text(item, "publisher"),
        kind=_CSL_KINDS.get(kind, kind),
    )


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _plain(text: str) -> str:
    """Take CSL's inline tags out of a title."""
    return re.sub(r"</?(?:i|b|sup|sub|sc|span)\b[^>]*>", "", text)


def _csl_names(names: object) -> Iterator[str]:
    for name in names if isinstance(names, list) else []:
        if isinstance(name, dict):
            particle = _text(name, "non-dropping-particle") or _text(name, "dropping-particle")
            family = f"{particle} {_text(name, 'family')}".strip()
            given = _text(name, "given")
            whole = f"{family}, {given}" if family and given else family or _text(name, "literal") or given
            if whole:
                yield whole


def _csl_year(issued: object) -> int | None:
    return _year(json.dumps(issued.get("date-parts") or issued.get("raw") or "")) if isinstance(issued, dict) else None


def _year(text: str) -> int | None:
    match = re.search(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)", text)
    return int(match.group(1)) if match else None


def _from_citavi(placeholder: dict[str, Any]) -> Iterator[Work]:
    entries = placeholder.get("Entries")
    for entry in entries if isinstance(entries, list) else []:
        reference = entry.get("Reference") if isinstance(entry, dict) else None
        if isinstance(reference, dict) and reference.get("Title"):
            yield _citavi_work(reference)


def _citavi_work(item: dict[str, Any]) -> Work:
    parent = item.get("ParentReference") if isinstance(item.get("ParentReference"), dict) else {}
    periodical = item.get("Periodical") if isinstance(item.get("Periodical"), dict) else {}
    publishers = item.get("Publishers") if isinstance(item.get("Publishers"), list) else []
    title, subtitle = _text(item, "Title"), _text(item, "Subtitle")
    return Work(
        title=f"{title}: {subtitle}" if subtitle else title,
        authors=tuple(_citavi_names(item.get("Authors") or item.get("Editors"))),
        year=_year(_text(item, "YearResolved") or _text(item, "Year") or _text(parent or {}, "Year")),
        container=_text(periodical or {}, "Name") or _text(parent or {}, "Title"),
        volume=_text(item, "Volume"),
        issue=_text(item, "Number"),
        pages=normalise_pages(re.sub(r".*<os>(.*?)</os>\s*$", r"\1", _text(item, "PageRange"), flags=re.DOTALL)),
        doi=find_doi(_text(item, "Doi") or json.dumps(item.get("Locations"))),
        isbn=re.sub(r"[^\dXx]", "", _text(item, "Isbn")),
        url=_text(item, "OnlineAddress"),
        publisher=_text(publishers[0], "Name") if publishers and isinstance(publishers[0], dict) else "",
        kind=_CITAVI_KINDS.get(_text(item, "ReferenceType"), ""),
    )


def _citavi_names(people: object) -> Iterator[str]:
    for person in people if isinstance(people, list) else []:
        if isinstance(person, dict) and _text(person, "LastName"):
            given = f"{_text(person, 'FirstName')} {_text(person, 'MiddleName')}".strip()
            yield f"{_text(person, 'LastName')}, {given}" if given else _text(person, "LastName")


def _from_xml(data: str) -> Iterator[Work]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data.encode(), parser)
    except etree.XMLSyntaxError:
        return
    if root is None:
        return
    for element in root.iter("{*}record"):
        yield _endnote_work(element)
    for element in root.iter("{*}Source"):
        yield _word_work(element)


def _endnote_work(record: "_Element") -> Work:
    kind = record.find("ref-type")
    name = str(kind.get("name") or "") if kind is not None else ""
    return Work(
        title=_xml(record, "titles/title"),
        authors=tuple(_inner(author) for author in record.iterfind("contributors/authors/author")),
        year=_year(_xml(record, "dates/year")),
        container=_xml(record, "titles/secondary-title") or _xml(record, "periodical/full-title"),
        volume=_xml(record, "volume"),
        issue=_xml(record, "number"),
        pages=normalise_pages(_xml(record, "pages")),
        doi=re.sub(r"^.*?(?=10\.\d)", "", _xml(record, "electronic-resource-num")),
        isbn=re.sub(r"[^\dXx]", "", _xml(record, "isbn")) if "Book" in name else "",
        url=_xml(record, "urls/related-urls/url"),
        publisher=_xml(record, "publisher"),
        kind=_ENDNOTE_KINDS.get(name, ""),
    )


def _xml(element: "_Element", path: str) -> str:
    found = element.find(path)
    return _inner(found) if found is not None else ""


def _inner(element: "_Element") -> str:
    return re.sub(r"\s+", " ", "".join(str(text) for text in element.itertext())).strip()


def _word_work(source: "_Element") -> Work:
    def text(*names: str) -> str:
        return next((value for name in names if (value := _xml(source, "{*}" + name))), "")

    return Work(
        title=text("Title"),
        authors=tuple(_word_names(source)),
        year=_year(text("Year")),
        container=text("JournalName", "PeriodicalTitle", "ConferenceName", "BookTitle", "InternetSiteTitle"),
        volume=text("Volume"),
        issue=text("Issue"),
        pages=normalise_pages(text("Pages")),
        doi=find_doi(f"{text('DOI')} {text('StandardNumber')}"),
        isbn=find_isbn(f"ISBN {text('StandardNumber')}"),
        url=text("URL"),
        publisher=text("Publisher", "Institution"),
        kind=_WORD_KINDS.get(text("SourceType"), ""),
    )


def _word_names(source: "_Element") -> Iterator[str]:
    for person in source.iterfind("{*}Author/{*}Author/{*}NameList/{*}Person"):
        given = f"{_xml(person, '{*}First')} {_xml(person, '{*}Middle')}".strip()
        family = _xml(person, "{*}Last")
        yield f"{family}, {given}" if given else family
    body = _xml(source, "{*}Author/{*}Author/{*}Corporate")
    if body:
        yield body
