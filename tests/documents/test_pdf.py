import io

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents import pdf
from app.documents.progress import ReadProgress
from app.domain.document import BlockKind, Kind
from app.domain.errors import PasswordNeededError, UnreadableFileError
from tests.documents.pdfs import HEIGHT, WIDTH, Link, Scan, Text, column, make_pdf
from tests.documents.span_law import violations

LEFT = [
    "The left column begins with this line of plain words and",
    "goes on with a second one that is about as long as it is,",
    "and with a third one that fills the column to its edge as",
    "well before the text turns to the top of the other col-",
]
RIGHT = [
    "umn, where the same sentence goes on for some more words.",
    "Another sentence stands here so that this column has four",
    "lines too, all of them long enough to be running text and",
    "the last one of them ends the page and the paragraph too.",
]


def read(*pages, **options):
    return pdf.read(make_pdf(*pages, **options)).document


def blocks(document, kind=None):
    return [document.text_of(block) for block in document.blocks if kind in (None, block.kind)]


def two_columns():
    return column(50, 100, LEFT, size=9) + column(310, 100, RIGHT, size=9)


def test_columns_are_read_one_after_the_other_and_a_word_broken_between_them_is_whole():
    document = read(two_columns())
    (paragraph,) = blocks(document)
    assert paragraph.startswith("The left column begins with this line")
    assert "turns to the top of the other column, where the same sentence" in paragraph
    assert paragraph.endswith("ends the page and the paragraph too.")


def test_a_short_column_is_known_by_the_page_before():
    rest = [Text(50, 100 + 12 * at, line, 9) for at, line in enumerate(LEFT)] + [Text(310, 100, "umn, and ends.", 9)]
    assert blocks(read(two_columns(), rest))[-1].endswith("to the top of the other column, and ends.")


def test_entries_that_hang_below_prose_in_one_column_are_whole():
    prose = [f"The {word} line of prose is long enough to fill the column" for word in ("one", "next", "third", "last")]
    heading = [Text(50, 160, "References", 12, bold=True)]
    entries = []
    for at, name in enumerate(("Marlowe, J.", "Okafor, N.", "Quist, B.")):
        entries += [
            Text(50, 180 + 24 * at, f"{name}, and others, on the tidal habits of all herons"),
            Text(70, 192 + 24 * at, "of the city. Harbour Press, 2021."),
        ]
    found = blocks(read([*column(50, 100, prose), *heading, *entries]))
    assert [text[:6] for text in found] == ["The on", "Refere", "Marlow", "Okafor", "Quist,"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["The committee asked for a careful re-", "view of the findings."], "careful review of"),
        (["A well-known rule is used here: a well-", "known rule is kept."], "a well-known rule is kept"),
        (["It is measured in high-", "dimensional data for once."], "high-dimensional"),
        (["The years from 1990 to 2001–", "2003 were the best ones."], "2001–2003"),
        (["See https://example.org/one/", "two for all of the details."], "https://example.org/one/two for"),
        (["It has the DOI 10.1000/182,", "https://doi.org/10.1000/182 and"], "182, https://doi.org/10.1000/182 and"),
        (["See https://doi.org/10.1000/", "182-183 for the details."], "https://doi.org/10.1000/182-183 for"),
    ],
)
def test_what_a_line_end_breaks_is_joined(lines, expected):
    assert expected in read(column(50, 100, lines)).text


def test_a_hyphen_kept_at_a_line_end_has_its_place_on_the_page():
    document = read(column(50, 100, ["It is measured in high-", "dimensional data for once."]))
    assert "high-dimensional" in document.text
    assert violations(document) == []


def test_running_heads_and_page_numbers_are_no_text_but_kept():
    pages = [
        [
            Text(50, 40, f"Annual Report of the Garden Society {page}"),
            *column(50, 120, [f"Page {word} has a text of its own.", "It has a second line as well."]),
            Text(290, 810, str(page)),
        ]
        for page, word in enumerate(["one", "two", "three", "four"], 1)
    ]
    document = read(*pages)
    body = [block for block in document.blocks if block.kind not in (BlockKind.HEADER, BlockKind.FOOTER)]
    assert [document.text_of(block)[:8] for block in body] == ["Page one", "Page two", "Page thr", "Page fou"]
    assert blocks(document, BlockKind.HEADER) == ["Annual Report of the Garden Society 1"]
    assert blocks(document, BlockKind.FOOTER) == ["1"]


