"""The rich view shows each kind of draft with its words: pictures, tracked changes, plain lines, long tables, code."""

import io
from itertools import pairwise

import docx
from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage

from app.documents import docx as docx_reader
from app.documents import markdown, text
from tests.documents.making_docx import make
from tests.widgets.rich_views import make_view, shown_at, span
from widgets.theme import colour


def picture(width=40, height=30):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def test_pictures_are_shown_within_the_column(qtbot, qapp):
    made = docx.Document()
    made.add_paragraph("Before the picture.")
    made.add_picture(io.BytesIO(picture(3000, 200)))
    buffer = io.BytesIO()
    made.save(buffer)
    view = make_view(qtbot, docx_reader.read(buffer.getvalue()))
    shown = view.grab().toImage()
    reds = [(x, y) for x in range(shown.width()) for y in range(0, shown.height(), 4) if is_red(shown, x, y)]
    assert reds
    assert max(x for x, _ in reds) - min(x for x, _ in reds) <= (view._paper.measure + 1) * view.devicePixelRatioF()


def is_red(image, x, y):
    colour = image.pixelColor(x, y)
    return colour.red() > 200 > 60 > colour.green()


def test_what_tracked_changes_removed_is_shown_when_asked_for(qtbot):
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Visits </w:t></w:r><w:del w:author="Ines"><w:r>'
        '<w:delText xml:space="preserve">nearly </w:delText></w:r></w:del><w:r><w:t>doubled.</w:t></w:r></w:p>'
    )
    view = make_view(qtbot, docx_reader.read(make(body)))
    assert view._paper.toPlainText() == "Visits doubled."
    view.set_show_deletions(True)
    qtbot.waitUntil(lambda: view.is_filled)
    assert view._paper.toPlainText() == "Visits nearly doubled."
    view.select(7, 15)
    assert view.selection() == (7, 15)
    assert shown_at(view, 7, 15) == "doubled."


def test_plain_text_keeps_its_lines(qtbot):
    reading = text.read(b"First line\nsecond line\n\nA new paragraph")
    view = make_view(qtbot, reading)
    for block in reading.document.blocks:
        assert shown_at(view, block.start, block.end) == reading.document.text_of(block).replace("\n", "\u2028")


def test_a_long_table_is_written_in_parts_and_keeps_its_words(qtbot):
    rows = "\n".join(f"| row {number} | {number * 3} |" for number in range(150))
    reading = markdown.read(f"| Name | Count |\n|---|---|\n{rows}\n".encode())
    view = make_view(qtbot, reading)
    for block in reading.document.blocks:
        assert shown_at(view, block.start, block.end) == reading.document.text_of(block)
    rects = [view._paper.line_at(view._map.position(span(reading, f"row {n} ".strip())[0])) for n in (20, 80, 140)]
    assert all(isinstance(rect, QRectF) and rect.top() < below.top() for rect, below in pairwise(rects))


def test_code_has_air_around_its_words(qtbot):
    view = make_view(qtbot, markdown.read(b"Before.\n\n```\ncode\n```\n"))
    paper = view._paper
    position = view._map.position(view._reading.document.text.index("code"))
    corner = paper.line_at(position).topLeft()
    picture = paper.viewport().grab().toImage()
    ground = picture.pixelColor(round(corner.x()) - 4, round(corner.y()) + 4)
    assert ground == colour("panel")
