"""What the actions about one's own work ask for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.shell.side_names import DESK, MINE

if TYPE_CHECKING:
    from widgets.mentee_feedback import FeedbackPage
    from widgets.mentee_side import MenteeSide
    from widgets.window_frame import WindowParts


def mentee_requests(window: "WindowParts") -> dict[str, Callable[[], object]]:
    """Return what to call for each of these actions, by its name."""

    def side() -> "MenteeSide":
        return mentee_side(window)

    def on_feedback(act: Callable[["FeedbackPage"], object]) -> Callable[[], object]:
        return lambda: act(side().feedback)

    return {
        "new_work": lambda: side().begin_work(),
        "hand_in": lambda: hand_in(window),
        "show_mine": lambda: show_mine(window),
        "show_feedback": lambda: side().go_to("feedback"),
        "show_history": lambda: side().go_to("history"),
        "mentee_history": lambda: mentee_history(window),
        "search_history": lambda: side().search_history(),
        "print_history": lambda: print_history(window),
        "turn_feedback": on_feedback(lambda page: page.turn.click()),
        "reply": on_feedback(lambda page: page.focus_reply()),
        "addressed": on_feedback(lambda page: page.toggle_addressed()),
        "second_look": on_feedback(lambda page: page.ask_second_look()),
        "rate_feedback": on_feedback(lambda page: page.focus_rating()),
    }


def show_mine(window: "WindowParts") -> None:
    """Show the person's own work, read afresh, whatever page of the own side was left."""
    window.show_side(MINE)
    mentee_side(window).show_page("work")


def mentee_side(window: "WindowParts") -> "MenteeSide":
    """Show the person's own side and return it."""
    from widgets.mentee_side import MenteeSide

    if window.sides.name != MINE:
        window.show_side(MINE)
    page = window.sides.page(MINE)
    assert isinstance(page, MenteeSide)
    return page


def print_history(window: "WindowParts") -> None:
    """Print the person's own history, whatever is shown."""
    from widgets.history_printing import ask_to_print_history

    ask_to_print_history(window.session, "", window)


def mentee_history(window: "WindowParts") -> None:
    """Show the history of the person whose draft is on the desk."""
    from widgets.history_dialog import show_history_of

    opened = window.session.draft
    if opened is not None:
        show_history_of(window.session, opened.draft.id, window, window.status_line.say)


def hand_in(window: "WindowParts") -> None:
    """Hand in the draft on the desk, or the work whose row is open."""
    opened = window.session.draft
    on_desk = window.sides.name == DESK and window.desk.shows_draft
    if on_desk and opened is not None:
        mentee_side(window).acts.hand_in_draft(opened.draft.id)
    else:
        mentee_side(window).acts.hand_in_current()
