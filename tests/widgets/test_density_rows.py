"""Measures beside the findings: a dense habit against a named baseline, facts that never touch the text, no score."""

import pytest
from PySide6.QtWidgets import QComboBox, QLabel

from app.domain.finding import GENRE, Density, Fact
from app.services.checking import StyleMeasured
from widgets.density_rows import hit_of, is_measure, marked_hits, measure_card, measure_entries, row_key
from widgets.labels import Button
from widgets.text_marks import marks_of, span_of

SPANS = ((2, 9), (10, 17), (20, 30))
HERE = Density("filler", 9.1, 4.1, 330, SPANS, GENRE, "2026-11-21")
THERE = Density("filler", 9.1, 2.5, 120, SPANS, "essay", "2026-11-21")
ONLY_HERE = Density("buzzwords", 8.0, 4.0, 330, SPANS[:1], GENRE, "2026-11-21")
FACT = Fact("hedges", "Hedges", "3.0 per 1,000 words")


@pytest.fixture
def measured(opened):
    before = opened.measured
    opened.measured = StyleMeasured((HERE, ONLY_HERE), (THERE,), (FACT,))
    yield opened
    opened.measured = before


def words(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_each_genre_has_its_rows(measured):
    assert [entry.row.key for entry in measure_entries(measured, GENRE)] == [
        "density:filler",
        "density:buzzwords",
        "fact:hedges",
    ]
    assert [entry.row.key for entry in measure_entries(measured, "essay")] == ["density:filler", "fact:hedges"]
    filler = next(iter(measure_entries(measured, GENRE))).row
    assert (filler.title, filler.detail) == ("Filler", "9.1 per 1,000 words, 3 places")


def test_the_card_names_the_baseline_and_leads_to_the_places(qtbot, measured):
    shown, genres = [], []
    card = measure_card(measured, "density:filler", GENRE, shown.append, genres.append)
    qtbot.addWidget(card)
    assert (
        "95 % of 330 human government documents are at or below 4.1 per 1,000 (counted on 21 November 2026)."
        in words(card)
    )
    places = [button for button in card.findChildren(Button) if button.property("kind") == "link"]
    places[2].click()
    choice = card.findChild(QComboBox)
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    assert (shown, genres) == (["density:filler#2"], ["essay"])


def test_a_fact_says_that_it_is_none(qtbot, measured):
    card = measure_card(measured, "fact:hedges", GENRE, print, print)
    qtbot.addWidget(card)
    assert "A fact, not a finding" in words(card)


def test_only_what_is_dense_beside_every_baseline_is_marked(measured):
    assert [key for key, _, _ in marked_hits(measured)] == [f"density:filler#{number}" for number in range(3)]
    assert sum(is_measure(mark.key) for mark in marks_of(measured)) == 3
    assert span_of(measured, "density:filler#1") == SPANS[1]
    assert hit_of(measured, "density:filler#9") is None
    assert row_key("density:filler#1") == "density:filler"


def test_the_panel_opens_the_row_of_a_hit(window, measured):
    window.panels.findings.refresh()
    window.session.set_current("density:filler#1")
    assert window.panels.findings.list.open_key == "density:filler"
    assert window.panels._undecided() == ""
    window.session.set_current(None)


def test_places_beyond_the_first_twelve_show_when_they_are_asked_for(qtbot, measured):
    shown = []
    spans = tuple((place, place + 5) for place in range(30))
    measured.measured = StyleMeasured((Density("filler", 90.0, 4.1, 330, spans, GENRE, "2026-11-21"),), (), ())
    card = measure_card(measured, "density:filler", GENRE, shown.append, print)
    qtbot.addWidget(card)
    card.show()
    for more in ("and 18 more", "and 6 more"):
        next(button for button in card.findChildren(Button) if button.text() == more).click()
    qtbot.waitUntil(lambda: not any(one.text().endswith(" more") for one in card.findChildren(Button)))
    places = [button for button in card.findChildren(Button) if button.property("kind") == "link"]
    assert len(places) == 30
    places[29].click()
    assert shown == ["density:filler#29"]


def test_a_rate_names_the_words_it_counts(qtbot, measured):
    card = measure_card(measured, "density:filler", GENRE, print, print)
    qtbot.addWidget(card)
    assert "3 in 330 words of running text: 9.1 per 1,000." in words(card)
