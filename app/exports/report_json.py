"""The published report format ``stet-report/1`` as JSON-ready values; see the interface page for its keys."""

import dataclasses
from typing import Any

from app.domain.document import Document
from app.domain.finding import Density, Finding, quote_of
from app.domain.places import where
from app.domain.reference import CheckedReference, FieldMatch, Work
from app.domain.report import DocumentReport, Report

SCHEMA = "stet-report/1"
PARSED_FIELDS = (
    "title", "authors", "year", "container", "volume", "issue", "pages",
    "doi", "isbn", "arxiv", "url", "publisher",
)  # fmt: skip


def report_values(report: Report, *, with_text: bool = False) -> dict[str, Any]:
    """Return the whole report. Offsets are code points of the canonical text."""
    return {
        "schema": SCHEMA,
        "tool": report.tool,
        "documents": [document_values(document, with_text=with_text) for document in report.documents],
        "failed": [dataclasses.asdict(failed) for failed in report.failed],
        "rejected_records": [dataclasses.asdict(rejected) for rejected in report.rejected],
    }


def document_values(report: DocumentReport, *, with_text: bool = False) -> dict[str, Any]:
    """Return one document's part of the report."""
    document = report.document
    values: dict[str, Any] = {
        "path": report.path,
        "sha256": document.sha256,
        "kind": document.kind.value,
        "words": document.words,
        "pages": len(document.pages) or None,
        "language": report.language or None,
        "warnings": list(report.warnings),
    }
    if with_text:
        values["text"] = document.text
    values["findings"] = [_finding(document, finding) for finding in report.findings]
    values["references"] = [_reference(document, checked) for checked in report.references]
    values["densities"] = [_density(density) for density in report.densities]
    values["not_checked"] = [{"check": done.check, "reason": done.skipped} for done in report.checks if done.skipped]
    return values


def parsed_values(work: Work) -> dict[str, Any]:
    """Return the parsed fields, ``null`` for what is not given; ``authors`` is a list."""
    values = {name: getattr(work, name) or None for name in PARSED_FIELDS}
    values["authors"] = list(work.authors)
    return values


def field_values(fields: tuple[FieldMatch, ...]) -> dict[str, Any]:
    """Return cited, found and status by field name."""
    return {
        field.name: {"cited": list(field.cited), "found": list(field.found), "status": field.status.value}
        for field in fields
    }


def _finding(document: Document, finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "tier": finding.tier.value,
        "start": finding.start,
        "end": finding.end,
        "quote": quote_of(document, finding),
        "where": where(document, finding.start),
        "message": finding.message,
        "question": finding.question,
        "criterion": finding.criterion,
        "related": [list(span) for span in finding.related],
    }


def _reference(document: Document, checked: CheckedReference) -> dict[str, Any]:
    reference, judgement = checked.reference, checked.judgement
    record = judgement.record
    return {
        "start": reference.start,
        "end": reference.end,
        "raw": reference.raw,
        "where": where(document, reference.start),
        "origin": reference.origin,
        "kind": reference.parsed.kind or None,
        "parsed": parsed_values(reference.parsed),
        "verdict": judgement.verdict.value,
        "reasons": list(judgement.reasons),
        "notices": [dataclasses.asdict(notice) for notice in judgement.notices],
        "library": record.library if record else None,
        "record_id": record.id if record else None,
        "fields": field_values(judgement.fields),
    }


def _density(density: Density) -> dict[str, Any]:
    return {**dataclasses.asdict(density), "spans": [list(span) for span in density.spans]}
