"""What is asked of scores, letter and release: levels by digit, the letter, sending feedback, a file of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widgets.window_frame import WindowParts

MOST_LEVELS = 9


def release_requests(window: "WindowParts") -> dict[str, Callable[[], object]]:
    """Return what to call for the actions of this part, by their names; dialogs are loaded when first shown."""
    rubric = window.panels.rubric
    levels = {f"level_{number}": _press(window, number) for number in range(MOST_LEVELS + 1)}
    return {
        "show_rubric": window.panels.show_rubric,
        "comment_on_criterion": rubric.comment,
        "choose_rubric": lambda: _choose_rubric(window),
        "write_letter": lambda: _write_letter(window),
        "send_feedback": lambda: send_feedback(window),
        "export_feedback": lambda: export_feedback(window),
        **levels,
    }


def send_feedback(window: "WindowParts") -> None:
    """Show what the mentee would get, and send it when the mentor says so."""
    from widgets.release_dialog import ask_to_release

    def told(sentence: str) -> None:
        window.status_line.say(sentence)
        window.sidebar.queue.refresh()

    window.panels.flush()
    ask_to_release(window.panels.rubric.desk, told, window)


def export_feedback(window: "WindowParts") -> None:
    """Ask for a file name and write the feedback there, as a web page or PDF."""
    from widgets.release_export import export_report

    window.panels.flush()
    export_report(window.session, window.panels.rubric.desk, window.status_line.say, window)


def _press(window: "WindowParts", number: int) -> Callable[[], None]:
    def press() -> None:
        rubric = window.panels.rubric
        if rubric.isVisible():
            rubric.press(number)
        else:
            window.panels.show_rubric()
            rubric.press_open(number)

    return press


def _choose_rubric(window: "WindowParts") -> None:
    window.panels.show_rubric()
    window.panels.rubric.choose_another()


def _write_letter(window: "WindowParts") -> None:
    window.panels.show()
    window.panels.show_tab("rubric")
    window.panels.rubric.write_letter()
