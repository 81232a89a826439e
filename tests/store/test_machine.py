"""Any sequence of edits and reopenings leaves what a model in memory says."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from app.domain.anchor import make_anchor
from app.domain.review import Choice, Comment, CommentKind, Decision, Draft
from app.services.ports import Act, ReviewChange
from app.store.workspace import open_workspace
from tests.services.memory_store import MemoryStore
from tests.store.making import TEXT, make_comment, make_decision, make_document

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ACTS = st.sampled_from([None, Act.EDIT_COMMENT, Act.EDIT_COMMENT, Act.DISMISS_FINDING])
TEXTS = {"txt/1": TEXT, "txt/2": TEXT.upper(), "txt/3": f"Title\n{TEXT}"}


class ReviewMachine(RuleBasedStateMachine):
    """Does the same to a workspace and to a store in memory."""

    drafts = Bundle("drafts")
    comments = Bundle("comments")
    decisions = Bundle("decisions")

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.real = open_workspace(Path(self.folder.name))
        self.model = MemoryStore(self.real.me())
        self.kept: dict[str, object] = {}

    @rule(target=drafts, number=st.integers(0, 3), name=st.sampled_from(["a.txt", "b.txt"]))
    def open(self, number: int, name: str) -> Draft:
        draft = self.real.keep_draft(Path(name), bytes([number]), "txt")
        revision_id = self.real.keep_revision(draft.id, make_document())
        self._mirror(replace(draft, revision_id=revision_id), "txt/1")
        return draft

    @rule(draft=drafts, extractor=st.sampled_from(sorted(TEXTS)))
    def read_again(self, draft: Draft, extractor: str) -> None:
        revision_id = self.real.keep_revision(draft.id, make_document(TEXTS[extractor], extractor))
        known = self.model.known_drafts[draft.id]
        self.model.known_drafts[draft.id] = replace(known, revision_id=revision_id)
        self.model.texts[revision_id] = (draft.id, extractor, TEXTS[extractor])

    def _mirror(self, draft: Draft, extractor: str) -> None:
        self.model.known_drafts.pop(draft.id, None)
        self.model.known_drafts[draft.id] = draft
        self.model.texts[draft.revision_id] = (draft.id, extractor, TEXTS[extractor])

    @rule(target=comments, draft=drafts, body=WORDS, start=st.none() | st.integers(0, 60), act=ACTS)
    def write(self, draft: Draft, body: str, start: int | None, act: Act | None) -> Comment:
        revision_id = self.model.known_drafts[draft.id].revision_id
        document = make_document(self.model.texts[revision_id][2])
        anchor = None if start is None else make_anchor(document, revision_id, start, start + 5)
        comment = replace(make_comment(self.real, draft, body), anchor=anchor)
        self._both(ReviewChange(comments=(comment,)), act)
        return comment

    @rule(target=comments, comment=consumes(comments), body=WORDS, kind=st.sampled_from(CommentKind), act=ACTS)
    def edit(self, comment: Comment, body: str, kind: CommentKind, act: Act | None) -> Comment:
        edited = replace(comment, body=body, kind=kind, resolved=not body, updated_ms=comment.updated_ms + 1)
        self._both(ReviewChange(comments=(edited,)), act)
        return edited

    @rule(target=decisions, draft=drafts, reason=WORDS, act=ACTS)
    def decide(self, draft: Draft, reason: str, act: Act | None) -> Decision:
        decision = replace(make_decision(self.real, draft), reason=reason)
        self._both(ReviewChange(decisions=(decision,)), act)
        return decision

    @rule(target=decisions, decision=consumes(decisions), choice=st.sampled_from(Choice), act=ACTS)
    def decide_again(self, decision: Decision, choice: Choice, act: Act | None) -> Decision:
        self._both(ReviewChange(decisions=(replace(decision, choice=choice),)), act)
        return replace(decision, choice=choice)

    @rule(comment=comments, decision=decisions)
    def delete_both(self, comment: Comment, decision: Decision) -> None:
        self._both(ReviewChange(deleted_comments=(comment.id,), deleted_decisions=(decision.id,)))

    @rule(comment=comments, act=ACTS)
    def delete(self, comment: Comment, act: Act | None) -> None:
        self._both(ReviewChange(deleted_comments=(comment.id,)), act)

    @rule(draft=drafts)
    def undo(self, draft: Draft) -> None:
        assert self.real.undo(draft.id) == self.model.undo(draft.id)

    @rule(draft=drafts)
    def redo(self, draft: Draft) -> None:
        assert self.real.redo(draft.id) == self.model.redo(draft.id)

    @rule(name=st.sampled_from("abc"), value=WORDS | st.integers() | st.lists(st.booleans() | st.none(), max_size=3))
    def set(self, name: str, value: object) -> None:
        self.real.put_setting(name, value)
        self.kept[name] = value

    @rule()
    def reopen(self) -> None:
        self.real.close()
        self.real = open_workspace(self.real.path)

    def _both(self, change: ReviewChange, act: Act | None = None) -> None:
        self.real.change_review(change, act)
        self.model.change_review(change, act)

    @invariant()
    def holds_the_same(self) -> None:
        if not hasattr(self, "real"):
            return
        assert self.real.drafts() == self.model.drafts()
        for draft in self.model.drafts():
            assert self.real.comments(draft.id) == self.model.comments(draft.id)
            assert [self.real.comment(one.id) for one in self.model.comments(draft.id)] == list(
                self.model.comments(draft.id)
            )
            assert self.real.decisions(draft.id) == self.model.decisions(draft.id)
            assert self.real.next_steps(draft.id) == self.model.next_steps(draft.id)
        for name in "abc":
            assert self.real.setting(name, "none") == self.kept.get(name, "none")

    def teardown(self) -> None:
        if hasattr(self, "real"):
            self.real.close()
            self.folder.cleanup()


ReviewMachine.TestCase.settings = settings(
    max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestReviews = ReviewMachine.TestCase
