"""The findings of a report as notes for the margin of the draft itself."""

from collections.abc import Iterator

from app.domain.finding import Finding
from app.domain.margin import MarginNote
from app.domain.reference import CheckedReference, Verdict
from app.domain.report import DocumentReport
from app.exports.report_text import TIER_TITLES, sentence

_AUTHOR = "Stet"


def margin_notes(report: DocumentReport) -> tuple[MarginNote, ...]:
    """Return a note for each finding, and for each reference that is not verified, in text order."""
    notes = [*map(_of_finding, report.findings), *_of_references(report.references)]
    return tuple(sorted(notes, key=lambda note: (note.start or 0, note.end or 0)))


def _of_finding(finding: Finding) -> MarginNote:
    text = f"{TIER_TITLES[finding.tier]}: {finding.message} {finding.question}".rstrip()
    return MarginNote(finding.start, finding.end, text, _AUTHOR)


def _of_references(references: tuple[CheckedReference, ...]) -> Iterator[MarginNote]:
    for checked in references:
        judgement = checked.judgement
        if judgement.verdict is not Verdict.VERIFIED:
            reasons = f" {sentence(judgement.reasons)}" if judgement.reasons else ""
            text = f"{judgement.verdict.shown_as}.{reasons}"
            yield MarginNote(checked.reference.start, checked.reference.end, text, _AUTHOR)
