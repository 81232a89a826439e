import io

import pytest
from pypdf import PdfReader

from app.documents.pdf import read as read_pdf
from app.documents.pdf_highlights import with_highlights
from app.domain.errors import UnreadableFileError
from app.domain.margin import MarginNote

LINES = ("The trial ran on two evenings", "a week from March to May.", "It cost 4,300 pounds in all.")


def make(pages=2):
    """Return a PDF whose pages hold the lines in Helvetica of 12 points, 72 points from the left."""
    texts = [
        "BT /F1 12 Tf 14 TL 72 700 Td " + " ".join(f"(Page {number}: {line}) Tj T*" for line in LINES) + " ET"
        for number in range(pages)
    ]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(pages))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, text in enumerate(texts):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{head}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


DATA = make()
DOCUMENT = read_pdf(DATA).document


def annotations(data):
    reader = PdfReader(io.BytesIO(data))
    return [(index, one.get_object()) for index, page in enumerate(reader.pages) for one in page.get("/Annots", [])]


def note(quote, text="why?"):
    start = DOCUMENT.text.index(quote)
    return MarginNote(start, start + len(quote), text, "Ana Mentor")


def test_the_original_stays_as_the_beginning_of_the_copy():
    assert with_highlights(DATA, DOCUMENT, [note("4,300")]).startswith(DATA)


def test_a_highlight_lies_over_its_words_and_holds_note_and_author():
    ((page, found),) = annotations(with_highlights(DATA, DOCUMENT, [note("trial ran")]))
    left, bottom, right, top = map(float, found["/Rect"])
    assert (page, found["/Subtype"], found["/Contents"], found["/T"]) == (0, "/Highlight", "why?", "Ana Mentor")
    assert 690 < bottom < top < 720
    assert 130 < left < right < 200


def test_a_note_over_two_pages_is_highlighted_on_both_and_said_once():
    start = DOCUMENT.text.index("pounds")
    end = DOCUMENT.text.index("trial", start)
    found = annotations(with_highlights(DATA, DOCUMENT, [MarginNote(start, end, "why?", "Ana")]))
    assert [(page, one["/Contents"]) for page, one in found] == [(0, "why?"), (1, "")]


def test_a_note_over_two_lines_has_a_quad_for_each():
    ((_, found),) = annotations(with_highlights(DATA, DOCUMENT, [note(DOCUMENT.text[9:60])]))
    assert len(found["/QuadPoints"]) == 16


def test_a_note_on_the_whole_draft_is_a_sign_on_the_first_page():
    ((page, found),) = annotations(
        with_highlights(DATA, DOCUMENT, [MarginNote(None, None, "Well done: très bien.", "Ana")])
    )
    assert (page, found["/Subtype"], found["/Contents"]) == (0, "/Text", "Well done: très bien.")


def test_a_file_that_is_no_pdf_gets_a_sentence():
    with pytest.raises(UnreadableFileError):
        with_highlights(b"%PDF-1.7 nothing", DOCUMENT, [])
