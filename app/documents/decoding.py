"""Turn the bytes of a text file into text."""

import codecs
import re
from typing import NamedTuple

from app.domain.errors import UnreadableFileError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 18
_WESTERN = frozenset({"cp1252", "latin_1", "iso8859_15"})  # taken where nothing fits better: short texts tell little
_MOST_CONTROLS = 0.01
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY = "This file is not text: it holds binary data; open it in its own program and save it as DOCX, PDF or text."


class Decoded(NamedTuple):
    """The text without a byte order mark, and what is to be said about it."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Return the text of a file, by byte order mark, as UTF-8, or in the encoding that fits best (with a warning).

    Raises UnreadableFileError when the file is empty, holds only white space, or is no text.
    """
    decoded = _decode(data)
    if not decoded.text.strip():
        raise UnreadableFileError("This file is empty: there is no text in it; check that it is the right file.")
    if len(_CONTROLS.findall(decoded.text[:_SAMPLE])) > _MOST_CONTROLS * min(len(decoded.text), _SAMPLE):
        raise UnreadableFileError(_BINARY)
    return decoded


def _decode(data: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with_mark(data[len(mark) :], encoding)
    if b"\0" not in data[:_SAMPLE]:
        try:
            return Decoded(data.decode("utf-8"))
        except UnicodeDecodeError:
            return _guess(data)
    return _wide(data)


def _with_mark(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    bad = text.count("\ufffd") - data.count("\ufffd".encode(encoding))
    counted = "1 character" if bad == 1 else f"{bad} characters"
    return Decoded(text, (f"{counted} could not be read as {encoding.upper()}.",) if bad > 0 else ())


def _wide(data: bytes) -> Decoded:
    """Decode UTF-16 that lost its byte order mark: every other byte of western text is zero."""
    zeros = [data[start:_SAMPLE:2].count(0) for start in (0, 1)]
    if max(zeros) * 4 < min(len(data), _SAMPLE) // 2 or len(data) % 2:
        raise UnreadableFileError(_BINARY)
    encoding = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    try:
        return Decoded(data.decode(encoding), (_guessed(encoding),))
    except UnicodeDecodeError as error:
        raise UnreadableFileError(_BINARY) from error


def _guess(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    found = from_bytes(data[:_SAMPLE])
    best = found.best()
    western = any(
        best and match.chaos <= best.chaos and match.coherence >= best.coherence
        for match in found
        if not _WESTERN.isdisjoint(match.could_be_from_charset)
    )
    encoding = "cp1252" if western or best is None else best.encoding
    text = data.decode(encoding, "replace")
    warnings = [_guessed(encoding)]
    if "\ufffd" in text:
        warnings.append("Some characters of this file could not be read.")
    return Decoded(text, tuple(warnings))


def _guessed(encoding: str) -> str:
    name = encoding.replace("_", "-").upper()
    return f"The file does not say how its characters are encoded; it was read as {name}, so look out for odd letters."
