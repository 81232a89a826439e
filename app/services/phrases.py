"""The comment library: what one says often, one's own or the team's, with search, the most used first."""

from dataclasses import replace

from app.domain.feedback import Phrase
from app.domain.ids import new_id, now_ms
from app.domain.review import Comment, CommentKind
from app.services.access import Gate, keep
from app.services.ports import Act, ReviewChange, ReviewStore, WorkStore


def add_phrase(store: ReviewStore, kind: CommentKind, body: str, team_id: str = "") -> Phrase:
    """Add a phrase to one's own library, or (its lead) to a team's."""
    now = now_ms()
    return edit_phrase(store, Phrase(new_id(), store.me(), team_id, kind, body, now, now))


def phrase_from(store: ReviewStore, comment: Comment, team_id: str = "") -> Phrase:
    """Add what a comment says to the library."""
    now = now_ms()
    made = Phrase(
        new_id(),
        store.me(),
        team_id,
        comment.kind,
        comment.body,
        now,
        now,
        why=comment.why,
        good=comment.good,
        suggestion=comment.suggestion,
        criterion=comment.criterion,
    )
    return edit_phrase(store, made)


def edit_phrase(store: ReviewStore, phrase: Phrase) -> Phrase:
    """Keep the phrase as it is given. Raises DeniedError."""
    edited = replace(phrase, updated_ms=now_ms())
    keep(store, ReviewChange(records=(edited,)), Act.EDIT_PHRASE)
    return edited


def delete_phrase(store: ReviewStore, phrase: Phrase) -> None:
    """Take a phrase out of its library."""
    keep(store, ReviewChange(deleted_records=((Phrase, phrase.id),), seen=phrase.seen), Act.DELETE_PHRASE)


def phrases(store: WorkStore, words: str = "", kind: CommentKind | None = None) -> tuple[Phrase, ...]:
    """Return the phrases that hold all the words, the most used first, then the newest."""
    gate, uses, wanted = Gate(store), store.phrase_uses(), words.casefold().split()
    seen = [one for one in store.records(Phrase) if gate.may_read(one) and kind in {None, one.kind}]
    found = [one for one in seen if all(word in _text(one) for word in wanted)]
    return tuple(sorted(found, key=lambda one: (uses.get(one.id, (0, 0)), one.id), reverse=True))


def use_phrase(store: WorkStore, phrase: Phrase, comment: Comment) -> Comment:
    """Put the phrase's words into a comment, and count the use."""
    said = replace(
        comment,
        kind=phrase.kind,
        body=phrase.body,
        why=phrase.why,
        good=phrase.good,
        suggestion=phrase.suggestion,
        criterion=phrase.criterion or comment.criterion,
        updated_ms=now_ms(),
    )
    keep(store, ReviewChange(comments=(said,)), Act.EDIT_COMMENT)
    store.use_phrase(phrase.id)
    return said


def _text(phrase: Phrase) -> str:
    return "\n".join((phrase.body, phrase.why, phrase.good, phrase.suggestion, phrase.criterion)).casefold()
