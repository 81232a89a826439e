"""Open the ZIP package of a DOCX file: its parts and what they relate to."""

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from app.documents.docx_names import W
from app.domain.errors import UnreadableFileError

Element = etree._Element  # noqa: SLF001 the library's only name for the type

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(?=\w)")
_BAD_PART = (KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: the last word of its type ("hyperlink"), and a part name or an outside address."""

    kind: str
    target: str
    external: bool


Relations = dict[str, Relation]


@dataclass(slots=True)
class Package:
    """The parts of a DOCX file by name, without the leading slash ("word/document.xml")."""

    _archive: zipfile.ZipFile
    _names: dict[str, str]
    _relations: dict[str, Relations] = field(default_factory=dict)

    def data(self, name: str) -> bytes | None:
        """Return the bytes of a part, or None when it is missing or damaged."""
        try:
            return self._archive.read(self._names[name.lower()])
        except _BAD_PART:
            return None

    def tree(self, name: str) -> Element | None:
        """Return the root element of a part, or None when it is missing, damaged or no XML."""
        data = self.data(name)
        return _parse(data) if data else None

    def main(self) -> str:
        """Return the name of the part that holds the text. Raises UnreadableFileError."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and not relation.external:
                return relation.target
        if "word/document.xml" in self._names:
            return "word/document.xml"
        raise UnreadableFileError("This file has no text of a Word document in it; it may be another kind of file.")

    def relations(self, part: str) -> Relations:
        """Return the relationships of a part by id; those of the package itself for ``""``."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.tree(posixpath.join(folder, "_rels", name + ".rels"))
            self._relations[part] = {} if root is None else _read_relations(root, folder)
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts to which ``part`` has a relationship of this kind."""
        relations = self.relations(part).values()
        return [relation.target for relation in relations if relation.kind == kind and not relation.external]


def open_package(data: bytes) -> Package:
    """Open a DOCX file. Raises UnreadableFileError when it is no ZIP archive."""
    if not data:
        raise UnreadableFileError("This file is empty; ask for it again.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BAD_PART as error:
        sentence = "This Word file is damaged or cut short: its ZIP archive cannot be opened; ask for it again."
        raise UnreadableFileError(sentence) from error
    names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
    return Package(archive, names)


def main_tree(package: Package) -> Element:
    """Return the root of the main part. Raises UnreadableFileError when it is damaged or of another format."""
    name = package.main()
    root = package.tree(name)
    if root is None:
        raise UnreadableFileError(f"This Word file is damaged: its text ({name}) cannot be read; ask for it again.")
    if root.tag != W + "document":
        raise UnreadableFileError("This file is an Office file, but no Word document; save it as DOCX or PDF.")
    return root


def _parse(data: bytes) -> Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    if b"purl.oclc.org/ooxml" in data:
        data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFileError("This Word file defines its own XML entities, which can hide text; it is not opened.")
    return root


def _read_relations(root: Element, folder: str) -> Relations:
    return {child.get("Id", ""): _read_relation(child, folder) for child in root if child.get("Target") is not None}


def _read_relation(element: Element, folder: str) -> Relation:
    kind = (element.get("Type") or "").rsplit("/", 1)[-1]
    target = element.get("Target") or ""
    if element.get("TargetMode") == "External":
        return Relation(kind, target, external=True)
    path = unquote(target).replace("\\", "/")
    name = path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path))
    return Relation(kind, name, external=False)