def test_a_paragraph_goes_on_over_a_page_end():
    first = column(
        50, 700, ["This paragraph is long enough to reach the end of", "its page in the middle of a sentence that"]
    )
    second = column(50, 100, ["goes on at the top of the next page and ends."])
    document = read(first, second)
    (paragraph,) = blocks(document)
    assert "the middle of a sentence that goes on at the top of the next page" in paragraph
    assert [page.label for page in document.pages] == ["1", "2"]
    assert document.text[document.pages[1].start :].startswith("goes on at the top")


def test_headings_by_size_weight_and_outline():
    page = [
        Text(50, 100, "A Study of Gardens", 20),
        Text(50, 140, "Method", 14),
        *column(50, 160, ["We counted the gardens of the town and noted each one in a book.", "It took a year."]),
        Text(50, 200, "Sites", bold=True),
        *column(
            50, 220, ["The sites are in the north and in the south of the town for the most part.", "All are open."]
        ),
        Text(50, 260, "Limits of it"),
        *column(
            50, 290, ["Some gardens were closed when we came and could not be counted by us at all.", "We say so."]
        ),
    ]
    document = read(page, outline=[("Limits of it", 0)])
    found = [(document.text_of(block), block.level) for block in document.blocks if block.kind is BlockKind.HEADING]
    assert found == [("A Study of Gardens", 1), ("Method", 2), ("Sites", 3), ("Limits of it", 1)]
    assert document.title == "A Study of Gardens"


def test_lists_keep_their_labels_apart():
    lines = [
        "These are the steps that we took:",
        "1. Count the gardens.",
        "2. Note them in the book.",
        "• Close the book.",
    ]
    document = read(column(50, 100, lines))
    items = [block for block in document.blocks if block.kind is BlockKind.LIST_ITEM]
    assert [(block.label, document.text_of(block)) for block in items] == [
        ("1.", "Count the gardens."),
        ("2.", "Note them in the book."),
        ("•", "Close the book."),
    ]


@pytest.mark.parametrize("label", ["•", "•  ", "1.", "1. ", "[1]"])
def test_a_label_set_apart_takes_no_letter_from_its_item(label):
    page = [
        *column(50, 100, ["These are all of the things that we saw:"]),
        Text(50, 112, label),
        Text(68, 112, "Gardens."),
    ]
    item = read(page).blocks[-1]
    assert (item.kind, item.label) == (BlockKind.LIST_ITEM, label.strip())
    assert read(page).text.endswith("\nGardens.")


@pytest.mark.parametrize(
    "line", ["[4]. Among them is the rule of the house", "1.59 was the mean of all of them", "4.0.2 and Python"]
)
def test_numbers_that_only_begin_a_line_are_no_labels(line):
    before = "These words fill a line of the running text to its right edge, as they do in"
    document = read(column(50, 100, [before, line, "and so on."]))
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH]


NUMBERED = [
    [
        "1. Ash B, Birch C. A first work on gardens and their keepers in the",
        "north of the country. J Gard. 2001;1(2):3–4.",
    ],
    ["2. Cedar D. Another work that ends at the foot of the page with a dot. Gard", "Sci."],
    ["2023;13(1):19937."],
    ["3. Elm E. A last work. Garden Press; 1999."],
]


def test_numbered_references_are_one_block_each_over_a_page_end():
    first = [Text(50, 80, "References", 12, bold=True), *column(50, 700, [*NUMBERED[0], *NUMBERED[1]])]
    document = read(first, column(50, 100, [*NUMBERED[2], *NUMBERED[3]]))
    assert blocks(document, BlockKind.LIST_ITEM) == [
        "Ash B, Birch C. A first work on gardens and their keepers in the north of the country. J Gard. 2001;1(2):3–4.",
        "Cedar D. Another work that ends at the foot of the page with a dot. Gard Sci. 2023;13(1):19937.",
        "Elm E. A last work. Garden Press; 1999.",
    ]


def test_references_with_a_hanging_indent_are_one_block_each():
    entries = []
    for number, name in enumerate(["Ash, B.", "Birch, C.", "Cedar, D.", "Elm, E."]):
        y = 120 + number * 36
        entries += [
            Text(50, y, f"{name} (2001). A work on gardens with a title that fills the line up to"),
            Text(74, y + 12, "its very end and goes on. Journal of Gardens, 1(2), 3–4."),
        ]
    document = read([Text(50, 90, "References", 12, bold=True), *entries])
    assert len(blocks(document, BlockKind.PARAGRAPH)) == 4
    assert all(entry.endswith("3–4.") for entry in blocks(document, BlockKind.PARAGRAPH))


