"""Every action of the window as data: its words, its key, its menu. The keys sheet is made from the same list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action: the name of its request, its menu, words and key. ``needs`` is what must be there for it.

    ``needs``: "" nothing, "draft" an open draft, "item" a current finding or reference, "comment" a current comment,
    "undo" and "redo" a change to take back or to make again, "work" something that runs.
    """

    request: str
    menu: str
    text: str
    key: str = ""
    needs: str = ""
    section: bool = False

    @property
    def is_letter(self) -> bool:
        """Whether the key is a single character, which a person may want to switch off."""
        return len(self.key) == 1 or self.key == "Del"


ACTIONS = (
    ActionSpec("open_files", "File", "Open a draft…", "Ctrl+O"),
    ActionSpec("add_sources", "File", "Add a source list…", "Ctrl+L", section=True),
    ActionSpec("edit_sources", "File", "Source lists…"),
    ActionSpec("reload", "File", "Read the file again", "F5", "draft", section=True),
    ActionSpec("quit", "File", "Quit", "Ctrl+Q", section=True),
    ActionSpec("undo", "Edit", "Undo", "Ctrl+Z", "undo"),
    ActionSpec("redo", "Edit", "Redo", "Ctrl+Y", "redo"),
    ActionSpec("copy", "Edit", "Copy", "Ctrl+C", "draft", section=True),
    ActionSpec("find", "Edit", "Find in the draft…", "Ctrl+F", "draft", section=True),
    ActionSpec("find_next", "Edit", "Find next", "F3", "draft"),
    ActionSpec("find_previous", "Edit", "Find previous", "Shift+F3", "draft"),
    ActionSpec("show_findings", "View", "Findings", "Ctrl+1"),
    ActionSpec("show_references", "View", "References", "Ctrl+2"),
    ActionSpec("show_comments", "View", "Comments", "Ctrl+3"),
    ActionSpec("toggle_sidebar", "View", "Show or hide the queue", "F8", section=True),
    ActionSpec("toggle_panel", "View", "Show or hide the panel", "F9"),
    ActionSpec("zoom_in", "View", "Larger", "Ctrl++", "draft", section=True),
    ActionSpec("zoom_out", "View", "Smaller", "Ctrl+-", "draft"),
    ActionSpec("zoom_normal", "View", "Normal size", "Ctrl+0", "draft"),
    ActionSpec("next_item", "Review", "Next", "J", "draft"),
    ActionSpec("previous_item", "Review", "Previous", "K", "draft"),
    ActionSpec("accept", "Review", "Accept as comment", "A", "item", section=True),
    ActionSpec("dismiss", "Review", "Dismiss…", "X", "item"),
    ActionSpec("comment", "Review", "Comment on the selection", "C", "draft", section=True),
    ActionSpec("comment_on_draft", "Review", "Comment on the whole draft", "Shift+C", "draft"),
    ActionSpec("resolve", "Review", "Resolve the comment", "E", "comment"),
    ActionSpec("remove", "Review", "Remove the comment", "Del", "comment"),
    ActionSpec("recheck", "Review", "Check again", "Ctrl+R", "draft", section=True),
    ActionSpec("stop", "Review", "Stop checking", "", "work"),
    ActionSpec("choose_action", "Go", "Do…", "Ctrl+K"),
    ActionSpec("next_draft", "Go", "Next draft", "Ctrl+PgDown", section=True),
    ActionSpec("previous_draft", "Go", "Previous draft", "Ctrl+PgUp"),
    ActionSpec("next_pane", "Go", "Next pane", "F6", section=True),
    ActionSpec("previous_pane", "Go", "Previous pane", "Shift+F6"),
    ActionSpec("show_help", "Help", "Help", "F1"),
    ActionSpec("show_keys", "Help", "Keys", "?"),
    ActionSpec("about", "Help", "About Stet", section=True),
)
MENUS = ("File", "Edit", "View", "Review", "Go", "Help")


class Actions:
    """The window's actions in its menus."""

    def __init__(self, window: QMainWindow, requests: Mapping[str, Callable[[], object]]) -> None:
        self.letters_are_on = True
        self.by_name: dict[str, QAction] = {}
        self.menus = {name: window.menuBar().addMenu(name) for name in MENUS}
        for spec in ACTIONS:
            menu = self.menus[spec.menu]
            if spec.section and not menu.isEmpty():
                menu.addSeparator()
            action = QAction(spec.text, window)
            action.setShortcut(QKeySequence(spec.key))
            _connect(action, requests[spec.request])
            menu.addAction(action)
            window.addAction(action)
            self.by_name[spec.request] = action

    def use_letters(self, wanted: bool) -> None:
        """Switch the single-letter keys on or off."""
        self.letters_are_on = wanted
        for spec in ACTIONS:
            if spec.is_letter:
                self.by_name[spec.request].setShortcut(QKeySequence(spec.key if wanted else ""))

    def enable(self, present: set[str]) -> None:
        """Enable the actions whose needs are ``present``."""
        for spec in ACTIONS:
            self.by_name[spec.request].setEnabled(not spec.needs or spec.needs in present)


def _connect(action: QAction, request: Callable[[], object]) -> None:
    action.triggered.connect(lambda *_: request())
