import os
from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents import pdf
from app.documents.guard import Worker
from app.documents.pages import PageBoxes, PageServer, Rect, page_boxes, page_sizes
from app.domain.errors import PasswordNeededError, UnreadableFileError
from tests.documents.pdfs import HEIGHT, WIDTH, Text, column, make_pdf
from tests.documents.test_pdf import ITEMS, encrypted

LINES = ["These words stand on the first line", "and these on the one below it."]


@pytest.fixture(scope="module")
def worker():
    with Worker() as made:
        yield made


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "draft.pdf"
    file.write_bytes(make_pdf(column(50, 100, LINES), [Text(50, 200, "Second.")]))
    return file


def darkness(image):
    """Return how many pixels of a picture are dark."""
    rows = np.frombuffer(image.data, dtype=np.uint8).reshape(image.height, image.stride)
    pixels = rows[:, : 4 * image.width].reshape(image.height, image.width, 4)
    return int((pixels[:, :, :3].mean(axis=2) < 128).sum())


def test_sizes_and_labels(worker, path):
    first, second = PageServer(worker, path).sizes()
    assert (first.width, first.height, first.label) == (WIDTH, HEIGHT, "1")
    assert second.label == "2"


def test_a_page_is_drawn_at_the_scale_asked_for(worker, path):
    image = PageServer(worker, path).image(0, 0.5)
    assert (image.page, image.width, image.height) == (0, round(WIDTH / 2 + 0.5), HEIGHT // 2)
    assert darkness(image) > 20


def test_a_huge_scale_gives_fewer_pixels(worker, path):
    image = PageServer(worker, path).image(0, 1000.0)
    assert image.width * image.height < 25_000_000


def test_a_span_has_a_rectangle_for_each_of_its_lines(worker, path):
    document = pdf.read(path.read_bytes()).document
    start = document.text.index("first line")
    spans = document.to_source(start, document.text.index("one below"))
    boxes = PageServer(worker, path).boxes(0)
    upper, lower = [rect for span in spans for rect in boxes.rects(span.offset, span.length)]
    assert upper.bottom < lower.top + 3
    assert 88 < upper.top < upper.bottom < 106
    assert lower.left == pytest.approx(50, abs=1.5)
    assert upper.left > 100


def test_the_character_under_a_point_is_found(worker, path):
    boxes = PageServer(worker, path).boxes(0)
    assert boxes.index_at(52, 97) == 0
    assert boxes.index_at(400, 600) is None
    assert PageBoxes(0, b"").index_at(1, 1) is None
    assert PageBoxes(0, b"").rects(0, 5) == ()


def test_a_file_that_changes_is_opened_anew(worker, path):
    server = PageServer(worker, path)
    assert len(server.sizes()) == 2
    path.write_bytes(make_pdf([]))
    os.utime(path, ns=(1, 1))
    assert len(server.sizes()) == 1


def test_a_missing_page_a_missing_file_and_a_password_are_one_sentence_each(worker, path, tmp_path):
    with pytest.raises(UnreadableFileError, match=r"Page 10 of this PDF cannot be shown"):
        PageServer(worker, path).image(9, 1.0)
    with pytest.raises(UnreadableFileError, match=r"gone\.pdf: The file is gone"):
        PageServer(worker, tmp_path / "gone.pdf").sizes()
    path.write_bytes(encrypted())
    with pytest.raises(PasswordNeededError):
        PageServer(worker, path).sizes()
    assert len(PageServer(worker, path, "sesame").sizes()) == 1


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(ITEMS, st.sampled_from([0, 90, 180, 270]), st.data())
def test_rectangles_of_spans_stay_on_the_page(tmp_path, items, rotate, data):
    content = make_pdf(items, rotate=rotate)
    file = tmp_path / f"{hash(content)}.pdf"
    file.write_bytes(content)
    document = pdf.read(content).document
    (sizes,) = page_sizes(file)
    (boxes,) = page_boxes(file, None, 0)
    ends = st.integers(0, len(document.text))
    start, end = sorted((data.draw(ends), data.draw(ends)))
    for span in document.to_source(start, end):
        for rect in boxes.rects(span.offset, span.length):
            assert_on_page(rect, sizes[0])


def assert_on_page(rect, page):
    """A letter at the edge may stand out by its own size."""
    most = 30
    assert -most < rect.left < rect.right < page.width + most
    assert -most < rect.top < rect.bottom < page.height + most


def test_one_rectangle_a_line_whatever_the_letters_do():
    boxes = np.array([[0, 0, 5, 10], [5, 2, 9, 9], [0, 0, 0, 0], [9, 0, 15, 10], [0, 12, 6, 22]], dtype=np.float32)
    found = PageBoxes(0, boxes.tobytes()).rects(0, 5)
    assert Counter(found) == Counter([Rect(0, 0, 15, 10), Rect(0, 12, 6, 22)])
