"""What the actions about the current reference ask for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widgets.window_frame import WindowParts


def library_requests(window: "WindowParts") -> dict[str, Callable[[], object]]:
    """Return what to call for each of these actions, by its name."""
    acts = window.panels.references.acts
    return {
        "reference_right": acts.say_right,
        "reference_records": acts.show_records,
        "reference_copy": acts.copy_corrected,
        "reference_open": acts.open_address,
    }
