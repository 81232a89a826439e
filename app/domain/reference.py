"""References, records of source lists, and what comparing the two says."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What is known about a reference; the one vocabulary in code, files and screens."""

    VERIFIED = "verified"
    PARTLY_VERIFIED = "partly_verified"
    MISMATCH = "mismatch"
    NOT_FOUND = "not_found"
    UNVERIFIABLE = "unverifiable"
    LIKELY_FABRICATED = "likely_fabricated"

    @property
    def shown_as(self) -> str:
        """The words a person reads."""
        return _SHOWN_AS[self]


_SHOWN_AS = {
    Verdict.VERIFIED: "Verified",
    Verdict.PARTLY_VERIFIED: "Found, some details unconfirmed",
    Verdict.MISMATCH: "Real work, details wrong",
    Verdict.NOT_FOUND: "Not in your list",
    Verdict.UNVERIFIABLE: "Could not check",
    Verdict.LIKELY_FABRICATED: "Likely fabricated",
}


class FieldStatus(StrEnum):
    """How a cited field stands to the record's: ``absent`` is neither cited nor needed."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNCONFIRMED = "unconfirmed"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Work:
    """The bibliographic fields of a work, as cited or as recorded. Empty means not given.

    ``authors`` are names in the order given, each "Family, Given" or "Given Family" as it stood; a trailing
    "et al." is not a name but sets ``et_al``. ``kind`` is a CSL type (article, book, chapter, webpage, legal_case …).
    Identifiers are bare: a DOI without its resolver, an arXiv number without "arXiv:" and version.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    et_al: bool = False
    year: int | None = None
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    isbn: str = ""
    arxiv: str = ""
    url: str = ""
    publisher: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A work in a source list: the id the list gave it (else a stable one) and the list's name."""

    id: str
    library: str
    work: Work


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference found in a draft.

    ``origin`` says where it stood: ``bibliography``, ``footnote``, ``endnote``, ``link``, ``field`` or ``text``.
    ``raw`` is the reference as printed, line breaks joined. ``number`` is its label in a numbered list ("12").
    """

    start: int
    end: int
    raw: str
    origin: str
    parsed: Work
    number: str = ""


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """A field as cited beside the field as found, both ready to show."""

    name: str
    cited: tuple[str, ...]
    found: tuple[str, ...]
    status: FieldStatus


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing beside the verdict: retracted, wording, duplicate, never-cited."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a reference with its evidence.

    ``reasons`` are field names and the codes of the published interface ("authors", "chimera", "no-list").
    ``record`` is the best record; ``other_record`` the second work of a chimera. ``fields`` compare with ``record``.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    record: Record | None = None
    other_record: Record | None = None
    fields: tuple[FieldMatch, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a reference may mean: how alike they are (0 to 100), and field by field how they stand."""

    record: Record
    score: float
    fields: tuple[FieldMatch, ...]


@dataclass(frozen=True, slots=True)
class CheckedReference:
    """A reference of a draft and the judgement on it."""

    reference: Reference
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record of a source file that could not be taken: where it stood and why, in plain words."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """A named source list: how many records, and whether its owner declared it complete.

    ``version`` changes with the records: the same records have the same version on every computer.
    """

    name: str
    records: int
    complete: bool
    files: tuple[str, ...] = ()
    updated_ms: int = 0
    version: str = ""
