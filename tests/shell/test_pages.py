"""Pages of real PDFs, rendered in the guarded process and answered on this thread."""

import pytest

from app.domain.errors import StetError, UnreadableFileError
from app.shell.pages import OpenPdf, PageBoxes, PageImage, PageService, page_service
from tests.documents.pdfs import Text, make_pdf
from tests.documents.test_pdf import encrypted


@pytest.fixture
def service(qtbot):
    made = PageService()
    made.warm_up()
    yield made
    made.close()


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "draft.pdf"
    made.write_bytes(make_pdf([Text(50, 100, "First words.")], [Text(50, 100, "Second words.")]))
    return made


def wait(qtbot, answers, count=1):
    qtbot.waitUntil(lambda: len(answers) >= count)
    return answers


def test_pages_and_boxes_come_in_turn(qtbot, service, path):
    answers = []
    pdf = OpenPdf(service, path)
    pdf.request_page(1, 2.0, answers.append)
    pdf.request_boxes(1, answers.append)
    image, boxes = wait(qtbot, answers, 2)
    assert isinstance(image, PageImage)
    assert (image.page, image.width, image.height) == (1, 1190, 1684)
    assert isinstance(boxes, PageBoxes)
    assert len(boxes.array) >= len("Second words.")


def test_trouble_is_an_answer(qtbot, service, path):
    answers = []
    OpenPdf(service, path).request_page(7, 1.0, answers.append)
    OpenPdf(service, path.with_name("gone.pdf")).request_page(0, 1.0, answers.append)
    first, second = wait(qtbot, answers, 2)
    assert isinstance(first, UnreadableFileError)
    assert str(second) == "gone.pdf: The file is gone or may not be read."


def test_a_bug_of_ours_is_one_sentence_too(qtbot, service, path, caplog):
    answers = []
    OpenPdf(service, path).request_page("no number", 1.0, answers.append)
    (answer,) = wait(qtbot, answers)
    assert isinstance(answer, StetError)
    assert str(answer) == "This page cannot be shown."
    assert "A page could not be shown" in caplog.text


def test_a_password_opens_the_file(qtbot, service, path):
    path.write_bytes(encrypted())
    answers = []
    OpenPdf(service, path).request_page(0, 1.0, answers.append)
    OpenPdf(service, path, "sesame").request_page(0, 1.0, answers.append)
    refused, image = wait(qtbot, answers, 2)
    assert "password" in str(refused)
    assert isinstance(image, PageImage)


def test_a_closed_file_answers_nothing_and_spares_the_next(qtbot, service, path):
    closed, answers = [], []
    first = OpenPdf(service, path)
    for page in (0, 1, 0, 1):
        first.request_page(page, 1.0, closed.append)
    first.close()
    OpenPdf(service, path).request_page(0, 1.0, answers.append)
    wait(qtbot, answers)
    assert closed == []


def test_closing_the_service_stops_what_is_under_way(qtbot, service, path):
    answers = []
    OpenPdf(service, path).request_page(0, 1.0, answers.append)
    service.close()
    qtbot.wait(1)
    assert answers == []


def test_after_the_service_has_ended_there_is_a_fresh_one(qtbot, path):
    page_service().close()
    answers = []
    OpenPdf(page_service(), path).request_page(0, 1.0, answers.append)
    assert isinstance(wait(qtbot, answers)[0], PageImage)


def test_the_sizes_of_all_pages_come_at_once(qtbot, service, path):
    answers = []
    OpenPdf(service, path).request_sizes(answers.append)
    (sizes,) = wait(qtbot, answers)
    assert [(size.width, size.height, size.label) for size in sizes] == [(595, 842, "1"), (595, 842, "2")]
