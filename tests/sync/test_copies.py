"""A copied workspace file is another device: two that sync as one would hide each other's changes."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import null
from keyring.errors import KeyringLocked

from app.domain.review import CommentKind
from app.services import reviewing
from app.store.backups import backups
from app.store.engine import DATABASE
from app.store.workspace import open_workspace
from app.sync.client import ServerClient
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in


class Memory(KeyringBackend):
    """A keyring of this test's own."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def memory() -> Iterator[Memory]:
    usual, own = keyring.get_keyring(), Memory()
    keyring.set_keyring(own)
    yield own
    keyring.set_keyring(usual)


def test_a_copied_workspace_finds_the_conflict_with_what_it_was_copied_from(
    memory: Memory, empty_database: str, tmp_path: Path
) -> None:
    with shared_team(empty_database) as dsns:
        ann, ben = (Desktop(tmp_path / who, dsns[who]) for who in ("ann", "ben"))
        ann.join()
        ben.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        ben.sync()
        comment = reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
        ben.sync()
        ben.close()
        shutil.copytree(tmp_path / "ben", tmp_path / "copy")
        ben, copy = Desktop(tmp_path / "ben", dsns["ben"]), Desktop(tmp_path / "copy", dsns["ben"])
        device = copy.workspace.share.device()
        reviewing.edit_comment(ben.workspace, comment, "Clear and short.")
        reviewing.edit_comment(copy.workspace, comment, "Clear, but long.")
        assert ben.sync().conflicts == 0
        assert copy.sync().conflicts == 1
        assert copy.workspace.share.device() != device
        ben.sync()
        assert {one.workspace.comments(draft.id)[0].body for one in (ben, copy)} == {"Clear and short."}
        reviewing.edit_comment(ben.workspace, ben.workspace.comments(draft.id)[0], "Clear.")
        assert ben.sync().conflicts == 0
        for one in (ann, ben, copy):
            one.close()


def test_a_keyring_that_was_locked_once_makes_no_other_device(
    memory: Memory, empty_database: str, tmp_path: Path
) -> None:
    with shared_team(empty_database) as dsns:
        ann = Desktop(tmp_path / "ann", dsns["ann"])
        ann.join()
        hand_in(ann.workspace)
        ann.sync()
        device = ann.workspace.share.device()
        for is_locked in (True, False):
            memory.is_locked = is_locked
            hand_in(ann.workspace, name=f"{is_locked}.txt")
            assert ann.sync().sent
            assert ann.workspace.share.device() == device
        ann.close()


def test_a_workspace_that_came_back_from_a_backup_is_another_device(empty_database: str, tmp_path: Path) -> None:
    with shared_team(empty_database) as dsns:
        ann = Desktop(tmp_path / "ann", dsns["ann"])
        ann.join()
        ann.workspace.back_up_now()
        draft = hand_in(ann.workspace)
        ann.sync()
        device = ann.workspace.share.device()
        ann.close()
        assert backups(tmp_path / "ann")
        (tmp_path / "ann" / DATABASE).write_bytes(b"not a database at all" * 1000)
        with closing(open_workspace(tmp_path / "ann")) as opened:
            assert opened.share.device()[0] != device[0]
            assert opened.drafts() == ()
        ann = Desktop(tmp_path / "ann", dsns["ann"])
        ann.sync()
        assert [one.id for one in ann.workspace.drafts()] == [draft.id]
        ann.close()


def test_a_keyring_that_keeps_nothing_makes_no_other_device(
    memory: Memory, empty_database: str, tmp_path: Path
) -> None:
    keyring.set_keyring(null.Keyring())
    with shared_team(empty_database) as dsns:
        ann = Desktop(tmp_path / "ann", dsns["ann"])
        ann.join()
        hand_in(ann.workspace)
        ann.sync()
        device = ann.workspace.share.device()
        hand_in(ann.workspace, name="second.txt")
        assert ann.sync().received == 0  # nothing is read again
        assert ann.workspace.share.device() == device
        assert not ServerClient(dsns["ann"], "secret").remember()
        ann.close()
