"""What is put into a workspace comes back, also from a file opened anew."""

import stat
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.anchor import make_anchor
from app.domain.errors import NotFoundError
from app.domain.ids import new_id
from app.domain.reference import LibraryInfo
from app.domain.review import Comment
from app.services.ports import Library, ReviewChange
from app.store.workspace import SqliteWorkspace, open_workspace
from tests.store.making import TEXT, make_comment, make_decision, make_document, open_text


def reopened(workspace: SqliteWorkspace) -> SqliteWorkspace:
    workspace.close()
    return open_workspace(workspace.path)


def test_a_review_comes_back_after_closing(workspace: SqliteWorkspace) -> None:
    opened = open_text(workspace)
    comment = replace(
        make_comment(workspace, opened.draft, "Which studies? 🙂 \U0010ffff e\u0301"),
        anchor=make_anchor(make_document(), opened.revision_id, 0, 12),
        resolved=True,
        finding="vague@0:Studies show",
    )
    decision = make_decision(workspace, opened.draft)
    workspace.put_comment(comment)
    workspace.put_decision(decision)
    again = reopened(workspace)
    assert again.comments(opened.draft.id) == (comment,)
    assert again.decisions(opened.draft.id) == (decision,)
    assert again.drafts() == (opened.draft,)
    assert again.revision_text(opened.revision_id) == TEXT
    assert again.original(opened.draft.sha256).read_bytes() == TEXT.encode()
    again.close()


def test_comments_are_in_the_order_of_their_anchors(workspace: SqliteWorkspace) -> None:
    opened, document = open_text(workspace), make_document()
    for start in (20, 5, 40):
        anchor = make_anchor(document, opened.revision_id, start, start + 4)
        workspace.put_comment(replace(make_comment(workspace, opened.draft), anchor=anchor))
    workspace.put_comment(make_comment(workspace, opened.draft, "on the whole"))
    anchors = [comment.anchor for comment in workspace.comments(opened.draft.id)]
    assert [anchor and anchor.start for anchor in anchors] == [None, 5, 20, 40]


def test_a_comment_can_lose_and_regain_its_anchor(workspace: SqliteWorkspace) -> None:
    opened = open_text(workspace)
    free = make_comment(workspace, opened.draft)
    fixed = replace(free, anchor=make_anchor(make_document(), opened.revision_id, 0, 7))
    for value in (free, fixed, free, fixed):
        workspace.put_comment(value)
        assert workspace.comments(opened.draft.id) == (value,)


def test_a_deleted_comment_is_gone_and_comes_back_when_put_again(workspace: SqliteWorkspace) -> None:
    opened = open_text(workspace)
    comment = make_comment(workspace, opened.draft)
    workspace.put_comment(comment)
    workspace.delete_comment(comment.id)
    assert workspace.comments(opened.draft.id) == ()
    workspace.put_comment(comment)
    assert workspace.comments(opened.draft.id) == (comment,)


def test_half_a_surrogate_pair_is_kept_as_a_replacement_character(workspace: SqliteWorkspace) -> None:
    opened = open_text(workspace)
    workspace.put_comment(make_comment(workspace, opened.draft, "half \ud83d here"))
    assert workspace.comments(opened.draft.id)[0].body == "half \ufffd here"


def test_a_change_happens_as_a_whole_or_not_at_all(workspace: SqliteWorkspace) -> None:
    opened = open_text(workspace)
    comment, decision = make_comment(workspace, opened.draft), make_decision(workspace, opened.draft)
    stray = replace(decision, draft_id=new_id())
    with pytest.raises(NotFoundError):
        workspace.change_review(ReviewChange(comments=(comment,), decisions=(decision, stray)))
    assert workspace.comments(opened.draft.id) == ()
    assert workspace.decisions(opened.draft.id) == ()


def test_the_same_file_at_another_path_is_the_same_draft(workspace: SqliteWorkspace, tmp_path: Path) -> None:
    first = workspace.keep_draft(tmp_path / "a.txt", b"words", "txt")
    moved = workspace.keep_draft(tmp_path / "elsewhere" / "b.txt", b"words", "txt")
    assert moved == replace(first, path=str(tmp_path / "elsewhere" / "b.txt"), name="b.txt", opened_ms=moved.opened_ms)
    assert len(workspace.drafts()) == 1


def test_drafts_are_listed_with_the_last_opened_first(workspace: SqliteWorkspace) -> None:
    for name in ("a", "b", "c", "a"):
        workspace.keep_draft(Path(name), name.encode(), "txt")
    assert [draft.name for draft in workspace.drafts()] == ["a", "c", "b"]


