"""Understand Word fields: where a HYPERLINK leads, and what reference managers keep behind their citations."""

import base64
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from app.documents.builder import Mark
from app.documents.docx_package import Element, Package

_ARGUMENT = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_CITAVI = re.compile(
    r"CitaviPlaceholder\s*\{([^}]*)\}|CITAVI\.(?:PLACEHOLDER|BIBLIOGRAPHY)\s+(?:[0-9a-f-]{36}\s+)?(\S*)", re.I
)
_MENDELEY = "MENDELEY_CITATION_v3_"


@dataclass(slots=True)
class OpenField:
    """A field whose end has not come yet: its code and data, what a form shows, where its result begins."""

    code: list[str] = field(default_factory=list)
    data: str = ""
    form: str = ""
    result: Mark | None = None


class Payload(NamedTuple):
    """What a reference manager embedded: the manager's name and its JSON or XML."""

    manager: str
    data: str


def link_target(code: str) -> str:
    """Return where a HYPERLINK field leads ("#name" within the document), or "" for every other field."""
    arguments = [_unescape(match[1]) if match[1] is not None else match[2] for match in _ARGUMENT.finditer(code)]
    if not arguments or arguments[0].upper() != "HYPERLINK":
        return ""
    address = place = switch = ""
    for argument in arguments[1:]:
        if switch == "\\l":
            place, switch = argument, ""
        elif switch:
            switch = ""
        elif argument in ("\\l", "\\o", "\\t"):
            switch = argument
        elif not argument.startswith("\\"):
            address = address or argument
    return f"{address}#{place}" if place else address


def _unescape(text: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", text)


def citation(code: str, data: str, sources: dict[str, Element]) -> Payload | None:
    """Return the citation that a field holds; ``data`` is its ``w:fldData``, ``sources`` Word's own by tag."""
    name, _, rest = code.strip().partition(" ")
    if name.upper() == "CITATION":
        return Payload("word", _word_sources(rest, sources))
    if name.upper() == "BIBLIOGRAPHY":
        return Payload("word", "")
    return _add_in(rest.strip(), data) if name.upper() == "ADDIN" else None


def _add_in(code: str, data: str) -> Payload | None:
    if code.startswith("ZOTERO_"):
        return Payload("zotero", _braces(code))
    if code.startswith(("CSL_CITATION", "Mendeley")):
        return Payload("mendeley", _braces(code))
    if code.upper().startswith("CITAVI"):
        match = _CITAVI.match(code)
        return Payload("citavi", _decode((match[1] or match[2] or "") if match else ""))
    if code.startswith("EN.REFLIST"):
        return Payload("endnote", "")
    if code.startswith("EN.CITE") and not is_endnote_data(code):
        inline = code[len("EN.CITE") :].strip()
        return Payload("endnote", inline if inline.startswith("<") else _decode(data))
    return None


def is_endnote_data(code: str) -> bool:
    """Return whether a field is the inner one in which EndNote keeps the data of the field around it."""
    return "EN.CITE.DATA" in code


def control_payload(tag: str) -> Payload | None:
    """Return the citation that a content control's tag holds."""
    if tag.startswith(_MENDELEY):
        return Payload("mendeley", _decode(tag[len(_MENDELEY) :]))
    if tag.startswith("MENDELEY_BIBLIOGRAPHY"):
        return Payload("mendeley", "")
    return None


def _braces(code: str) -> str:
    first, last = code.find("{"), code.rfind("}")
    return code[first : last + 1] if 0 <= first < last else ""


def _decode(text: str) -> str:
    """Return the text behind base64, or "" when it is damaged."""
    packed = re.sub(r"\s|&#x?\w+;", "", text).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4))
        encoding = "utf-16-le" if data[1:8:2] == b"\0\0\0\0" else "utf-8-sig"
        return data.decode(encoding).strip("\0\ufeff")
    except ValueError:  # no base64, or no text behind it
        return ""


def _word_sources(arguments: str, sources: dict[str, Element]) -> str:
    """Return the XML of the sources that a CITATION field names: the first word, and one after each switch m."""
    words = [match[1] if match[1] is not None else match[2] for match in _ARGUMENT.finditer(arguments)]
    tags = words[:1] + [word for switch, word in pairwise(words) if switch == "\\m"]
    found = [_xml(sources[tag.lower()]) for tag in tags if tag.lower() in sources]
    return found[0] if len(found) == 1 else f"<Sources>{''.join(found)}</Sources>" if found else ""


def _xml(element: Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)


def word_sources(package: Package, main: str) -> dict[str, Element]:
    """Return the sources that Word keeps in the document, by tag in small letters."""
    found: dict[str, Element] = {}
    for name in package.related(main, "customXml"):
        root = package.tree(name)
        if root is None or not (root.tag.startswith("{") and root.tag.endswith("bibliography}Sources")):
            continue
        space = root.tag[: root.tag.index("}") + 1]
        for source in root.iterfind(space + "Source"):
            found.setdefault((source.findtext(space + "Tag") or "").strip().lower(), source)
    return found


def matched_fields(root: Element, tag: str, kind: str) -> set[Element]:
    """Return the ``w:fldChar`` that begin a field which also ends; the others would hide the text after them."""
    begun: list[Element] = []
    matched: set[Element] = set()
    for element in root.iter(tag):
        if element.get(kind) == "begin":
            begun.append(element)
        elif element.get(kind) == "end" and begun:
            matched.add(begun.pop())
    return matched
