"""Preferences are kept in the workspace; what makes no sense is as if it had never been set."""

import pytest

from app.services.settings import Preferences, keep_my_name, keep_preferences, my_name, preferences
from app.store.workspace import open_workspace


@pytest.fixture
def workspace(workspace_folder):
    opened = open_workspace(workspace_folder)
    yield opened
    opened.close()


def test_what_was_set_comes_back(workspace):
    chosen = Preferences("dark", 1.5, False, {"accept": "Ctrl+Return"}, {"findings": "check:open"})
    keep_preferences(workspace, chosen)
    assert preferences(workspace) == chosen


@pytest.mark.parametrize("kept", [None, 7, {"theme": "pink", "text_scale": "large", "keys": [1], "lists": {"a": 2}}])
def test_what_makes_no_sense_is_left_out(workspace, kept):
    workspace.put_setting("preferences", kept)
    assert preferences(workspace) == Preferences()


def test_text_is_never_larger_than_can_be_shown(workspace):
    workspace.put_setting("preferences", {"text_scale": 9})
    assert preferences(workspace).text_scale == 2.0


def test_my_name_is_the_author_of_my_comments(workspace):
    assert not my_name(workspace)
    keep_my_name(workspace, "  Ada Mensah ")
    assert my_name(workspace) == "Ada Mensah"
