"""A mentor's window over a real workspace in which a mentee has handed work in, for tests of the review."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from app.documents.reader import read_guarded
from app.domain.document import Document
from app.services import people, reviewing, submitting
from app.services.reviewing import OpenDraft
from app.services.submitting import Disclosure
from app.shell.session import Session
from app.store.workspace import SqliteWorkspace, open_workspace
from tests.services.team import Team, make_team
from tests.shell.making import is_idle, until
from widgets.main_window import MainWindow

FIRST = """# Evening opening

## Summary

The library opened on two evenings a week from March to May. In the evenings 212 people came, most of them students.

It is widely known that the trial has failed, and everyone agrees that something must be done.

## Method

Staff counted everyone at the door and wrote the number down by hand. Nobody counted in the first week of May.

## Cost

Two people worked each evening, and the heating was on for three hours more. The trial cost 4,300 pounds in all.
"""
SECOND = (
    FIRST.replace("212 people came, most of them students", "212 people came, most of them students and pupils")
    .replace("It is widely known that the trial has failed, and everyone agrees that something must be done.\n\n", "")
    .replace("wrote the number down by hand", "wrote every number down in a book")
)
GONE = "It is widely known that the trial has failed"


def read_document(path: Path) -> Document:
    """Return what stands in a file."""
    return read_guarded(path).document


def hand_in(
    team: Team, folder: Path, name: str, text: str | bytes, work_id: str = "", **disclosure: object
) -> OpenDraft:
    """Let Ana hand a file in."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    document = read_document(path)
    with team.by(team.ana) as store:
        opened = reviewing.open_draft(store, path, path.read_bytes(), document, work_id or team.work())
        submitting.hand_in(store, opened.draft.id, Disclosure(**disclosure))  # type: ignore[arg-type]
    return opened


@contextmanager
def team_workspace(folder: Path) -> Iterator[Team]:
    """Give a workspace with the team in which Ben works."""
    store = open_workspace(folder)
    assert isinstance(store, SqliteWorkspace)
    team = make_team(store)
    store.put_setting(people.ACTING_AS, team.ben)
    try:
        yield team
    finally:
        store.close()


@contextmanager
def mentor_window(folder: Path) -> Iterator[MainWindow]:
    """Give the window over a workspace that was made before."""
    session = Session(partial(open_workspace, folder))
    window = MainWindow(session)
    window.show()
    session.start()
    until(lambda: session.workspace is not None and is_idle(session))
    try:
        yield window
    finally:
        window.close()


def do(window: MainWindow, request: str) -> None:
    """Do an action and wait until all that follows from it is there."""
    window.keys.by_name[request].trigger()
    wait(window)


def wait(window: MainWindow) -> None:
    """Wait until no work runs and the view is whole."""
    until(lambda: is_idle(window.session))
    view = window.desk.view
    until(lambda: view is None or not hasattr(view, "is_filled") or view.is_filled)
    until(lambda: is_idle(window.session))
