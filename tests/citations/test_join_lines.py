import pytest

from app.citations.join_lines import join_text, one_line
from tests.citations.drafts import draft


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("Herons of the\n  city. ", "Herons of the city."),
        ("https://birds.example.org/a-\nb/c", "https://birds.example.org/a-b/c"),
        ("https://doi.org/10.9999/\nbirds.12", "https://doi.org/10.9999/birds.12"),
        ("10.9999/birds.\n12.", "10.9999/birds.12."),
        ("See www.birds.example.org.\nThe rest", "See www.birds.example.org. The rest"),
        ("", ""),
    ],
)
def test_lines_become_one(lines, joined):
    assert one_line(lines) == joined


def test_a_word_over_two_spans_loses_its_hyphen():
    document = draft("Herons are com-", "mon birds.")
    assert join_text(document, [(0, 15), (16, 26)]) == "Herons are common birds."


def test_a_very_long_text_is_joined_at_once():
    assert one_line("https://a.example.org/\nb" + "\nx" * 50_000).startswith("https://a.example.org/b x x")
