import io
import random
import struct
import zipfile

import pytest

from app.documents.precheck import ZipLimits, check_package
from app.domain.errors import ResourceLimitError, UnreadableFileError

DOCUMENT = b'<?xml version="1.0" encoding="UTF-8"?><w:document/>'


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_plain_package_passes():
    check_package(zipped({"word/document.xml": DOCUMENT, "word/media/image1.png": random.Random(1).randbytes(2 << 20)}))


def test_a_part_that_unpacks_to_far_more_than_it_takes_is_stopped():
    with pytest.raises(ResourceLimitError, match="unpacks to far more"):
        check_package(zipped({"word/document.xml": b"\0" * (4 << 20)}))


@pytest.mark.parametrize("limits", [ZipLimits(part=1000), ZipLimits(total=1500), ZipLimits(parts=1)])
def test_large_parts_large_packages_and_many_parts_are_stopped(limits):
    parts = {name: bytes(range(256)) * 5 for name in ("a", "b")}
    with pytest.raises(ResourceLimitError, match="unpacks to far more"):
        check_package(zipped(parts, zipfile.ZIP_STORED), limits)


def test_a_header_that_lies_about_the_size_changes_nothing():
    data = bytearray(zipped({"word/document.xml": b"\0" * (4 << 20)}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    with pytest.raises(UnreadableFileError):
        check_package(bytes(data))


def test_parts_that_share_their_bytes_are_stopped():
    data = bytearray(zipped({"a": b"x" * 100, "b": b"y" * 100}, zipfile.ZIP_STORED))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    with pytest.raises(ResourceLimitError, match="unpacks to far more"):
        check_package(bytes(data))


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lost">]><w:document>&a;</w:document>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_in_every_encoding(encoding):
    with pytest.raises(UnreadableFileError, match="document type declaration"):
        check_package(zipped({"word/document.xml": DOCTYPE.encode(encoding)}))


def test_an_encoding_that_could_hide_a_document_type_is_refused():
    part = '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<w:document/>'
    with pytest.raises(UnreadableFileError, match="text encoding that a Word document never has"):
        check_package(zipped({"word/document.xml": part}))


def test_a_document_type_in_a_part_that_is_never_parsed_does_no_harm():
    check_package(zipped({"word/document.xml": DOCUMENT, "word/media/drawing.svg": DOCTYPE}))


def test_a_package_locked_by_a_zip_program_says_so():
    data = bytearray(zipped({"word/document.xml": DOCUMENT}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(UnreadableFileError, match="protected with a password by a ZIP program"):
        check_package(bytes(data))


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_package_cut_short_is_damaged(cut):
    data = zipped({"word/document.xml": DOCUMENT * 50})
    with pytest.raises(UnreadableFileError, match="The file is damaged"):
        check_package(data[: int(len(data) * cut)])


def test_changed_bytes_are_noticed():
    data = zipped({"word/document.xml": DOCUMENT}, zipfile.ZIP_STORED).replace(b"w:document", b"w:documenT", 1)
    with pytest.raises(UnreadableFileError, match="The file is damaged"):
        check_package(data)
