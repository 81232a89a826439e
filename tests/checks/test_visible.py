"""Unseen characters hide no word, and findings stand where the words stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks import placeholder, vague_attribution
from app.checks.visible import visible
from app.domain.document import BlockKind
from tests.checks.drafts import draft, quotes


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\ufeff", "\u2060"])
def test_a_word_with_an_unseen_character_is_found(sign):
    assert quotes(vague_attribution.CHECK, f"{sign}First. Stu{sign}dies sh{sign}ow this.") == [
        f"Stu{sign}dies sh{sign}ow"
    ]


def test_later_blocks_and_links_keep_their_places():
    document = draft((BlockKind.HEADING, "# A\u200bb"), "Write to [Your\u200b Name].")
    seen = visible(document)
    assert [seen.text_of(block) for block in seen.blocks] == ["Ab", "Write to [Your Name]."]
    assert quotes(placeholder.CHECK, "A\u200bb", "Write to [Your\u200b Name].") == ["[Your\u200b Name]"]


@given(st.lists(st.sampled_from("\u200b\u00ad\ufeff"), max_size=6), st.randoms(use_true_random=False))
def test_what_is_found_reads_the_same_without_them(signs, draw):
    plain = "Write to [Your Name]. Studies show that it helps."
    text = plain
    for sign in signs:
        place = draw.randrange(len(text))
        text = text[:place] + sign + text[place:]
    for check in (placeholder.CHECK, vague_attribution.CHECK):
        (quote,) = quotes(check, text)
        assert [quote.translate(dict.fromkeys(map(ord, signs)))] == quotes(check, plain)


def test_a_document_without_them_stays_as_it_is():
    document = draft("Plain text.")
    assert visible(document) is document
