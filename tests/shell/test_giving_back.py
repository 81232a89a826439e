"""The author gets a copy with the comments; the draft itself is only read."""

import docx
import pypdfium2
import pytest

from app.domain.errors import StetError
from app.domain.review import CommentKind
from app.services.settings import keep_my_name
from app.shell.giving_back import export_copy, formats_of, keep_clipboard, margin_notes
from tests.documents.pdfs import column, make_pdf
from tests.shell.making import open_draft, wait_idle, write_draft


@pytest.fixture
def reviewed(qtbot, session, tmp_path):
    opened = open_draft(qtbot, session, write_draft(tmp_path))
    keep_my_name(session.workspace, "Ada Mensah")
    start = opened.document.text.index("Studies show")
    session.review.comment_on(start, start + 12, CommentKind.QUESTION, "Which study?")
    session.review.comment_on_draft(body="Good <structure>.")
    session.review.comment_on_draft(body="  ")
    wait_idle(qtbot, session)
    return opened


def test_a_report_begins_with_what_a_person_wrote(session, reviewed, tmp_path):
    target = tmp_path / "back.html"
    before = reviewed.path.read_bytes()
    assert export_copy(session.workspace, reviewed, target)(None) == 2
    page = target.read_text(encoding="utf-8")
    assert page.index("Comments (2)") < page.index("<h2>Fix")
    assert "<q>Studies show</q><br>Which study?" in page
    assert "whole draft, Ada Mensah" in page
    assert "Good &lt;structure&gt;." in page
    assert reviewed.path.read_bytes() == before


def test_word_gets_word_comments_and_the_draft_stays(qtbot, session, tmp_path):
    path, target = tmp_path / "draft.docx", tmp_path / "back.docx"
    word = docx.Document()
    word.add_paragraph("Studies show that evening opening helps everybody.")
    word.save(path)
    before = path.read_bytes()
    opened = open_draft(qtbot, session, path)
    session.review.comment_on(0, 12, CommentKind.QUESTION, "Which study?")
    wait_idle(qtbot, session)
    assert formats_of(opened) == (".docx", ".html")
    assert export_copy(session.workspace, opened, target)(None) == 1
    assert [(one.author, one.text) for one in docx.Document(target).comments] == [("Mentor", "Which study?")]
    assert path.read_bytes() == before


def test_a_pdf_gets_highlights(qtbot, session, tmp_path):
    path, target = tmp_path / "draft.pdf", tmp_path / "back.pdf"
    path.write_bytes(make_pdf(column(72, 700, ["Studies show that evening opening helps everybody."])))
    opened = open_draft(qtbot, session, path)
    session.review.comment_on(0, 12, CommentKind.QUESTION, "Which study?")
    wait_idle(qtbot, session)
    assert export_copy(session.workspace, opened, target)(None) == 1
    with pypdfium2.PdfDocument(target) as pdf:
        assert pypdfium2.raw.FPDFPage_GetAnnotCount(pdf[0]) == 1


def test_the_draft_itself_is_never_written(session, reviewed):
    assert formats_of(reviewed) == (".html",)
    with pytest.raises(StetError, match="is the draft itself"):
        export_copy(session.workspace, reviewed, reviewed.path)(None)


def test_a_format_without_a_margin_is_refused(session, reviewed, tmp_path):
    with pytest.raises(StetError, match=r"cannot be given back as \.docx"):
        export_copy(session.workspace, reviewed, tmp_path / "back.docx")(None)


def test_a_folder_that_takes_nothing_is_said(session, reviewed, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StetError, match="cannot be written"):
        export_copy(session.workspace, reviewed, tmp_path / "file" / "back.html")(None)


def test_comments_that_lost_their_place_stand_on_the_whole_draft(session, reviewed):
    comments = [item.comment for item in reviewed.comment_items() if item.comment.anchor]
    (note,) = margin_notes(session.workspace, comments, "another revision")
    assert (note.start, note.text) == (None, "“Studies show”\nWhich study?")


def test_the_words_of_the_clipboard_become_a_file(tmp_path):
    path = keep_clipboard(tmp_path / "clipboard", "Bus lanes/first idea\n\nMore.")
    assert path.name.startswith("Bus lanes first idea ")
    assert path.read_text(encoding="utf-8") == "Bus lanes/first idea\n\nMore."


def test_an_empty_clipboard_makes_no_draft(tmp_path):
    with pytest.raises(StetError, match="no text in the clipboard"):
        keep_clipboard(tmp_path, " \n")
