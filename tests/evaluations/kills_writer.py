"""The process that gets killed: it edits a draft at random through the window's queue of saves, and tells of it."""

import hashlib
import json
import os
import random
import time
from pathlib import Path

from app.domain.document import Block, BlockKind, Document, Kind
from app.domain.finding import Finding, Tier
from app.domain.review import CommentKind
from app.services import reviewing, undoing

TEXT = "Studies show that tea is good. " * 20
DATA = TEXT.encode()
DOCUMENT = Document(
    Kind.TEXT, hashlib.sha256(DATA).hexdigest(), "txt/1", TEXT, (Block(BlockKind.PARAGRAPH, 0, len(TEXT)),), ()
)
KINDS = ("comment", "edit", "edit", "edit", "edit", "accept", "dismiss", "resolve", "delete", "undo", "undo", "redo")
PAUSES_MS = (0, 5, 20, 30, 50, 80)
MOST_COMMENTS = 12


def review_of(workspace):
    """Return the review as JSON-like values, without times, which say nothing."""
    (draft,) = workspace.drafts() or (None,)
    if draft is None:
        return [[], []]
    comments = workspace.comments(draft.id)
    return [
        [[one.id, one.kind, one.body, one.finding, one.resolved, one.anchor and one.anchor.start] for one in comments],
        [[one.id, one.finding, one.choice, one.reason] for one in workspace.decisions(draft.id)],
    ]


def write(folder, seed, hold):
    """Edit until killed. Each change is told when it is asked for, begun and kept; ``hold`` seconds pass before it."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from app.shell.jobs import JobRunner, Lane
    from app.shell.saves import Saves
    from app.store.workspace import open_workspace

    app = QCoreApplication([])
    workspace = open_workspace(folder)
    if seed % 3 == 0:
        for backup in (folder / "backups").glob("stet-*.db"):
            backup.unlink()
    draft = reviewing.open_draft(workspace, Path("draft.txt"), DATA, DOCUMENT).draft
    runner = JobRunner()
    writer = Writer(workspace, draft, Saves(runner), random.Random(seed), hold)
    runner.submit(Lane.NETWORK, lambda _: workspace.back_up_if_due())
    timer = QTimer()

    def go_on():
        writer.ask()
        timer.start(writer.chance.choice(PAUSES_MS))

    timer.setSingleShot(True)
    timer.timeout.connect(go_on)
    timer.start(0)
    print("up", flush=True)
    return app.exec()


class Writer:
    """Asks for changes at random and writes a line about each to ``told.jsonl``, which outlives the process."""

    def __init__(self, workspace, draft, saves, chance, hold):
        self.workspace, self.draft, self.saves, self.chance, self.hold = workspace, draft, saves, chance, hold
        self.review = review_of(workspace)
        self.number = 0
        self.file = os.open(workspace.path / "told.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.tell(what="up", review=self.review)

    def tell(self, **line):
        os.write(self.file, json.dumps(line).encode() + b"\n")

    def ask(self):
        """Queue one more change, as the session does."""
        self.number += 1
        number, kind, comments = self.number, self.chance.choice(KINDS), self.review[0]
        if kind == "comment" and len(comments) >= MOST_COMMENTS:
            kind = "delete"
        target = self.chance.choice(comments)[0] if comments else ""
        key = f"edit {target}" if kind == "edit" else ""
        self.tell(what="asked", number=number, key=key, time=time.monotonic())
        self.saves.put(lambda: self.change(number, kind, target, key), self.done, key)

    def done(self, review):
        self.review = review

    def change(self, number, kind, target, key):
        """Make the change, on the disk lane."""
        time.sleep(self.hold)
        comment = next((one for one in self.workspace.comments(self.draft.id) if one.id == target), None)
        body = f"{number} " * (number % 40 + 1)
        self.tell(what="begun", kind=kind, target=target, body=body)
        self.act(kind, comment, number, body)
        review = review_of(self.workspace)
        self.tell(what="kept", kind=kind, number=number, key=key, review=review)
        return review

    def act(self, kind, comment, number, body):
        workspace, draft = self.workspace, self.draft
        start = number % 20 * 31
        finding = Finding("vague", 1, Tier.ASK, start, start + 12, "“Studies show” names no study.", "Which studies?")
        if kind == "comment":
            reviewing.comment_on(workspace, draft, DOCUMENT, start, start + 12, CommentKind.QUESTION, "")
        elif kind == "accept":
            reviewing.accept_finding(workspace, draft, DOCUMENT, finding)
        elif kind == "dismiss":
            reviewing.dismiss(workspace, draft, f"vague@{start}:Studies show", f"reason {number}")
        elif kind in {"undo", "redo"}:
            getattr(undoing, kind)(workspace, draft, DOCUMENT)
        elif comment is not None and kind == "edit":
            reviewing.edit_comment(workspace, comment, body)
        elif comment is not None and kind == "resolve":
            reviewing.resolve_comment(workspace, comment, resolved=not comment.resolved)
        elif comment is not None:
            reviewing.delete_comment(workspace, comment)
