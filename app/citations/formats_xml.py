"""Read source lists in XML: EndNote's export, and Zotero's RDF."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.citations.formats_fields import forms_of_work, work_from_fields
from app.domain.errors import BadInputError
from app.domain.reference import Work

if TYPE_CHECKING:
    from lxml.etree import _Element

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PATHS = {
    "title": "titles/title", "translated_title": "titles/translated-title",
    "year": "dates/year", "volume": "volume", "issue": "number", "pages": "pages",
    "doi": "electronic-resource-num", "isbn": "isbn", "publisher": "publisher", "url": "urls/related-urls/url",
}  # fmt: skip
_SLACK = 64
"""Blank lines or a fence of code that may stand before the first element."""

_CONTAINERS = ("periodical/full-title", "titles/secondary-title", "periodical/abbr-1", "titles/alt-title")


def read_xml(path: Path) -> Iterator[tuple[int, str, Work | str]]:
    """Yield line, id and work of every record. Raises BadInputError when the XML is broken or of another kind."""
    root = _root(path)
    if root.tag == f"{_RDF}RDF":
        yield from _rdf_works(root)
    elif (records := list(root.iter("record"))) or root.tag in {"xml", "records"}:
        for record in records:
            for work in _endnote_works(record):
                yield _line(record), _endnote_id(record), work
    else:
        raise BadInputError(f"{path.name} is neither an EndNote XML nor a Zotero RDF export.")


def _root(path: Path) -> "_Element":
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        data = path.read_bytes()
        tree = etree.parse(BytesIO(data[max(data[:_SLACK].find(b"<"), 0) :]), parser)
    except etree.XMLSyntaxError as error:
        raise BadInputError(f"{path.name} is not valid XML: {error.msg}.") from error
    if tree.docinfo.internalDTD is not None:
        raise BadInputError(f"{path.name} holds a DOCTYPE, which no reference manager writes; it is not read.")
    return tree.getroot()


def _line(element: "_Element") -> int:
    line: Any = element.sourceline
    return int(line or 0)


def _said(element: "_Element | None") -> str:
    """Return all text inside an element; EndNote wraps it in styles."""
    return " ".join("".join(str(part) for part in element.itertext()).split()) if element is not None else ""


def _endnote_id(record: "_Element") -> str:
    return _said(record.find("label")) or _said(record.find("rec-number"))


def _endnote_works(record: "_Element") -> Iterator[Work]:
    fields: dict[str, object] = {name: _said(record.find(path)) for name, path in _PATHS.items()}
    for name in ("authors", "translated-authors"):
        people = [_said(author) for author in record.iterfind(f"contributors/{name}/author")]
        fields[name.replace("-", "_")] = people
    fields["container"] = next((text for path in _CONTAINERS if (text := _said(record.find(path)))), "")
    kind = record.find("ref-type")
    fields["type"] = kind.get("name", "") if kind is not None else ""
    return forms_of_work(fields)


def _name(element: "_Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: "_Element | None", name: str) -> "_Element | None":
    return next((child for child in element if _name(child) == name), None) if element is not None else None


def _rdf_works(root: "_Element") -> Iterator[tuple[int, str, Work]]:
    """Yield the items that have a type; journals and books that only hold others are looked up from them."""
    about = {resource: item for item in root if (resource := item.get(f"{_RDF}about"))}
    for item in root:
        if (kind := _said(_child(item, "itemType"))) and kind not in {"attachment", "note"}:
            yield _line(item), item.get(f"{_RDF}about", "").lstrip("#"), _rdf_work(item, kind, about)


def _rdf_work(item: "_Element", kind: str, about: dict[str, "_Element"]) -> Work:
    whole = _container_of(item, about)
    identifiers = [_said(part) for holder in (item, whole) if holder is not None for part in holder.iter()
                   if _name(part) == "identifier"]  # fmt: skip
    fields: dict[str, object] = {name: _said(_child(item, name)) for name in ("title", "date", "pages")}
    for name in ("volume", "number"):
        fields[name] = _said(_child(item, name)) or _said(_child(whole, name))
    fields["authors"] = _rdf_authors(item)
    fields["container"] = _said(_child(whole, "title"))
    fields["publisher"] = _said(_child(item, "publisher"))
    fields["doi"] = next((text for text in identifiers if "10." in text), "")
    fields["isbn"] = next((text[4:] for text in identifiers if text.startswith(("ISBN", "ISSN"))), "")
    fields["url"] = next((text for text in identifiers if text.startswith("http")), "")
    return work_from_fields({**fields, "type": kind})


def _container_of(item: "_Element", about: dict[str, "_Element"]) -> "_Element | None":
    """Return the journal or book an item is part of: inside it, or elsewhere in the file."""
    parts = [child for child in item if _name(child) == "isPartOf"]
    found = [about.get(part.get(f"{_RDF}resource", "")) if len(part) == 0 else part[0] for part in parts]
    return next((one for one in found if one is not None), None)


def _rdf_authors(item: "_Element") -> list[str]:
    authors = _child(item, "authors")
    people = [part for part in authors.iter() if _name(part) == "Person"] if authors is not None else []
    names = ((_said(_child(one, "surname")), _said(_child(one, "givenName"))) for one in people)
    return [f"{family}, {given}" if given else family for family, given in names]
