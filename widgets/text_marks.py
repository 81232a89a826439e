"""Which marks the draft shows: a broken line for what a check found, a solid one for what a person wrote."""

from app.domain.finding import Tier
from app.domain.reference import Verdict
from app.shell.desk_draft import DeskDraft
from app.shell.items import CommentItem, FindingItem, ReferenceItem
from widgets.density_rows import hit_of, is_measure, marked_hits
from widgets.looks import COMMENT_LOOK, KIND_LOOKS, TIER_LOOKS, VERDICT_LOOKS
from widgets.marks import Line, Mark

_QUIET = (Verdict.UNVERIFIABLE,)


def marks_of(opened: DeskDraft) -> tuple[Mark, ...]:
    """Return every mark of the draft as it stands now: open findings, dense habits, judged references, comments."""
    findings = [_finding_mark(item) for item in opened.open_findings() if item.finding.tier is not Tier.CONTEXT]
    references = [_reference_mark(item) for item in opened.reference_items() if _is_shown(item, opened)]
    comments = [_comment_mark(item) for item in opened.comment_items() if _stands_in_text(item, opened)]
    measures = [_measure_mark(*hit) for hit in marked_hits(opened)]
    return tuple(sorted(findings + references + comments + measures, key=lambda mark: (mark.start, mark.end)))


def span_of(opened: DeskDraft, key: str) -> tuple[int, int] | None:
    """Return the words behind a key, or None when it has none in this text."""
    if is_measure(key):
        return hit_of(opened, key)
    finding = opened.finding(key)
    if finding is not None:
        return finding.finding.start, finding.finding.end
    comment = opened.comment(key)
    if comment is not None:
        return (comment.start, comment.end) if _stands_in_text(comment, opened) else None
    reference = opened.reference(key)
    return (reference.reference.start, reference.reference.end) if reference is not None else None


def _is_shown(item: ReferenceItem, opened: DeskDraft) -> bool:
    return item.checked is not None and item.key not in opened.decisions and item.verdict not in _QUIET


def _stands_in_text(item: CommentItem, opened: DeskDraft) -> bool:
    anchor = item.comment.anchor
    if anchor is None or anchor.is_orphan or item.comment.resolved:
        return False
    return anchor.revision_id == opened.draft.revision_id


def _finding_mark(item: FindingItem) -> Mark:
    look = TIER_LOOKS[item.finding.tier]
    tooltip = f"{look.word}: {item.title}"
    note = item.finding.question or item.finding.message
    span = item.finding.start, item.finding.end
    return Mark(item.key, *span, look.line, look.icon, look.colour, tooltip, item.title, note)


def _measure_mark(key: str, title: str, span: tuple[int, int]) -> Mark:
    look = TIER_LOOKS[Tier.CONSIDER]
    return Mark(key, *span, look.line, look.icon, look.colour, f"{look.word}: {title}")


def _reference_mark(item: ReferenceItem) -> Mark:
    assert item.verdict is not None
    look = VERDICT_LOOKS[item.verdict]
    span = item.reference.start, item.reference.end
    return Mark(item.key, *span, look.line, look.icon, look.colour, look.word, look.word)


def _comment_mark(item: CommentItem) -> Mark:
    words = item.comment.body.strip() or "A comment without words yet"
    icon, colour = COMMENT_LOOK.icon, COMMENT_LOOK.colour
    title = KIND_LOOKS[item.comment.kind].word
    return Mark(item.key, item.start, item.end, Line.SOLID, icon, colour, f"Comment: {words[:200]}", title, words)
