"""Comments are written in place and kept as they are typed."""

import pytest

from tests.shell.making import is_idle, until, write_draft


@pytest.fixture
def panel(window):
    window.panels.show_tab("comments")
    return window.panels.comments


def add(session, opened, panel, text="A word."):
    known = {comment.id for comment in opened.comments}
    session.review.comment_on(2, 9)
    until(lambda: panel.editor is not None and panel.editor.comment_id not in known)
    panel.editor.text.setPlainText(text)
    return panel.editor.comment_id


def body(opened, comment_id):
    return next(comment.body for comment in opened.comments if comment.id == comment_id)


def test_an_empty_panel_says_how_a_comment_is_made(panel, opened):
    panel.explain(opened)
    assert panel.empty.accessibleName().startswith("No comments yet")


def test_a_new_comment_opens_for_writing_and_is_kept(panel, session, opened):
    added = add(session, opened, panel)
    panel.editor.finish()
    until(lambda: body(opened, added) == "A word.")
    assert panel.list.open_key == ""
    assert panel.group_of(opened, added) == "text"


def test_typing_is_kept_without_being_done(panel, session, opened):
    added = add(session, opened, panel, "Half a sent")
    until(lambda: body(opened, added) == "Half a sent")
    assert panel.editor.body == "Half a sent"


def test_going_to_another_item_keeps_what_was_typed(window, panel, session, opened):
    added = add(session, opened, panel, "Typed, then left")
    session.set_current(opened.findings[0].key)
    until(lambda: body(opened, added) == "Typed, then left")


def test_a_comment_without_words_is_taken_away(panel, session, opened):
    before = len(opened.comments)
    add(session, opened, panel, "")
    panel.editor.finish()
    until(lambda: len(opened.comments) == before)


def test_a_resolved_comment_stands_apart(panel, session, opened):
    added = add(session, opened, panel, "Solved")
    panel.editor.resolved.emit(added, True)
    until(lambda: panel.group_of(opened, added) == "resolved")
    assert "Resolved" in [row.title for row in panel.list.rows if row.is_group]


def test_opening_another_draft_keeps_what_was_typed_on_this_one(window, panel, session, opened, tmp_path):
    added = add(session, opened, panel, "Half a thought")
    session.open_files([write_draft(tmp_path, "second.md", "# Second\n\nSome words.\n")])
    until(lambda: session.draft is not opened and is_idle(session))
    assert body(opened, added) == "Half a thought"
    assert opened.typed == {}
    session.open_path(opened.path)
    until(lambda: session.draft is opened and is_idle(session))
