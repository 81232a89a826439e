"""A mentor's edits do what they say, together or not at all."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.document import Block, BlockKind, Document, Kind
from app.domain.errors import BadInputError
from app.domain.finding import Finding, Tier
from app.domain.reference import CheckedReference, Judgement, Reference, Verdict, Work
from app.domain.review import Choice, CommentKind
from app.services.reviewing import (
    OpenDraft,
    accept_finding,
    accept_reference,
    comment_on,
    comment_on_draft,
    delete_comment,
    dismiss,
    edit_comment,
    open_draft,
    reference_key,
    resolve_comment,
    restore_comment,
    take_back,
)
from tests.services.memory_store import MemoryStore

TEXT = "Studies show that tea is good.\nSmith, J. (2021). On tea. Journal of Leaves."
DATA = TEXT.encode()


def make_document(text: str = TEXT, extractor: str = "txt/1") -> Document:
    blocks = (Block(BlockKind.PARAGRAPH, 0, len(text)),)
    return Document(Kind.TEXT, hashlib.sha256(DATA).hexdigest(), extractor, text, blocks, ())


DOCUMENT = make_document()
FINDING = Finding("vague", 1, Tier.ASK, 0, 12, "“Studies show” names no study.", "Which studies?")
KEY = "vague@0:Studies show"
CHECKED = CheckedReference(Reference(31, 75, TEXT[31:75], "text", Work()), Judgement(Verdict.NOT_FOUND))


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def opened(store: MemoryStore) -> OpenDraft:
    return open_draft(store, Path("a.txt"), DATA, DOCUMENT)


def reopen(store: MemoryStore, document: Document = DOCUMENT, name: str = "a.txt") -> OpenDraft:
    return open_draft(store, Path(name), DATA, document)


def test_a_new_draft_opens_without_a_review(opened: OpenDraft) -> None:
    assert (opened.comments, opened.decisions, opened.draft.revision_id) == ((), (), opened.revision_id)


def test_a_moved_file_finds_its_review(store: MemoryStore, opened: OpenDraft) -> None:
    comment = comment_on(store, opened.draft, DOCUMENT, 18, 21, CommentKind.QUESTION, "Which tea?")
    again = reopen(store, name="other/renamed.txt")
    assert again.comments == (comment,)
    assert (again.draft.id, again.draft.name) == (opened.draft.id, "renamed.txt")


def test_a_changed_file_is_another_draft(store: MemoryStore, opened: OpenDraft) -> None:
    comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
    data = DATA + b" More."
    changed = replace(DOCUMENT, sha256=hashlib.sha256(data).hexdigest(), text=data.decode())
    other = open_draft(store, Path("a.txt"), data, changed)
    assert other.draft.id != opened.draft.id
    assert other.comments == ()


def test_bytes_that_changed_after_reading_are_refused(store: MemoryStore) -> None:
    with pytest.raises(BadInputError, match="changed while"):
        open_draft(store, Path("a.txt"), b"something else", DOCUMENT)


def test_a_comment_remembers_its_words(store: MemoryStore, opened: OpenDraft) -> None:
    comment = comment_on(store, opened.draft, DOCUMENT, 18, 21, CommentKind.QUESTION, "Which tea?")
    assert comment.anchor
    assert (comment.anchor.exact, comment.anchor.revision_id) == ("tea", opened.revision_id)
    assert comment.anchor.prefix == "Studies show that "
    assert comment.author_id == store.me()


def test_typing_is_one_write_a_time(store: MemoryStore, opened: OpenDraft) -> None:
    comment = comment_on_draft(store, opened.draft, CommentKind.QUESTION, "")
    before = store.writes
    for length in range(1, 6):
        comment = edit_comment(store, comment, "Which"[:length])
    assert store.writes - before == 5
    assert reopen(store).comments == (comment,)
    assert comment.body == "Which"


def test_editing_can_change_the_kind_and_resolving_can_be_undone(store: MemoryStore, opened: OpenDraft) -> None:
    comment = comment_on_draft(store, opened.draft, CommentKind.QUESTION, "Good.")
    comment = edit_comment(store, comment, "Good!", CommentKind.PRAISE)
    comment = resolve_comment(store, comment)
    assert (comment.kind, comment.resolved) == (CommentKind.PRAISE, True)
    assert not resolve_comment(store, comment, resolved=False).resolved


def test_accepting_a_finding_makes_its_question_a_comment(store: MemoryStore, opened: OpenDraft) -> None:
    comment, decision = accept_finding(store, opened.draft, DOCUMENT, FINDING)
    assert (comment.body, comment.kind, comment.finding) == ("Which studies?", CommentKind.QUESTION, KEY)
    assert (decision.choice, decision.finding) == (Choice.ACCEPTED, KEY)
    assert comment.anchor
    assert comment.anchor.exact == "Studies show"
    assert store.writes == 1
    again = reopen(store)
    assert (again.comments, again.decisions) == ((comment,), (decision,))


def test_accepting_twice_makes_one_comment(store: MemoryStore, opened: OpenDraft) -> None:
    first = accept_finding(store, opened.draft, DOCUMENT, FINDING)
    assert accept_finding(store, opened.draft, DOCUMENT, FINDING, "Other words") == first
    assert len(store.comments(opened.draft.id)) == 1


def test_a_person_may_word_the_comment(store: MemoryStore, opened: OpenDraft) -> None:
    assert accept_finding(store, opened.draft, DOCUMENT, FINDING, "Say which.")[0].body == "Say which."


def test_deleting_the_comment_of_a_finding_opens_the_finding_again(store: MemoryStore, opened: OpenDraft) -> None:
    comment, _ = accept_finding(store, opened.draft, DOCUMENT, FINDING)
    before = store.writes
    delete_comment(store, comment)
    assert store.writes - before == 1
    assert (store.comments(opened.draft.id), store.decisions(opened.draft.id)) == ((), ())


def test_restoring_the_comment_of_a_finding_accepts_it_again(store: MemoryStore, opened: OpenDraft) -> None:
    comment, _ = accept_finding(store, opened.draft, DOCUMENT, FINDING)
    delete_comment(store, comment)
    restored = restore_comment(store, comment)
    assert store.comments(opened.draft.id) == (restored,)
    assert [one.choice for one in store.decisions(opened.draft.id)] == [Choice.ACCEPTED]


def test_deleting_a_free_comment_touches_no_decision(store: MemoryStore, opened: OpenDraft) -> None:
    decision = dismiss(store, opened.draft, KEY, "a summary")
    comment = comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
    delete_comment(store, comment)
    assert store.decisions(opened.draft.id) == (decision,)
    assert restore_comment(store, comment).id == comment.id
    assert store.decisions(opened.draft.id) == (decision,)


def test_a_finding_is_dismissed_for_a_reason_once(store: MemoryStore, opened: OpenDraft) -> None:
    dismiss(store, opened.draft, KEY, "a summary")
    last = dismiss(store, opened.draft, KEY, "cited below")
    assert store.decisions(opened.draft.id) == (last,)
    assert (last.choice, last.reason) == (Choice.DISMISSED, "cited below")


def test_dismissing_an_accepted_finding_takes_its_comment_away(store: MemoryStore, opened: OpenDraft) -> None:
    accept_finding(store, opened.draft, DOCUMENT, FINDING)
    decision = dismiss(store, opened.draft, KEY, "on second thought")
    assert (store.comments(opened.draft.id), store.decisions(opened.draft.id)) == ((), (decision,))


def test_taking_back_leaves_the_finding_open(store: MemoryStore, opened: OpenDraft) -> None:
    assert take_back(store, dismiss(store, opened.draft, KEY, "a summary")) == ()
    comment, decision = accept_finding(store, opened.draft, DOCUMENT, FINDING)
    assert take_back(store, decision) == (comment,)
    assert (store.comments(opened.draft.id), store.decisions(opened.draft.id)) == ((), ())


def test_another_persons_decision_is_not_mine_to_replace(store: MemoryStore, opened: OpenDraft) -> None:
    theirs = replace(dismiss(store, opened.draft, KEY, "theirs"), author_id="somebody")
    store.put_decision(theirs)
    mine = dismiss(store, opened.draft, KEY, "mine")
    assert set(store.decisions(opened.draft.id)) == {theirs, mine}


def test_accepting_a_reference_comments_on_it(store: MemoryStore, opened: OpenDraft) -> None:
    comment, decision = accept_reference(store, opened.draft, DOCUMENT, CHECKED)
    assert comment.anchor
    assert comment.anchor.exact == CHECKED.reference.raw
    assert decision.finding == comment.finding == reference_key(CHECKED)
    assert decision.finding.startswith("reference@31:Smith")


def test_a_better_reading_of_the_file_keeps_comments_on_their_words(store: MemoryStore, opened: OpenDraft) -> None:
    whole = comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
    on_words = comment_on(store, opened.draft, DOCUMENT, 31, 36, CommentKind.QUESTION, "Who?")
    better = make_document("A title was missed.\n" + TEXT, "txt/2")
    again = reopen(store, better)
    assert again.comments[0] == whole
    assert again.comments[1].anchor
    assert again.comments[1].anchor.revision_id == again.revision_id != opened.revision_id
    assert again.comments[1].anchor.start == 51
    assert reopen(store).comments[1] == on_words


def test_a_comment_whose_words_are_gone_is_an_orphan_that_keeps_its_place(
    store: MemoryStore, opened: OpenDraft
) -> None:
    comment = comment_on(store, opened.draft, DOCUMENT, 18, 21, CommentKind.QUESTION, "Which tea?")
    again = reopen(store, make_document("All other words.", "txt/2"))
    (orphan,) = again.orphans
    assert orphan.anchor
    assert (orphan.id, orphan.anchor.exact, orphan.anchor.revision_id) == (comment.id, "tea", again.revision_id)
    assert reopen(store).comments == (comment,)
