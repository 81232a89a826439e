"""The title bar names the draft and its facts, and its tools ask."""

from widgets.draft_header import DraftHeader, facts
from widgets.labels import IconButton


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
