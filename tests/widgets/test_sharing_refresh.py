"""What comes from the shared database, on a real window beside another desk: it is shown, and what is typed stays."""

from contextlib import closing

import pytest
from psycopg.conninfo import make_conninfo
from PySide6.QtTest import QTest

from app.domain.review import CommentKind
from app.services import letters, reviewing
from app.services.letters import Part
from app.sync.admin import ServerAdmin
from tests.shell.making import is_idle, until
from tests.shell.sharing import again, joined, window_session
from tests.sync.conftest import empty_database, postgres  # noqa: F401 the fixtures
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in
from widgets.main_window import MainWindow

A_WHILE_MS = 60_000
"""A pause that nobody makes: they go on typing."""


@pytest.fixture
def team(empty_database):  # noqa: F811
    with shared_team(empty_database) as dsns:
        yield dsns


@pytest.fixture
def desks(tmp_path, look, team):
    """Ben's window with Ann's draft open, and Ben's other computer."""
    with (
        closing(Desktop(tmp_path / "ann", team["ann"])) as ann,
        closing(Desktop(tmp_path / "home", team["ben"])) as home,
        window_session(tmp_path / "ben") as (session, desk),
    ):
        ann.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        home.join()
        window = MainWindow(session)
        window.show()
        joined(desk, team["ben"])
        session.open_recent(session.workspace.draft(draft.id))
        until(lambda: session.draft is not None and is_idle(session))
        yield window, desk, home, draft
        window.close()


def test_what_another_computer_wrote_is_shown(desks):
    window, desk, home, draft = desks
    comment = reviewing.comment_on_draft(home.workspace, draft, CommentKind.PRAISE, "Clear.")
    home.sync()
    again(desk)
    comments = window.panels.comments
    window.panels.show_tab("comments")
    window.panels.step(1)
    until(lambda: comments.editor is not None)
    assert comments.editor.body == "Clear."
    reviewing.edit_comment(home.workspace, comment, "Clear and short.")
    home.sync()
    again(desk)
    assert comments.editor.body == "Clear and short."
    comments.editor.text.setFocus()
    comments.editor._pause.setInterval(A_WHILE_MS)
    QTest.keyClicks(comments.editor.text, "Now ")
    typed = comments.editor.body
    reviewing.edit_comment(home.workspace, home.workspace.comment(comment.id), "Clear, but long.")
    home.sync()
    again(desk)
    assert comments.editor.body == typed  # what is being typed stays
    until(lambda: desk.standing.counts.conflicts == 1)  # and was typed by one who had not seen what came
    assert home.workspace.comment(comment.id).body == "Clear, but long."


def test_a_letter_that_comes_while_one_types_is_kept_with_what_is_typed(desks):
    window, desk, home, draft = desks
    window.panels.show_tab("rubric")
    words = window.panels.rubric.letter.parts[Part.STRENGTH].words
    words._pause.setInterval(A_WHILE_MS)
    QTest.keyClicks(words, "It is clear")
    letters.write(home.workspace, letters.my_letter(home.workspace, draft.id), Part.STRENGTH, "It is short.")
    home.sync()
    again(desk)
    until(lambda: not desk.standing.counts.to_send and is_idle(window.session))
    again(desk)
    home.sync()
    for workspace in (window.session.workspace, home.workspace):
        strength = letters.my_letter(workspace, draft.id).strength
        said = [strength, *(one.lost for one in workspace.share.details().clashes)]
        assert any("It is short." in one for one in said)
        assert any("It is clear" in one for one in said)


def test_work_that_is_not_shared_any_more_leaves_the_desk(desks, team):
    window, desk, *_ = desks
    with closing(ServerAdmin(make_conninfo(team["ben"], user="dbadmin"))) as admin:
        admin.part("desk_ben", "desk_ann")
    again(desk)
    until(lambda: window.session.draft is None)
    assert window.status_line.said.startswith("Some work is not shared with you any more")
