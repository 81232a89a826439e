"""Run checks on a document, so that one that fails spares the others, and load those of plug-ins."""

import time
from collections.abc import Iterable, Iterator, Sequence

from app.checks import (
    assistant_framing,
    broken_cross_reference,
    chatbot_voice,
    empty_heading,
    hollow_conclusion,
    impossible_date,
    markdown_left,
    near_duplicate,
    number_conflict,
    placeholder,
    repeated_paragraph,
    shares_sum,
    table_total,
    tool_markup,
    undefined_acronym,
    unsourced_figure,
    unsourced_quotation,
    unspecific_section,
    vague_attribution,
)
from app.checks.language import language_name, language_of
from app.checks.plugins import installed_plugins, load_plugins
from app.checks.visible import in_document, visible
from app.domain.document import Document
from app.domain.finding import Check, CheckDone, Finding, Span

CHECKS: tuple[Check, ...] = (
    tool_markup.CHECK,
    chatbot_voice.CHECK,
    assistant_framing.CHECK,
    placeholder.CHECK,
    markdown_left.CHECK,
    empty_heading.CHECK,
    repeated_paragraph.CHECK,
    impossible_date.CHECK,
    table_total.CHECK,
    broken_cross_reference.CHECK,
    unsourced_figure.CHECK,
    vague_attribution.CHECK,
    number_conflict.CHECK,
    shares_sum.CHECK,
    near_duplicate.CHECK,
    undefined_acronym.CHECK,
    unspecific_section.CHECK,
    hollow_conclusion.CHECK,
    unsourced_quotation.CHECK,
)

__all__ = ["CHECKS", "installed_plugins", "plugin_checks", "run_checks"]


def plugin_checks(distributions: Sequence[str]) -> tuple[Check, ...]:
    """Return the checks of the distributions switched on by name; a broken one says why when it runs."""
    return load_plugins(distributions, taken=[check.id for check in CHECKS])


def run_checks(document: Document, checks: Sequence[Check]) -> Iterator[CheckDone]:
    """Yield the result of each check in the order given: sorted findings, or why it did not run, or its crash."""
    for check in checks:
        started = time.perf_counter()
        findings, error, skipped = _run(check, document)
        yield CheckDone(check.id, findings, error, skipped, time.perf_counter() - started)


def _run(check: Check, document: Document) -> tuple[tuple[Finding, ...], str, str]:
    try:
        seen = visible(document)
        skipped = _reason_to_skip(check, seen)
        if skipped:
            return (), "", skipped
        given = list(check.run(seen))
    except Exception as error:  # noqa: BLE001 a check, which may be a stranger's plug-in, must not stop the others
        return (), _one_line(error), ""
    good = {finding for finding in given if _is_valid(finding, check, len(seen.text))}
    bad = sum(finding not in good for finding in given)
    return _sorted(in_document(document, good)), _rejection(bad), ""


def _reason_to_skip(check: Check, document: Document) -> str:
    """Return why the check cannot judge this document; a text too short to tell its language is judged."""
    if not check.languages:
        return ""
    language = language_of(document)
    if not language or language in check.languages:
        return ""
    return f"Not checked: the text is {language_name(language)}."


def _is_valid(finding: object, check: Check, length: int) -> bool:
    """Tell whether the finding is this check's own, says something and stands inside the text."""
    if not isinstance(finding, Finding) or (finding.check, finding.version) != (check.id, check.version):
        return False
    spans = ((finding.start, finding.end), *finding.related)
    return bool(finding.message) and all(_is_inside(span, length) for span in spans)


def _is_inside(span: Span, length: int) -> bool:
    return 0 <= span[0] < span[1] <= length


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end, finding.message)))


def _rejection(bad: int) -> str:
    if not bad:
        return ""
    return f"Left out {bad} {'finding' if bad == 1 else 'findings'} with a span or name that cannot be right."


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
