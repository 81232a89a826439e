"""Undo goes on after a restart, a crash and beside another program, and keeps no more than fifty steps."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.domain.review import Comment, CommentKind, Decision
from app.services import reviewing
from app.services.reviewing import OpenDraft, open_draft
from app.services.undoing import KEPT, next_names, redo, undo
from app.store.schema import step
from app.store.workspace import SqliteWorkspace, open_workspace
from tests.services.review_acts import ACTS, perform
from tests.services.test_reviewing import DATA, DOCUMENT, FINDING


def open_here(workspace: SqliteWorkspace) -> OpenDraft:
    return open_draft(workspace, Path("a.txt"), DATA, DOCUMENT)


def reopened(workspace: SqliteWorkspace) -> SqliteWorkspace:
    workspace.close()
    return open_workspace(workspace.path)


def review(workspace: SqliteWorkspace, opened: OpenDraft) -> tuple[list[Comment], list[Decision]]:
    """Return what is kept, but for times, which say nothing."""
    comments = [replace(one, updated_ms=0) for one in workspace.comments(opened.draft.id)]
    return comments, [replace(one, decided_ms=0) for one in workspace.decisions(opened.draft.id)]


def count_steps(workspace: SqliteWorkspace) -> int:
    with workspace._engine.begin() as connection:
        return connection.execute(select(func.count()).select_from(step)).scalar_one()


def test_yesterdays_changes_are_undone_and_redone(workspace: SqliteWorkspace) -> None:
    opened = open_here(workspace)
    comment, _ = reviewing.accept_finding(workspace, opened.draft, DOCUMENT, FINDING)
    reviewing.delete_comment(workspace, comment)
    again = reopened(workspace)
    assert next_names(again, opened.draft) == ("Delete comment", "")
    undo(again, opened.draft, DOCUMENT)
    assert review(again, opened)[0] == [replace(comment, updated_ms=0)]
    undo(again, opened.draft, DOCUMENT)
    again = reopened(again)
    assert review(again, opened) == ([], [])
    assert next_names(again, opened.draft) == ("", "Accept finding")
    redo(again, opened.draft, DOCUMENT)
    assert review(again, opened)[0] == [replace(comment, updated_ms=0)]
    again.close()


@settings(max_examples=12)
@given(acts=st.lists(ACTS | st.just("reopen"), min_size=4, max_size=20))
def test_undoing_and_redoing_everything_passes_the_same_reviews(acts: list[tuple[int, int] | str]) -> None:
    with TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder))
        opened = open_here(workspace)
        for act in acts:
            if isinstance(act, str):
                workspace = reopened(workspace)
            else:
                perform(workspace, opened, *act)
        passed = [review(workspace, opened)]
        while undo(workspace, opened.draft, DOCUMENT):
            workspace = reopened(workspace)
            passed.append(review(workspace, opened))
        assert passed[-1] == ([], [])
        for before in reversed(passed[:-1]):
            assert redo(workspace, opened.draft, DOCUMENT)
            assert review(workspace, opened) == before
        assert redo(workspace, opened.draft, DOCUMENT) is None
        workspace.close()


def test_fifty_steps_of_each_draft_are_kept(workspace: SqliteWorkspace) -> None:
    opened = open_here(workspace)
    other = workspace.keep_draft(Path("b.txt"), b"other", "txt")
    reviewing.comment_on_draft(workspace, other, CommentKind.PRAISE, "Clear.")
    for number in range(KEPT + 5):
        reviewing.dismiss(workspace, opened.draft, "a key", str(number))
    assert count_steps(workspace) == KEPT + 1
    taken = sum(undo(workspace, opened.draft, DOCUMENT) is not None for _ in range(KEPT + 5))
    assert taken == KEPT
    assert count_steps(workspace) == KEPT + 1
    reviewing.dismiss(workspace, opened.draft, "a key", "anew")
    assert count_steps(workspace) == 2


def test_words_that_were_mended_in_keeping_can_be_undone(workspace: SqliteWorkspace) -> None:
    opened = open_here(workspace)
    reviewing.comment_on_draft(workspace, opened.draft, CommentKind.PRAISE, "half \ud83d here")
    undone = undo(workspace, opened.draft, DOCUMENT)
    assert undone
    assert undone.applied
    assert review(workspace, opened) == ([], [])


def test_a_change_of_another_program_is_a_step_here_too(workspace: SqliteWorkspace) -> None:
    opened = open_here(workspace)
    comment = reviewing.comment_on_draft(workspace, opened.draft, CommentKind.PRAISE, "Clear.")
    with closing(open_workspace(workspace.path)) as other:
        reviewing.resolve_comment(other, comment)
    assert next_names(workspace, opened.draft)[0] == "Resolve comment"
    undo(workspace, opened.draft, DOCUMENT)
    assert not workspace.comments(opened.draft.id)[0].resolved
