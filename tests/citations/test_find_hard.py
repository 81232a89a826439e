"""Finding references where documents make it hard: page breaks, thousands of entries, endless ones, other scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.citations.find import find_references
from app.domain.document import Block, BlockKind, CitationField, Document, Kind, Link
from tests.citations.drafts import draft

APA = (
    "Marlowe, J. T., & Quist, B. (2021). Tidal habits of urban herons. Journal of Invented Birds, 12(3), 123–130.",
    "Okafor, N. (2018). The quiet ledger: Accounts in small firms. Harbour Press.",
    "Tan, R. (2019). On slowness. In A. Lindqvist (Ed.), Handbook of waiting (pp. 45–67). Harbour Press.",
)
MLA = (
    "Marlowe, Jane, and Bo Quist. “Tidal Habits of Urban Herons.” Journal of Invented Birds, vol. 12, 2021, pp. 1–9.",
    "Okafor, Nneka. The Quiet Ledger: Accounts in Small Firms. Harbour Press, 2018.",
    "Tan, Rui, et al. “On Slowness.” Handbook of Waiting, edited by Anna Lindqvist, Harbour Press, 2019, pp. 45–67.",
)
CHICAGO = (
    "Marlowe, Jane T., and Bo Quist. 2021. “Tidal Habits of Urban Herons.” Journal of Invented Birds 12 (3): 123–30.",
    "———. 2022. “More Habits.” Journal of Invented Birds 13 (1): 1–9.",
    "Okafor, Nneka. 2018. The Quiet Ledger: Accounts in Small Firms. London: Harbour Press.",
)
HARVARD = (
    "Marlowe, J.T. and Quist, B. (2021) ‘Tidal habits of urban herons’, Journal of Invented Birds, 12(3), pp. 123–130.",
    "Okafor, N. (2018) The quiet ledger. London: Harbour Press.",
    "Slow Institute (2020) Annual survey. Available at: https://slow.example.org/s (Accessed: 3 March 2021).",
)
HEBREW = (
    "אבני, ד. (2019). שעונים ישנים. כתב העת לזמן, 12(3), 45–67.",
    "לוי, מ. (2020). מגדל השעון. הוצאת הנמל, 2020, https://zman.example.org/tower",
)


def raws(document):
    return [reference.raw for reference in find_references(document)]


def wrapped(*lines: str) -> Document:
    """Build a PDF whose reference list is one block with a line break wherever the page had one."""
    text = "References\n" + "\n".join(lines)
    blocks = (Block(BlockKind.HEADING, 0, 10, 1), Block(BlockKind.PARAGRAPH, 11, len(text)))
    return Document(Kind.PDF, "0" * 64, "test/1", text, blocks, ())


@pytest.mark.parametrize("style", [APA, MLA, CHICAGO, HARVARD], ids=["apa", "mla", "chicago", "harvard"])
def test_every_style_is_found_whole(style):
    assert raws(draft("Text.", "# References", *style)) == list(style)


@pytest.mark.parametrize("style", [APA, MLA, HARVARD], ids=["apa", "mla", "harvard"])
def test_hanging_indents_lost_in_one_block(style):
    lines = [piece for entry in style for piece in _in_two(entry)]
    assert raws(wrapped(*lines)) == list(style)


def _in_two(entry: str) -> tuple[str, str]:
    cut = entry.index(" ", len(entry) * 3 // 5)
    return entry[:cut], entry[cut + 1 :]


@pytest.mark.parametrize("number", ["[{}] ", "{}. "])
def test_numbered_entries_over_a_page_break(number):
    first, second = _in_two(number.format(2) + APA[1])
    document = draft(
        "# References",
        number.format(1) + APA[0],
        first,
        (BlockKind.FOOTER, "Harbour University 12"),
        (BlockKind.HEADER, "Herons"),
        second,
        number.format(3) + APA[2],
    )
    assert raws(document) == list(APA)


def test_a_word_broken_at_a_line_end_is_joined():
    assert raws(wrapped("Okafor, N. (2018). The quiet led-", "ger of firms. Harbour Press.")) == [
        "Okafor, N. (2018). The quiet ledger of firms. Harbour Press."
    ]


def test_a_document_without_a_list_has_no_listed_reference():
    assert raws(draft("# Report", "Herons are common (Marlowe, 2021).", "# Result", "They were seen in 2019.")) == []


def test_right_to_left_entries_are_found_whole():
    assert raws(draft("# References", *HEBREW)) == list(HEBREW)


def test_three_thousand_references_are_all_found():
    entries = [f"Marlowe, J. ({1900 + n % 120}). Habits of heron {n}. Birds, {n}(1), 3–4." for n in range(3000)]
    keyed = [f"[{number}] {entry}" for number, entry in enumerate(entries, start=1)]
    assert raws(draft("# References", " ".join(keyed))) == entries


@pytest.mark.parametrize("filler", ["herons and ", "A", "Aa, ", ". Aa", "“(", "1 ", "; see Aa, B"])
def test_an_endless_entry_spares_the_others(filler):
    endless = "Marlowe, J. (2021). " + filler * (100_000 // len(filler)) + ". Birds, 1(2), 3–4."
    found = raws(draft("# References", *APA[:2], endless, APA[2], (BlockKind.FOOTNOTE, endless)))
    assert set(APA) <= set(found)


def test_the_data_of_a_field_fills_the_entry_it_cites():
    data = (
        '{"citationItems": [{"itemData": {"type": "book", "title": "The quiet ledger: Accounts in small firms", '
        '"author": [{"family": "Okafor", "given": "Nneka"}], "issued": {"date-parts": [[2018]]}, '
        '"ISBN": "9780306406157"}}]}'
    )
    text = "Firms keep books (Okafor, 2018)."
    field = CitationField(17, 31, "zotero", data)
    found = find_references(draft(text, "# References", *APA, fields=(field,)))
    assert [one.parsed.isbn for one in found] == ["", "9780306406157", ""]
    alone = find_references(draft(text, fields=(field,)))
    assert [(one.raw, one.origin, one.parsed.authors) for one in alone] == [
        ("(Okafor, 2018)", "field", ("Okafor, Nneka",))
    ]


@given(st.lists(st.text(max_size=80), max_size=12), st.sampled_from(["# References", "# Notes", "Text"]))
def test_whatever_stands_in_a_document_spans_lie_in_order_within_it(texts, title):
    parts = [" ".join(text.split()) or "-" for text in texts]
    document = draft(title, *parts, links=(Link(0, 3, "https://a.example/x"),))
    found = find_references(document)
    assert [(one.start, one.end) for one in found] == sorted((one.start, one.end) for one in found)
    assert all(0 <= one.start < one.end <= len(document.text) and one.raw for one in found)
