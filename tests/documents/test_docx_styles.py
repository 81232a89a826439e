"""What the styles of a DOCX file say."""

from lxml import etree

from app.documents.docx_styles import Numbered, read_styles
from app.domain.document import BlockKind
from tests.documents.making_docx import style, xml


def styles_of(*made):
    return read_styles(etree.fromstring(xml("w:styles", "".join(made))))


def based(on):
    return f'<w:basedOn w:val="{on}"/>'


def test_styles_based_on_one_another_in_a_circle_end():
    styles = styles_of(style("a", based("b")), style("b", based("a")), style("c", based("c")))
    assert [styles.heading_level(name) for name in "abcd"] == [0] * 4
    assert [styles.role(name) for name in "abcd"] == [None] * 4


def test_the_nearest_style_decides():
    level = '<w:pPr><w:outlineLvl w:val="{}"/></w:pPr>'
    styles = styles_of(
        style("heading 1", identity="h"), style("a", based("h")), style("b", based("h") + level.format(9))
    )
    assert [styles.heading_level(name) for name in "hab"] == [1, 1, 0]


def test_roles_come_from_the_chain_of_styles():
    styles = styles_of(style("caption", identity="c"), style("Table note", based("c"), identity="t"))
    assert styles.role("t") is BlockKind.CAPTION


def test_a_style_can_put_its_paragraphs_into_a_list():
    numbers = '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr></w:pPr>'
    styles = styles_of(style("a", numbers), style("b", based("a")))
    assert styles.numbering("b") == Numbered("4", 1, "a")
    assert styles.numbering("none") is None


def test_the_default_style_is_known_and_no_styles_are_none():
    default = '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    assert styles_of(default).default == "N"
    assert read_styles(None).default == ""
    assert styles_of().name("Missing") == "missing"
