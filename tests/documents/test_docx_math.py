"""Equations as one line of text."""

import pytest

from app.domain.document import SourceSpan
from tests.documents.making_docx import document_of, outline, p, r
from tests.documents.span_law import violations


def e(text, tag="e"):
    return f"<m:{tag}>{run(text)}</m:{tag}>"


def run(text):
    return text if text.startswith("<") else f"<m:r><m:t>{text}</m:t></m:r>"


def shown(content):
    document = document_of(p(f"<m:oMath>{content}</m:oMath>"))
    assert violations(document) == []
    return document.text


FRACTION = f"<m:f>{e('a+b', 'num')}{e('2', 'den')}</m:f>"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("E=m") + f"<m:sSup>{e('c')}{e('2', 'sup')}</m:sSup>", "E=mc^2"),
        (FRACTION, "(a+b)/2"),
        (f"<m:f>{e(FRACTION, 'num')}{e('c', 'den')}</m:f>", "((a+b)/2)/c"),
        (f"<m:sSub>{e('x')}{e('i', 'sub')}</m:sSub>", "x_i"),
        (f"<m:sSubSup>{e('x')}{e('i+1', 'sub')}{e('2', 'sup')}</m:sSubSup>", "x_(i+1)^2"),
        (f"<m:sPre>{e('6', 'sub')}{e('14', 'sup')}{e('C')}</m:sPre>", "_6^14C"),
        (f"<m:rad><m:deg/>{e('x+1')}</m:rad>", "√(x+1)"),
        (f"<m:rad>{e('3', 'deg')}{e('x')}</m:rad>", "∛x"),
        (f"<m:rad>{e('n', 'deg')}{e('x')}</m:rad>", "√[n]x"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>{e("i=1", "sub")}{e("n", "sup")}{e("i")}</m:nary>',
            "∑_(i=1)^ni",
        ),
        (f"<m:d>{e('a')}{e('b')}</m:d>", "(a|b)"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr>{e("a")}</m:d>', "[a"),
        (f"<m:m><m:mr>{e('1')}{e('0')}</m:mr><m:mr>{e('0')}{e('1')}</m:mr></m:m>", "1, 0; 0, 1"),
        (f"<m:eqArr>{e('a=1')}{e('b=2')}</m:eqArr>", "a=1; b=2"),
        (f"<m:func>{e('sin', 'fName')}{e('x')}</m:func>", "sin x"),
        (f"<m:limLow>{e('lim')}{e('n→∞', 'lim')}</m:limLow>", "lim_(n→∞)"),
        (f'<m:acc><m:accPr><m:chr m:val="̅"/></m:accPr>{e("x")}</m:acc>', "x̅"),
        (f"<m:borderBox>{e('x')}</m:borderBox>", "x"),
        (run("a") + "<w:del><m:r><m:t>b</m:t></m:r></w:del>" + run("c"), "ac"),
    ],
)
def test_equations_read_in_one_line(content, text):
    assert shown(content) == text


def test_an_equation_stands_in_its_sentence_and_maps_as_a_whole():
    document = document_of(p(r("where ") + f"<m:oMath>{run('x=1')}</m:oMath>" + r(".")))
    assert document.text == "where x=1."
    whole = SourceSpan("word/document.xml#equation", 0, 0, 1)
    assert document.to_source(7, 8) == (whole,)
    assert document.to_text(whole.part, whole.unit, whole.offset) == 6


def test_equations_of_a_display_stand_on_lines_of_their_own():
    display = f"<m:oMathPara><m:oMath>{run('a=1')}</m:oMath><m:oMath>{run('b=2')}</m:oMath></m:oMathPara>"
    document = document_of(display + p(display))
    assert [text for *_, text in outline(document)] == ["a=1\nb=2", "a=1\nb=2"]
    assert violations(document) == []
