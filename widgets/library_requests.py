"""What the actions about source libraries and the current reference ask for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widgets.window_frame import WindowParts


def library_requests(window: "WindowParts") -> dict[str, Callable[[], object]]:
    """Return what to call for each of these actions, by its name."""
    acts = window.panels.references.acts
    return {
        "libraries": lambda: show_libraries(window),
        "reference_right": acts.say_right,
        "reference_records": acts.show_records,
        "reference_copy": acts.copy_corrected,
        "reference_open": acts.open_address,
    }


def show_libraries(window: "WindowParts") -> None:
    """Open the source libraries beside the work."""
    from widgets.library_dialog import LibraryDialog

    dialog = LibraryDialog(window.session, window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.show()
