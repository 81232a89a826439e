"""A small report with one of everything, for the golden files."""

from app.domain.document import Block, BlockKind, Document, Kind, Page
from app.domain.finding import CheckDone, Density, Finding, Tier
from app.domain.reference import (
    CheckedReference,
    FieldMatch,
    FieldStatus,
    Judgement,
    Notice,
    Record,
    Reference,
    Rejected,
    Verdict,
    Work,
)
from app.domain.report import DocumentReport, FailedFile, Report

TEXT = (
    "Rents & <repairs>\nStudies show that 38 % of tenants stay.\nSmith, J. (2021). Wet rooms. J. Dry Homes, 4.\n"
    "Lima, A. (2020). Doors."
)


def span(words):
    start = TEXT.index(words)
    return start, start + len(words)


def make_document():
    kinds = [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.ENDNOTE]
    starts, blocks = 0, []
    for kind, line in zip(kinds, TEXT.split("\n"), strict=True):
        level, label = int(kind is BlockKind.HEADING), "4" if kind is BlockKind.ENDNOTE else ""
        blocks.append(Block(kind, starts, starts + len(line), level, label))
        starts += len(line) + 1
    pages = (Page(0, 58, 595, 842, "1"), Page(58, len(TEXT), 595, 842, "2"))
    return Document(
        Kind.PDF,
        "ab" * 32,
        "pdf/1",
        TEXT,
        tuple(blocks),
        (),
        "Rents & <repairs>",
        pages=pages,
        warnings=("One page is a picture.",),
    )


def make_findings():
    vague = Finding("vague-attribution", 1, Tier.ASK, *span("Studies show"), "No study is named here.", "Which one?")
    figure = Finding(
        "unsourced-figure", 2, Tier.ASK, *span("38 %"), "No source.", "Where from?", "ACC-1", (span("tenants"),)
    )
    return (
        CheckDone("vague-attribution", (vague,)),
        CheckDone("unsourced-figure", (figure,)),
        CheckDone("two-values", error="ZeroDivisionError: division by zero"),
        CheckDone("acronyms", skipped="Not checked: the text is German."),
    )


def make_references():
    cited = Work(
        title="Wet rooms", authors=("Smith, J.",), year=2021, container="J. Dry Homes", volume="4", kind="article"
    )
    record = Record("smith2019", "team", Work(title="Wet rooms", authors=("Smith, Jo",), year=2019))
    fields = (
        FieldMatch("title", ("Wet rooms",), ("Wet rooms",), FieldStatus.AGREES),
        FieldMatch("year", ("2021",), ("2019",), FieldStatus.DIFFERS),
        FieldMatch("volume", ("4",), (), FieldStatus.UNCONFIRMED),
        FieldMatch("doi", (), (), FieldStatus.ABSENT),
    )
    wrong = Judgement(
        Verdict.MISMATCH, ("year",), record, fields=fields, notices=(Notice("retracted", "Retracted in 2022."),)
    )
    first = Reference(
        *span("Smith, J. (2021). Wet rooms. J. Dry Homes, 4."),
        "Smith, J. (2021). Wet rooms. J. Dry Homes, 4.",
        "bibliography",
        cited,
    )
    second = Reference(
        *span("Lima, A. (2020). Doors."),
        "Lima, A. (2020). Doors.",
        "endnote",
        Work(title="Doors", authors=("Lima, A.",), year=2020),
    )
    return CheckedReference(first, wrong), CheckedReference(second, Judgement(Verdict.UNVERIFIABLE, ("no-list",)))


def make_report():
    densities = (Density("buzzwords", 9.1, 4.1, 330, (span("stay"),)),)
    document = DocumentReport("rents.pdf", make_document(), "en", make_findings(), make_references(), densities)
    failed = FailedFile("gone.docx", "gone.docx is not there any more.")
    return Report("stet 0.1.0", (document,), (failed,), (Rejected("team.bib", 12, "the entry is never closed"),))
