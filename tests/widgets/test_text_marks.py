"""What is marked in the text: open findings and judged references with broken lines, comments with solid ones."""

from dataclasses import replace

from app.domain.finding import Tier
from app.domain.placement import State
from app.domain.reference import Verdict
from tests.shell.making import wait_idle
from widgets.looks import VERDICT_LOOKS
from widgets.marks import Line
from widgets.text_marks import marks_of, span_of


def mark_with(opened, key):
    return next((mark for mark in marks_of(opened) if mark.key == key), None)


def test_findings_are_marked_by_their_tier(opened):
    lines = {Tier.FIX: Line.WAVE, Tier.ASK: Line.DASH, Tier.CONSIDER: Line.DOTS}
    for item in opened.open_findings():
        mark = mark_with(opened, item.key)
        if item.finding.tier is Tier.CONTEXT:
            assert mark is None
        else:
            assert mark.line is lines[item.finding.tier]
            assert (mark.start, mark.end) == span_of(opened, item.key) == (item.finding.start, item.finding.end)
            assert item.title in mark.tooltip


def test_a_reference_is_marked_by_its_verdict(opened):
    mismatch = next(item for item in opened.reference_items() if item.verdict is Verdict.MISMATCH)
    mark = mark_with(opened, mismatch.key)
    assert mark.icon == VERDICT_LOOKS[Verdict.MISMATCH].icon
    assert span_of(opened, mismatch.key) == (mark.start, mark.end)


def test_marks_come_in_the_order_of_the_text(opened):
    starts = [mark.start for mark in marks_of(opened)]
    assert starts == sorted(starts) != []


def test_an_accepted_finding_turns_solid_and_a_comment_says_its_words(qtbot, session, opened):
    item = next(item for item in opened.open_findings() if item.finding.tier is Tier.ASK)
    session.review.accept(item.key, "Which studies?")
    wait_idle(qtbot, session)
    assert mark_with(opened, item.key) is None
    comment = opened.comment_from(item.key)
    mark = mark_with(opened, comment.id)
    assert (mark.line, mark.start, mark.end) == (Line.SOLID, item.finding.start, item.finding.end)
    assert mark.tooltip == "Comment: Which studies?"
    assert span_of(opened, comment.id) == (mark.start, mark.end)


def test_a_comment_on_the_draft_as_a_whole_marks_nothing(qtbot, session, opened):
    before = marks_of(opened)
    session.review.comment_on_draft(body="Read it aloud once.")
    wait_idle(qtbot, session)
    assert marks_of(opened) == before


def test_a_key_of_nothing_has_no_span(opened):
    assert span_of(opened, "nothing") is None


def test_a_comment_that_lost_its_words_marks_nothing(qtbot, session, opened):
    session.review.comment_on(2, 9, body="Which evening?")
    wait_idle(qtbot, session)
    comment = next(one for one in opened.comments if one.body == "Which evening?")
    assert mark_with(opened, comment.id) is not None
    kept = opened.comments
    lost = replace(comment, anchor=replace(comment.anchor, state=State.ORPHAN))
    opened.comments = tuple(lost if one is comment else one for one in kept)
    assert mark_with(opened, comment.id) is None
    assert span_of(opened, comment.id) is None
    opened.comments = kept
