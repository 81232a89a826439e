"""Review a draft: open it with all that was kept, comment, accept or dismiss what the checks found.

Every function keeps its result durably before it returns and is cheap enough to be called while a person types.
What it does can be undone (see ``app.services.undoing``).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.anchor import make_anchor
from app.domain.carry import Carrier
from app.domain.deliverable import Deliverable
from app.domain.document import Document
from app.domain.errors import BadInputError
from app.domain.finding import Finding, Tier, quote_of
from app.domain.ids import new_id, now_ms
from app.domain.reference import CheckedReference, Verdict
from app.domain.review import Choice, Comment, CommentKind, Decision, Draft, finding_key
from app.services.access import Gate, keep
from app.services.carrying import other_document, place_comments
from app.services.ports import Act, ReviewChange, ReviewStore
from app.services.wording import comment_on_finding, comment_on_reference


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft and its review, with the comments carried from earlier drafts.

    Every anchor is on ``revision_id``; those that are ``is_orphan`` lost their words. ``note`` is empty, or says in
    one sentence that this draft is another text than the one before.
    """

    draft: Draft
    revision_id: str
    comments: tuple[Comment, ...]
    decisions: tuple[Decision, ...]
    note: str = ""

    @property
    def orphans(self) -> tuple[Comment, ...]:
        """The comments whose words are gone."""
        return tuple(one for one in self.comments if one.anchor and one.anchor.is_orphan)


def open_draft(store: ReviewStore, path: Path, data: bytes, document: Document, deliverable_id: str = "") -> OpenDraft:
    """Keep the file's bytes and text and return the draft with its comments placed on this text.

    The bytes decide which draft it is: a moved or renamed file finds its review again, a changed one is another
    draft, the next one of ``deliverable_id`` where that is given. Unresolved comments of earlier drafts are carried on.
    Raises BadInputError when ``document`` was read from other bytes, DeniedError, WorkspaceError.
    """
    if document.sha256 != hashlib.sha256(data).hexdigest():
        raise BadInputError(f"“{path.name}” changed while it was being opened; open it again.")
    known = _known_draft(store, document.sha256, deliverable_id)
    for work in store.records(Deliverable, id=deliverable_id) if deliverable_id and not known else ():
        Gate(store).require_write(work)
    draft = store.keep_draft(path, data, document.kind.value, known, deliverable_id)
    revision_id = store.keep_revision(draft.id, document)
    draft = replace(draft, revision_id=revision_id)
    note = place_comments(store, draft, document) or ("" if known else _strange(store, draft, document))
    return OpenDraft(draft, revision_id, *kept_review(store, draft.id), note)


def kept_review(store: ReviewStore, draft_id: str) -> tuple[tuple[Comment, ...], tuple[Decision, ...]]:
    """Return the comments on a draft that the person may see before release, and their own decisions."""
    gate = Gate(store)
    comments = tuple(one for one in store.comments(draft_id) if gate.may_read(one))
    return comments, tuple(one for one in store.decisions(draft_id) if gate.may_read(one))


def _strange(store: ReviewStore, draft: Draft, document: Document) -> str:
    """Say of a new draft without comments to carry that it is no version of the one before, when it is none."""
    before = [one for one in store.drafts_of(draft.deliverable_id) if one.number < draft.number and one.revision_id]
    if not before or not Carrier(store.revision_text(before[-1].revision_id), document.text).is_other_document:
        return ""
    return other_document(draft.name)


def _known_draft(store: ReviewStore, sha256: str, deliverable_id: str) -> str | None:
    """Return the draft of these bytes that the person may open, of this deliverable where one is given.

    None when nobody has such a draft: the store decides at the moment of keeping, for another program may be quicker.
    """
    ids = store.drafts_with(sha256, deliverable_id)
    gate = Gate(store)
    return next((one for one in ids if gate.may_open(one)), "") if ids else None


def comment_on(  # noqa: PLR0913, PLR0917 where and what belong to one call
    store: ReviewStore, draft: Draft, document: Document, start: int, end: int, kind: CommentKind, body: str
) -> Comment:
    """Comment on ``document.text[start:end]``."""
    anchor = make_anchor(document, draft.revision_id, start, end)
    return _put(store, replace(_new_comment(store, draft, kind, body), anchor=anchor), Act.ADD_COMMENT)


