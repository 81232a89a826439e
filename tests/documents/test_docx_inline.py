"""Text inside paragraphs: runs, breaks, links, controls, tracked changes, notes, and their places in the source."""

import io
import unicodedata

import docx
from hypothesis import given
from hypothesis import strategies as st

from app.documents.docx import read
from app.domain.document import Deletion, Link, SourceSpan, Style
from tests.documents.making_docx import document_of, field, make, p, r, relation, style, t, texts
from tests.documents.span_law import violations


def text_of(content, **rest):
    document = document_of(p(content), **rest)
    assert violations(document) == []
    return document.text


def test_tabs_breaks_and_hyphens_are_text():
    assert text_of(r("a\tb\nc") + "<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>known</w:t></w:r>") == "a\tb\ncwell-known"


def test_page_breaks_end_a_line_and_soft_hyphens_are_gone():
    assert text_of('<w:r><w:t>one</w:t><w:br w:type="page"/><w:t>t\u00adwo</w:t><w:softHyphen/></w:r>') == "one\ntwo"


def test_symbols_of_symbol_fonts_are_their_characters():
    symbols = '<w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Wingdings" w:char="F0FC"/>'
    assert text_of(f"<w:r>{symbols}</w:r>") == "α✓"
    assert text_of(r("\uf062", '<w:rFonts w:ascii="Symbol"/>')) == "β"


def test_hidden_text_is_left_out_and_said():
    document = document_of(p(r("seen ") + r("not seen", "<w:vanish/>")))
    assert document.text == "seen"
    assert document.warnings == ("2 hidden words are left out.",)


def test_text_is_composed_and_still_maps_to_its_run():
    document = document_of(p(r("cafe\u0301 ") + r("now")))
    assert document.text == "café now"
    assert document.to_source(3, 4) == (SourceSpan("word/document.xml", 0, 3, 2),)
    assert document.to_source(5, 8) == (SourceSpan("word/document.xml", 1, 0, 3),)


def test_an_accent_in_the_next_run_joins_the_letter_before_it():
    document = document_of(p(r("e") + r("\u0301a", "<w:b/>")))
    assert document.text == "éa"
    assert document.to_text("word/document.xml", 1, 1) == 1
    assert violations(document) == []


def test_formatting_makes_styles():
    document = document_of(
        p(r("plain ") + r("bold", "<w:b/>") + r(" both", "<w:b/><w:i/>") + r("2", '<w:vertAlign w:val="superscript"/>'))
    )
    assert document.styles == (
        Style(6, 10, bold=True),
        Style(10, 15, bold=True, italic=True),
        Style(15, 16, raised=1),
    )


def test_formatting_comes_from_styles_and_can_be_switched_off():
    styles = style("Strong", "<w:rPr><w:b/></w:rPr>", kind="character") + style("Loud", "<w:rPr><w:b/></w:rPr>")
    strong = '<w:rStyle w:val="Strong"/>'
    body = p(r("a", strong) + r("b", strong + '<w:b w:val="0"/>'))
    body += p(r("c") + r("d", strong), '<w:pStyle w:val="Loud"/>')  # two styles that say bold undo one another
    document = document_of(body, styles=styles)
    assert [(document.text[one.start : one.end], one.bold) for one in document.styles] == [("a", True), ("c", True)]


def test_links_lead_outside_and_within():
    body = p(
        f'{r("see ")}<w:hyperlink r:id="x" w:anchor="part">{r("this ")}{r("page", "<w:b/>")}</w:hyperlink>'
        f'<w:hyperlink w:anchor="here">{r(" or here")}</w:hyperlink>'
    )
    document = document_of(body, relations=relation("x", "hyperlink", "https://example.org/a", external=True))
    assert document.links == (Link(4, 13, "https://example.org/a#part"), Link(13, 21, "#here"))


