"""A whole DOCX file: notes, comments, headers, title, warnings, and what is refused."""

import io
import unicodedata

import docx
import pytest

from app.documents.docx import read
from app.domain.document import BlockKind, NoteMark
from app.domain.errors import UnreadableFileError
from tests.documents.making_docx import document_of, make, outline, p, pack, r, relation, style, texts, xml
from tests.documents.span_law import violations


def call(number, kind="footnote"):
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def notes(kind="footnote", **content):
    separator = f'<w:{kind} w:id="-1" w:type="separator">{p("<w:r><w:separator/></w:r>")}</w:{kind}>'
    own = f"<w:r><w:{kind}Ref/></w:r>"
    made = (f'<w:{kind} w:id="{name[1:]}">{p(own + r(text))}</w:{kind}>' for name, text in content.items())
    return separator + "".join(made)


def test_notes_follow_the_body_in_the_order_of_their_calls():
    body = p(r("One") + call(7) + r(" two") + call(3) + r("."))
    document = document_of(body, footnotes=notes(_3="Third.", _7="Seventh."))
    assert outline(document) == [
        ("paragraph", 0, "", "One[1] two[2]."),
        ("footnote", 0, "1", "Seventh."),
        ("footnote", 0, "2", "Third."),
    ]
    assert document.note_marks == (NoteMark(3, 6, 1), NoteMark(10, 13, 2))
    assert [document.text[one.start : one.end] for one in document.styles if one.raised == 1] == ["[1]", "[2]"]
    assert violations(document) == []


def test_endnotes_come_after_footnotes_in_roman_numbers():
    body = p(r("A") + call(1, "endnote") + call(1))
    document = document_of(body, footnotes=notes(_1="Foot."), endnotes=notes("endnote", _1="End."))
    assert outline(document)[1:] == [("footnote", 0, "1", "Foot."), ("endnote", 0, "i", "End.")]
    assert document.text.startswith("A[i][1]")


def test_notes_are_numbered_as_the_section_or_the_settings_say():
    prefix = '<w:footnotePr><w:numFmt w:val="upperRoman"/><w:numStart w:val="4"/></w:footnotePr>'
    body = p(r("A") + call(1))
    assert document_of(body, footnotes=notes(_1="N."), settings=prefix).text.startswith("A[IV]")
    assert document_of(f"{body}<w:sectPr>{prefix}</w:sectPr>", footnotes=notes(_1="N.")).text.startswith("A[IV]")


def test_an_own_mark_of_the_author_stays_as_it_is():
    body = p(r("A") + '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>*</w:t></w:r>' + call(2))
    document = document_of(body, footnotes=notes(_1="Star.", _2="One."))
    assert outline(document) == [
        ("paragraph", 0, "", "A*[1]"),
        ("footnote", 0, "*", "Star."),
        ("footnote", 0, "1", "One."),
    ]
    assert document.note_marks == (NoteMark(1, 2, 1), NoteMark(2, 5, 2))


def test_a_note_called_twice_is_read_once():
    document = document_of(p(r("A") + call(1) + call(1)), footnotes=notes(_1="Once."))
    assert texts(document, BlockKind.FOOTNOTE) == ["Once."]
    assert [mark.note for mark in document.note_marks] == [1, 1]


def test_a_note_that_is_missing_leaves_its_number():
    document = document_of(p(r("A") + call(9)), footnotes=notes(_1="Other."))
    assert document.text == "A[1]"
    assert document.note_marks == ()


def test_comments_name_their_author_and_stand_after_the_text():
    comment = f'<w:comment w:id="0" w:author="Ann">{p(r("Why?"))}{p(r("And how?"))}</w:comment>'
    body = p('<w:commentRangeStart w:id="0"/>' + r("Text.") + '<w:r><w:commentReference w:id="0"/></w:r>')
    assert outline(document_of(body, comments=comment)) == [
        ("paragraph", 0, "", "Text."),
        ("comment", 0, "Ann", "Why?"),
        ("comment", 0, "", "And how?"),
    ]