def comment_on_draft(store: ReviewStore, draft: Draft, kind: CommentKind, body: str) -> Comment:
    """Comment on the draft as a whole."""
    return _put(store, _new_comment(store, draft, kind, body), Act.ADD_COMMENT)


def edit_comment(store: ReviewStore, comment: Comment, body: str, kind: CommentKind | None = None) -> Comment:
    """Keep what the person has typed so far; call it as they type."""
    edited = replace(comment, body=body, kind=kind or comment.kind, updated_ms=now_ms())
    return _put(store, edited, Act.EDIT_COMMENT if body != comment.body else Act.CHANGE_KIND)


def explain_comment(
    store: ReviewStore,
    comment: Comment,
    *,
    why: str | None = None,
    good: str | None = None,
    suggestion: str | None = None,
    criterion: str | None = None,
) -> Comment:
    """Keep why it matters, what good looks like, the words to put instead and the criterion; None leaves as it is."""
    edited = replace(
        comment,
        why=comment.why if why is None else why,
        good=comment.good if good is None else good,
        suggestion=comment.suggestion if suggestion is None else suggestion,
        criterion=comment.criterion if criterion is None else criterion,
        updated_ms=now_ms(),
    )
    return _put(store, edited, Act.EDIT_COMMENT)


def place_comment(
    store: ReviewStore, draft: Draft, document: Document, comment: Comment, span: tuple[int, int]
) -> Comment:
    """Let the comment stand on these words of this draft, whatever it stood on before."""
    anchor = make_anchor(document, draft.revision_id, *span)
    return _put(store, replace(comment, anchor=anchor, updated_ms=now_ms()), Act.EDIT_COMMENT)


def resolve_comment(store: ReviewStore, comment: Comment, *, resolved: bool = True) -> Comment:
    """Mark the comment as dealt with, or open again."""
    act = Act.RESOLVE_COMMENT if resolved else Act.REOPEN_COMMENT
    return _put(store, replace(comment, resolved=resolved, updated_ms=now_ms()), act)


def _put(store: ReviewStore, comment: Comment, act: Act) -> Comment:
    keep(store, ReviewChange(comments=(comment,)), act)
    return comment


def delete_comment(store: ReviewStore, comment: Comment) -> None:
    """Delete the comment; the finding it came from, if any, is open again."""
    decisions = tuple(one.id for one in _decisions_on(store, comment.draft_id, comment.finding) if _is_accepted(one))
    change = ReviewChange(deleted_comments=(comment.id,), deleted_decisions=decisions, seen=comment.seen)
    keep(store, change, Act.DELETE_COMMENT)


def restore_comment(store: ReviewStore, comment: Comment) -> Comment:
    """Bring a deleted comment back; the finding it came from, if any, is accepted again."""
    comment = replace(comment, updated_ms=now_ms())
    change = ReviewChange(comments=(comment,))
    if comment.finding:
        accepted = _decide(store, comment.draft_id, comment.finding, Choice.ACCEPTED, "")
        change = replace(change, decisions=(accepted,))
    keep(store, change, Act.RESTORE_COMMENT)
    return comment


def accept_finding(
    store: ReviewStore, draft: Draft, document: Document, finding: Finding, body: str | None = None
) -> tuple[Comment, Decision]:
    """Make the finding a comment, worded as its question unless ``body`` is given; accepting twice changes nothing."""
    return _accept(store, _comment_of(store, draft, document, finding, body))


def accept_all(
    store: ReviewStore, draft: Draft, document: Document, findings: Iterable[Finding]
) -> tuple[Comment, ...]:
    """Make each finding that nobody decided a comment (all of a rule, say), as one step of undo."""
    decided = {one.finding for one in store.decisions(draft.id) if one.author_id == store.me()}
    comments = [_comment_of(store, draft, document, one, None) for one in findings]
    made = tuple(one for one in comments if one.finding not in decided)
    decisions = tuple(_decide(store, draft.id, one.finding, Choice.ACCEPTED, "") for one in made)
    keep(store, ReviewChange(comments=made, decisions=decisions), Act.ACCEPT_FINDING)
    return made


def _comment_of(store: ReviewStore, draft: Draft, document: Document, finding: Finding, body: str | None) -> Comment:
    quote = quote_of(document, finding)
    kind = CommentKind.CORRECTION if finding.tier is Tier.FIX else CommentKind.QUESTION
    return replace(
        _new_comment(store, draft, kind, comment_on_finding(finding) if body is None else body),
        anchor=make_anchor(document, draft.revision_id, finding.start, finding.end),
        finding=finding_key(finding.check, finding.start, quote),
    )