def test_an_address_typed_without_a_link_is_one():
    link = f'<w:hyperlink r:id="x">{r("https://example.org/a")}</w:hyperlink>'
    relations = relation("x", "hyperlink", "https://example.org/a?utm_source=x", external=True)
    document = document_of(p(r("See https://example") + r(".org/b or ") + link), relations=relations)
    assert document.links == (
        Link(4, 25, "https://example.org/b"),
        Link(29, 50, "https://example.org/a?utm_source=x"),
    )


def test_a_link_made_by_a_field_leads_where_its_code_says():
    document = document_of(
        p(r("see ") + field(' HYPERLINK "https://example.org/?a=1&amp;b=2" \\o "tip" ', r("the page")))
    )
    assert document.text == "see the page"
    assert document.links == (Link(4, 12, "https://example.org/?a=1&b=2"),)


def test_the_result_of_a_field_is_text_and_its_code_is_not():
    assert text_of(r("on page ") + field(" PAGEREF x ", r("7")) + r(".")) == "on page 7."
    assert text_of(f'<w:fldSimple w:instr=" AUTHOR ">{r("Ann")}</w:fldSimple>{r(" wrote")}') == "Ann wrote"


def test_a_field_within_the_code_of_a_field_shows_nothing():
    inner = field(" DOCPROPERTY x ", r("inner"))
    outer = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + inner + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    assert text_of(outer + r("shown") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>') == "shown"


def test_a_field_that_never_ends_hides_nothing():
    assert text_of(r("before") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r(" after")) == "before after"


def test_a_field_may_run_over_several_paragraphs():
    begin, end = field(" TOC ", r("One\t1") + "|" + r("Two\t2")).split("|")
    document = document_of(p(begin) + p(end))
    assert texts(document) == ["One\t1", "Two\t2"]


def test_form_fields_show_their_state():
    def form(inside):
        begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inside}</w:ffData></w:fldChar></w:r>'
        code = "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        return begin + code + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    assert (
        text_of(form("<w:checkBox><w:checked/></w:checkBox>") + form('<w:checkBox><w:default w:val="0"/></w:checkBox>'))
        == "☒☐"
    )
    entries = '<w:result w:val="1"/><w:listEntry w:val="low"/><w:listEntry w:val="high"/>'
    assert text_of(form(f"<w:ddList>{entries}</w:ddList>")) == "high"


def test_insertions_are_in_and_deletions_out_but_kept():
    body = p(
        f'{r("It is ")}<w:ins w:author="Ann">{r("very ")}</w:ins>'
        f'<w:del w:author="Ben"><w:r><w:delText xml:space="preserve">not </w:delText></w:r></w:del>{r("good.")}'
    )
    document = document_of(body)
    assert document.text == "It is very good."
    assert document.deletions == (Deletion(11, "not ", "Ben"),)


def test_moved_text_stands_where_it_went():
    body = p(f'<w:moveFrom w:author="Ann">{r("B")}</w:moveFrom>{r("A")}<w:moveTo w:author="Ann">{r("B")}</w:moveTo>')
    document = document_of(body)
    assert document.text == "AB"
    assert document.deletions == (Deletion(0, "B", "Ann"),)


def test_what_one_inserted_and_another_deleted_is_out():
    body = p(f'{r("a")}<w:ins w:author="Ann"><w:del w:author="Ben"><w:r><w:delText>b</w:delText></w:r></w:del></w:ins>')
    assert [(document.text, document.deletions) for document in [document_of(body)]] == [
        ("a", (Deletion(1, "b", "Ben"),))
    ]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    body = p(r("one "), '<w:rPr><w:del w:author="Ann"/></w:rPr>') + p(r("sentence"))
    assert texts(document_of(body)) == ["one sentence"]


def test_smart_tags_controls_and_directions_are_looked_through():
    control = f'<w:sdt><w:sdtPr><w:tag w:val="x"/></w:sdtPr><w:sdtContent>{r("b")}</w:sdtContent></w:sdt>'
    assert (
        text_of(f"<w:smartTag>{r('a')}</w:smartTag>{control}<w:bdo>{r('c')}</w:bdo><w:customXml>{r('d')}</w:customXml>")
        == "abcd"
    )


