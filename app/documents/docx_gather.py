"""What a walk through a DOCX file gathers besides its text, and the tables of the file that it looks things up in."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from app.documents.builder import Mark, TextBuilder
from app.documents.docx_fields import Payload, matched_fields, word_sources
from app.documents.docx_names import CHOICE, EQUATION, FALLBACK, RUN, W
from app.documents.docx_numbering import Numbering, format_number, read_numbering
from app.documents.docx_package import Element, Package, Relations
from app.documents.docx_styles import Styles, read_styles
from app.domain.document import BlockKind

IMAGE_BYTES = 64 << 20
_UNDERSTOOD = ("wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "w16", "a14", "v")


class Span(NamedTuple):
    """A stretch between two marks that leads somewhere or holds a citation."""

    start: Mark
    end: Mark
    value: str
    payload: Payload | None = None


class Removal(NamedTuple):
    """Text that a tracked change removed."""

    mark: Mark
    text: str
    author: str


class Picture(NamedTuple):
    """A picture by the name of its part; "" where its bytes are not at hand."""

    mark: Mark
    name: str
    alt: str


class NoteCall(NamedTuple):
    """A footnote or endnote, by its id in its part, and the mark that calls it."""

    kind: BlockKind
    note: str
    label: str
    start: Mark
    end: Mark


@dataclass(slots=True)
class Part:
    """A part of the file with text in it; runs and equations are numbered in document order, whatever holds them."""

    name: str
    root: Element
    relations: Relations
    runs: dict[Element, int]
    equations: dict[Element, int]
    fields: set[Element]


@dataclass(slots=True)
class NoteNumbers:
    """How footnotes or endnotes are numbered, and how far they have counted."""

    format: str
    start: int = 1
    count: int = 0

    def next_label(self) -> str:
        """Return the number of the next note."""
        self.count += 1
        return format_number(self.start + self.count - 1, self.format)


@dataclass
class Gathered:
    """Everything found so far. Marks in it become offsets once their blocks are closed."""

    package: Package
    main: str
    builder: TextBuilder = field(default_factory=TextBuilder)
    links: list[Span] = field(default_factory=list)
    citations: list[Span] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    images: dict[str, bytes] = field(default_factory=dict)
    calls: list[NoteCall] = field(default_factory=list)
    numbers: dict[BlockKind, NoteNumbers] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    title: str = ""
    tables: int = 0

    @cached_property
    def styles(self) -> Styles:
        """The document's styles."""
        return read_styles(self._related_tree("styles"))

    @cached_property
    def numbering(self) -> Numbering:
        """The document's lists and how far they have counted."""
        return read_numbering(self._related_tree("numbering"), self.styles)

    @cached_property
    def sources(self) -> dict[str, Element]:
        """Word's own list of sources by tag."""
        return word_sources(self.package, self.main)

    def leave_out(self, what: str, count: int = 1) -> None:
        """Remember that something could not be taken, for a warning."""
        self.left_out[what] = self.left_out.get(what, 0) + count

    def take_image(self, name: str) -> bool:
        """Take the bytes of a picture, unless they are missing or too many; return whether they are there."""
        if name not in self.images:
            data = self.package.data(name)
            if data is None:
                self.leave_out("picture missing")
                return False
            if sum(map(len, self.images.values())) + len(data) > IMAGE_BYTES:
                self.leave_out("picture too large")
                return False
            self.images[name] = data
        return True

    def part(self, name: str, root: Element | None = None) -> Part | None:
        """Return a part with text, or None when it cannot be read."""
        root = self.package.tree(name) if root is None else root
        if root is None:
            self.leave_out(f"part {name}")
            return None
        runs, equations = ({found: number for number, found in enumerate(root.iter(tag))} for tag in (RUN, EQUATION))
        fields = matched_fields(root, W + "fldChar", W + "fldCharType")
        return Part(name, root, self.package.relations(name), runs, equations, fields)

    def _related_tree(self, kind: str) -> Element | None:
        names = self.package.related(self.main, kind)
        return self.package.tree(names[0]) if names else None


def chosen(alternatives: Element) -> Element | None:
    """Return the one of several alternatives that is read: the first that is understood, else the fallback."""
    choices = alternatives.findall(CHOICE)
    for choice in choices:
        if all(name.startswith(_UNDERSTOOD) for name in (choice.get("Requires") or "").split()):
            return choice
    fallback = alternatives.find(FALLBACK)
    return fallback if fallback is not None else next(iter(choices), None)
