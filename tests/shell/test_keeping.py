"""What was read is kept: bytes, text and review, so that the draft is found again without its file."""

from dataclasses import replace

import pytest

from app.documents.reader import read_guarded
from app.domain.errors import BadInputError
from app.shell.engine import ReadRequest
from app.shell.keeping import keep_draft, request_for
from app.store.workspace import open_workspace
from tests.shell.making import write_draft


@pytest.fixture
def workspace(workspace_folder):
    made = open_workspace(workspace_folder)
    yield made
    made.close()


def test_a_draft_is_shown_from_its_kept_copy_with_its_words_counted(workspace, tmp_path):
    path = write_draft(tmp_path)
    kept = keep_draft(workspace, ReadRequest(path), read_guarded(path))
    assert kept.source != path
    assert kept.source.read_bytes() == path.read_bytes()
    assert kept.words == len(kept.document.text.split())
    assert kept.places.where(kept.document.text.index("Studies")) == "under “Evening opening”"


def test_a_file_that_is_another_by_now_is_not_kept(workspace, tmp_path):
    path = write_draft(tmp_path)
    reading = read_guarded(path)
    path.write_text("Another text.")
    with pytest.raises(BadInputError, match="changed while it was being opened"):
        keep_draft(workspace, ReadRequest(path), reading)
    assert workspace.drafts() == ()


def test_a_draft_that_came_from_elsewhere_becomes_a_file_under_its_own_name(workspace, tmp_path):
    path = write_draft(tmp_path)
    draft = keep_draft(workspace, ReadRequest(path), read_guarded(path)).draft
    assert request_for(workspace, draft).path == path
    for name, safe in (("A brief (2).md", "A brief (2).md"), ("../../.profile", "__.._.profile"), ("..", "_")):
        request = request_for(workspace, replace(draft, path="", name=name))
        assert request.path == workspace.path / "received" / draft.id / safe
        assert request.source == workspace.original(draft.sha256)
        assert not request.path.exists()
        keep_draft(workspace, request, read_guarded(path))
        assert request.path.read_bytes() == path.read_bytes()
        assert [one.name for one in request.path.parent.iterdir() if one.name.endswith(".part")] == []
