"""A mentor reads the history of the mentee whose draft is on the desk."""

from contextlib import closing

import pytest

from app.services import people
from app.store.workspace import open_workspace
from tests.shell.making import is_idle, until
from tests.widgets.mentee import make_returned, wait
from tests.widgets.test_main_path import start_window
from widgets.history_dialog import HistoryDialog


@pytest.fixture
def window(qtbot, tmp_path):
    returned = make_returned(tmp_path / "workspace")
    with closing(open_workspace(returned.folder)) as store:
        people.act_as(store, returned.team.ben)
    made = start_window(qtbot, returned.folder)
    made.returned = returned
    yield made
    made.close()


def test_the_mentor_opens_it_by_key(window, tmp_path):
    session = window.session
    draft = session.workspace.draft(window.returned.draft_id)
    session.open_recent(draft)
    until(lambda: session.draft is not None and is_idle(session))
    window.keys.by_name["mentee_history"].trigger()
    wait(session)
    (dialog,) = window.findChildren(HistoryDialog)
    assert dialog.page.header.facts.startswith("Ana")
    assert [one.level for one in dialog.page.found.points] == ["Meets"]
    dialog.close()
    path = tmp_path / "own.txt"
    path.write_text("Own words that belong to nobody else.", encoding="utf-8")
    session.open_path(path)
    until(lambda: session.draft.path == path and is_idle(session))
    window.keys.by_name["mentee_history"].trigger()
    wait(session)
    assert window.status_line.said == "This draft belongs to no mentee, so there is no history of one."
