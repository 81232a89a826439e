"""Scores: the grid with its numbers, what comes back, every review, filters, and the preview of each export."""

import csv
import json
from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.domain.people import Person
from app.services.exporting import Format
from app.services.ports import ReviewChange
from app.shell.people_here import people_here
from app.store.workspace import open_workspace
from tests.exports.test_scores import FIRST
from tests.shell.making import is_idle, until
from tests.widgets.lead import REVIEWS, lead_session, make_reviews
from tests.widgets.test_lead_pages import pick
from widgets.scores_models import WordView, review_words
from widgets.scores_page import ScoresPage
from widgets.theme import px


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scores") / "made"
    return make_reviews(folder), folder


@pytest.fixture
def page(made, tmp_path, qtbot):
    with lead_session(made[1], tmp_path / "lead") as session:
        made_page = ScoresPage(session)
        qtbot.addWidget(made_page)
        made_page.resize(1000, 700)
        made_page.show()
        made_page.refresh()
        until(lambda: is_idle(session))
        yield made_page


def spoken(view, row, column):
    return view.model().index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)


def choose(page, chooser, words):
    pick(chooser, words)
    until(lambda: is_idle(page._session))


def test_the_grid_says_each_mean_with_its_number(page):
    assert page.counts.text() == f"{REVIEWS} drafts, 1 person"
    assert page.heading.text() == "Scores by month, mean of 4"
    assert spoken(page.grid, 0, 1).endswith(f"mean 4.0 of 4, {REVIEWS} drafts")
    assert page.chosen_cell.text().endswith(f"Sources exist:   Meets {REVIEWS}")
    assert page.back.sentences == ["Source not named: 50 in 100"]


def test_a_cell_leads_to_its_reviews_and_back(page):
    page.show_drafts.click()
    assert page.body.currentWidget() is page.reviews
    assert len(page.reviews.words.rows) == REVIEWS
    assert spoken(page.reviews, 0, 1) == "Person Ana"
    assert page.reviews.words.rows[0][-1] == "60 %"
    page.views.button(0).click()
    assert page.body.currentWidget() is not page.reviews


def test_opened_again_it_stays_as_it_was_until_something_is_written(page, tmp_path):
    page.show_drafts.click()
    chosen = page.grid.currentIndex()
    page.refresh()
    until(lambda: is_idle(page._session))
    assert page.body.currentWidget() is page.reviews
    assert page.grid.currentIndex() == chosen
    with closing(open_workspace(tmp_path / "lead")) as store:
        everybody = store.records(Person)
        store.change_review(ReviewChange(records=tuple(replace(one, name=f"{one.name} B.") for one in everybody)))
    page.refresh()
    until(lambda: is_idle(page._session))
    assert spoken(page.reviews, 0, 1) == "Person Ana B."


def test_reviews_are_put_into_words_when_they_are_asked_for():
    rows = [replace(FIRST, draft=number) for number in range(1000)]
    _, words = review_words(rows)
    assert [one[5] for one in words[:2]] == ["999", "998"]
    assert words[-1][5] == "0"
    assert len(words) == 1000
    assert len(words._made) == 3


def test_columns_are_as_wide_as_their_words_up_to_the_widest(qtbot):
    view = WordView("Words", widest=150)
    qtbot.addWidget(view)
    view.show_words(
        ("A", "A long head", "C", "D"), [("word", "x", "two\n  lines", "word " * 90), ("the longer", "", "", "")]
    )
    for column in range(4):
        assert view.columnWidth(column) >= min(view.sizeHintForColumn(column), px(150))
        assert view.columnWidth(column) <= max(px(64), view.sizeHintForColumn(column) + px(80))
    assert view.columnWidth(3) == px(150)


def test_a_long_head_stands_on_two_lines_and_the_table_is_as_high_as_whole_rows(qtbot):
    title = "Figures have a source and agree with each other"
    view = WordView("Words", shown=3)
    qtbot.addWidget(view)
    view.show_words(("A", title), [("word", "2 Partly")] * 9)
    head = view.horizontalHeader()
    on_one = head.fontMetrics().horizontalAdvance(title)
    assert on_one / 2 < view.columnWidth(1) < on_one
    assert head.height() >= 2 * head.fontMetrics().height()
    assert view.words.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == title
    bar = view.horizontalScrollBar().sizeHint().height()
    assert view.height() == head.sizeHint().height() + 3 * view.rowHeight(0) + bar
    view.show_words(("A", "words " * 60), [("word", "x")])
    assert view.words.headerData(1, Qt.Orientation.Horizontal).endswith("…")
    view.show_words(("A", "B"), [("word", "x")])
    assert view.words.headerData(1, Qt.Orientation.Horizontal) == "B"
    assert head.sizeHint().height() < 2 * head.fontMetrics().height()


def test_filters_narrow_everything_down(page):
    choose(page, page.filters.rubric, "All rubrics")
    assert page.counts.text() == f"{REVIEWS} drafts, 1 person"
    choose(page, page.filters.team, "Reports")
    choose(page, page.filters.mentor, "Ben")
    choose(page, page.filters.period, "All time")
    assert page.counts.text() == f"{REVIEWS} drafts, 1 person"
    assert page.filters.mentor.currentText() == "Ben"
    assert not page.empty.isVisibleTo(page)


def test_each_format_has_a_preview_and_a_file(page, tmp_path):
    for format_ in Format:
        choose(page, page.export.format, format_.words)
        table = page.export.table
        assert table.words.rows
        assert table.words.columnCount() > 1 or table.columnWidth(0) == table.viewport().width()
        assert page.export.home.isVisibleTo(page) == (format_ is Format.XAPI)
        target = tmp_path / f"{format_.value}{format_.suffix}"
        page.export.write(target)
        until(lambda: is_idle(page._session))
        assert page.export.said.accessibleName() == f"Written: {target}"
        assert target.stat().st_size > 100
    assert len(list(csv.reader((tmp_path / "canvas.csv").read_text(encoding="utf-8").splitlines()))) == 2
    assert len(json.loads((tmp_path / "xapi.json").read_text(encoding="utf-8"))) == REVIEWS


def test_what_is_left_out_and_what_cannot_be_is_said(page):
    choose(page, page.export.format, Format.CANVAS.words)
    assert f"{REVIEWS - 1} earlier reviews are left out" in page.export.said.accessibleName()
    choose(page, page.export.names, "Without names")
    assert "Names of people are left out" in page.export.said.accessibleName()
    assert "Ana" not in {cell for row in page.export.table.words.rows for cell in row}
    choose(page, page.export.format, Format.XAPI.words)
    page.export.home.setText("me")
    page.export.home.editingFinished.emit()
    assert "no web address" in page.export.said.accessibleName()
    assert not page.export.go.isEnabled()
    page.export.note_unreleased(2)
    page.export.home.setText("https://people.example")
    page.export.home.editingFinished.emit()
    assert "2 reviews never released" in page.export.said.accessibleName()


def test_a_disk_that_takes_no_file_is_said(page, tmp_path):
    (tmp_path / "file").write_text("")
    failed = []
    page._session.failed.connect(failed.append)
    page.export.write(tmp_path / "file" / "scores.xlsx")
    until(lambda: bool(failed))
    assert "cannot be written" in page.export.said.accessibleName()


def test_without_scores_it_says_where_they_come_from(page, made):
    people_here(page._session).act_as(made[0].mo)
    until(lambda: is_idle(page._session))
    page.refresh()
    until(lambda: is_idle(page._session))
    assert page.empty.isVisibleTo(page)
    assert not page.export.go.isEnabled()
