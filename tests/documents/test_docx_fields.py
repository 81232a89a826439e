"""Where HYPERLINK fields lead, and what reference managers keep behind their citations."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.docx_fields import citation, control_payload, link_target
from app.domain.document import CitationField
from tests.documents.making_docx import document_of, field, p, r, relation, xml


def packed(text, encoding="utf-8"):
    return base64.b64encode(text.encode(encoding)).decode()


@pytest.mark.parametrize(
    ("code", "target"),
    [
        (' HYPERLINK "https://example.org/a b" ', "https://example.org/a b"),
        ("hyperlink https://example.org", "https://example.org"),
        ('HYPERLINK "https://example.org" \\l "part"', "https://example.org#part"),
        ('HYPERLINK \\l "_Toc1" \\h', "#_Toc1"),
        ('HYPERLINK \\o "a tip" \\t "_blank" "https://example.org"', "https://example.org"),
        ('HYPERLINK "C:\\\\texts\\\\a.docx"', "C:\\texts\\a.docx"),
        ("HYPERLINK", ""),
        ("PAGEREF x", ""),
        ("", ""),
    ],
)
def test_link_targets(code, target):
    assert link_target(code) == target


ZOTERO = '{"citationID":"x","citationItems":[{"itemData":{"title":"A {braced} title"}}]}'


@pytest.mark.parametrize(
    ("code", "data", "manager", "payload"),
    [
        (f" ADDIN ZOTERO_ITEM CSL_CITATION {ZOTERO} ", "", "zotero", ZOTERO),
        ('ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY', "", "zotero", '{"uncited":[]}'),
        (f"ADDIN CSL_CITATION {ZOTERO}", "", "mendeley", ZOTERO),
        ("ADDIN EN.CITE <EndNote><Cite/></EndNote>", "", "endnote", "<EndNote><Cite/></EndNote>"),
        ("ADDIN EN.CITE", packed("<EndNote/>"), "endnote", "<EndNote/>"),
        ("ADDIN EN.CITE", packed("<EndNote/>", "utf-16-le"), "endnote", "<EndNote/>"),
        ("ADDIN EN.REFLIST", "", "endnote", ""),
        ("ADDIN CitaviPlaceholder{" + packed('{"a":1}') + "}", "", "citavi", '{"a":1}'),
        ("ADDIN CITAVI.BIBLIOGRAPHY", "", "citavi", ""),
        ("BIBLIOGRAPHY", "", "word", ""),
        ("ADDIN EN.CITE", "%%% no base64", "endnote", ""),
        ("ADDIN EN.CITE", "é", "endnote", ""),
    ],
)
def test_citations_of_reference_managers(code, data, manager, payload):
    assert citation(code, data, {}) == (manager, payload)


@pytest.mark.parametrize("code", ["", "ADDIN", "ADDIN something else", "ADDIN EN.CITE.DATA", "PAGE", "REF _Ref1"])
def test_other_fields_are_no_citations(code):
    assert citation(code, "", {}) is None


def test_mendeley_keeps_its_citation_in_the_tag_of_a_control():
    tag = "MENDELEY_CITATION_v3_" + packed(ZOTERO)
    control = f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{r("(Lee, 2020)")}</w:sdtContent></w:sdt>'
    document = document_of(p(r("As said ") + control))
    assert document.fields == (CitationField(8, 19, "mendeley", ZOTERO),)
    assert control_payload("anything else") is None


def test_a_citation_field_spans_what_it_shows():
    quoted = ZOTERO.replace('"', "&quot;")
    document = document_of(
        p(r("As said ") + field(f" ADDIN ZOTERO_ITEM CSL_CITATION {quoted} ", r("(Lee, 2020)")) + r("."))
    )
    assert document.text == "As said (Lee, 2020)."
    assert document.fields == (CitationField(8, 19, "zotero", ZOTERO),)


def test_a_code_cut_into_runs_is_put_together():
    code = "</w:instrText></w:r><w:r><w:instrText>".join(["ADDIN ZOTERO", "_ITEM ", "{&quot;a&quot;:", "1}"])
    document = document_of(p(field(code, r("x"))))
    assert [(found.manager, found.data) for found in document.fields] == [("zotero", '{"a":1}')]


def test_endnote_keeps_its_data_in_an_inner_field():
    inner = field(" ADDIN EN.CITE.DATA ", "", packed("<EndNote/>"))
    code = f" ADDIN EN.CITE </w:instrText></w:r>{inner}<w:r><w:instrText>"
    document = document_of(p(field(code, r("(Lee, 2020)"))))
    assert document.text == "(Lee, 2020)"
    assert document.fields == (CitationField(0, 11, "endnote", "<EndNote/>"),)


def test_a_bibliography_spans_its_paragraphs():
    begin, end = field(" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ", r("Lee") + "|" + r("Poe")).split("|")
    document = document_of(p(r("References")) + p(begin) + p(end) + p(r("Annex")))
    (found,) = document.fields
    assert document.text[found.start : found.end] == "Lee\nPoe"


def test_a_citation_of_word_itself_names_its_sources():
    source = "<b:Source><b:Tag>Lee20</b:Tag><b:Title>On cats</b:Title></b:Source>"
    body = p(field(" CITATION Lee20 \\l 1033 ", r("(Lee, 2020)")))
    document = document_of(
        body,
        relations=relation("s", "customXml", "../customXml/item1.xml"),
        files={"customXml/item1.xml": xml("b:Sources", source)},
    )
    (found,) = document.fields
    assert (found.manager, "On cats" in found.data) == ("word", True)
    assert found.data.startswith("<b:Source")


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_code_crashes(code, data):
    for prefix in ("", "HYPERLINK ", "ADDIN ", "ADDIN CitaviPlaceholder{", "CITATION "):
        link_target(prefix + code)
        citation(prefix + code, data, {})
    control_payload("MENDELEY_CITATION_v3_" + data)
