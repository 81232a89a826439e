"""What the actions about sides, people, assignments, rubrics and scores ask for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.shell.side_names import DESK, TEAM

if TYPE_CHECKING:
    from widgets.lead_side import LeadSide
    from widgets.window_frame import WindowParts


def people_requests(window: "WindowParts") -> dict[str, Callable[[], object]]:
    """Return what to call for each of these actions, by its name."""
    return {
        "show_review": lambda: window.show_side(DESK),
        "show_team": lambda: window.show_side(TEAM),
        "choose_person": lambda: choose_person(window),
        "edit_people": lambda: show_page(window, "People"),
        "edit_assignments": lambda: show_page(window, "Assignments"),
        "edit_rubrics": lambda: show_page(window, "Rubrics"),
        "export_scores": lambda: export_scores(window),
        "give_work": lambda: give_work(window),
    }


def choose_person(window: "WindowParts") -> None:
    """Open the menu of sides and people; what is being typed is kept first, as its author's."""
    window.panels.flush()
    window.tools.person.showMenu()


def show_page(window: "WindowParts", name: str) -> None:
    """Show a page of the team's side."""
    window.sides.show_side(TEAM, name)


def lead_side(window: "WindowParts") -> "LeadSide":
    """Return the team's side, which has been shown."""
    from widgets.lead_side import LeadSide

    page = window.sides.page(TEAM)
    assert isinstance(page, LeadSide)
    return page


def export_scores(window: "WindowParts") -> None:
    """Show the scores with the keyboard on their export."""
    show_page(window, "Scores")
    lead_side(window).focus_export()


def give_work(window: "WindowParts") -> None:
    """Ask whose work the draft on the desk is, and for which assignment."""
    from widgets.assignment_give import GiveWorkDialog

    opened = window.session.draft
    if opened is not None:
        window.panels.flush()
        dialog = GiveWorkDialog(window.session, opened.draft.id, opened.name, window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
