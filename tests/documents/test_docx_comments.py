import io

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.docx import read as read_docx
from app.documents.docx_comments import with_comments
from app.domain.errors import BadInputError
from app.domain.margin import MarginNote


def make(*paragraphs):
    """Return a DOCX file; each paragraph is a list of run texts, every other run bold."""
    word = docx.Document()
    for texts in paragraphs:
        paragraph = word.add_paragraph()
        for number, text in enumerate(texts):
            paragraph.add_run(text).bold = number % 2 == 1
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left cell", "right cell"
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def commented(data):
    """Return each comment's text with the words that it stands on, as another reader of the file sees them."""
    word = docx.Document(io.BytesIO(data))
    found = []
    for comment in word.comments:
        inside, words = False, []
        for element in word.element.iter():
            is_mark = element.get(qn("w:id")) == str(comment.comment_id)
            if element.tag == qn("w:commentRangeStart") and is_mark:
                inside = True
            elif element.tag == qn("w:commentRangeEnd") and is_mark:
                break
            elif inside and element.tag in {qn("w:t"), qn("w:tab")}:
                words.append(element.text or "\t")
        found.append((comment.text, "".join(words), comment.author))
    return found


def note(document, quote, text="why?"):
    start = document.text.index(quote)
    return MarginNote(start, start + len(quote), text, "Ana Mentor")


DATA = make(["The trial ", "ran on two", " evenings.\tIt cost 4,300 pounds."], ["Nobody asked why."])
DOCUMENT = read_docx(DATA).document


@pytest.mark.parametrize("quote", ["trial ran on", "ran", "evenings.\tIt", "4,300", "why.", "left cell", "The trial"])
def test_a_comment_stands_on_exactly_its_words(quote):
    written = with_comments(DATA, DOCUMENT, [note(DOCUMENT, quote)])
    assert commented(written) == [("why?", quote, "Ana Mentor")]


def test_comments_may_overlap_and_the_text_stays_the_same():
    quotes = ["trial ran", "ran on two evenings", "two", "The trial ran on two evenings.\tIt cost 4,300 pounds."]
    written = with_comments(DATA, DOCUMENT, [note(DOCUMENT, quote, quote) for quote in quotes])
    assert [(text.replace("\t", ""), on.replace("\t", "")) for text, on, _ in commented(written)] == [
        (quote.replace("\t", ""),) * 2 for quote in quotes
    ]
    blocks = [block for block in read_docx(written).document.blocks if block.kind != "comment"]
    assert [read_docx(written).document.text_of(block) for block in blocks] == [
        DOCUMENT.text_of(block) for block in DOCUMENT.blocks
    ]


def test_a_comment_over_two_paragraphs_covers_both():
    start, end = DOCUMENT.text.index("pounds"), DOCUMENT.text.index("asked")
    ((_, on, _),) = commented(with_comments(DATA, DOCUMENT, [MarginNote(start, end, "why?", "Ana")]))
    assert on == "pounds.Nobody "


def test_a_note_on_the_whole_draft_stands_at_its_beginning():
    ((text, on, _),) = commented(with_comments(DATA, DOCUMENT, [MarginNote(None, None, "Well done.\nGo on.", "Ana")]))
    assert (text, on) == ("Well done.\nGo on.", "The trial ")


def test_characters_that_xml_cannot_hold_are_left_out():
    ((text, _, _),) = commented(with_comments(DATA, DOCUMENT, [note(DOCUMENT, "two", "a\x00b\x0bc")]))
    assert text == "abc"


def test_a_file_that_is_no_plain_docx_gets_a_sentence():
    with pytest.raises(BadInputError, match="plain"):
        with_comments(b"PK\x03\x04 nothing", DOCUMENT, [])


@settings(max_examples=40)
@given(st.data())
def test_any_span_of_letters_is_commented_as_it_stands(data):
    start = data.draw(st.integers(0, len(DOCUMENT.text) - 1))
    end = data.draw(st.integers(start + 1, len(DOCUMENT.text)))
    if not any(span.length for span in DOCUMENT.to_source(start, end)):
        return
    ((_, on, _),) = commented(with_comments(DATA, DOCUMENT, [MarginNote(start, end, "x", "Ana")]))
    assert on == DOCUMENT.text[start:end].replace("\n", "")
