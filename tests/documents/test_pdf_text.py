import pytest

from app.documents.pdf_text import Vocabulary


def vocabulary(words="", compounds=""):
    return Vocabulary(frozenset(words.split()), frozenset(compounds.split()))


@pytest.mark.parametrize(
    ("known", "tail", "head", "kept"),
    [
        (vocabulary("review"), "re", "view", False),
        (vocabulary("", "evidence-based"), "evidence", "based", True),
        (vocabulary("decision making"), "decision", "making", True),
        (vocabulary("cooperate", "co-operate"), "co", "operate", False),
        (vocabulary(), "self", "reported", True),
        (vocabulary("selfish"), "self", "ish", False),
        (vocabulary(), "unknown", "stem", False),
    ],
)
def test_a_hyphen_at_a_line_end_is_kept_when_the_document_uses_it(known, tail, head, kept):
    assert known.keeps_hyphen(tail, head) is kept
