"""The words of the status bar: what a person has to do comes first."""

import pytest

from app.domain.ids import now_ms
from app.services.syncing import Waiting
from app.shell.sharing_standing import Mood, Standing, clock

NOW = now_ms()


def standing(mood, *counts, since=0):
    return Standing(mood, "host=h", Waiting(*counts), "No database answers.", since)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Standing(), ""),
        (standing(Mood.WELL, 0, 0, 0, NOW), f"Synced at {clock(NOW)}"),
        (standing(Mood.WELL, 0, 0, 0, 0), "Not synced yet"),
        (standing(Mood.WELL, 3, 0, 0, NOW), "3 waiting"),
        (standing(Mood.OFFLINE, 4, 0, 0, NOW, since=NOW), f"No connection since {clock(NOW)}, 4 waiting"),
        (standing(Mood.WELL, 0, 0, 1, NOW), "1 to decide"),
        (standing(Mood.WELL, 1, 2, 0, NOW), "2 not taken, 1 waiting"),
        (standing(Mood.OFFLINE, 1, 0, 2, NOW, since=NOW), f"2 to decide, No connection since {clock(NOW)}, 1 waiting"),
        (standing(Mood.STUCK, 2, 0, 0, NOW, since=NOW), f"Not synced since {clock(NOW)}, 2 waiting"),
        (standing(Mood.PASSWORD, 2, 0, 1, NOW), "Needs your password, 2 waiting"),
    ],
)
def test_words(found, words):
    assert found.words == words


def test_sentences_say_that_nothing_is_lost():
    assert standing(Mood.OFFLINE, 4, 0, 0, NOW, since=NOW).sentence == (
        f"No connection since {clock(NOW)}. Work goes on; 4 changes wait here. No database answers."
    )
    assert "kept here" in standing(Mood.PASSWORD, 0, 0, 0, NOW).sentence
    assert "Nothing was overwritten" in standing(Mood.WELL, 0, 0, 2, NOW).sentence
    assert "with the reason" in standing(Mood.WELL, 0, 1, 0, NOW).sentence
    assert standing(Mood.WELL, 1, 0, 0, NOW).sentence == "1 change waits to be sent."


def test_another_day_is_named():
    assert clock(NOW - 3 * 86_400_000).count(",") == 1
