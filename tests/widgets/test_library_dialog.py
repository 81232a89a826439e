"""Libraries are made from files, searched, used, declared and removed; a report names what was left out."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from app.domain.reference import Verdict
from tests.shell.making import SOURCES, is_idle, until
from tests.widgets.states import visit_dialog
from tests.widgets.test_findings_panel import texts
from widgets.library_dialog import LibraryDialog
from widgets.library_report import ImportReportDialog

BROKEN = SOURCES + "\n@article{nothing, year = {2020}}\n"


@pytest.fixture
def dialog(window, qtbot):
    window.keys.by_name["libraries"].trigger()
    made = next(one for one in window.findChildren(LibraryDialog) if one.isVisible())
    until(lambda: is_idle(window.session))
    yield made
    made.reject()


def fill(window, dialog, path, name=""):
    """Add a file and return the report that is shown."""
    dialog.add_files([path], name)
    until(lambda: is_idle(window.session) and any(one.isVisible() for one in dialog.findChildren(ImportReportDialog)))
    return next(one for one in dialog.findChildren(ImportReportDialog) if one.isVisible())


def press_remove(box):
    assert isinstance(box, QMessageBox)
    next(one for one in box.buttons() if one.text() == "Remove").click()


def test_a_library_is_filled_searched_used_declared_and_removed(window, session, dialog, tmp_path):
    assert "No libraries yet" in texts(dialog.page.empty)
    path = tmp_path / "housing.bib"
    path.write_text(BROKEN, encoding="utf-8")
    report = fill(window, dialog, path)
    assert "3 records read, 2 added." in texts(report)
    assert "1 record could not be taken." in texts(report)
    assert report.list.rows[0].place == "housing.bib, line 12"
    report.copy()
    assert QGuiApplication.clipboard().text().startswith("housing.bib, line 12: ")
    report.accept()
    assert [row.detail for row in dialog.list.rows] == ["2 records, partial"]
    assert dialog.page.facts.text().startswith("2 records, changed on ")
    again = fill(window, dialog, path, "housing")
    assert "2 were there already and are left out." in texts(again)
    again.accept()

    dialog.page.search.setText("counting visitors")
    dialog.page.search.textEdited.emit("counting visitors")
    until(lambda: dialog.page.list.rows[0].title == "Counting visitors at the door" and is_idle(session))
    assert dialog.page.found.text() == "1 found"

    before = session.source_lists
    session.set_sources(())
    dialog.page.used.click()
    until(lambda: is_idle(session) and session.draft.source_records == 2)
    assert [one.name for one in session.source_lists] == ["housing"]
    assert session.draft.reference_items()[0].verdict is Verdict.VERIFIED
    dialog.page.complete.click()
    until(lambda: is_idle(session) and session.source_lists[0].complete)
    assert dialog.list.rows[0].detail == "2 records, complete, in use"

    dialog.desk.rename("housing", "Housing evidence")
    until(lambda: is_idle(session) and dialog.list.rows[0].title == "Housing evidence")
    assert [one.name for one in session.source_lists] == ["Housing evidence"]
    visit_dialog(dialog.page.remove.click, press_remove)
    until(lambda: is_idle(session) and not dialog.list.rows)
    assert session.source_lists == ()
    session.set_sources(before)
    until(lambda: is_idle(session))


def test_what_cannot_be_read_is_said_in_the_screen(window, dialog, tmp_path):
    dialog.add_files([tmp_path / "gone.bib"])
    until(lambda: is_idle(window.session) and not dialog.desk.is_importing)
    assert "gone.bib" in dialog.page.trouble.text()
    assert dialog.reading.isHidden()
    assert not dialog.list.rows


def test_reading_can_be_stopped_and_changes_nothing(window, dialog, tmp_path):
    path = tmp_path / "long.csv"
    lines = (f"A study of street number {n},Nolan {n},2020" for n in range(20_000))
    path.write_text("title,author,year\n" + "\n".join(lines), encoding="utf-8")
    dialog.add_files([path])
    assert not dialog.reading.isHidden()
    assert not dialog.new.isEnabled()
    dialog.reading.stop.click()
    until(lambda: is_idle(window.session) and not dialog.desk.is_importing)
    assert dialog.page.trouble.text() == "Reading was stopped. Nothing was changed."
    assert not dialog.list.rows