def test_originals_are_kept_once_and_read_only(workspace: SqliteWorkspace) -> None:
    first = workspace.keep_draft(Path("a.txt"), b"words", "txt")
    kept = workspace.original(first.sha256)
    before = kept.stat()
    workspace.keep_draft(Path("b.txt"), b"words", "txt")
    assert kept.stat().st_mtime_ns == before.st_mtime_ns
    assert not before.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    assert [path.name for path in kept.parent.iterdir()] == [first.sha256]


def test_an_original_cut_short_by_a_crash_is_written_again(workspace: SqliteWorkspace) -> None:
    kept = workspace.original(workspace.keep_draft(Path("a.txt"), b"words", "txt").sha256)
    kept.chmod(0o644)
    kept.write_bytes(b"wo")
    workspace.keep_draft(Path("a.txt"), b"words", "txt")
    assert kept.read_bytes() == b"words"


def test_a_missing_original_is_said(workspace: SqliteWorkspace) -> None:
    with pytest.raises(NotFoundError, match="missing"):
        workspace.original("ab" * 32)


def test_a_text_is_kept_once_per_extractor_and_wording(workspace: SqliteWorkspace) -> None:
    draft = workspace.keep_draft(Path("a.txt"), TEXT.encode(), "txt")
    first = workspace.keep_revision(draft.id, make_document())
    better = workspace.keep_revision(draft.id, make_document(TEXT.upper(), "txt/2", TEXT.encode()))
    assert workspace.keep_revision(draft.id, make_document()) == first
    assert workspace.drafts()[0].revision_id == first
    assert workspace.revision_text(better) == TEXT.upper()


def test_a_comment_stands_where_it_was_placed_on_the_text_in_use(workspace: SqliteWorkspace) -> None:
    opened = open_text(workspace)
    comment = replace(
        make_comment(workspace, opened.draft), anchor=make_anchor(make_document(), opened.revision_id, 0, 7)
    )
    workspace.put_comment(comment)
    longer = make_document(f"Title\n{TEXT}", "txt/2", TEXT.encode())
    newer = workspace.keep_revision(opened.draft.id, longer)
    assert workspace.comments(opened.draft.id) == (comment,)
    moved = replace(comment, anchor=make_anchor(longer, newer, 6, 13))
    workspace.put_comment(moved)
    assert workspace.comments(opened.draft.id) == (moved,)
    workspace.keep_revision(opened.draft.id, make_document())
    assert workspace.comments(opened.draft.id) == (comment,)


def test_libraries_are_kept_by_name(workspace: SqliteWorkspace) -> None:
    team = Library(LibraryInfo("team", 3, complete=True, files=("a.bib",), updated_ms=7), ("d1", "d2"))
    mine = Library(LibraryInfo("Mine", 1, complete=False, updated_ms=8), ("d9",))
    workspace.put_library(team)
    workspace.put_library(mine)
    assert workspace.libraries() == (mine, team)
    grown = Library(replace(team.info, records=5), ("d3", "d2", "d4"))
    workspace.put_library(grown)
    workspace.remove_library("Mine")
    again = reopened(workspace)
    assert again.libraries() == (grown,)
    again.put_library(mine)
    assert again.libraries() == (mine, grown)
    again.close()


def test_an_unknown_library_cannot_be_removed(workspace: SqliteWorkspace) -> None:
    with pytest.raises(NotFoundError, match="“nothing”"):
        workspace.remove_library("nothing")


def test_settings_keep_json_values(workspace: SqliteWorkspace) -> None:
    assert workspace.setting("font", "serif") == "serif"
    values: tuple[object, ...] = ({"size": [1, 2.5, None, True], "ü": "🙂"}, [], "x", 0, False)
    for value in values:
        workspace.put_setting("font", value)
        assert workspace.setting("font", "serif") == value


def test_threads_share_a_workspace(workspace: SqliteWorkspace) -> None:
    draft = open_text(workspace).draft
    made: list[Comment] = []

    def write() -> None:
        for number in range(20):
            comment = make_comment(workspace, draft, str(number))
            workspace.put_comment(comment)
            made.append(comment)
            workspace.comments(draft.id)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(workspace.comments(draft.id)) == set(made)
    assert len(made) == 80


_OPEN = """
import sys
from pathlib import Path
from app.store.workspace import open_workspace
open_workspace(Path(sys.argv[1])).close()
print([name for name in ("alembic", "sqlalchemy.orm", "PySide6") if name in sys.modules])
"""


def test_opening_loads_no_migration_code(folder: Path) -> None:
    for _ in ("new", "known"):
        done = subprocess.run([sys.executable, "-c", _OPEN, folder], capture_output=True, text=True, check=True)
        assert done.stdout == "[]\n"
