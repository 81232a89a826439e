"""A rich view over a reading, and what it shows for words of the text."""

from widgets.marks import Line, Mark
from widgets.rich_view import RichView


def make_view(qtbot, reading, width=720):
    view = RichView()
    qtbot.addWidget(view)
    view.resize(width, 600)
    view.show()
    with qtbot.waitSignal(view.filled):
        view.show_reading(reading)
        if view.is_filled:
            view.filled.emit()
    qtbot.waitUntil(lambda: not view._settling.isActive())
    return view


def show_marks(qtbot, view, marks):
    """Show marks, and wait until all of them are placed: the view does so between other events."""
    view.set_marks(marks)
    qtbot.waitUntil(lambda: not view._placing.isActive())


def span(reading, words):
    start = reading.document.text.index(words)
    return start, start + len(words)


def mark(reading, words, key="k", line=Line.WAVE):
    return Mark(key, *span(reading, words), line, "octagon-alert", "fix", "What it means")


def shown_at(view, start, end):
    """Return what the paper shows for a span."""
    cursor = view._paper.textCursor()
    words = []
    for first, last in view._map.pieces(start, end):
        cursor.setPosition(first)
        cursor.setPosition(last, cursor.MoveMode.KeepAnchor)
        words.append(cursor.selectedText())
    return "".join(words)
