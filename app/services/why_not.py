"""Why a stretch of a draft was not flagged: what each check did with it, by facts that the checks themselves gave.

Nothing is guessed: a check reported, was not run, does not judge words in such a place, or looked and found nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.checks.density import LEAST_HITS, LEAST_WORDS, habits, prose_words, read_baseline, spans_of
from app.checks.running_text import bibliography_blocks, is_code, quotations, touches
from app.checks.visible import visible
from app.domain.document import Block, BlockKind, Document
from app.domain.finding import CheckDone, Span, quote_of
from app.domain.review import Choice, Decision, finding_key
from app.services.check_titles import check_titles

_PROSE_ONLY = {
    "repeated-paragraph",
    "impossible-date",
    "unsourced-figure",
    "vague-attribution",
    "number-conflict",
    "shares-sum",
    "near-duplicate",
    "undefined-acronym",
    "unsourced-quotation",
}
_QUOTES_LEFT_OUT = {*_PROSE_ONLY, "chatbot-voice", "assistant-framing", "placeholder", "markdown-left"} - {
    "repeated-paragraph",
    "unsourced-quotation",
}
_READS = {
    "assistant-framing": "the first and the last paragraph",
    "empty-heading": "headings",
    "hollow-conclusion": "the section with the conclusion",
    "table-total": "tables",
    "unspecific-section": "whole sections under a heading",
    "policy-sections": "headings",
    "policy-identifiers": "the list of references",
}
_PLACES = {
    BlockKind.HEADING: "a heading",
    BlockKind.TABLE_CELL: "a table",
    BlockKind.CAPTION: "a caption",
    BlockKind.FOOTNOTE: "a footnote",
    BlockKind.ENDNOTE: "an endnote",
    BlockKind.HEADER: "a page header",
    BlockKind.FOOTER: "a page footer",
    BlockKind.CODE: "a code listing",
    BlockKind.QUOTE: "a quotation",
    BlockKind.COMMENT: "a comment",
}


class Outcome(StrEnum):
    """What a check did with the words, in the order in which it is shown."""

    REPORTED = "reported"
    DECIDED = "decided"
    NOT_JUDGED = "not-judged"
    BELOW = "below"
    NOTHING = "nothing"
    NOT_RUN = "not-run"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one check did with the words: its id and title, and a sentence."""

    check: str
    title: str
    outcome: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the draft: results of its checks, decisions by the key of the finding, titles of plug-ins.

    ``off`` are installed packages whose checks are switched off; ``policy`` is its title, or empty.
    """

    checks: Sequence[CheckDone]
    decisions: Mapping[str, Decision]
    policy: str = ""
    off: Sequence[str] = ()


def why_not(document: Document, span: Span, known: Known) -> tuple[Reason, ...]:
    """Return what each check did with ``document.text[slice(*span)]``, sorted by outcome."""
    titles = check_titles()
    done = {one.check: one for one in known.checks}
    found = [_of_check(document, span, one, known, titles.get(one.check, one.check)) for one in done.values()]
    found += [_not_run(name, title, known) for name, title in titles.items() if name not in done]
    found += [Reason(name, name, Outcome.NOT_RUN, "Switched off: an installed package.") for name in known.off]
    found += list(_habits(document, span))
    order = list(Outcome)
    return tuple(sorted(found, key=lambda reason: order.index(reason.outcome)))


def place_words(document: Document, span: Span) -> str:
    """Return where the words stand when that is no running text ("a table"), else ""."""
    block = _block_at(document, span)
    if block is None:
        return ""
    if block.cell is not None:
        return "a table"
    if block.kind in _PLACES:
        return _PLACES[block.kind]
    return "the list of references" if block in bibliography_blocks(document) else ""


def _of_check(document: Document, span: Span, done: CheckDone, known: Known, title: str) -> Reason:
    for finding in done.findings:
        if any(start < span[1] and span[0] < end for start, end in ((finding.start, finding.end), *finding.related)):
            decision = known.decisions.get(finding_key(finding.check, finding.start, quote_of(document, finding)))
            return _reported(done.check, title, finding.message, decision)
    if done.error:
        return Reason(done.check, title, Outcome.NOT_RUN, f"It failed: {done.error}")
    if done.skipped:
        return Reason(done.check, title, Outcome.NOT_RUN, done.skipped)
    place = _left_out(document, span, done.check)
    if place:
        return Reason(done.check, title, Outcome.NOT_JUDGED, f"It does not judge words in {place}.")
    reads = f" It reads {_READS[done.check]}." if done.check in _READS else ""
    return Reason(done.check, title, Outcome.NOTHING, f"It found nothing here.{reads}")


def _reported(check: str, title: str, message: str, decision: Decision | None) -> Reason:
    if decision is None:
        return Reason(check, title, Outcome.REPORTED, message)
    if decision.choice is Choice.ACCEPTED:
        return Reason(check, title, Outcome.DECIDED, "It reported this, and it was accepted as a comment.")
    return Reason(check, title, Outcome.DECIDED, f"It reported this, and it was dismissed: {decision.reason}")


def _not_run(check: str, title: str, known: Known) -> Reason:
    if not check.startswith(("policy-", "tone-")):
        return Reason(check, title, Outcome.NOT_RUN, "It has not run on this draft yet.")
    asked = (
        f"The policy “{known.policy}” does not ask for it." if known.policy else "No policy is chosen that asks for it."
    )
    return Reason(check, title, Outcome.NOT_RUN, asked)


def _left_out(document: Document, span: Span, check: str) -> str:
    """Return where the words stand if the check judges nothing there."""
    block, place = _block_at(document, span), place_words(document, span)
    is_tone = check.startswith("tone-")
    if block is None:
        return ""
    if place and (check in _PROSE_ONLY or is_tone or place == "a code listing"):
        return place
    if check in _QUOTES_LEFT_OUT or is_tone:
        if is_code(document, *span):
            return "code"
        if touches(quotations(document, block), *span):
            return "quotation marks"
    return ""


def _habits(document: Document, span: Span) -> Iterator[Reason]:
    """Yield what was counted of each habit of style that shows in the words."""
    seen = visible(document)
    words = prose_words(seen)
    for habit in habits():
        hits = spans_of(document, habit)
        here = sum(start < span[1] and span[0] < end for start, end in hits)
        if not here:
            yield Reason(habit.id, habit.title, Outcome.NOTHING, "None of it is in these words.")
        elif words < LEAST_WORDS:
            text = f"Too short to say: the running text has {words} words, and {LEAST_WORDS} are needed."
            yield Reason(habit.id, habit.title, Outcome.BELOW, text)
        else:
            yield _density(habit.id, habit.title, len(hits), words)


def _density(check: str, title: str, hits: int, words: int) -> Reason:
    baseline, rate = read_baseline(), 1000 * hits / words
    limit = baseline.p95[check]
    counted = f"{rate:.1f} per 1,000 words in the whole text"
    if hits < LEAST_HITS:
        return Reason(check, title, Outcome.BELOW, f"Hits in the whole text: {hits}; {LEAST_HITS} are needed.")
    if rate > limit:
        return Reason(check, title, Outcome.REPORTED, f"It is shown under Consider: {counted}.")
    text = f"{counted}; 95 % of {baseline.texts} human {baseline.genre} texts are at or below {limit:g}."
    return Reason(check, title, Outcome.BELOW, text[:1].upper() + text[1:])


def _block_at(document: Document, span: Span) -> Block | None:
    return next((block for block in document.blocks if block.start < span[1] and span[0] < block.end), None)
