"""The title bar names the draft and its facts, and its tools ask."""

from pathlib import Path

from widgets.compare_bar import CompareBar
from widgets.draft_header import DraftHeader, facts
from widgets.labels import ElidedLabel, IconButton


def test_facts_of_a_draft(opened):
    assert facts(opened) == ["Markdown", f"{opened.document.words:,} words", "draft.md"]


def test_the_tools_ask(qtbot, opened):
    header = DraftHeader()
    qtbot.addWidget(header)
    header.show_draft(opened)
    header.show_zoom(1.1)
    zooms = []
    header.zoom_requested.connect(zooms.append)
    smaller, larger, find, comment, panel = header.findChildren(IconButton)
    smaller.click()
    larger.click()
    assert zooms == [-1, 1]
    for signal, tool in (
        (header.find_requested, find),
        (header.comment_requested, comment),
        (header.panel_toggled, panel),
    ):
        with qtbot.waitSignal(signal):
            tool.click()


def test_sending_is_the_next_step_once_everything_is_scored(qtbot):
    header = DraftHeader()
    qtbot.addWidget(header)
    assert not header.send.property("kind")
    header.show_scored(True)
    assert header.send.property("kind") == "primary"
    header.show_scored(False)
    assert not header.send.property("kind")
    with qtbot.waitSignal(header.send_requested):
        header.send.click()


def test_the_tools_make_room_for_the_title(qtbot, opened):
    header = DraftHeader()
    qtbot.addWidget(header)
    bar = CompareBar(header)
    header.add_compare(bar)
    header.show_pages(Path("/A title that is rather long for a narrow window.pdf"), 3)
    header.show()
    smaller, _, find, *_ = (tool for tool in header.findChildren(IconButton) if tool.parent() is header)
    seen = []
    for width in (1200, 700, 560, 420):
        header.resize(width, header.height())
        seen.append([part.isVisible() for part in (smaller, bar.compare, bar.switch, find)])
    assert seen == [
        [True, True, False, True],
        [False, False, True, True],
        [False, False, True, False],
        [False, False, True, False],
    ]
    title = header.findChild(ElidedLabel)
    assert title.width() > 420 / 3
    assert (header.send.text(), header.send.accessibleName()) == ("Send", "Send feedback")


def test_the_one_button_compares_too(qtbot):
    bar = CompareBar()
    qtbot.addWidget(bar)
    bar.fold(1)
    with qtbot.waitSignal(bar.toggled) as told:
        bar.switch.click()
    assert told.args == [True]
    bar.show_change("Change 1 of 3")
    assert bar.switch.isChecked()
    assert not bar.back.isHidden()
    bar.fold(2)
    assert bar.back.isHidden()


def test_the_link_to_what_was_said_of_ai_use_moves_no_line(qtbot, opened):
    header = DraftHeader()
    qtbot.addWidget(header)
    header.resize(1200, header.height())
    header.show()
    header.show_draft(opened)
    places = []
    for has_disclosure in (False, True):
        header.show_work(["Ines", "Draft 2"], has_disclosure)
        header.layout().activate()
        title, line = header.findChildren(ElidedLabel)
        places.append((title.y(), line.geometry().center().y()))
    assert places[0] == places[1]
