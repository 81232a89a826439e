import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.decoding import decode
from app.domain.errors import UnreadableFileError

GERMAN = "Die Übung war für die Prüfer schön, doch die Größe überraschte. " * 3
RUSSIAN = "Черновик был прочитан вчера вечером, и замечания записаны рядом с текстом. " * 5


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(mark, encoding):
    assert decode(mark + "Žluť 👩".encode(encoding)) == ("Žluť 👩", ())


def test_utf8_needs_no_mark():
    assert decode("Žluť".encode()) == ("Žluť", ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_recognised_and_said(encoding):
    decoded = decode(GERMAN.encode(encoding))
    assert decoded.text == GERMAN
    assert encoding.upper() in decoded.warnings[0]


@pytest.mark.parametrize(
    ("text", "encoding"), [(GERMAN, "cp1252"), (GERMAN, "latin-1"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r")]
)
def test_other_encodings_are_guessed_and_said(text, encoding):
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert "look out for odd letters" in decoded.warnings[0]


def test_typographic_signs_of_windows_are_kept():
    assert decode("“Yes” – he said…".encode("cp1252")).text == "“Yes” – he said…"


def test_a_damaged_utf16_file_is_read_with_a_warning():
    decoded = decode(codecs.BOM_UTF16_LE + "good ".encode("utf-16-le") * 20 + b"\x00\xd8" + b"x\0")
    assert decoded.text.startswith("good ")
    assert decoded.warnings == ("1 character could not be read as UTF-16-LE.",)


@pytest.mark.parametrize("data", [b"", b"  \n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b" \0"])
def test_empty_files_are_refused(data):
    with pytest.raises(UnreadableFileError, match="empty"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x7fELF\x02\x01\x01" + bytes(64),
        b"\x01\x02text" * 20,
        b"a\x00b\x00" * 9 + b"\x00\xd8a\x00",
    ],
)
def test_binary_data_is_refused(data):
    with pytest.raises(UnreadableFileError, match="binary"):
        decode(data)


@given(st.binary(max_size=400) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_text_or_refused(data):
    with contextlib.suppress(UnreadableFileError):
        assert decode(data).text.strip()
