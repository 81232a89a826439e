"""Words that were not sent are each person's own; a change is told as done or as refused, once."""

import pytest

from app.domain.errors import BadInputError
from app.services import people, submitting
from app.shell import mine, my_history
from app.shell.mine import Mine


@pytest.fixture
def asked(session):
    return Mine(session)


def test_unsent_words_are_each_persons_own(session):
    store = session.workspace
    mine.keep_unsent(store, "reply 1", "Not yet")
    mine.keep_unsent(store, "reply 2", "Nor this")
    assert (mine.unsent(store, "reply 1"), mine.unsent(store, "reply 3")) == ("Not yet", "")
    other = people.add_person(store, "Ana").id
    people.act_as(store, other)
    assert mine.unsent(store, "reply 1") == ""
    mine.forget_unsent(store, "reply 1")
    people.act_as(store, store.directory().people[0].id)


def test_words_that_were_emptied_are_forgotten(session):
    store = session.workspace
    mine.keep_unsent(store, "reply 1", "Not yet")
    mine.keep_unsent(store, "reply 1", "")
    assert store.setting(f"unsent {store.me()}") == {}


def test_a_change_is_told_as_done_or_refused(qtbot, asked):
    told = []
    asked.act(lambda ws: submitting.new_work(ws, "Report", ws.me()).title, told.append, told.append)
    qtbot.waitUntil(lambda: told == ["Report"])

    def refuse(_):
        raise BadInputError("No.")

    asked.act(refuse, told.append, lambda sentence: told.append(f"refused: {sentence}"))
    qtbot.waitUntil(lambda: told[1:] == ["refused: No."])
    asked.keep("typing", refuse, lambda sentence: told.append(f"not kept: {sentence}"))
    qtbot.waitUntil(lambda: told[2:] == ["not kept: No."])


def test_nobody_has_no_history(session):
    found = my_history.history_of(session.workspace)
    assert (found.points, found.comes_back, found.waiting, found.last_thought) == ((), (), (), None)
    assert mine.my_work(session.workspace).lines == ()


def test_a_large_transcript_is_refused(qtbot, asked, tmp_path):
    path, told = tmp_path / "chat.txt", []
    path.write_text("a" * 2_000_001, encoding="utf-8")
    asked.read_text(path, told.append, told.append)
    qtbot.waitUntil(lambda: told == ["chat.txt is larger than 2 MB. Choose the part that matters."])
