"""Whether every record behind the citation fields of reference managers comes back, and those of their exports.

``python -m tests.evaluations.word_fields [--data DIR] [--seed N] [--quick]``. Word fields are put into a DOCX and
read as a draft; bare field data and exports are read as such. A record counts when its title, its year and its first
family name do; one without a title cannot be expected.
"""

import argparse
import html
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.citations.find import find_references
from app.citations.formats import read_entries
from app.citations.manager_fields import works_of_field
from app.citations.reconcile import squash
from app.domain.errors import StetError
from app.domain.reference import Rejected, Work
from tests.documents.making_docx import document_of, relation

_BODY = re.compile(r"<w:body>(.*)</w:body>", re.DOTALL)
_DOCX = {
    "docx-citations__zotero": "",
    "docx-citations__mendeley-v3": "",
    "docx-citations__endnote": "",
    "docx-citations__word-native": "docx-citations__word-native-sources.xml",
}
_DATA = {"citavi__docx-citations": ("citavi", "json"), "endnote__docx-citations": ("endnote", "xml")}
_EXPORTS = {"endnote__library": "xml", "endnote__mendeley": "xml", "enw__endnote": "enw"}


def main() -> None:
    """Read, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=0, help="nothing here is drawn by chance")
    parser.add_argument("--quick", action="store_true", help="the same: it takes a second")
    folder = parser.parse_args().data / "citations" / "word_fields"
    read = {name: _of_docx(folder / f"{name}.xml", sources) for name, sources in _DOCX.items()}
    read |= {name: _of_data(folder / f"{name}.{form}", manager) for name, (manager, form) in _DATA.items()}
    read |= {name: _of_export(folder / f"{name}.{form}") for name, form in _EXPORTS.items()}
    counts = {name: _compare(name, _expected(folder, name), works) for name, works in read.items()}
    expected, recovered = (sum(pair[place] for pair in counts.values()) for place in (0, 1))
    print("RESULT " + json.dumps({"expected": expected, "recovered": recovered, "by_file": counts}))


def _of_docx(path: Path, sources: str) -> list[Work]:
    """Return the works of a draft that holds the fields; Word keeps its own sources in a part beside the text."""
    body = _BODY.search(path.read_text(encoding="utf-8"))
    assert body
    if not sources:
        document = document_of(body[1])
    else:
        files = {"customXml/item1.xml": (path.parent / sources).read_text(encoding="utf-8")}
        document = document_of(
            body[1], relations=relation("sources", "customXml", "../customXml/item1.xml"), files=files
        )
    return [one.parsed for one in find_references(document)]


def _of_data(path: Path, manager: str) -> list[Work]:
    return list(works_of_field(manager, path.read_text(encoding="utf-8")))


def _of_export(path: Path) -> list[Work]:
    try:
        return [entry[1] for entry in read_entries(path) if not isinstance(entry, Rejected)]
    except StetError as error:
        print(f"{path.name}: {error}")
        return []


def _expected(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / f"{name}-expected.json"
    data = json.loads((path if path.exists() else folder / f"{name}.json").read_text(encoding="utf-8"))
    entries = data.get("entries", data)
    return [entry["fields"] for entry in entries.values() if _text(entry["fields"].get("title"))]


def _text(value: object) -> str:
    """Return the letters of a rich text."""
    if isinstance(value, dict):
        return str(value["text"]) if "text" in value else "".join(_text(part) for part in value.values())
    if isinstance(value, list):
        return "".join(map(_text, value))
    return ""


def _compare(name: str, expected: Sequence[dict[str, Any]], works: Sequence[Work]) -> tuple[int, int]:
    missing = [fields for fields in expected if not any(_is_same(fields, work) for work in works)]
    print(f"{name:32} expected {len(expected):3} recovered {len(expected) - len(missing):3} read {len(works):3}")
    for fields in missing:
        print(f"    missing: {_text(fields['title'])} {fields.get('date')} {_text(fields.get('author'))[:60]}")
    return len(expected), len(expected) - len(missing)


def _is_same(fields: dict[str, Any], work: Work) -> bool:
    year = re.search(r"\d{4}", str(fields.get("date", "")))
    people = fields.get("author") or [{}]
    family = squash(_text(people[0].get("family") or people[0].get("literal")))
    return (
        squash(html.unescape(_text(fields["title"]))) == squash(work.title)
        and (not year or work.year == int(year.group()))
        and (not family or any(family in squash(author) for author in work.authors))
    )


if __name__ == "__main__":
    main()
