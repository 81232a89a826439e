"""Feedback as its mentee gets it, as one self-contained page: the letter, the comments, the scores; nothing fetched."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from importlib.resources import files

from app.domain.days import in_words
from app.domain.feedback import Letter
from app.domain.review import Anchor, Comment, CommentKind
from app.domain.scoring import CriterionScore

_STYLE = (files("resources") / "style" / "report.css").read_text(encoding="utf-8")
_OWN = '.quote, .reading { font-family: "Source Serif 4", "Source Serif Pro", Georgia, serif; }\n'
_KINDS = {
    CommentKind.PRAISE: "Praise",
    CommentKind.CORRECTION: "Correction",
    CommentKind.MISSING_CONTEXT: "Missing context",
    CommentKind.QUESTION: "Question",
    CommentKind.POLICY: "Policy",
}
_PARTS = {"strength": "What is strong", "improvement": "What to improve", "next_task": "Next, to practise"}
_QUOTE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class FeedbackReport:
    """What one mentor says about one draft. ``said_ms`` is UTC, None while it is not released.

    ``criteria`` is empty where no scores are given or shown; ``rubric`` and ``arithmetic`` go with them.
    """

    title: str
    draft: int
    mentee: str
    mentor: str
    said_ms: int | None
    accepted: bool
    letter: Letter | None
    comments: tuple[Comment, ...]
    rubric: str = ""
    criteria: tuple[CriterionScore, ...] = ()
    arithmetic: str = ""


def feedback_html(report: FeedbackReport, tool: str) -> str:
    """Return the page; everything that a person wrote is escaped."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(_head(report))}</title>'
        f"<style>{_STYLE}{_OWN}</style></head>\n<body>\n{feedback_body(report)}\n"
        f'<p class="quiet">{escape(tool)}</p>\n</body></html>\n'
    )


def feedback_body(report: FeedbackReport, most: int | None = None) -> str:
    """Return what stands in the page, for a view with a style of its own; ``most`` comments, and how many more."""
    return "\n".join(_body(report, most))


def _head(report: FeedbackReport) -> str:
    return f"For {report.mentee}, on {report.title}" if report.mentee else f"On {report.title}"


def _body(report: FeedbackReport, most: int | None) -> Iterator[str]:
    said = in_words(datetime.fromtimestamp(report.said_ms / 1000, UTC)) if report.said_ms else ""
    outcome = "accepted" if report.accepted else "returned for another draft"
    facts = [f"From {report.mentor}" if report.mentor else "", said, f"Draft {report.draft}, {outcome}"]
    yield f"<h1>{escape(_head(report))}</h1>"
    yield f'<p class="quiet">{escape(". ".join(filter(None, facts)))}</p>'
    yield from _letter(report)
    yield from _comments(report.comments, most)
    yield from _scores(report)


def _letter(report: FeedbackReport) -> Iterator[str]:
    by_id: Mapping[str, Comment] = {one.id: one for one in report.comments}
    for part, title in _PARTS.items() if report.letter else ():
        words = str(getattr(report.letter, part))
        if not words.strip():
            continue
        yield f"<h2>{title}</h2>{_paragraphs(words, 'reading')}"
        tied = [by_id[one] for one in getattr(report.letter, f"{part}_evidence") if one in by_id]
        if tied:
            yield f'<p class="quiet">See {escape(", ".join(map(_named, tied)))}</p>'


def _named(comment: Comment) -> str:
    if comment.anchor is None:
        return "the comment on the whole draft"
    return f"“{_shortened(comment.anchor.exact)}”"


def _comments(comments: tuple[Comment, ...], most: int | None) -> Iterator[str]:
    if not comments:
        return
    yield f"<h2>Comments ({len(comments):,})</h2><ul>"
    for one in comments[:most]:
        place = _place(one.anchor)
        yield f'<li><p class="quiet place">{_KINDS[one.kind]}, {escape(place)}</p>'
        if one.anchor is not None:
            yield f'<p class="quote">“{escape(_shortened(one.anchor.exact))}”</p>'
        yield _paragraphs(one.body)
        yield from (
            f"{_paragraphs(f'{name}: {words}')}"
            for name, words in (("Why", one.why), ("What good looks like", one.good), ("Instead", one.suggestion))
            if words.strip()
        )
        yield "</li>"
    yield "</ul>"
    if most is not None and len(comments) > most:
        yield f'<p class="quiet">and {len(comments) - most:,} more comments</p>'


def _place(anchor: Anchor | None) -> str:
    if anchor is None:
        return "on the whole draft"
    if anchor.is_orphan:
        return "on words that are gone"
    if anchor.page is not None:
        return f"page {anchor.page + 1}"
    return f"under “{anchor.headings[-1]}”" if anchor.headings else "in the text"


def _scores(report: FeedbackReport) -> Iterator[str]:
    if not report.criteria:
        return
    yield f'<h2>Scores</h2><p class="quiet">{escape(report.rubric)}</p><table>'
    for one in report.criteria:
        points = "" if one.points is None else f"{one.points.normalize():f} of {one.most_points.normalize():f}"
        cells = (one.title, one.level or "Not scored", points, one.comment)
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    yield f"</table><p>{escape(report.arithmetic)}</p>"


def _paragraphs(words: str, style: str = "") -> str:
    look = f' class="{style}"' if style else ""
    return "".join(f"<p{look}>{escape(line)}</p>" for line in words.splitlines() if line.strip())


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE_LENGTH else f"{line[:_QUOTE_LENGTH].rstrip()} …"
