"""Brings the screens of sharing into their states without a server: what one would say is put in their hands."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from app.services.sharing import Access, Audit, Member, Roster
from app.services.sharing_details import About, Clash, Details, Refused
from app.services.syncing import Waiting
from app.shell.sharing_desk import SharingDesk, sharing_desk
from app.shell.sharing_standing import Mood, Standing
from app.shell.side_names import DESK, SHARING
from tests.shell.making import is_idle, until
from widgets.main_window import MainWindow
from widgets.sharing_requests import ask_copy, ask_password, show_admin, show_details, show_sign_in

ADDRESS = "host=db.example.org port=5432 dbname=stet user=ben"
NOON = 1_790_000_000_000
COUNTS = Waiting(2, 1, 2, NOON)
ABOUT = About("letter", "l1", "It is short.", "Heat-pump grants", "Amara Okafor")
DETAILS = Details(
    ADDRESS,
    COUNTS,
    (About("comment", "c1", "Which study?", "Bus priority lanes", "Li Na"), ABOUT),
    (
        Refused(
            "op1",
            About("comment", "c2", "Name the source.", "Flood insurance", "Tomás Rivera"),
            "You do not see this work any more, so it could not be sent.",
            NOON,
            {"body": "Name the source.", "why": "A reader will ask.", "draft_id": "d1"},
        ),
    ),
    (
        Clash(
            "k1", ABOUT, "improvement", '"Please name the study. Both stand alone."', "p2",
            '"“Studies show” names no study. Both stand alone."', "p1", '"Please name the study. Both stand alone."',
            NOON, NOON, '"Both stand alone."',
        ),
        Clash("k2", About("assignment", "a1", "Bus lane"), "due_ms", str(NOON), "p2", "1790086400000", "p1", f"{NOON}"),
    ),
    {"p1": "Ben", "p2": "Maren Holt"},
    "p1",
)  # fmt: skip
ROSTER = Roster(
    (
        Member("amara", "Amara Okafor", True, False, (("Harbour", False),)),
        Member("ben", "Ben", True, True, (("Harbour", True),), ("amara",)),
        Member("maren", "Maren Holt", True, False),
        Member("old", "Somebody Else", False, False),
    ),
    ("Harbour", "Hill"),
)
AUDIT = Audit((Access("Ben", "ben", "Amara Okafor", "mentors them"),), ("Anybody may use the schema public.",))


@contextmanager
def standing_as_shared(desk: SharingDesk, mood: Mood = Mood.WELL) -> Iterator[None]:
    """Let the window believe that its workspace is shared."""
    before = desk.standing
    desk.standing = Standing(mood, ADDRESS, COUNTS, "No database answers there.", NOON, "db2.example.org")
    desk.changed.emit()
    try:
        yield
    finally:
        desk.standing = before
        desk.changed.emit()


def walk_sharing(window: MainWindow, visit, visit_dialog, is_ready) -> None:
    """Show sign-in, password, copy for reading, details, clashes and managing."""
    desk = sharing_desk(window.session)
    visit_dialog(lambda: show_sign_in(window), partial(visit, "sign-in"))
    with standing_as_shared(desk, Mood.OFFLINE):
        visit_dialog(lambda: ask_password(window), partial(visit, "sharing-password"))
        visit_dialog(lambda: ask_copy(window), partial(visit, "sharing-copy"))
        visit_dialog(lambda: show_details(window), partial(_visit_details, desk, visit), is_ready)
        _come_back(window)
        _show_clashes(window, desk)
        visit("decide", window)
        window.show_side(DESK)
    visit_dialog(lambda: show_admin(window), partial(_visit_admin, visit))
    _come_back(window)


def _come_back(window: MainWindow) -> None:
    """Give the keyboard back to the window, once the dialog before is gone."""
    window.activateWindow()
    until(window.isActiveWindow)


def _visit_details(desk: SharingDesk, visit, shown: QWidget) -> None:
    desk.detailed.emit(DETAILS)
    for key in ("refused:op1", "waits:c1"):
        shown.choose(key)
        visit("sharing", shown)


def _show_clashes(window: MainWindow, desk: SharingDesk) -> None:
    window.show_side(SHARING)
    until(lambda: is_idle(window.session))  # it has read that there is nothing
    desk.detailed.emit(DETAILS)
    _wait_still(window)


def _wait_still(window: MainWindow) -> None:
    """Wait until nothing moves: at large text the columns find their widths in a second turn."""
    seen: list[list[QRect]] = []

    def is_still() -> bool:
        seen.append([one.geometry() for one in window.findChildren(QWidget)])
        return seen[-3:] == seen[-1:] * 3

    until(is_still)


def _visit_admin(visit, shown: QWidget) -> None:
    visit("admin", shown)
    shown._body.setCurrentIndex(1)
    shown.connect_button.hide()  # as once it is connected
    shown.desk.rostered.emit(ROSTER)
    shown.desk.audited.emit(AUDIT)
    for page in range(3):
        shown.tabs.setCurrentIndex(page)
        visit("admin", shown)
