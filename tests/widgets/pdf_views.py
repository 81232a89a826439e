"""A view of a PDF of several pages, the places of its words on the screen, and a hand that clicks and types there."""

from PySide6.QtCore import Qt

from app.documents import pdf
from tests.documents.pdfs import Link, Text, column, make_pdf
from widgets.marks import Line, Mark
from widgets.pdf_layout import Spot
from widgets.pdf_view import PdfView
from widgets.theme import apply_theme

WORDS = "The pilot ran on two evenings a week and the door count was kept"
NAMES = ("first", "second", "third", "fourth", "fifth", "sixth")
PAGES = len(NAMES)


def page(number):
    lines = [f"{WORDS} {NAMES[number]} {line}." for line in range(40)]
    above, below = column(60, 60, lines[:20], leading=16), column(60, 460, lines[20:], leading=16)
    return [*above, Text(60, 410, f"Part {number} {NAMES[number]} of the report", size=16, bold=True), *below]


def make_draft(folder):
    """Return a reading with its file."""
    data = make_pdf(
        *(page(number) for number in range(PAGES - 1)), [*page(PAGES - 1), Link(60, 50, 90, 62, "https://example.org/")]
    )
    path = folder / "draft.pdf"
    path.write_bytes(data)
    return pdf.read(data), path


def make_view(qtbot, qapp, draft):
    """Return a view of a draft whose first page has been drawn."""
    apply_theme(qapp, "light")
    made = PdfView()
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    made.show_reading(*draft)
    wait_for_page(qtbot, made, 0)
    return made


def wait_for_page(qtbot, view, number):
    content = view.paper.content
    qtbot.waitUntil(lambda: content.loader.picture(number) is not None and content.text.knows(number))
    view.grab()  # paints, so that the margin is known


def marks_of(reading, words, count=None):
    made, start = [], reading.document.text.find(words)
    while start >= 0 and (count is None or len(made) < count):
        made.append(Mark(f"k{len(made)}", start, start + len(words), Line.WAVE, "octagon-alert", "fix", "Fix it"))
        start = reading.document.text.find(words, start + 1)
    return tuple(made)


def point_of(view, start, end, at=0.5):
    """Return a point of the view on the first line of a span, ``at`` of its width from the left."""
    text, layout = view.paper.content.text, view.paper.layout_of_pages
    span = text.spans(start, end)[0]
    rect = text.rects(span)[0]
    spot = Spot(span.page, rect.left + (rect.right - rect.left) * at, (rect.top + rect.bottom) / 2)
    return (layout.point(spot) - view.paper.offset()).toPoint()


def click(qtbot, view, point, **more):
    qtbot.mouseClick(view.paper.viewport(), Qt.MouseButton.LeftButton, pos=point, **more)


def press(qtbot, view, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(view.paper, key, modifier)
