"""A ReviewStore in memory: the fake for use cases, and the model that the real one is compared with."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.deliverable import Deliverable
from app.domain.document import Document
from app.domain.errors import NotFoundError
from app.domain.ids import new_id, now_ms
from app.domain.review import Anchor, Comment, Decision, Draft
from app.services.ports import Act, ReviewChange, Step, Taken
from app.services.undoing import KEPT, is_as_left, next_step


class MemoryStore:
    """Keeps everything in dictionaries; tombstones are ids that are left out."""

    def __init__(self, person: str = "") -> None:
        self.person = person or new_id()
        self.known_drafts: dict[str, Draft] = {}
        self.texts: dict[str, tuple[str, str, str]] = {}
        self.known_comments: dict[str, Comment] = {}
        self.places: dict[tuple[str, str], Anchor | None] = {}
        self.known_decisions: dict[str, Decision] = {}
        self.buried: set[str] = set()
        self.done: dict[str, list[Step]] = {}
        self.undone: dict[str, list[Step]] = {}
        self.writes = 0

    def keep_draft(
        self, path: Path, data: bytes, kind: str, draft_id: str | None = None, deliverable_id: str = ""
    ) -> Draft:
        sha256 = hashlib.sha256(data).hexdigest()
        ids = self.drafts_with(sha256, deliverable_id) if draft_id is None else (draft_id,)
        known = self.known_drafts.get(ids[0]) if ids else None
        number = len(self.drafts_of(deliverable_id)) + 1
        draft = known or Draft(new_id(), deliverable_id or new_id(), number, sha256, kind, "", "", "", 0)
        self.known_drafts.pop(draft.id, None)
        self.known_drafts[draft.id] = replace(draft, name=path.name, path=str(path.absolute()), opened_ms=now_ms())
        return self.known_drafts[draft.id]

    def keep_revision(self, draft_id: str, document: Document) -> str:
        text = (draft_id, document.extractor, document.text)
        revision_id = next((key for key, value in self.texts.items() if value == text), None) or new_id()
        self.texts[revision_id] = text
        self.known_drafts[draft_id] = replace(self.known_drafts[draft_id], revision_id=revision_id)
        return revision_id

    def revision_text(self, revision_id: str) -> str:
        return self.texts[revision_id][2]

    def drafts_with(self, sha256: str, deliverable_id: str = "") -> tuple[str, ...]:
        same = (one for one in self.known_drafts.values() if one.sha256 == sha256)
        return tuple(one.id for one in same if not deliverable_id or one.deliverable_id == deliverable_id)

    def draft(self, draft_id: str) -> Draft:
        return self.known_drafts[draft_id]

    def drafts_of(self, deliverable_id: str) -> tuple[Draft, ...]:
        mine = [one for one in self.known_drafts.values() if one.deliverable_id == deliverable_id]
        return tuple(sorted(mine, key=lambda one: one.number))

    def work_of(self, draft_id: str) -> Deliverable:
        """Everything here is the person's own, for nobody else."""
        return Deliverable(self.known_drafts[draft_id].deliverable_id, self.person, "", 0, 0)

    def records(self, kind: type, /, **where: object) -> tuple[()]:
        """There are none: what needs them is tested on the real store."""
        return ()

    def drafts(self) -> tuple[Draft, ...]:
        return tuple(reversed(self.known_drafts.values()))

    def original(self, sha256: str) -> Path:
        raise NotFoundError(sha256)

    def comments(self, draft_id: str) -> tuple[Comment, ...]:
        in_use = self.known_drafts[draft_id].revision_id
        living = [
            one
            for one in self.known_comments.values()
            if one.id not in self.buried and (one.draft_id == draft_id or (one.id, in_use) in self.places)
        ]
        placed = [
            replace(one, anchor=self.places.get((one.id, in_use)) or one.anchor) if one.anchor else one
            for one in living
        ]
        return tuple(sorted(placed, key=_by_place))

    def placements_of(self, comment_id: str) -> tuple[Anchor, ...]:
        return tuple(anchor for (id_, _), anchor in self.places.items() if id_ == comment_id and anchor)

    def placements(self, comment_ids: Sequence[str]) -> dict[str, tuple[Anchor, ...]]:
        return {id_: anchors for id_ in comment_ids if (anchors := self.placements_of(id_))}

    def carry(self, revision_id: str, anchors: Mapping[str, Anchor | None]) -> None:
        self.places |= {(id_, revision_id): anchor for id_, anchor in anchors.items()}

    def comment(self, comment_id: str) -> Comment | None:
        found = [one for draft in self.known_drafts for one in self.comments(draft) if one.id == comment_id]
        return found[0] if found else None

    def put_comment(self, comment: Comment) -> None:
        self.change_review(ReviewChange(comments=(comment,)))

    def delete_comment(self, comment_id: str) -> None:
        self.change_review(ReviewChange(deleted_comments=(comment_id,)))

    def decisions(self, draft_id: str) -> tuple[Decision, ...]:
        mine = [one for one in self.known_decisions.values() if one.draft_id == draft_id and one.id not in self.buried]
        return tuple(sorted(mine, key=lambda one: one.id))

    def put_decision(self, decision: Decision) -> None:
        self.change_review(ReviewChange(decisions=(decision,)))

    def delete_decision(self, decision_id: str) -> None:
        self.change_review(ReviewChange(deleted_decisions=(decision_id,)))

    def change_review(self, change: ReviewChange, act: Act | None = None) -> None:
        self.writes += 1
        before = self.as_kept(change)
        self._apply(change)
        after = self.as_kept(change)
        if act and not is_as_left(before, after):
            self._add(act, before, after)

    def _add(self, act: Act, before: ReviewChange, after: ReviewChange) -> None:
        values = [*before.comments, *before.decisions, *after.comments, *after.decisions]
        done = self.done.setdefault(values[0].draft_id, [])
        redoable = self.undone.pop(values[0].draft_id, [])
        made, joins = next_step(act, before, after, done[-1] if done and not redoable else None)
        done[len(done) - joins :] = [made] if made else []
        del done[:-KEPT]

    def undo(self, draft_id: str) -> Taken | None:
        return self._take(self.done.setdefault(draft_id, []), self.undone.setdefault(draft_id, []), back=True)

    def redo(self, draft_id: str) -> Taken | None:
        return self._take(self.undone.setdefault(draft_id, []), self.done.setdefault(draft_id, []), back=False)

    def _take(self, steps: list[Step], others: list[Step], *, back: bool) -> Taken | None:
        if not steps:
            return None
        step = steps.pop()
        base, goal = (step.after, step.before) if back else (step.before, step.after)
        applied = is_as_left(self.as_kept(base), base)
        if applied:
            self._apply(goal)
            others.append(step)
        return Taken(step, applied)

    def next_steps(self, draft_id: str) -> tuple[Step | None, Step | None]:
        done, undone = self.done.get(draft_id), self.undone.get(draft_id)
        return done[-1] if done else None, undone[-1] if undone else None

    def as_kept(self, change: ReviewChange) -> ReviewChange:
        comment_ids = {one.id for one in change.comments} | {*change.deleted_comments}
        decision_ids = {one.id for one in change.decisions} | {*change.deleted_decisions}
        comments = [one for draft in self.known_drafts for one in self.comments(draft) if one.id in comment_ids]
        decisions = [one for draft in self.known_drafts for one in self.decisions(draft) if one.id in decision_ids]
        return ReviewChange(
            tuple(comments),
            tuple(decisions),
            tuple(sorted(comment_ids - {one.id for one in comments})),
            tuple(sorted(decision_ids - {one.id for one in decisions})),
        )

    def _apply(self, change: ReviewChange) -> None:
        for comment in change.comments:
            self.known_comments[comment.id] = comment
            if comment.anchor:
                self.places[comment.id, comment.anchor.revision_id] = comment.anchor
        self.known_decisions |= {one.id: one for one in change.decisions}
        self.buried -= {one.id for one in change.comments} | {one.id for one in change.decisions}
        self.buried |= {*change.deleted_comments, *change.deleted_decisions}

    def me(self) -> str:
        return self.person


def _by_place(value: Comment) -> tuple[int, int, str]:
    anchor = value.anchor
    return (anchor.start, anchor.end, value.id) if anchor else (-1, -1, value.id)
