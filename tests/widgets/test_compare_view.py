"""Two versions beside each other: they scroll together, only what is in sight is tinted, a PDF shows its text."""

import pytest

from app.domain.changes import Comparison, compare
from app.domain.document import Reading
from app.domain.review import Draft
from app.shell.comparing import Beside
from app.shell.desk_draft import DeskDraft
from tests.services.team import make_document
from tests.shell.making import until
from widgets.compare_view import CompareView

PARAGRAPHS = [f"Paragraph {number} says {number * 7} things about the library in the evening." for number in range(120)]
OLD = "\n".join(PARAGRAPHS)
NEW = "\n".join(f"{one} And more." if number % 10 == 0 else one for number, one in enumerate(PARAGRAPHS))


def draft(number):
    return Draft(f"d{number}", "w", number, "", "txt", f"v{number}.txt", f"v{number}.txt", f"r{number}", 0)


def shown(qtbot, old, new, tmp_path, comparison=None):
    readings = [Reading(make_document(text), {}) for text in (old, new)]
    opened = DeskDraft(draft(2), readings[1], tmp_path / "v2.txt", tmp_path / "v2.txt")
    beside = Beside(draft(1), readings[0], comparison or compare(old, new), None, {})
    view = CompareView(opened, beside)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    view.show_reading(readings[1])
    until(lambda: view.is_filled)
    return view


@pytest.fixture
def view(qtbot, tmp_path):
    return shown(qtbot, OLD, NEW, tmp_path)


def test_both_scroll_together_whichever_is_moved(view):
    view.new.scroll_to(NEW.index("Paragraph 60"))
    assert abs(view.old.top() - OLD.index("Paragraph 60")) < 200
    view.old.scroll_to(OLD.index("Paragraph 20"))
    assert abs(view.new.top() - NEW.index("Paragraph 20")) < 200


def test_versions_stand_below_each_other_where_columns_would_be_too_narrow(view):
    assert view.old.mapTo(view, view.old.rect().topLeft()).y() == view.new.mapTo(view, view.new.rect().topLeft()).y()
    view.resize(500, 600)
    until(lambda: view.new.mapTo(view, view.new.rect().topLeft()).y() > view.old.height())
    assert view.new.width() == 500
    view.resize(900, 500)
    until(lambda: view.new.width() < 500)


def test_steps_go_round_and_begin_in_sight(view):
    assert view.change_words == "12 changes"
    view.new.scroll_to(NEW.index("Paragraph 45"))
    view.step_change(1)
    assert view.change_words == "Change 6 of 12"
    assert view.change_kind == "added"
    for _ in range(7):
        view.step_change(1)
    assert view.change_words == "Change 1 of 12"
    view.step_change(-1)
    assert view.change_words == "Change 12 of 12"


def test_only_changes_in_sight_are_tinted(qtbot, view):
    view.new.scroll_to(0)
    until(view.new._paper.extraSelections)
    assert 0 < len(view.new._paper.extraSelections()) < 12
    first = view.new._paper.extraSelections()[0]
    assert first.cursor.selectedText().strip() == "And more."
    assert first.format.fontUnderline()


def test_equal_drafts_have_no_changes_to_go_to(qtbot, tmp_path):
    view = shown(qtbot, OLD, OLD, tmp_path)
    view.step_change(1)
    assert view.change_words == "No changes"


def test_right_to_left_text_is_tinted_where_it_changed(qtbot, tmp_path):
    old = "\n".join(f"מבקרים רבים {number} באו בערב אל הספרייה החדשה שלנו {number * 3}" for number in range(10))
    new = old.replace("בערב", "בבוקר", 1)
    view = shown(qtbot, old, new, tmp_path)
    until(view.new._paper.extraSelections)
    assert view.new._paper.extraSelections()[0].cursor.selectedText() == "בבוקר"


def test_a_comment_that_stood_on_another_draft_is_not_shown_here(view):
    assert not view.show_before("unknown")


def test_a_hundred_thousand_characters_in_one_paragraph_are_shown(qtbot, tmp_path):
    long = "word " * 20_000
    view = shown(qtbot, long, long + "end", tmp_path, Comparison((), ((0, 0), (len(long), len(long)))))
    assert view.new.shows_words