def test_comments_made_by_a_library_are_read():
    made = docx.Document()
    made.add_comment(made.add_paragraph("Text.").runs, text="Source?", author="Ann")
    assert texts(read(saved(made)).document, BlockKind.COMMENT) == ["Source?"]


def test_headers_and_footers_stand_apart_and_each_text_once():
    document = document_of(p(r("Text.")), header1=p(r("Draft")), header2=p(r("Draft")), footer1=p(r("Page 1")))
    assert outline(document) == [
        ("paragraph", 0, "", "Text."),
        ("header", 0, "", "Draft"),
        ("footer", 0, "", "Page 1"),
    ]


def test_a_document_of_a_library_reads_as_it_was_written():
    made = docx.Document()
    made.add_heading("The visit", 0)
    made.add_heading("Aims", 1)
    made.add_paragraph("We went there.")
    made.add_paragraph("first", style="List Bullet")
    made.add_paragraph("second", style="List Number")
    made.add_paragraph("As was said.", style="Quote")
    cells = made.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "left", "right"
    document = read(saved(made)).document
    assert [(block.kind.value, block.level, document.text_of(block)) for block in document.blocks] == [
        ("heading", 1, "The visit"),
        ("heading", 1, "Aims"),
        ("paragraph", 0, "We went there."),
        ("list_item", 0, "first"),
        ("list_item", 0, "second"),
        ("quote", 0, "As was said."),
        ("table_cell", 0, "left"),
        ("table_cell", 0, "right"),
    ]
    assert [block.label for block in document.blocks][3:5] == ["•", "1."]
    assert document.title == "The visit"
    assert violations(document) == []


def saved(made):
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_the_title_is_the_title_paragraph_else_the_property():
    titled = p(r("Shown"), '<w:pStyle w:val="Title"/>')
    core = "<dc:title> Of the\n file </dc:title>"
    assert document_of(titled, styles=style("Title"), core=core).title == "Shown"
    assert document_of(p(r("Text.")), core=core).title == "Of the file"
    assert document_of(p(r("Text."))).title == ""


def test_a_damaged_part_costs_that_part_only_and_is_said():
    data = make(
        p(r("A") + call(1)), relations=relation("f", "footnotes", "footnotes.xml"), files={"word/footnotes.xml": "<no"}
    )
    document = read(data).document
    assert document.text == "A[1]"
    assert document.warnings == ("The part word/footnotes.xml cannot be read and is left out.",)


def test_an_embedded_file_is_said():
    document = document_of(p(r("A")) + '<w:altChunk r:id="x"/>')
    assert document.warnings == ("1 embedded file is not read.",)


def test_a_document_without_text_says_so():
    document = document_of(p(""))
    assert (document.text, document.blocks) == ("", ())
    assert document.warnings == ("This document holds no text.",)


def test_strict_files_read_like_others():
    data = make(p(r("Strict text.")))
    strict = xml("w:document", f"<w:body>{p(r('Strict text.'))}</w:body>")
    for name in ("wordprocessingml/", "officeDocument/"):
        strict = strict.replace(f"http://schemas.openxmlformats.org/{name}2006/", f"http://purl.oclc.org/ooxml/{name}")
    assert "purl.oclc.org" in strict
    assert read(pack({"word/document.xml": strict})).document.text == read(data).document.text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 cut short", "damaged or cut short"),
        (pack({"a.txt": "text"}), "no text of a Word document"),
        (pack({"word/document.xml": "<w:document"}), "damaged"),
        (pack({"word/document.xml": "<worksheet/>"}), "no Word document"),
        (pack({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "XML entities"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data, says):
    with pytest.raises(UnreadableFileError, match=says):
        read(data)


def test_a_second_read_gives_the_same():
    data = make(p(r("A") + call(1)), footnotes=notes(_1="N."))
    assert read(data) == read(data)


def test_the_text_is_composed():
    document = document_of(p(r("Zu\u0308rich, A\u030angstro\u0308m")))
    assert document.text == unicodedata.normalize("NFC", document.text) == "Zürich, Ångström"
