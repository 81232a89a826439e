import hashlib
import io
import os
import zipfile

import docx
import pytest

from app.documents import office
from app.documents.guard import Worker
from app.documents.office import find_libreoffice
from app.documents.pages import PageServer
from app.documents.reader import MOST_BYTES, ReadProgress, read_guarded
from app.domain.document import Kind
from app.domain.errors import (
    CancelledError,
    PasswordNeededError,
    ResourceLimitError,
    UnreadableFileError,
)
from tests.documents.pdfs import Text, make_pdf
from tests.documents.test_office import fake_office
from tests.documents.test_pdf import encrypted

PDF = make_pdf([Text(50, 100, "A draft.")])


@pytest.fixture(scope="module")
def worker():
    with Worker() as made:
        yield made


def word(text="A draft."):
    document, buffer = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


def with_part(data, name, content):
    """Return a package with one part replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [("a.pdf", PDF, Kind.PDF), ("a.docx", word(), Kind.DOCX), ("a.md", b"A draft.", Kind.MARKDOWN),
     ("a.txt", b"A draft.", Kind.TEXT)],
)  # fmt: skip
def test_every_kind_reads_in_the_worker(worker, tmp_path, name, data, kind):
    (tmp_path / name).write_bytes(data)
    document = read_guarded(tmp_path / name, worker=worker).document
    assert (document.kind, document.text, document.warnings) == (kind, "A draft.", ())


@pytest.mark.parametrize(
    ("name", "data", "warning"),
    [
        ("a.docx", PDF, "The name ends in .docx, but this is a PDF file; it was read as PDF."),
        ("a.txt", PDF, "The name ends in .txt, but this is a PDF file; it was read as PDF."),
        ("a.pdf", word(), "The name ends in .pdf, but this is a DOCX file; it was read as DOCX."),
    ],
)
def test_a_wrong_name_is_said_and_the_file_read(worker, tmp_path, name, data, warning):
    (tmp_path / name).write_bytes(data)
    document = read_guarded(tmp_path / name, worker=worker).document
    assert (document.text, document.warnings) == ("A draft.", (warning,))


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "lost">]><w:document xmlns:w="x">&a;</w:document>'
CASES = {
    "empty": (b"", UnreadableFileError, "The file is empty."),
    "cut": (PDF[:200], UnreadableFileError, "it is damaged"),
    "cut Word": (word()[:4000], UnreadableFileError, "damaged"),
    "locked": (encrypted(), PasswordNeededError, "protected with a password"),
    "bomb": (with_part(word(), "word/media/a.bin", bytes(50 << 20)), ResourceLimitError, "unpacks to far more"),
    "entity": (with_part(word(), "word/document.xml", DOCTYPE), UnreadableFileError, "document type declaration"),
    "archive": (with_part(word(), "[Content_Types].xml", b"<Types/>"), UnreadableFileError, "without a Word document"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), UnreadableFileError, "a picture"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_read_is_one_sentence_that_names_the_file(worker, tmp_path, case):
    data, error, words = CASES[case]
    path = tmp_path / "draft"
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        read_guarded(path, worker=worker)
    sentence = str(caught.value)
    assert sentence.startswith("draft: ")
    assert words in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_the_right_password_opens_the_wrong_one_says_so(worker, tmp_path):
    path = tmp_path / "locked.pdf"
    path.write_bytes(encrypted())
    assert read_guarded(path, "sesame", worker=worker).document.text == "A secret."
    with pytest.raises(PasswordNeededError, match=r"locked\.pdf: The password does not open this PDF\."):
        read_guarded(path, "wrong", worker=worker)


def test_a_folder_a_missing_file_and_a_device_are_one_sentence_each(worker, tmp_path):
    with pytest.raises(UnreadableFileError, match="This is a folder"):
        read_guarded(tmp_path, worker=worker)
    with pytest.raises(UnreadableFileError, match=r"gone\.pdf: There is no such file\."):
        read_guarded(tmp_path / "gone.pdf", worker=worker)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such thing here")
def test_a_pipe_is_not_waited_for(worker, tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(UnreadableFileError, match="no file but a device or a connection"):
        read_guarded(tmp_path / "pipe.pdf", worker=worker)


def test_a_huge_file_is_not_loaded(worker, tmp_path):
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)  # a hole: no disk is used
    with pytest.raises(ResourceLimitError, match=r"has 300 MB; Stet reads up to 300 MB"):
        read_guarded(path, worker=worker)


def test_the_worker_goes_on_after_every_refusal(worker, tmp_path):
    path = tmp_path / "a.pdf"
    for data in (b"", PDF[:200], encrypted()):
        path.write_bytes(data)
        with pytest.raises(UnreadableFileError):
            read_guarded(path, worker=worker)
    path.write_bytes(PDF)
    assert read_guarded(path, worker=worker).document.text == "A draft."


def test_progress_and_cancel(tmp_path):
    path, told = tmp_path / "a.pdf", []
    path.write_bytes(PDF)
    read_guarded(path, progress=told.append)
    assert (told[-1].done, told[-1].total) == (1, 1)
    with pytest.raises(CancelledError):
        read_guarded(path, cancelled=lambda: True)


def test_a_kept_copy_is_read_under_its_own_name(worker, tmp_path):
    copy = tmp_path / "6f1c"
    copy.write_bytes(b"A *draft*.")
    assert read_guarded(copy, name="draft.md", worker=worker).document.kind is Kind.MARKDOWN
    with pytest.raises(UnreadableFileError, match=r"^gone\.pdf: There is no such file"):
        read_guarded(tmp_path / "none", name="gone.pdf", worker=worker)


RTF = rb"{\rtf1\ansi A draft.\par}"


@pytest.mark.skipif(find_libreoffice() is None, reason="LibreOffice is not installed")
def test_another_format_is_read_through_libreoffice(worker, tmp_path):
    path, told = tmp_path / "a.docx", []
    path.write_bytes(RTF)
    reading = read_guarded(path, worker=worker, progress=told.append)
    document = reading.document
    assert (document.kind, document.extractor, document.text) == (Kind.DOCX, "office+docx/1", "A draft.")
    assert document.sha256 == hashlib.sha256(RTF).hexdigest()
    assert document.warnings == (
        "The name ends in .docx, but this is an RTF document.",
        "Read through LibreOffice; its layout may differ.",
    )
    assert told[0] == ReadProgress(0, 0)
    told.clear()
    with pytest.raises(CancelledError):
        read_guarded(path, worker=worker, progress=told.append, cancelled=lambda: bool(told))


def test_a_presentation_comes_with_the_pages_that_were_read(worker, tmp_path, monkeypatch):
    (tmp_path / "made.pdf").write_bytes(PDF)
    fake_office(tmp_path, monkeypatch, f'mkdir -p "$7" && cp {tmp_path}/made.pdf "$7/draft.pdf"')
    path = tmp_path / "talk.pptx"
    path.write_bytes(with_part(word(), "[Content_Types].xml", b"presentationml"))
    reading = read_guarded(path, worker=worker)
    assert (reading.document.kind, reading.document.text) == (Kind.PDF, "A draft.")
    assert reading.converted == PDF
    pages = PageServer(worker, reading.converted)
    assert (len(pages.sizes()), pages.image(0, 0.1).page) == (1, 0)


def test_without_libreoffice_the_sentence_says_what_would_help(worker, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PLACES", ())
    (tmp_path / "a.rtf").write_bytes(RTF)
    with pytest.raises(UnreadableFileError, match=r"^a\.rtf: This is an RTF document\. .* With LibreOffice installed"):
        read_guarded(tmp_path / "a.rtf", worker=worker)


def test_a_bomb_never_reaches_libreoffice(worker, tmp_path):
    path = tmp_path / "a.odt"
    path.write_bytes(
        with_part(with_part(word(), "[Content_Types].xml", b""), "mimetype", b"application/vnd.oasis.opendocument.text")
    )
    path.write_bytes(with_part(path.read_bytes(), "Pictures/a", bytes(50 << 20)))
    with pytest.raises(ResourceLimitError, match="unpacks to far more"):
        read_guarded(path, worker=worker)
