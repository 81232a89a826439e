"""Checking a draft: what was found once is there at once when it is opened again, unless it is asked for anew."""

from app.domain.reference import Verdict
from tests.shell.making import open_draft, start_session, wait_idle, write_draft, write_sources


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


def test_a_list_that_cannot_be_read_is_left_out_and_named(qtbot, session, tmp_path):
    bad = write_sources(tmp_path, "bad.json", "[{")
    session.set_sources([bad, write_sources(tmp_path)])
    opened = open_draft(qtbot, session, write_draft(tmp_path))
    assert [item.verdict for item in opened.reference_items()] == [Verdict.VERIFIED, Verdict.MISMATCH]
    assert [sentence[:8] for sentence in opened.left_out] == ["bad.json"]
    assert not opened.stopped
