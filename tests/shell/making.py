"""What the tests of the shell and the window share: a small draft with known faults, and a session over a workspace."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from app.shell.session import Session
from app.shell.source_lists import SourceList
from app.store.workspace import open_workspace

DRAFT = """# Evening opening

Certainly! Here is the report on evening opening.

Studies show that evening opening helps everybody. Visits rose from 212 to 268 a day.

## References

1. Nolan, P., & Adeyinka, T. (2021). Why people use libraries in the evening. Branch Papers, 14(2), 101–118.
2. Castell, I., & Moreau, L. (2022). Counting visitors at the door. Branch Papers, 15(1), 33–52.
"""

SOURCES = """
@article{nolan2021,
  title = {Why people use libraries in the evening}, author = {Nolan, Peter and Adeyinka, Tola},
  journal = {Branch Papers}, year = {2021}, volume = {14}, number = {2}, pages = {101--118}
}

@article{castell2019,
  title = {Counting visitors at the door}, author = {Castell, Ines and Moreau, Louise},
  journal = {Branch Papers}, year = {2019}, volume = {15}, number = {1}, pages = {33--52}
}
"""


def write_draft(folder: Path, name: str = "draft.md", text: str = DRAFT) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def write_sources(folder: Path, name: str = "sources.bib", text: str = SOURCES) -> SourceList:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return SourceList(path)


def until(condition, steps: int = 6000) -> None:
    """Let the event loop run until the condition holds, for a minute at most."""
    for _ in range(steps):
        if condition():
            return
        _turn(10)
    raise AssertionError("waited in vain")


def _turn(milliseconds: int) -> None:
    """Let the event loop run for a moment; unlike QTest.qWait it leaves other threads their time meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def start_session(qtbot, folder: Path, engine=None) -> Session:
    """Return a session whose workspace is open."""
    session = Session(partial(open_workspace, folder), engine)
    with qtbot.waitSignal(session.workspace_opened):
        session.start()
    return session


def open_draft(qtbot, session: Session, path: Path):
    """Return the draft once it is on the desk and everything about it has been checked."""
    session.open_files([path])
    qtbot.waitUntil(lambda: session.draft is not None and session.draft.path == path)
    wait_idle(qtbot, session)
    return session.draft


def wait_idle(qtbot, session: Session) -> None:
    """Wait until no job runs, every change is kept and the panels have heard of it."""
    qtbot.waitUntil(lambda: is_idle(session))


def is_idle(session: Session) -> bool:
    return session.runner.is_idle and not session.saves.pending and not session._news.isActive()
