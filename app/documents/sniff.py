"""Tell what a file is from its first bytes, not from its name."""

import io
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from app.domain.document import Kind
from app.domain.errors import UnreadableFileError

_DAMAGED_ZIP = "The file is damaged: it was cut short or changed on its way. Get it again from where it came from."
_HEAD = 1024
_MOST_CONTENT_TYPES = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")


class _Convert(StrEnum):
    """What to do with a file of a kind that is not read."""

    SAVE_AS_DOCX = "Open it in the program it was made with and save it as DOCX or PDF."
    SAVE_AS_PDF = "Save it as PDF if it is the draft."
    TYPE_IT = "Stet reads text only; ask for the draft as DOCX or PDF."
    UNPACK = "Unpack it and open the draft that is inside."
    NOT_A_DRAFT = "Open the draft itself: a DOCX, PDF, text or Markdown file."


@dataclass(frozen=True, slots=True)
class Foreign:
    """A format that LibreOffice turns into a ``kind`` that is read; ``suffix`` is the ending of its files."""

    what: str
    suffix: str
    kind: Kind

    def refusal(self) -> UnreadableFileError:
        """Return the sentence for a computer without LibreOffice."""
        advice = _Convert.SAVE_AS_DOCX if self.kind is Kind.DOCX else _Convert.SAVE_AS_PDF
        return UnreadableFileError(f"This is {self.what}. {advice} With LibreOffice installed, Stet reads it as it is.")


_RTF = Foreign("an RTF document", ".rtf", Kind.DOCX)
_WEB_PAGE = Foreign("a web page (HTML)", ".html", Kind.DOCX)
_WORD_XML = Foreign("a Word document in the XML format of 2003", ".xml", Kind.DOCX)
_PPTX = Foreign("a PowerPoint presentation", ".pptx", Kind.PDF)
_ODT = Foreign("an OpenDocument text (ODT)", ".odt", Kind.DOCX)
_ODP = Foreign("an OpenDocument presentation (ODP)", ".odp", Kind.PDF)
_SIGNATURES: tuple[tuple[bytes, str, _Convert], ...] = (
    (b"%!PS", "a PostScript file", _Convert.SAVE_AS_PDF),
    (b"\x89PNG\r\n", "a picture (PNG)", _Convert.TYPE_IT),
    (b"\xff\xd8\xff", "a picture (JPEG)", _Convert.TYPE_IT),
    (b"GIF8", "a picture (GIF)", _Convert.TYPE_IT),
    (b"II*\0", "a picture (TIFF)", _Convert.TYPE_IT),
    (b"MM\0*", "a picture (TIFF)", _Convert.TYPE_IT),
    (b"\x1f\x8b", "a compressed archive (gzip)", _Convert.UNPACK),
    (b"7z\xbc\xaf", "a compressed archive (7z)", _Convert.UNPACK),
    (b"Rar!\x1a", "a compressed archive (RAR)", _Convert.UNPACK),
    (b"\x7fELF", "a program", _Convert.NOT_A_DRAFT),
    (b"\xfe\xed\xfa", "a program", _Convert.NOT_A_DRAFT),
    (b"\xcf\xfa\xed\xfe", "a program", _Convert.NOT_A_DRAFT),
    (b"\xca\xfe\xba\xbe", "a program", _Convert.NOT_A_DRAFT),
    (b"SQLite format 3\0", "a database (SQLite)", _Convert.NOT_A_DRAFT),
)
_PACKAGES: tuple[tuple[bytes, str, _Convert], ...] = (
    (b"spreadsheetml", "an Excel workbook", _Convert.SAVE_AS_PDF),
    (b"ms-excel", "an Excel workbook", _Convert.SAVE_AS_PDF),
    (b"visio", "a Visio drawing", _Convert.SAVE_AS_PDF),
)
_OLE_STREAMS: tuple[tuple[str, Foreign], ...] = (
    ("WordDocument", Foreign("a Word document in the old DOC format", ".doc", Kind.DOCX)),
    ("PowerPoint Document", Foreign("a PowerPoint presentation in the old PPT format", ".ppt", Kind.PDF)),
)
_WORD_MAIN = re.compile(rb"wordprocessingml\.(document|template)\.main|ms-word\.(document|template)\.macroEnabled")
_HTML = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+(<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL)


