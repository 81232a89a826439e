from hypothesis import given
from hypothesis import strategies as st

from app.documents.docx_symbols import symbol, translate


def test_the_symbol_font_holds_greek_and_mathematics():
    assert [symbol("Symbol", code) for code in (0x61, 0xF062, 0xA3, 0xB1, 0xF0D7)] == ["α", "β", "≤", "±", "⋅"]


def test_wingdings_hold_signs_and_unknown_ones_are_bullets():
    assert [symbol("Wingdings", code) for code in (0xF0FC, 0xF0E0, 0xF001)] == ["✓", "→", "•"]


def test_other_fonts_hold_what_the_code_says():
    assert symbol("Arial", 0x20AC) == "€"
    assert symbol("Arial", 0xD800) == symbol("Arial", 1) == symbol("Arial", 0x7FFFFFFF) == ""


def test_text_of_a_symbol_font_keeps_its_length():
    assert translate("Symbol", "a\uf061") == "aα"
    assert translate("Arial", "\uf061") == "\uf061"


@given(st.text(), st.sampled_from(["Symbol", "Wingdings 2", "Arial"]))
def test_translation_is_one_for_one(text, font):
    assert len(translate(font, text)) == len(text)
