"""Canonical offsets and Qt positions say the same, whatever characters stand between."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from widgets.text_map import SHOWN_AS, TextMap

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30)


def shown(texts, gap="\u2022\t"):
    """Return a Qt document with the texts, something that is no part of them before each, and its map."""
    document, made, start = QTextDocument(), TextMap(), 0
    cursor = QTextCursor(document)
    for text in texts:
        cursor.insertText(gap)
        made.add(start, cursor.position(), text)
        cursor.insertText(text.translate(SHOWN_AS))
        cursor.insertBlock()
        start += len(text) + 1
    return document, made


def text_at(document, first, last):
    cursor = QTextCursor(document)
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


@given(st.lists(TEXTS, min_size=1, max_size=5), st.data())
def test_pieces_show_the_very_words(texts, data):
    document, made = shown(texts)
    whole = "\n".join(texts)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    words = "".join(text_at(document, *piece) for piece in made.pieces(start, end))
    line_ends = set(_line_ends(texts))
    wanted = "".join(character for place, character in enumerate(whole[start:end], start) if place not in line_ends)
    assert words == wanted.translate(SHOWN_AS)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_every_offset_comes_back(texts):
    _, made = shown(texts)
    for offset in range(len("\n".join(texts)) + 1):
        position = made.position(offset)
        assert position is not None
        assert made.offset(position) == offset


@given(TEXTS, st.integers(0, 60))
def test_every_position_has_an_offset_within_the_text(text, position):
    _, made = shown([text])
    assert 0 <= made.offset(position) <= len(text)


def test_a_position_inside_a_character_of_two_units_is_the_character():
    _, made = shown(["a\U0001f600b"], gap="")
    assert [made.offset(position) for position in range(5)] == [0, 1, 1, 2, 3]


def test_between_two_runs_a_look_forward_means_the_next_and_back_the_last():
    _, made = shown(["one", "two"])
    between = made.position(3) + 1
    assert (made.offset(between, forward=True), made.offset(between, forward=False)) == (4, 3)


def test_nothing_shown_has_no_place():
    made = TextMap()
    assert (made.pieces(0, 5), made.position(0), made.offset(0)) == ((), None, None)


def _line_ends(texts):
    end = -1
    for text in texts:
        end += len(text) + 1
        yield end
