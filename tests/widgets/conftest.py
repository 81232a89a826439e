"""The look of the product for every test of a widget, and a window with a checked draft for those that need one."""

from functools import partial

import pytest

from app.shell.session import Session
from app.store.workspace import open_workspace
from tests.shell.making import is_idle, until, write_draft, write_sources
from widgets.main_window import MainWindow
from widgets.theme import apply_theme


def pytest_itemcollected(item):
    # The offscreen platform has no window manager and says so; that is no fault of a widget.
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(autouse=True, scope="session")
def look(qapp):
    apply_theme(qapp, "light")


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    """A window with a draft checked against its source list; one for all tests of a file."""
    folder = tmp_path_factory.mktemp("desk")
    session = Session(partial(open_workspace, folder / "workspace"))
    made = MainWindow(session)
    made.show()
    session.start()
    until(lambda: session.workspace is not None and session.runner.is_idle)
    session.set_sources([write_sources(folder)])
    session.open_files([write_draft(folder)])
    until(lambda: session.draft is not None and is_idle(session))
    yield made
    made.close()


@pytest.fixture
def session(window):
    window.session.set_current(None)
    return window.session


@pytest.fixture
def opened(session):
    return session.draft
