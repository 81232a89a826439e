"""The report as plain text for a terminal."""

from collections import Counter
from collections.abc import Iterator

from app.domain.document import Document
from app.domain.finding import Finding, Tier, quote_of
from app.domain.places import where
from app.domain.reasons import reason_words
from app.domain.reference import CheckedReference, FieldStatus, Verdict
from app.domain.report import DocumentReport, Report

TIER_TITLES = {Tier.FIX: "Fix", Tier.ASK: "Ask the author", Tier.CONSIDER: "Consider", Tier.CONTEXT: "Context"}
VERDICT_ORDER = (
    Verdict.LIKELY_FABRICATED, Verdict.MISMATCH, Verdict.NOT_FOUND,
    Verdict.PARTLY_VERIFIED, Verdict.UNVERIFIABLE, Verdict.VERIFIED,
)  # fmt: skip
_QUOTE_LENGTH = 90


def report_text(report: Report) -> str:
    """Return the whole report, documents one after the other, ending in a line end."""
    lines: list[str] = []
    for document in report.documents:
        lines += [*_document(document), ""]
    lines += [failed.message for failed in report.failed]
    lines += [f"{bad.file}, line {bad.line}: {bad.reason}" for bad in report.rejected]
    return "\n".join(lines).rstrip("\n") + "\n"


def shorten(quote: str, length: int = _QUOTE_LENGTH) -> str:
    """Return the quote on one line, cut in the middle when it is longer than ``length`` characters."""
    line = " ".join(quote.split())
    if len(line) <= length:
        return line
    half = (length - 3) // 2
    return f"{line[:half].rstrip()} … {line[-half:].lstrip()}"


def sentence(reasons: tuple[str, ...]) -> str:
    """Return the reasons of a judgement as one sentence."""
    words = "; ".join(reason_words(reason) for reason in reasons)
    return f"{words[:1].upper()}{words[1:]}."


def _document(report: DocumentReport) -> Iterator[str]:
    yield report.path
    yield f"{report.document.words:,} words, {_count(len(report.findings), 'finding')}, {_references(report)}"
    yield from (f"Note: {warning}" for warning in report.warnings)
    yield from _findings(report.document, report.findings)
    yield from _verdicts(report.document, report.references)
    skipped = sorted({done.skipped for done in report.checks if done.skipped})
    if skipped:
        yield ""
    yield from skipped


def _references(report: DocumentReport) -> str:
    counts = Counter(checked.judgement.verdict for checked in report.references)
    parts = [f"{counts[verdict]} {verdict.shown_as.lower()}" for verdict in VERDICT_ORDER if counts[verdict]]
    total = _count(len(report.references), "reference")
    return f"{total} ({'; '.join(parts)})" if parts else total


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _findings(document: Document, findings: tuple[Finding, ...]) -> Iterator[str]:
    for tier, title in TIER_TITLES.items():
        of_tier = [finding for finding in findings if finding.tier is tier]
        if of_tier:
            yield f"\n{title} ({len(of_tier)})"
        for finding in of_tier:
            quote = shorten(quote_of(document, finding))
            yield f"  {where(document, finding.start)}: “{quote}”"
            yield f"    {finding.message} {finding.question}".rstrip()


def _verdicts(document: Document, references: tuple[CheckedReference, ...]) -> Iterator[str]:
    for verdict in VERDICT_ORDER:
        of_verdict = [checked for checked in references if checked.judgement.verdict is verdict]
        if of_verdict:
            yield f"\n{verdict.shown_as} ({len(of_verdict)})"
        for checked in of_verdict:
            yield f"  {where(document, checked.reference.start)}: {shorten(checked.reference.raw, 140)}"
            yield from _evidence(checked)


def _evidence(checked: CheckedReference) -> Iterator[str]:
    judgement = checked.judgement
    if judgement.reasons and judgement.verdict is not Verdict.VERIFIED:
        yield f"    {sentence(judgement.reasons)}"
    for field in judgement.fields:
        if field.status is FieldStatus.DIFFERS:
            yield f"    {field.name}: cited {'; '.join(field.cited)} | found {'; '.join(field.found)}"
    if judgement.record and judgement.verdict is not Verdict.VERIFIED:
        yield f"    found in {judgement.record.library}: {judgement.record.id}"
    yield from (f"    {notice.text}" for notice in judgement.notices)
