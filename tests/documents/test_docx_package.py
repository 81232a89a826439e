"""The ZIP package of a DOCX file: parts, what they relate to, and damage."""

import zlib

import pytest

from app.documents.docx import read
from app.documents.docx_package import Relation, open_package
from app.domain.errors import UnreadableFileError
from tests.documents.making_docx import make, p, pack, r, relation, xml

TEXT = xml("w:document", f"<w:body>{p(r('Text.'))}</w:body>")


def relationships(*entries):
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(entries)}</Relationships>'


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("media/a.png", "word/media/a.png"),
        ("../media/a.png", "media/a.png"),
        ("/word/media/a.png", "word/media/a.png"),
        ("media\\a.png", "word/media/a.png"),
        ("media/a%20b.png", "word/media/a b.png"),
    ],
)
def test_targets_are_part_names(target, name):
    package = open_package(make("", relations=relation("x", "image", target)))
    assert package.relations("word/document.xml")["x"] == Relation("image", name, external=False)


def test_an_outside_target_stays_an_address():
    package = open_package(make("", relations=relation("x", "hyperlink", "../up?a=1", external=True)))
    assert package.relations("word/document.xml")["x"] == Relation("hyperlink", "../up?a=1", external=True)
    assert package.related("word/document.xml", "hyperlink") == []


def test_part_names_ignore_case_and_odd_slashes():
    package = open_package(pack({"WORD\\Document.xml": "x", "/a.txt": "y"}))
    assert (package.data("word/document.xml"), package.data("A.TXT")) == (b"x", b"y")
    assert package.data("none") is None


def test_the_text_is_found_where_the_package_says_or_where_word_puts_it():
    top = relationships(relation("main", "officeDocument", "/content/text.xml"))
    assert read(pack({"_rels/.rels": top, "content/text.xml": TEXT})).document.text == "Text."
    assert read(pack({"word/document.xml": TEXT})).document.text == "Text."
    with pytest.raises(UnreadableFileError, match="no text of a Word document"):
        open_package(pack({"xl/workbook.xml": "x"})).main()


def test_a_part_with_a_wrong_checksum_is_missing():
    data = pack({"a.txt": "content" * 50})
    checksum = zlib.crc32(b"content" * 50).to_bytes(4, "little")
    broken = data.replace(checksum, bytes(4))
    assert open_package(broken).data("a.txt") is None


def test_a_part_that_is_no_xml_has_no_tree():
    package = open_package(pack({"a.xml": "<a", "b.xml": "", "c.xml": b"\x00\xff"}))
    assert [package.tree(name) for name in ("a.xml", "b.xml", "c.xml", "d.xml")] == [None] * 4


def test_own_entities_are_refused_for_they_can_hide_text():
    data = pack({"a.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'})
    with pytest.raises(UnreadableFileError, match="XML entities"):
        open_package(data).tree("a.xml")
