"""Blocks of a DOCX file: headings, captions, lists, controls, boxes, tables."""

import pytest

from app.domain.document import BlockKind, Cell
from tests.documents.making_docx import document_of, item, level, numbering, outline, p, r, style, table, texts
from tests.documents.span_law import violations


def styled(text, name):
    return p(r(text), f'<w:pStyle w:val="{name}"/>')


def test_headings_are_known_by_style_in_any_language_and_by_outline_level():
    styles = style("heading 2", identity="a") + style("Überschrift 3", identity="b")
    styles += style("Own", '<w:basedOn w:val="a"/>', identity="c")
    styles += style("Body", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>', identity="d")
    body = "".join(styled(name, name) for name in "abcd") + p(r("e"), '<w:outlineLvl w:val="4"/>')
    body += p(r("f"), '<w:pStyle w:val="a"/><w:outlineLvl w:val="9"/>')
    assert [(kind, depth) for kind, depth, _, _ in outline(document_of(body, styles=styles))] == [
        ("heading", 2),
        ("heading", 3),
        ("heading", 2),
        ("heading", 1),
        ("heading", 5),
        ("paragraph", 0),
    ]


def test_headings_keep_their_numbers():
    about = '<w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("heading 1", about.format(0), identity="one") + style("heading 2", about.format(1), identity="two")
    body = styled("Aims", "one") + styled("Means", "one") + styled("Money", "two")
    document = document_of(body, styles=styles, numbering=numbering(level(0, "%1."), level(1, "%1.%2")))
    assert outline(document) == [
        ("heading", 1, "1.", "Aims"),
        ("heading", 1, "2.", "Means"),
        ("heading", 2, "2.1", "Money"),
    ]


def test_captions_quotes_and_code_are_known_by_style():
    styles = (
        style("caption", identity="a") + style("Intense Quote", identity="b") + style("HTML Preformatted", identity="c")
    )
    kinds = [kind for kind, *_ in outline(document_of("".join(styled(name, name) for name in "abc"), styles=styles))]
    assert kinds == ["caption", "quote", "code"]


def test_lists_nest_and_count():
    parts = numbering(level(0, "%1."), level(1, "%2)", "lowerLetter"))
    body = item("one") + item("inner", 1) + item("inner", 1) + item("two") + item("again", 1)
    assert [(depth, label) for _, depth, label, _ in outline(document_of(body, numbering=parts))] == [
        (0, "1."),
        (1, "a)"),
        (1, "b)"),
        (0, "2."),
        (1, "a)"),
    ]


def test_an_empty_item_counts_but_is_no_block():
    document = document_of(item("one") + item("") + item("three"), numbering=numbering(level(0, "%1.")))
    assert [(label, text) for _, _, label, text in outline(document)] == [("1.", "one"), ("3.", "three")]


def test_a_paragraph_taken_out_of_its_list_is_a_paragraph():
    assert outline(document_of(item("one", number=0), numbering=numbering(level(0, "%1."))))[0][:3] == (
        "paragraph",
        0,
        "",
    )


def test_cells_know_their_place_and_what_they_span():
    wide = '<w:gridSpan w:val="2"/>'
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    made = table([(wide, p(r("head")))], [(down, p(r("tall"))), p(r("x"))], [(on, p("")), p(r("y"))])
    document = document_of(p(r("before")) + made + p(r("after")))
    assert [(document.text_of(block), block.cell) for block in document.blocks] == [
        ("before", None),
        ("head", Cell(0, 0, 0, columns=2)),
        ("tall", Cell(0, 1, 0, rows=2)),
        ("x", Cell(0, 1, 1)),
        ("y", Cell(0, 2, 1)),
        ("after", None),
    ]
    assert texts(document, BlockKind.TABLE_CELL) == ["head", "tall", "x", "y"]


def test_a_cell_holds_several_blocks_and_lists_and_headings():
    made = table([p(r("one")) + item("two") + styled("three", "heading 1")])
    document = document_of(made, numbering=numbering(level(0, "%1.")), styles=style("heading 1"))
    assert {block.cell for block in document.blocks} == {Cell(0, 0, 0)}
    assert [block.kind.value for block in document.blocks] == ["table_cell", "list_item", "heading"]


def test_a_table_within_a_cell_is_a_table_of_its_own():
    document = document_of(table([p(r("outer")) + table([p(r("inner"))]) + p(r("outer again"))]))
    assert [(document.text_of(block), block.cell.table) for block in document.blocks] == [
        ("outer", 0),
        ("inner", 1),
        ("outer again", 0),
    ]


def test_a_deleted_row_is_out_but_kept():
    made = table([p(r("stays"))], [p(r("goes"))])
    made = made.replace("<w:tr><w:tc><w:tcPr></w:tcPr>" + p(r("goes")), "<w:tr>{}<w:tc>" + p(r("goes"))).format(
        '<w:trPr><w:del w:author="Ann"/></w:trPr>'
    )
    document = document_of(made)
    assert document.text == "stays"
    assert [(deletion.text, deletion.author) for deletion in document.deletions] == [("goes", "Ann")]


@pytest.mark.parametrize(
    "around", ["<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:customXml>{}</w:customXml>", "<w:ins>{}</w:ins>"]
)
def test_controls_are_looked_through_around_paragraphs_rows_and_cells(around):
    row = "<w:tr>{}</w:tr>"
    cell = f"<w:tc>{p(r('cell'))}</w:tc>"
    made = f"<w:tbl>{around.format(row.format(cell))}{row.format(around.format(cell))}</w:tbl>"
    assert texts(document_of(around.format(p(r("text"))) + made)) == ["text", "cell", "cell"]


BOX = (
    "<wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline>"
)
OLD_BOX = "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>"


def test_a_text_box_follows_its_paragraph_and_is_read_once():
    new, old = BOX.format(p(r("box")) + p(r("more"))), OLD_BOX.format(p(r("box, as older programs see it")))
    choice = f'<mc:Choice Requires="wps"><w:drawing>{new}</w:drawing></mc:Choice><mc:Fallback>{old}</mc:Fallback>'
    body = p(r("be") + f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>" + r("fore")) + p(r("after"))
    document = document_of(body)
    assert outline(document) == [
        ("paragraph", 0, "", "before"),
        ("text_box", 0, "", "box"),
        ("text_box", 0, "", "more"),
        ("paragraph", 0, "", "after"),
    ]
    assert violations(document) == []


def test_an_old_text_box_is_read_too():
    body = p(f"<w:r>{OLD_BOX.format(p(r('old box')))}</w:r>")
    assert outline(document_of(body)) == [("text_box", 0, "", "old box")]


def test_a_box_in_a_header_belongs_to_the_header():
    document = document_of(p(r("text")), header1=p(f"<w:r>{OLD_BOX.format(p(r('Draft')))}</w:r>"))
    assert outline(document)[1] == ("header", 0, "", "Draft")


@pytest.mark.parametrize(
    ("opening", "closing", "depth"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 80),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 120),
        ("<w:ins>", "</w:ins>", 240),
        ("<w:p><w:r>" + OLD_BOX.split("{}", maxsplit=1)[0], OLD_BOX.split("{}")[1] + "</w:r></w:p>", 40),
        ("<m:oMathPara><m:oMath>" + "<m:e>" * 200, "</m:e>" * 200 + "</m:oMath></m:oMathPara>", 1),
    ],
)
def test_the_deepest_nesting_that_xml_allows_is_read(opening, closing, depth):
    inside = "<m:r><m:t>x</m:t></m:r>" if "m:e" in opening else p(r("x"))
    assert document_of(opening * depth + inside + closing * depth).text == "x"


def test_alternatives_around_blocks_rows_and_in_drawings_are_read_once():
    def either(one, other):
        choice, fallback = f'<mc:Choice Requires="w14">{one}</mc:Choice>', f"<mc:Fallback>{other}</mc:Fallback>"
        return f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"

    row = f"<w:tr><w:tc>{p(r('cell'))}</w:tc></w:tr>"
    box = f"<w:txbxContent>{p(r('box'))}</w:txbxContent>"
    drawing = p(f"<w:r><w:drawing>{either(box, box)}</w:drawing></w:r>" + either(r("run"), r("no")))
    body = either(p(r("new")), p(r("old"))) + f"<w:tbl>{either(row, row)}</w:tbl>" + drawing
    assert texts(document_of(body)) == ["new", "cell", "run", "box"]
