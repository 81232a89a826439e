"""The comment library: own and team, found by words, the most used first."""

import pytest

from app.domain.errors import DeniedError
from app.domain.review import CommentKind
from app.services import phrases, reviewing, undoing
from tests.services.team import Team


def bodies(team: Team, person_id: str, words: str = "", kind: CommentKind | None = None) -> list[str]:
    with team.by(person_id) as store:
        return [one.body for one in phrases.phrases(store, words, kind)]


def test_own_phrases_are_ones_own_and_team_phrases_the_teams(team: Team) -> None:
    with team.by(team.ben) as store:
        phrases.add_phrase(store, CommentKind.QUESTION, "Which study?")
        with pytest.raises(DeniedError, match="keep yours in your own"):
            phrases.add_phrase(store, CommentKind.QUESTION, "For all.", team.id)
    phrases.add_phrase(team.store, CommentKind.PRAISE, "Well sourced.", team.id)
    assert bodies(team, team.ben) == ["Well sourced.", "Which study?"]
    assert bodies(team, team.ana) == ["Well sourced."]
    assert bodies(team, team.ben, "STUDY") == ["Which study?"]
    assert bodies(team, team.ben, kind=CommentKind.PRAISE) == ["Well sourced."]


def test_a_phrase_fills_a_comment_and_is_counted(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ben) as store:
        comment = reviewing.comment_on_draft(store, opened.draft, CommentKind.QUESTION, "Which study?")
        comment = reviewing.explain_comment(store, comment, why="So that it can be checked.", criterion="ACC")
        phrase = phrases.phrase_from(store, comment)
        phrases.add_phrase(store, CommentKind.QUESTION, "Newer.")
        empty = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "")
        filled = phrases.use_phrase(store, phrase, empty)
        assert (filled.body, filled.why, filled.kind) == (comment.body, comment.why, CommentKind.QUESTION)
        assert store.phrase_uses()[phrase.id][0] == 1
        assert [one.body for one in phrases.phrases(store)] == ["Which study?", "Newer."]
    with team.by(team.lea) as store:
        assert store.phrase_uses() == {}


def test_a_phrase_is_changed_deleted_and_brought_back(team: Team) -> None:
    with team.by(team.ben) as store:
        phrase = phrases.add_phrase(store, CommentKind.QUESTION, "Which?")
        phrases.delete_phrase(store, phrase)
        assert phrases.phrases(store) == ()
        undoing.undo_elsewhere(store, "phrases")
        assert phrases.phrases(store) == (phrase,)
    with team.by(team.ana) as store, pytest.raises(DeniedError, match="another person"):
        phrases.edit_phrase(store, phrase)
