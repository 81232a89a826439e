"""The queue: what is open, what cannot be read, what is from earlier days."""

from datetime import datetime, timedelta

import pytest

from tests.shell.making import until, wait_idle, write_draft
from widgets.sidebar import day_words


def ago(**parts):
    return int((datetime.now().astimezone() - timedelta(**parts)).timestamp() * 1000)


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "yesterday")])
def test_a_day_as_a_person_says_it(days, words):
    assert day_words(ago(days=days)) == words


def test_an_older_day_has_its_name_or_date():
    then = datetime.now().astimezone() - timedelta(days=3)
    assert day_words(ago(days=3)) == f"{then:%a}"
    long_ago = datetime(2024, 10, 14, 12).astimezone()
    assert day_words(int(long_ago.timestamp() * 1000)) == "14 Oct"


def test_the_open_draft_says_how_much_is_left(window, opened):
    row = window.sidebar.list.rows[1]
    assert (row.title, row.place) == ("Evening opening", "MD")
    assert row.detail == f"{len(opened.open_findings()) + len(opened.to_look_at())} to look at"
    assert window.sidebar.list.marked == f"file:{opened.path}"


def test_a_file_that_cannot_be_read_says_so_and_another_can_be_chosen(qtbot, window, session, opened, tmp_path):
    empty, second = tmp_path / "empty.txt", write_draft(tmp_path, "second.md", "# Second\n\nWords.\n")
    empty.write_bytes(b"")
    window.open_files([empty, second])
    until(lambda: empty in session.unreadable)
    rows = {row.key: row for row in window.sidebar.list.rows}
    assert rows[f"file:{empty}"].detail == "cannot be read"
    assert rows[f"file:{second}"].detail == "not opened yet"
    window.sidebar.step(1)
    until(lambda: session.draft.path == second)
    window.sidebar._choose(f"file:{opened.path}")
    until(lambda: session.draft is opened)
    wait_idle(qtbot, session)


def test_a_draft_whose_checks_were_stopped_is_not_called_done(window, session, opened):
    kept, opened.findings, opened.stopped = opened.findings, (), True
    window.sidebar.refresh()
    details = [row.detail for row in window.sidebar.list.rows]
    opened.findings, opened.stopped = kept, False
    window.sidebar.refresh()
    assert "not checked to the end" in details
