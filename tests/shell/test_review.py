"""Decisions and comments of the draft on the desk, and taking them back."""

import pytest

from app.domain.review import Choice, CommentKind
from app.services.dismissals import Reach
from tests.shell.making import open_draft, wait_idle, write_draft, write_sources


@pytest.fixture
def opened(qtbot, session, tmp_path):
    session.set_sources([write_sources(tmp_path)])
    return open_draft(qtbot, session, write_draft(tmp_path))


def test_an_accepted_finding_is_a_comment_and_can_be_taken_back(qtbot, session, opened):
    key = opened.findings[0].key
    session.review.accept(key)
    wait_idle(qtbot, session)
    assert opened.was_accepted(key)
    assert opened.comment_from(key).body
    session.review.take_back(key)
    wait_idle(qtbot, session)
    assert opened.comments == ()
    assert opened.decisions == {}


def test_a_reference_is_accepted_in_own_words(qtbot, session, opened):
    item = opened.reference_items()[1]
    session.review.accept(item.key, "The year is wrong, I think.")
    wait_idle(qtbot, session)
    assert opened.comment_from(item.key).body == "The year is wrong, I think."
    assert item.key not in {one.key for one in opened.to_look_at()}


def test_a_rule_is_dismissed_in_the_whole_document_and_taken_back(qtbot, session, opened):
    key = opened.findings[0].key
    same = {item.key for item in opened.findings if item.finding.check == opened.findings[0].finding.check}
    session.review.dismiss(key, "House style", Reach.DOCUMENT)
    wait_idle(qtbot, session)
    assert {item.key for item in opened.decided_findings()} == same
    assert opened.decisions[key].reason == "House style (everywhere in this document)"
    session.review.take_back(key)
    wait_idle(qtbot, session)
    assert opened.decided_findings() == []


def test_a_dismissal_is_remembered_in_the_next_draft(qtbot, session, opened):
    vague = next(item for item in opened.findings if item.finding.check == "vague-attribution")
    session.review.dismiss(vague.key, "It is fine")
    wait_idle(qtbot, session)
    opened.path.write_text(opened.path.read_text("utf-8").replace("# Evening", "A line more.\n\n# Evening"), "utf-8")
    session.reload()
    qtbot.waitUntil(lambda: session.draft is not opened)
    wait_idle(qtbot, session)
    (decided,) = session.draft.decided_findings()
    assert session.draft.decisions[decided.key].reason == "It is fine (in draft 1)"


def test_a_dismissal_keeps_its_reason(qtbot, session, opened):
    key = opened.findings[0].key
    session.review.dismiss(key, "Too small to matter")
    wait_idle(qtbot, session)
    assert (opened.decisions[key].choice, opened.decisions[key].reason) == (Choice.DISMISSED, "Too small to matter")
    assert opened.decided_findings()[0].key == key


def test_what_is_being_typed_shows_before_it_is_kept(qtbot, session, opened):
    with qtbot.waitSignal(session.review.comment_added) as added:
        session.review.comment_on(2, 9)
    session.review.edit_comment(added.args[0], CommentKind.PRAISE, "Clear")
    assert opened.comment(added.args[0]).comment.body == "Clear"
    wait_idle(qtbot, session)
    assert opened.typed == {}
    assert (opened.comments[0].kind, opened.comments[0].body) == (CommentKind.PRAISE, "Clear")


def test_comments_are_resolved_removed_and_brought_back(qtbot, session, opened):
    session.review.comment_on_draft(body="Read it aloud once.")
    wait_idle(qtbot, session)
    comment = opened.comments[0]
    session.review.resolve(comment.id)
    wait_idle(qtbot, session)
    assert opened.comments[0].resolved
    with qtbot.waitSignal(session.review.comment_removed) as removed:
        session.review.delete_comment(comment.id)
    assert removed.args[0].id == comment.id
    wait_idle(qtbot, session)
    assert opened.comments == ()
    session.review.undo()
    wait_idle(qtbot, session)
    assert [one.body for one in opened.comments] == ["Read it aloud once."]


def test_undo_and_redo_go_through_the_changes(qtbot, session, opened):
    assert opened.undo is None
    key = opened.findings[0].key
    session.review.accept(key)
    session.review.comment_on_draft(body="And more.")
    wait_idle(qtbot, session)
    session.review.undo()
    session.review.undo()
    wait_idle(qtbot, session)
    assert opened.comments == ()
    assert opened.decisions == {}
    assert opened.undo is None
    with qtbot.waitSignal(session.review.undone) as undone:
        session.review.redo()
    assert undone.args[0].applied
    wait_idle(qtbot, session)
    assert opened.was_accepted(key)


def test_a_removed_comment_ignores_an_edit_that_comes_late(qtbot, session, opened):
    session.review.comment_on_draft(body="Short-lived.")
    wait_idle(qtbot, session)
    comment = opened.comments[0]
    session.review.delete_comment(comment.id)
    session.review.edit_comment(comment.id, comment.kind, "Too late")
    wait_idle(qtbot, session)
    assert opened.comments == ()
