"""Checking a draft: what was found once is there at once when it is opened again, unless it is asked for anew."""

from tests.shell.making import open_draft, start_session, wait_idle, write_draft


def refuses(request):
    """Stand in for the checks where none may run."""
    raise AssertionError(f"checked again: {request}")
    yield


def test_findings_are_recalled_when_a_draft_is_opened_again(qtbot, workspace_folder, tmp_path):
    path = write_draft(tmp_path)
    first = start_session(qtbot, workspace_folder)
    before = open_draft(qtbot, first, path)
    assert before.findings
    assert first.close() is None
    again = start_session(qtbot, workspace_folder)
    standard = again.engine.check
    object.__setattr__(again.engine, "check", lambda *given: (refuses, standard(*given)[1]))
    found = open_draft(qtbot, again, path)
    assert found.findings == before.findings
    assert found.references == before.references
    assert found.judged == before.judged
    assert not found.stopped
    with qtbot.waitSignal(again.failed):
        again.recheck()
    wait_idle(qtbot, again)
    assert found.stopped
    again.close_anyway()