def sniff(data: bytes, name: str) -> Kind | Foreign:
    """Return the kind of document that ``data`` is; ``name`` only tells Markdown from plain text.

    Raises UnreadableFileError, naming what the file is, for kinds that are not read.
    """
    suffix = "." + name.rpartition(".")[2].lower()
    if b"%PDF-" in data[:_HEAD] or (suffix == ".pdf" and not data.startswith((b"PK", _OLE))):
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _look_into_zip(data)
    if data.startswith(_OLE):
        return _look_into_ole(data)
    if data.startswith(b"{\\rtf"):
        return _RTF
    _refuse_known(data)
    if suffix in _MARKDOWN_SUFFIXES:
        return Kind.MARKDOWN
    return _look_into_text(data)


def _refusal(what: str, advice: _Convert) -> UnreadableFileError:
    return UnreadableFileError(f"This is {what}. {advice}")


def _refuse_known(data: bytes) -> None:
    for signature, what, advice in _SIGNATURES:
        if data.startswith(signature):
            raise _refusal(what, advice)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise _refusal("a picture (WebP)", _Convert.TYPE_IT)
    if data[4:8] == b"ftyp":
        raise _refusal("a picture or a film", _Convert.TYPE_IT)
    if data[:2] == b"BM" and b"\0" in data[:_HEAD]:
        raise _refusal("a picture (BMP)", _Convert.TYPE_IT)
    if data[:2] == b"MZ" and b"\0" in data[:_HEAD]:
        raise _refusal("a program", _Convert.NOT_A_DRAFT)


def _look_into_text(data: bytes) -> Kind | Foreign:
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head):
        return _WEB_PAGE
    if b"<w:wordDocument" in head:
        return _WORD_XML
    if b"pkg:package" in head:
        raise _refusal("a Word document in one XML file", _Convert.SAVE_AS_DOCX)
    if _is_binary(data[: _HEAD * 64]):
        raise _refusal("no text and no document that Stet knows", _Convert.NOT_A_DRAFT)
    return Kind.TEXT


def _is_binary(head: bytes) -> bool:
    """Say whether there are NULs that no UTF-16 or UTF-32 text explains."""
    if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return False
    zeros = [index % 2 for index, byte in enumerate(head) if byte == 0]
    return len(zeros) < len(head) // 4 or len(set(zeros)) > 1


def _look_into_zip(data: bytes) -> Kind | Foreign:
    try:
        zipfile.ZipFile(io.BytesIO(data)).close()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFileError(_DAMAGED_ZIP) from error
    types = _zip_part(data, "[Content_Types].xml")
    if _WORD_MAIN.search(types):
        return Kind.DOCX
    if b"presentationml" in types or b"ms-powerpoint" in types:
        return _PPTX
    for sign, what, advice in _PACKAGES:
        if sign in types:
            raise _refusal(what, advice)
    mimetype = _zip_part(data, "mimetype")
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return _ODT
    if mimetype.startswith(b"application/vnd.oasis.opendocument.presentation"):
        return _ODP
    raise _describe_zip(mimetype, types)


def _describe_zip(mimetype: bytes, types: bytes) -> UnreadableFileError:
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return _refusal("an OpenDocument file that is no text and no presentation", _Convert.SAVE_AS_PDF)
    if mimetype.startswith(b"application/epub"):
        return _refusal("an e-book (EPUB)", _Convert.SAVE_AS_PDF)
    if types:
        return _refusal("an Office file without a Word document in it", _Convert.SAVE_AS_DOCX)
    return _refusal("a compressed archive (ZIP)", _Convert.UNPACK)


def _zip_part(data: bytes, name: str) -> bytes:
    """Return the start of a part, empty when it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as part:
            return part.read(_MOST_CONTENT_TYPES)
    except (zipfile.BadZipFile, KeyError, EOFError, RuntimeError, ValueError, OSError):
        return b""


def _look_into_ole(data: bytes) -> Foreign:
    if "EncryptedPackage".encode("utf-16-le") in data:  # there is nothing here that a password could open
        raise UnreadableFileError(
            "This Office document is protected with a password. Open it in Word, remove the password and save it again."
        )
    for stream, foreign in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return foreign
    if "Workbook".encode("utf-16-le") in data:
        raise _refusal("an Excel workbook in the old XLS format", _Convert.SAVE_AS_PDF)
    raise _refusal("an old Office file", _Convert.SAVE_AS_DOCX)
