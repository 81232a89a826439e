"""No meaning rests on colour alone: every tier, verdict, kind and state has a word and an icon that exist."""

import pytest

from app.domain.finding import Tier
from app.domain.reference import FieldStatus, Verdict
from app.domain.review import CommentKind
from widgets.icon_files import svg
from widgets.looks import FIELD_LOOKS, KIND_LOOKS, NOTICE_LOOKS, TIER_LOOKS, VERDICT_LOOKS, notice_look
from widgets.theme import colour

LOOKS = [
    *NOTICE_LOOKS.values(),
    *TIER_LOOKS.values(),
    *VERDICT_LOOKS.values(),
    *KIND_LOOKS.values(),
    *FIELD_LOOKS.values(),
]


@pytest.mark.parametrize("one", LOOKS, ids=lambda one: one.word)
def test_a_look_has_a_word_an_icon_and_a_colour(one):
    assert one.word
    assert "<svg" in svg(one.icon, "#000000")
    assert colour(one.colour).isValid()


def test_everything_has_a_look():
    assert set(TIER_LOOKS) == set(Tier)
    assert set(VERDICT_LOOKS) == set(Verdict)
    assert set(KIND_LOOKS) == set(CommentKind)
    assert set(FIELD_LOOKS) == set(FieldStatus)


def test_verdicts_differ_by_their_icon():
    assert len({look.icon for look in VERDICT_LOOKS.values()}) == len(Verdict)


def test_a_notice_of_an_unknown_kind_is_a_plain_note():
    assert notice_look("from-a-plug-in").word == "Note"
    assert notice_look("never-cited").word == "Never cited"