def accept_reference(
    store: ReviewStore, draft: Draft, document: Document, checked: CheckedReference, body: str | None = None
) -> tuple[Comment, Decision]:
    """Make what is known about the reference a comment on it; accepting twice changes nothing."""
    reference = checked.reference
    words = comment_on_reference(checked) if body is None else body
    comment = replace(
        _new_comment(store, draft, _KINDS[checked.judgement.verdict], words),
        anchor=make_anchor(document, draft.revision_id, reference.start, reference.end),
        finding=reference_key(checked),
    )
    return _accept(store, comment)


def reference_key(checked: CheckedReference) -> str:
    """Return the key under which decisions on a reference are kept."""
    return finding_key("reference", checked.reference.start, checked.reference.raw)


_KINDS = {
    Verdict.VERIFIED: CommentKind.PRAISE,
    Verdict.PARTLY_VERIFIED: CommentKind.QUESTION,
    Verdict.MISMATCH: CommentKind.CORRECTION,
    Verdict.NOT_FOUND: CommentKind.QUESTION,
    Verdict.UNVERIFIABLE: CommentKind.QUESTION,
    Verdict.LIKELY_FABRICATED: CommentKind.QUESTION,
}


def _accept(store: ReviewStore, comment: Comment) -> tuple[Comment, Decision]:
    """Keep the comment and the decision together, or return those that are there already."""
    made = [one for one in _decisions_on(store, comment.draft_id, comment.finding) if _is_accepted(one)]
    known = _comments_from(store, comment.draft_id, comment.finding)
    if made and known:
        return known[-1], made[-1]
    decision = _decide(store, comment.draft_id, comment.finding, Choice.ACCEPTED, "")
    keep(store, ReviewChange(comments=(comment,), decisions=(decision,)), Act.ACCEPT_FINDING)
    return comment, decision


def dismiss(store: ReviewStore, draft: Draft, key: str, reason: str) -> Decision:
    """Dismiss a finding or reference by its key, for a reason; a comment made from it before is deleted."""
    decision = _decide(store, draft.id, key, Choice.DISMISSED, reason)
    comments = tuple(one.id for one in _comments_from(store, draft.id, key))
    keep(store, ReviewChange(decisions=(decision,), deleted_comments=comments), Act.DISMISS_FINDING)
    return decision


def take_back(store: ReviewStore, decision: Decision) -> tuple[Comment, ...]:
    """Leave the finding open again and return the comments that went with its acceptance, for ``restore_comment``."""
    comments = _comments_from(store, decision.draft_id, decision.finding) if _is_accepted(decision) else ()
    ids = tuple(one.id for one in comments)
    change = ReviewChange(deleted_comments=ids, deleted_decisions=(decision.id,), seen=decision.seen)
    keep(store, change, Act.TAKE_BACK_DECISION)
    return comments


def _new_comment(store: ReviewStore, draft: Draft, kind: CommentKind, body: str) -> Comment:
    now = now_ms()
    return Comment(new_id(), draft.id, store.me(), kind, body, anchor=None, created_ms=now, updated_ms=now)


def _decide(store: ReviewStore, draft_id: str, key: str, choice: Choice, reason: str) -> Decision:
    """Return my decision on the finding: a new one, or the one there is with another choice."""
    mine = _decisions_on(store, draft_id, key)
    identity = mine[-1].id if mine else new_id()
    return Decision(identity, draft_id, store.me(), key, choice, reason, now_ms())


def _decisions_on(store: ReviewStore, draft_id: str, key: str) -> tuple[Decision, ...]:
    """Return my decisions on a finding; an empty key is no finding."""
    me = store.me()
    return tuple(one for one in store.decisions(draft_id) if key and one.finding == key and one.author_id == me)


def _comments_from(store: ReviewStore, draft_id: str, key: str) -> tuple[Comment, ...]:
    """Return my comments made from a finding."""
    me = store.me()
    return tuple(one for one in store.comments(draft_id) if key and one.finding == key and one.author_id == me)


def _is_accepted(decision: Decision) -> bool:
    return decision.choice is Choice.ACCEPTED
