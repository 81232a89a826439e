"""How tiers, verdicts, comment kinds and field states are shown: word, icon, colour and line, always together."""

from dataclasses import dataclass

from app.domain.finding import Tier
from app.domain.reference import FieldStatus, Verdict
from app.domain.review import CommentKind
from widgets.marks import Line


@dataclass(frozen=True, slots=True)
class Look:
    """A word, the Lucide icon and the palette colour that say the same, and the line under the text."""

    word: str
    icon: str
    colour: str
    line: Line = Line.NONE


TIER_LOOKS = {
    Tier.FIX: Look("Fix", "octagon-alert", "fix", Line.WAVE),
    Tier.ASK: Look("Ask the author", "circle-question-mark", "ask", Line.DASH),
    Tier.CONSIDER: Look("Consider", "lightbulb", "consider", Line.DOTS),
    Tier.CONTEXT: Look("Context, facts only", "info", "context"),
}

VERDICT_LOOKS = {
    Verdict.VERIFIED: Look(Verdict.VERIFIED.shown_as, "circle-check", "ok"),
    Verdict.PARTLY_VERIFIED: Look(Verdict.PARTLY_VERIFIED.shown_as, "circle-dot-dashed", "part"),
    Verdict.MISMATCH: Look(Verdict.MISMATCH.shown_as, "equal-not", "ask", Line.DASH),
    Verdict.NOT_FOUND: Look(Verdict.NOT_FOUND.shown_as, "search-x", "consider"),
    Verdict.UNVERIFIABLE: Look(Verdict.UNVERIFIABLE.shown_as, "file-question-mark", "context"),
    Verdict.LIKELY_FABRICATED: Look(Verdict.LIKELY_FABRICATED.shown_as, "triangle-alert", "fix", Line.WAVE),
}

KIND_LOOKS = {
    CommentKind.PRAISE: Look("Praise", "thumbs-up", "accent", Line.SOLID),
    CommentKind.CORRECTION: Look("Correction", "pencil-line", "accent", Line.SOLID),
    CommentKind.MISSING_CONTEXT: Look("Missing context", "puzzle", "accent", Line.SOLID),
    CommentKind.QUESTION: Look("Question", "message-circle-question-mark", "accent", Line.SOLID),
    CommentKind.POLICY: Look("Policy", "scale", "accent", Line.SOLID),
}

FIELD_LOOKS = {
    FieldStatus.AGREES: Look("agrees", "check", "ok"),
    FieldStatus.DIFFERS: Look("differs", "equal-not", "ask"),
    FieldStatus.UNCONFIRMED: Look("unconfirmed", "minus", "ink2"),
    FieldStatus.ABSENT: Look("not given", "minus", "ink2"),
}

COMMENT_LOOK = Look("Comment", "message-square", "accent", Line.SOLID)
RESOLVED_LOOK = Look("Resolved", "check", "ok")
WAITING_LOOK = Look("Not checked yet", "clock", "ink2")
DISMISSED_LOOK = Look("Dismissed", "x", "ink2")

NOTICE_LOOKS = {
    "retracted": Look("Retracted", "book-x", "ink"),
    "never-cited": Look("Never cited", "unlink", "ink2"),
    "not-in-bibliography": Look("Not in the bibliography", "list-x", "ink2"),
    "link-text-differs": Look("The link goes elsewhere", "link", "ink2"),
    "wording": Look("Other wording", "text-quote", "ink2"),
    "duplicate": Look("Listed twice", "copy", "ink2"),
    "authors-truncated": Look("Authors cut short", "users", "ink2"),
    "looked-up": Look("Looked up online", "search", "ink2"),
    "lookup-failed": Look("No answer online", "wifi-off", "ink2"),
}


def notice_look(kind: str) -> Look:
    """Return the look of a notice on a reference; one of a kind unknown here is a plain note."""
    return NOTICE_LOOKS.get(kind, Look("Note", "info", "ink2"))
