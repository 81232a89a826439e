"""Read source lists, whatever their format; a broken entry costs that entry alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

from app.citations.formats_fields import problem_of, stable_id
from app.domain.errors import BadInputError, UnreadableFileError
from app.domain.reference import Rejected, Work

Entry = tuple[str, Work] | Rejected
"""The id a file gave a record (or a stable one) and its fields; or what could not be taken."""

_SNIFF = 65536


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield the records of a source list and what could not be taken, in the order of the file.

    Raises UnreadableFileError when the file cannot be opened, BadInputError when it is no list at all.
    """
    reader = _reader_for(path)
    for line, id_, work in reader(path):
        if isinstance(work, str):
            yield Rejected(path.name, line, work)
        elif problem := problem_of(work):
            yield Rejected(path.name, line, problem)
        else:
            yield id_ or stable_id(work), work


Reader = Callable[[Path], Iterator[tuple[int, str, Work | str]]]
"""Yields line, id and work; or the reason in place of a work."""


def _reader_for(path: Path) -> Reader:
    """Choose by the ending, else by the first characters."""
    from app.citations.formats_bibtex import read_bibtex
    from app.citations.formats_json import read_csl_json, read_jsonl
    from app.citations.formats_lines import read_references
    from app.citations.formats_refer import read_refer
    from app.citations.formats_ris import read_ris
    from app.citations.formats_table import read_table, read_workbook
    from app.citations.formats_xml import read_xml

    text = _beginning(path)
    if path.suffix.lower() in {".json", ".jsonl", ".ndjson"} or text[:1] in {"[", "{"}:
        return read_csl_json if text[:1] == "[" or _is_one_object(text) else read_jsonl
    by_suffix: dict[str, Reader] = {
        ".bib": read_bibtex,
        ".bibtex": read_bibtex,
        ".ris": read_ris,
        ".enw": read_refer,
        ".csv": read_table,
        ".tsv": read_table,
        ".xlsx": read_workbook,
        ".xml": read_xml,
        ".rdf": read_xml,
    }
    by_content: tuple[tuple[bool, Reader], ...] = (
        (text.startswith("@") or "\n@" in text, read_bibtex),
        (text.startswith("TY  -"), read_ris),
        (text.startswith("%0 "), read_refer),
        (text.startswith("<"), read_xml),
        (path.suffix.lower() == ".txt", read_references),
        ("title" in text.split("\n", maxsplit=1)[0].lower(), read_table),
    )
    reader = by_suffix.get(path.suffix.lower()) or next((reader for fits, reader in by_content if fits), None)
    if reader is None:
        raise BadInputError(
            f"{path.name} is not a source list that can be read here: save it as BibTeX, RIS, CSL-JSON, EndNote XML or "
            "ENW, Zotero RDF, CSV, XLSX, JSONL, or plain text (.txt) with a reference a line."
        )
    return reader


def _is_one_object(text: str) -> bool:
    """Whether JSON text opens an object that does not end on its first line."""
    return text.startswith("{") and not text.split("\n", maxsplit=1)[0].rstrip().endswith("}")


def _beginning(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_SNIFF).decode("utf-8-sig", "replace").lstrip()
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror}.") from error
