"""The report as one self-contained HTML page: no script, nothing fetched."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from app.domain.finding import quote_of
from app.domain.places import where
from app.domain.reference import CheckedReference, FieldStatus
from app.domain.report import DocumentReport, Report
from app.exports.report_text import TIER_TITLES, VERDICT_ORDER, sentence, shorten

_STYLE = (files("resources") / "style" / "report.css").read_text(encoding="utf-8")


def report_html(report: Report) -> str:
    """Return the page."""
    body = "\n".join(line for document in report.documents for line in _document(document))
    failed = "".join(f"<p>{escape(file.message)}</p>\n" for file in report.failed)
    failed += "".join(f"<p>{escape(bad.file)}, line {bad.line}: {escape(bad.reason)}</p>\n" for bad in report.rejected)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Stet report</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n{failed}"
        f'<p class="quiet">{escape(report.tool)}. Findings are proposals; a person decides.</p>\n</body></html>\n'
    )


def _document(report: DocumentReport) -> Iterator[str]:
    document = report.document
    yield f"<h1>{escape(document.title or report.path)}</h1>"
    pages = f", {len(document.pages)} pages" if document.pages else ""
    yield f'<p class="quiet">{escape(report.path)}, {document.words:,} words{pages}</p>'
    yield from (f"<p>{escape(warning)}</p>" for warning in report.warnings)
    for tier, title in TIER_TITLES.items():
        items = [finding for finding in report.findings if finding.tier is tier]
        if items:
            yield f"<h2>{title} ({len(items)})</h2><ul>"
        for finding in items:
            quote = escape(shorten(quote_of(document, finding)))
            yield f'<li><p class="quiet">{escape(where(document, finding.start))}</p><q>{quote}</q>'
            yield f"<br>{escape(finding.message)} {escape(finding.question)}</li>"
        if items:
            yield "</ul>"
    yield from _references(report)


def _references(report: DocumentReport) -> Iterator[str]:
    for verdict in VERDICT_ORDER:
        items = [checked for checked in report.references if checked.judgement.verdict is verdict]
        if not items:
            continue
        yield f"<h2>{verdict.shown_as} ({len(items)})</h2><ul>"
        for checked in items:
            place = escape(where(report.document, checked.reference.start))
            yield f'<li><p class="quiet">{place}</p><blockquote>{escape(checked.reference.raw)}</blockquote>'
            yield f"{_evidence(checked)}</li>"
        yield "</ul>"


def _evidence(checked: CheckedReference) -> str:
    judgement = checked.judgement
    reasons = f'<p class="quiet">{escape(sentence(judgement.reasons))}</p>' if judgement.reasons else ""
    rows = "".join(
        f'<tr class="{field.status.value}"><th>{escape(field.name)}</th><td>{escape("; ".join(field.cited))}</td>'
        f"<td>{escape('; '.join(field.found))}</td></tr>"
        for field in judgement.fields
        if field.status is not FieldStatus.ABSENT
    )
    table = f"<table><tr><th></th><th>Cited</th><th>Found</th></tr>{rows}</table>" if rows else ""
    notices = "".join(f"<p>{escape(notice.text)}</p>" for notice in judgement.notices)
    return reasons + table + notices
