"""What the panels list: findings, references and comments of the open draft, in order, with the words they need."""

import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import StetError
from app.domain.finding import Finding, Tier, quote_of, shown_of
from app.domain.places import Places
from app.domain.reference import CheckedReference, Reference, Verdict
from app.domain.review import Comment, Decision, finding_key

if TYPE_CHECKING:
    from app.services.online import Looked

TIER_ORDER = (Tier.FIX, Tier.ASK, Tier.CONSIDER, Tier.CONTEXT)
VERDICT_ORDER = (
    Verdict.LIKELY_FABRICATED,
    Verdict.MISMATCH,
    Verdict.NOT_FOUND,
    Verdict.PARTLY_VERIFIED,
    Verdict.UNVERIFIABLE,
    Verdict.VERIFIED,
)
QUIET = frozenset(["looked-up", "lookup-failed", "link-live", "archived"])
"""Notices that only say what was asked online, no trouble with the reference."""
_QUOTE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class FindingItem:
    """A finding with the key of its decision, its title, the words it is about and its place."""

    key: str
    finding: Finding
    title: str
    quote: str
    place: str


@dataclass(frozen=True, slots=True)
class ReferenceItem:
    """A reference with the key of its decision and its place; ``checked`` is None until it is judged.

    Where online services were asked, ``online`` holds their evidence and the lists' own judgement, and ``checked`` what
    lists and services say together.
    """

    key: str
    reference: Reference
    checked: CheckedReference | None
    place: str
    online: "Looked | None" = None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict, or None while it is not known."""
        return self.checked.judgement.verdict if self.checked else None


@dataclass(frozen=True, slots=True)
class CommentItem:
    """A comment, the words it is about in the text now, and its place ("" for the whole draft)."""

    comment: Comment
    quote: str
    place: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The comment's id; it cannot be mistaken for a finding's key, which holds an ``@``."""
        return self.comment.id


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong: a short title, the plain sentence of the error, and technical details to copy."""

    title: str
    sentence: str
    details: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class WorkProgress:
    """How far a piece of work is: ``done`` of ``total`` steps of ``what`` ("Checking references")."""

    what: str
    done: int
    total: int


def failure_of(title: str, error: Exception, path: Path | None = None) -> Failure:
    """Return an error in words: an error of the world speaks for itself, a bug is in the log."""
    sentence = (
        str(error) if isinstance(error, StetError) else "Something in Stet went wrong. The details are in the log."
    )
    if path is not None:
        sentence = sentence.removeprefix(f"{path.name}: ")  # the title names the file already
    return Failure(title, sentence, "".join(traceback.format_exception(error)), str(path or ""))


def finding_items(places: Places, findings: Iterable[Finding], titles: Mapping[str, str]) -> list[FindingItem]:
    """Return the findings as items in reading order, each once."""
    items: dict[str, FindingItem] = {}
    for finding in sorted(findings, key=lambda found: (found.start, found.end, found.check)):
        quote = quote_of(places.document, finding)
        key = finding_key(finding.check, finding.start, quote)
        title = titles.get(finding.check) or words_of(finding.check)
        items.setdefault(key, FindingItem(key, finding, title, shown_quote(quote), short_place(places, finding.start)))
    return list(items.values())


def reference_items(
    places: Places,
    references: Iterable[Reference],
    checked: Mapping[tuple[int, int], CheckedReference],
    online: "Mapping[tuple[int, int], Looked] | None" = None,
) -> list[ReferenceItem]:
    """Return the references as items in document order; ``checked`` maps their spans to judgements.

    ``online`` are answers of online services, which count as long as the lists say what they said then.
    """
    return [_reference_item(places, one, checked, online or {}) for one in references]


def _reference_item(
    places: Places,
    reference: Reference,
    checked: Mapping[tuple[int, int], CheckedReference],
    online: "Mapping[tuple[int, int], Looked]",
) -> ReferenceItem:
    span = (reference.start, reference.end)
    one, looked = checked.get(span), online.get(span)
    if one is None or looked is None or looked.offline != one.judgement:
        looked = None
    elif looked.judgement != one.judgement:
        one = replace(one, judgement=looked.judgement)
    return ReferenceItem(reference_key(reference), reference, one, reference_place(places, reference), looked)


def reference_key(reference: Reference) -> str:
    """Return the key under which a decision on a reference is kept (see ``app.services.reviewing``)."""
    return finding_key("reference", reference.start, reference.raw)


def comment_items(places: Places, comments: Iterable[Comment]) -> list[CommentItem]:
    """Return the comments as items: in the order of the text, those on the whole draft last."""
    items = [_comment_item(places, comment) for comment in comments]
    return sorted(items, key=lambda item: (item.comment.anchor is None, item.start, item.comment.created_ms))


def decided(keys: Iterable[str], decisions: Mapping[str, Decision]) -> set[str]:
    """Return those of ``keys`` that a person has decided about."""
    return {key for key in keys if key in decisions}


def needs_a_look(item: ReferenceItem) -> bool:
    """Whether the reference belongs to "Look at these": anything but verified and not yet judged."""
    if item.checked is None:
        return False
    return item.verdict is not Verdict.VERIFIED or any(one.kind not in QUIET for one in item.checked.judgement.notices)


def short_place(places: Places, start: int) -> str:
    """Return the place as narrow as a list row needs it: "p. 3", "note 4", "Method"."""
    place = places.where(start)
    for long, short in (
        ("page ", "p. "),
        ("footnote ", "note "),
        ("endnote ", "note "),
        ("under ", ""),
        ("beginning", "start"),
    ):
        if place.startswith(long):
            return (short + place[len(long) :]).strip("“”")
    return place


def reference_place(places: Places, reference: Reference) -> str:
    """Return the number of the reference in its list where it has one, else its place."""
    if reference.number and reference.origin == "bibliography":
        return f"no. {reference.number}" if reference.number.isdecimal() else reference.number
    return short_place(places, reference.start)


def shown_quote(text: str) -> str:
    """Return the words of a span on one line, cut in the middle when there are very many."""
    line = " ".join(text.split())
    if len(line) <= _QUOTE_LENGTH:
        return line
    half = _QUOTE_LENGTH // 2
    return f"{line[:half].rstrip()} … {line[-half:].lstrip()}"


def words_of(identifier: str) -> str:
    """Return an identifier as words: "vague-attribution" → "Vague attribution"."""
    words = identifier.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _comment_item(places: Places, comment: Comment) -> CommentItem:
    anchor = comment.anchor
    if anchor is None:
        end = len(places.document.text)
        return CommentItem(comment, "", "whole draft", end, end)
    quote = shown_quote(shown_of(comment.check, anchor.exact))
    return CommentItem(comment, quote, short_place(places, anchor.start), anchor.start, anchor.end)
