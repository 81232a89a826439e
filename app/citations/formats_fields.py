"""Make a work of the named fields that CSV, JSONL, BibTeX and RIS sources hold."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.citations.formats_authors import split_authors
from app.citations.normalise import arxiv_of_doi, bare_arxiv, bare_doi, bare_isbn, normalise_title
from app.domain.reference import Work

_KINDS = {
    "article-journal": "article", "journal-article": "article", "jour": "article", "article": "article",
    "article-magazine": "article", "mgzn": "article", "journal article": "article",
    "inproceedings": "paper-conference", "conference": "paper-conference", "cpaper": "paper-conference",
    "conf": "paper-conference", "proceedings-article": "paper-conference", "incollection": "chapter",
    "inbook": "chapter", "chap": "chapter", "book-chapter": "chapter", "phdthesis": "thesis",
    "mastersthesis": "thesis", "thes": "thesis", "techreport": "report", "rprt": "report", "online": "webpage",
    "electronic": "webpage", "elec": "webpage", "www": "webpage", "misc": "", "gen": "", "unpublished": "",
    "preprint": "article", "journal": "article", "comp": "software", "data": "dataset",
    "journalarticle": "article", "magazinearticle": "article", "newspaperarticle": "article-newspaper",
    "booksection": "chapter", "conferencepaper": "paper-conference", "conferenceproceedings": "paper-conference",
    "blogpost": "webpage", "blog": "webpage", "webpage": "webpage", "computerprogram": "software", "editedbook": "book",
    "generic": "",
}  # fmt: skip
_CONTAINERS = ("container", "venue", "journal", "booktitle", "container-title", "journaltitle", "publication", "series")


def work_from_fields(fields: Mapping[str, object]) -> Work:
    """Return the work that ``fields`` describe, under any of the names the published interface accepts."""
    authors, et_al = split_authors(fields.get("authors") or fields.get("author") or "")
    doi = _doi(_text(fields, "doi"))
    kind = _text(fields, "type", "kind").lower()
    return Work(
        title=_text(fields, "title"),
        authors=authors,
        et_al=et_al or bool(fields.get("et_al")),
        year=year_in(_text(fields, "year", "date", "issued")),
        container=_text(fields, *_CONTAINERS),
        volume=_text(fields, "volume"),
        issue=_text(fields, "issue", "number"),
        pages=_text(fields, "pages", "page"),
        doi=doi,
        isbn=bare_isbn(_text(fields, "isbn")),
        arxiv=_arxiv(fields, doi),
        url=_text(fields, "url"),
        publisher=_text(fields, "publisher", "institution", "school"),
        kind=_KINDS.get(kind, _KINDS.get(kind.replace(" ", ""), kind)),
    )


def forms_of_work(fields: Mapping[str, object]) -> Iterator[Work]:
    """Yield the work that ``fields`` describe, and once more as its translation when they hold one.

    EndNote and RIS keep a second title and second names beside the first, for what was published in two languages;
    a reader may cite either.
    """
    work = work_from_fields(fields)
    title, people = _text(fields, "translated_title"), split_authors(fields.get("translated_authors") or "")[0]
    translated = replace(work, title=title or work.title, authors=people or work.authors)
    yield work if work.title else translated
    if work.title and translated != work:
        yield translated


def _text(fields: Mapping[str, object], *names: str) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and (text := str(value).strip()):
            return " ".join(text.split())
    return ""


def _doi(text: str) -> str:
    """Return what stands in a DOI field, unless it makes no claim of one ("n/a", a web page)."""
    return bare_doi(text) if re.search(r"\d+\.\d+/\S", text) else ""


def _arxiv(fields: Mapping[str, object], doi: str) -> str:
    given = _text(fields, "arxiv", "arxiv_id", "eprint")
    if given and _text(fields, "archiveprefix", "eprinttype").lower() in {"", "arxiv"}:
        return bare_arxiv(given)
    if "arxiv.org/" in _text(fields, "url").lower():
        return bare_arxiv(_text(fields, "url"))
    return arxiv_of_doi(doi)


def year_in(text: str) -> int | None:
    """Return the first year from 1000 to 2999 that stands in ``text``."""
    match = re.search(r"(?<!\d)[12]\d{3}(?!\d)", text)
    return int(match.group()) if match else None


def problem_of(work: Work) -> str:
    """Return why a work cannot serve as a record, or "" when it can."""
    if not normalise_title(work.title) and not (work.doi or work.isbn or work.arxiv or work.url):
        return "The record has neither a title nor an identifier."
    return ""


def stable_id(work: Work) -> str:
    """Return an id for a record whose source gave none: the same fields give the same id."""
    text = "\x1f".join((work.title, *work.authors, str(work.year or ""), work.container, work.doi))
    return f"r-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