def test_what_follows_the_references_is_no_part_of_them():
    first = [Text(50, 80, "References", 12, bold=True), *column(50, 700, [*NUMBERED[0], *NUMBERED[3]])]
    second = [Text(50, 80, "Appendix", 12, bold=True), *column(50, 110, ["These are words of the appendix."])]
    document = read(first, second)
    assert blocks(document)[-2:] == ["Appendix", "These are words of the appendix."]


def test_captions_and_notes():
    page = [
        *column(
            50, 100, ["The gardens are shown in the figure, which was drawn by hand and is not", "to scale, as we say."]
        ),
        Text(135, 109, "1", 6),
        Text(50, 300, "Fig 1. The gardens of the town.", 8, bold=True),
        Text(50, 740, "1", 5),
        Text(54, 743, "The scale is given in the book.", 8),
    ]
    document = read(page)
    assert blocks(document, BlockKind.CAPTION) == ["Fig 1. The gardens of the town."]
    (note,) = [block for block in document.blocks if block.kind is BlockKind.FOOTNOTE]
    assert (note.label, document.text_of(note)) == ("1", "The scale is given in the book.")
    (mark,) = document.note_marks
    assert document.text[mark.start : mark.end] == "1"
    assert document.blocks[mark.note] == note


def test_links_are_annotations_and_bare_addresses():
    page = [
        Text(50, 100, "See the book and https://example.org/bare too."),
        Link(66, 90, 108, 103, "https://example.org/book"),
    ]
    document = read(page)
    assert [(document.text[link.start : link.end], link.target) for link in document.links] == [
        ("the book", "https://example.org/book"),
        ("https://example.org/bare", "https://example.org/bare"),
    ]


def test_a_scanned_page_is_said():
    document = read([Text(50, 100, "Some text.")], [Scan()])
    assert document.warnings == ("Page 2 is a picture without text; Stet cannot read it.",)
    both = read([Scan()], [Scan()])
    assert both.warnings == ("Pages 1, 2 are pictures without text; Stet cannot read them.",)


def test_a_pdf_without_text_is_said():
    assert read([]).warnings == ("This PDF has no text that can be read; there is nothing to check.",)


def test_text_outside_the_page_is_left_out_and_said():
    document = read([Text(50, 100, "Seen."), Text(900, 100, "Unseen.")])
    assert document.text == "Seen."
    assert document.warnings == ("Page 1: text outside the visible page was left out.",)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_rotated_page_shows_upright_text_turned_and_keeps_its_words(rotate):
    document = read(column(50, 100, ["These words are turned with", "their page, all of them."]), rotate=rotate)
    assert " ".join(document.text.split()) == "These words are turned with their page, all of them."
    assert (document.pages[0].width, document.pages[0].height) == (
        (HEIGHT, WIDTH) if rotate != 180 else (WIDTH, HEIGHT)
    )


def encrypted():
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(make_pdf([Text(50, 100, "A secret.")])))
    writer.encrypt("sesame", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_password_is_asked_for():
    data = encrypted()
    with pytest.raises(PasswordNeededError, match=r"protected with a password\. Give the password"):
        pdf.read(data)
    with pytest.raises(PasswordNeededError, match="The password does not open this PDF"):
        pdf.read(data, "wrong")
    assert pdf.read(data, "sesame").document.text == "A secret."


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0" * 500, make_pdf([Text(50, 100, "Cut.")])[:120]])
def test_a_damaged_pdf_is_one_sentence(data):
    with pytest.raises(UnreadableFileError, match=r"damaged\. Make the PDF anew"):
        pdf.read(data)


def test_a_pdf_cut_short_in_its_tail_still_reads():
    data = make_pdf([Text(50, 100, "Most of it is there.")])
    assert pdf.read(data[: data.index(b"startxref")]).document.text == "Most of it is there."


def test_progress_is_told_and_ends():
    told = []
    pdf.read(make_pdf([], []), progress=told.append)
    assert told[-1] == ReadProgress(2, 2)


WORDS = st.lists(
    st.sampled_from(["garden", "tree-", "(a", "fin.", "Ä", "naïve", "10.5", "-", "•", "1."]), min_size=1, max_size=8
)
PLACES = st.tuples(st.integers(-20, WIDTH), st.integers(0, HEIGHT + 20), st.sampled_from([6, 10, 18]), st.booleans())
ITEMS = st.lists(
    st.builds(lambda at, words: Text(at[0], at[1], " ".join(words), at[2], at[3]), PLACES, WORDS), max_size=12
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ITEMS, min_size=1, max_size=3), st.sampled_from([0, 90]))
def test_whatever_the_page_holds_text_leads_to_its_source_and_back(pages, rotate):
    document = read(*pages, rotate=rotate)
    assert document.kind is Kind.PDF
    assert violations(document, trials=10) == []