def test_ruby_shows_its_base():
    ruby = f"<w:ruby><w:rt>{r('とう')}</w:rt><w:rubyBase>{r('東')}</w:rubyBase></w:ruby>"
    assert text_of(f"<w:r>{ruby}</w:r>{r('京')}") == "東京"


def test_alternatives_are_read_once():
    choice, fallback = f'<mc:Choice Requires="wps">{t("new")}</mc:Choice>', f"<mc:Fallback>{t('old')}</mc:Fallback>"
    choice = f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"
    assert text_of(f"<w:r>{choice}</w:r>") == "new"
    assert text_of(f"<w:r>{choice.replace('wps', 'unheard-of')}</w:r>") == "old"


def test_line_ends_in_xml_are_no_line_ends_in_word():
    assert text_of("<w:r><w:t>one\ntwo&#13;three\u2028four</w:t></w:r>") == "one two three\nfour"


def test_runs_map_as_python_docx_numbers_and_counts_them():
    data = make(p(r("one\ttwo\n") + f'<w:hyperlink w:anchor="x">{r("three")}</w:hyperlink>' + r(" four", "<w:b/>")))
    document = read(data).document
    runs = list(docx.Document(io.BytesIO(data)).element.iter("{*}r"))
    for position, character in enumerate(document.text):
        (place,) = document.to_source(position, position + 1)
        assert runs[place.unit].text[place.offset] == character


RUN = st.text(st.sampled_from("ab é\u0301\u00ad\t\nﬁ\u200d👩"), min_size=1, max_size=8)
PROPERTIES = st.sampled_from(["", "<w:b/>", "<w:vanish/>", '<w:vertAlign w:val="subscript"/>'])
WRAPPERS = st.sampled_from(
    ["{}", "<w:ins>{}</w:ins>", "<w:del>{}</w:del>", '<w:hyperlink w:anchor="x">{}</w:hyperlink>']
)


@given(st.lists(st.lists(st.tuples(RUN, PROPERTIES, WRAPPERS), max_size=5), max_size=4))
def test_every_span_maps_to_its_runs_and_back(paragraphs):
    body = "".join(p("".join(wrap.format(r(text, about)) for text, about, wrap in runs)) for runs in paragraphs)
    data = make(body)
    document = read(data).document
    assert violations(document) == []
    assert read(data).document == document
    runs = list(docx.Document(io.BytesIO(data)).element.iter("{*}r"))
    for segment in document.segments:
        if segment.length == segment.end - segment.start:
            shown = runs[segment.unit].text[segment.offset : segment.offset + segment.length]
            if "\u00ad" not in shown:  # a soft hyphen goes with the letter beside it
                assert letters(shown) == letters(document.text[segment.start : segment.end])


def letters(text):
    """Return each character without the accents composed into it, which may stand in the next run."""
    return [unicodedata.normalize("NFD", character)[0] for character in text]


def test_what_stands_in_deleted_text_is_not_shown():
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    equation = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    gone = r("gone") + f"<w:del>{r(' twice')}</w:del>" + note + equation
    document = document_of(p(r("stays") + f'<w:del w:author="Ann">{gone}</w:del>'), footnotes="")
    assert (document.text, document.note_marks) == ("stays", ())
    assert document.deletions == (Deletion(5, "gone twice", "Ann"),)


def test_carriage_returns_are_line_ends_and_code_styles_are_code():
    assert text_of("<w:r><w:t>a</w:t><w:cr/><w:t>b</w:t></w:r>") == "a\nb"
    code = style("Verbatim Char", kind="character", identity="v")
    assert document_of(p(r("x", '<w:rStyle w:val="v"/>')), styles=code).styles == (Style(0, 1, code=True),)
