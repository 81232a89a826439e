import io
import zipfile

import pytest

from app.documents.sniff import sniff
from app.domain.document import Kind
from app.domain.errors import PasswordNeededError, UnreadableFileError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = b'<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr("[Content_Types].xml" if name == "types" else name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.4\n", "draft.pdf", Kind.PDF),
        (b"\n\njunk before %PDF-1.4\n", "draft.docx", Kind.PDF),
        (b"no header at all", "draft.pdf", Kind.PDF),
        (zipped(types=WORD), "draft.docx", Kind.DOCX),
        (zipped(types=WORD), "draft.pdf", Kind.DOCX),
        (b"# A title", "draft.md", Kind.MARKDOWN),
        (b"# A title", "draft.txt", Kind.TEXT),
        (b"A title", "draft", Kind.TEXT),
        ("A title".encode("utf-16"), "draft.txt", Kind.TEXT),
        ("A title".encode("utf-16-le"), "draft.txt", Kind.TEXT),
        (b"MZ is how this text begins", "draft.txt", Kind.TEXT),
    ],
)
def test_the_bytes_tell_the_kind(data, name, kind):
    assert sniff(data, name) is kind


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a picture (WebP)"),
        (b"\0\0\0\x18ftypheic", "a picture or a film"),
        (b"BM\0\0\0\0", "a picture (BMP)"),
        (b"MZ\0\0", "a program"),
        (b"\x7fELF\x02", "a program"),
        (b"SQLite format 3\0", "a database"),
        (b"<?xml version='1.0'?><pkg:package>", "a Word document in one XML file"),
        (b"abc\0\0\0\x01def\0g", "no text and no document"),
        (zipped(types=b"application/spreadsheetml.sheet"), "an Excel workbook"),
        (zipped(types=b"<Types/>"), "an Office file without a Word document"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.graphics"), "an OpenDocument file that is no text"),
        (zipped(mimetype=b"application/epub+zip"), "an e-book"),
        (zipped(readme=b"text"), "a compressed archive (ZIP)"),
        (OLE + "Workbook".encode("utf-16-le"), "an Excel workbook in the old XLS format"),
        (OLE, "an old Office file"),
    ],
)
def test_other_files_are_named_with_what_to_do(data, what):
    with pytest.raises(UnreadableFileError) as caught:
        sniff(data, "draft.docx")
    sentence = str(caught.value)
    assert sentence.startswith(f"This is {what}")
    assert sentence.count(". ") == 1
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (b"{\\rtf1 text}", ".rtf", Kind.DOCX),
        (b"<!DOCTYPE html><html>", ".html", Kind.DOCX),
        (b"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- made by --><!-- hand --><html lang='en'>", ".html", Kind.DOCX),
        (b"<?xml version='1.0'?><w:wordDocument>", ".xml", Kind.DOCX),
        (zipped(types=b"application/presentationml"), ".pptx", Kind.PDF),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), ".odt", Kind.DOCX),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.presentation"), ".odp", Kind.PDF),
        (OLE + "WordDocument".encode("utf-16-le"), ".doc", Kind.DOCX),
        (OLE + "PowerPoint Document".encode("utf-16-le"), ".ppt", Kind.PDF),
    ],
)
def test_formats_that_libreoffice_opens_are_told_apart(data, suffix, kind):
    found = sniff(data, "draft.docx")
    assert (found.suffix, found.kind) == (suffix, kind)
    assert str(found.refusal()).endswith("With LibreOffice installed, Stet reads it as it is.")


def test_a_text_of_many_open_comments_is_no_web_page():
    assert sniff(b"<!-- -->" * 120, "draft.txt") is Kind.TEXT


def test_a_package_cut_short_is_damaged():
    with pytest.raises(UnreadableFileError, match="The file is damaged: it was cut short"):
        sniff(zipped(types=WORD)[:-30], "draft.docx")


def test_an_encrypted_office_file_needs_its_password_removed():
    with pytest.raises(UnreadableFileError, match="remove the password") as caught:
        sniff(OLE + "EncryptedPackage".encode("utf-16-le"), "draft.docx")
    assert not isinstance(caught.value, PasswordNeededError)  # no password that is typed here would help
