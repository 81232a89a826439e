"""A file that changes or goes away while its draft is on the desk: one line, one next step, nothing lost."""

from PySide6.QtCore import Qt

from tests.shell.making import DRAFT, is_idle, until, write_draft


def opened_anew(window, tmp_path, name):
    path = write_draft(tmp_path, name, DRAFT.replace("Evening opening", name))
    window.open_files([path])
    until(lambda: window.session.draft.path == path and is_idle(window.session))
    until(lambda: window.session.watch._seen is not None)
    return window.session.draft


def test_a_changed_file_is_read_again_when_asked(window, session, opened, tmp_path):
    first = opened_anew(window, tmp_path, "changing.md")
    shown = window.desk.view
    first.path.write_text(DRAFT + "\nOne more line.\n", encoding="utf-8")
    until(lambda: window.status_line.said == "changing.md changed on disk.")
    assert window.desk.view is shown
    window.status_line._action.click()
    until(lambda: session.draft is not first and is_idle(session))
    assert session.draft.draft.number == 2
    assert window.status_line.said == "Working on this computer only"


def test_a_deleted_file_leaves_its_draft_on_the_desk(window, session, opened, tmp_path):
    first = opened_anew(window, tmp_path, "going.md")
    first.path.unlink()
    until(lambda: "The kept copy is shown" in window.status_line.said)
    assert not window.status_line._action.isVisible()
    session.reload()
    assert not window.desk.shows_draft
    until(lambda: window.status_line.said.startswith("Not read again: going.md: There is no such file."))
    assert window.desk.shows_draft
    assert session.draft is first
    write_draft(tmp_path, "going.md", DRAFT.replace("Evening opening", "going.md"))
    session.reload()
    until(lambda: window.status_line.said == "Working on this computer only" and is_idle(session))


def test_coming_back_to_the_window_is_a_reason_to_look(qapp, window, session, opened):
    session.watch._timer.stop()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert not session.watch._timer.isActive()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert session.watch._timer.isActive()
