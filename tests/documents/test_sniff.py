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
        (b"{\\rtf1 text}", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a picture (WebP)"),
        (b"\0\0\0\x18ftypheic", "a picture or a film"),
        (b"BM\0\0\0\0", "a picture (BMP)"),
        (b"MZ\0\0", "a program"),
        (b"\x7fELF\x02", "a program"),
        (b"SQLite format 3\0", "a database"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"<?xml version='1.0'?><pkg:package>", "a Word document in an XML format"),
        (b"abc\0\0\0\x01def\0g", "no text and no document"),
        (zipped(types=b"application/spreadsheetml.sheet"), "an Excel workbook"),
        (zipped(types=b"application/presentationml"), "a PowerPoint presentation"),
        (zipped(types=b"<Types/>"), "an Office file without a Word document"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "an OpenDocument text"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.graphics"), "an OpenDocument file that is no text"),
        (zipped(mimetype=b"application/epub+zip"), "an e-book"),
        (zipped(readme=b"text"), "a compressed archive (ZIP)"),
        (OLE + "WordDocument".encode("utf-16-le"), "a Word document in the old DOC format"),
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


def test_a_package_cut_short_is_damaged():
    with pytest.raises(UnreadableFileError, match="The file is damaged: it was cut short"):
        sniff(zipped(types=WORD)[:-30], "draft.docx")


def test_an_encrypted_office_file_needs_its_password_removed():
    with pytest.raises(PasswordNeededError, match="protected with a password"):
        sniff(OLE + "EncryptedPackage".encode("utf-16-le"), "draft.docx")
