"""Items carry the words the panels need: short places, quotes on one line, failures in one sentence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.document import Block, BlockKind, Document, Kind
from app.domain.errors import StetError
from app.domain.finding import PRIVATE, Finding, Tier
from app.domain.places import Places
from app.domain.reference import Reference, Work
from app.shell.items import failure_of, finding_items, reference_place, short_place, shown_quote, words_of

TEXT = "Method\nWe counted twice.\nSmith, J. (2021). On tea."
DOCUMENT = Document(
    Kind.MARKDOWN,
    "0" * 64,
    "md/1",
    TEXT,
    (
        Block(BlockKind.HEADING, 0, 6, level=1),
        Block(BlockKind.PARAGRAPH, 7, 24),
        Block(BlockKind.PARAGRAPH, 25, len(TEXT)),
    ),
    (),
)


def test_findings_come_in_reading_order_and_once():
    late, early = (Finding("figures", 1, Tier.FIX, start, start + 4, "Say why.") for start in (15, 7))
    items = finding_items(Places(DOCUMENT), [late, early, early], {"figures": "Figure with no source"})
    assert [item.finding.start for item in items] == [7, 15]
    assert items[0].title == "Figure with no source"
    assert items[0].quote == TEXT[7:11]
    assert items[0].place == "Method"


def test_private_data_is_masked_in_the_list_and_in_its_key():
    (item,) = finding_items(Places(DOCUMENT), [Finding(PRIVATE, 1, Tier.FIX, 7, 20, "This is a key.")], {})
    assert item.quote == f"{TEXT[7:11].rstrip()}••••"
    assert item.key == f"{PRIVATE}@7:{item.quote}"


def test_a_place_is_as_narrow_as_a_row():
    assert short_place(Places(DOCUMENT), 8) == "Method"


@pytest.mark.parametrize(("number", "place"), [("3", "no. 3"), ("NIST12", "NIST12"), ("", "Method")])
def test_a_reference_is_placed_by_its_label(number, place):
    reference = Reference(25, len(TEXT), TEXT[25:], "bibliography", Work(), number)
    assert reference_place(Places(DOCUMENT), reference) == place


@given(st.text(max_size=1000))
def test_a_quote_is_one_short_line(text):
    quote = shown_quote(text)
    assert "\n" not in quote
    assert len(quote) <= 304


def test_an_identifier_as_words():
    assert words_of("vague-attribution") == "Vague attribution"


def test_a_failure_names_the_file_once():
    path = Path("/drafts/report.docx")
    failure = failure_of("report.docx cannot be read", StetError("report.docx: The file is empty."), path)
    assert failure.sentence == "The file is empty."
    assert failure.path == str(path)


def test_a_bug_points_to_the_log():
    assert "log" in failure_of("Checking stopped", KeyError("x")).sentence
