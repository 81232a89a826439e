"""Find the references of a document: in lists, notes, running text and reference managers' fields."""

from app.citations.entries import cut_entries, join_text
from app.citations.parse import parse_reference
from app.citations.sections import find_sections
from app.domain.document import Document
from app.domain.reference import Reference


def find_references(document: Document) -> tuple[Reference, ...]:
    """Return every reference of ``document`` in text order."""
    found = list(_listed(document))
    return tuple(sorted(found, key=lambda reference: (reference.start, reference.end)))


def _listed(document: Document) -> list[Reference]:
    found = []
    for section in find_sections(document):
        for entry in cut_entries(document, section):
            raw = join_text(document, entry.spans)
            found.append(Reference(entry.start, entry.end, raw, "bibliography", parse_reference(raw), entry.number))
    return found
