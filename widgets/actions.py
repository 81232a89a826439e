"""Every action of the window as data: its words, its key, its menu. The keys sheet is made from the same list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action: the name of its request, its menu ("View" or "View/Panel"), words and key.

    ``needs`` is what must be there for it: "" nothing, "draft" an open draft, "item" a current finding or reference,
    "reference" a current reference, "comment" a current comment, "feedback" feedback on one's own work, "released" an
    open comment of it, "rubric" levels or rubrics that a digit chooses, "undo" and "redo" a change to take back or to
    make again, "work" something that runs, "own" one's own workspace, "sample" the sample project.
    """

    request: str
    menu: str
    text: str
    key: str = ""
    needs: str = ""
    section: bool = False

    @property
    def words(self) -> str:
        """The words of the action where its menu is not seen: "Panel: left"."""
        _, _, submenu = self.menu.partition("/")
        return f"{submenu}: {self.text[:1].lower()}{self.text[1:]}" if submenu else self.text


ACTIONS = (
    ActionSpec("open_files", "File", "Open a draft…", "Ctrl+O"),
    ActionSpec("new_work", "File", "New work of mine…", "Ctrl+Shift+N", section=True),
    ActionSpec("hand_in", "File", "Hand in…", "Ctrl+Shift+H"),
    ActionSpec("export_copy", "File", "Export the reviewed draft…", "Ctrl+E", "draft", section=True),
    ActionSpec("export_feedback", "File", "Export the feedback report…", "Ctrl+Shift+E", "draft"),
    ActionSpec("export_scores", "File", "Export scores…", "Ctrl+Shift+S"),
    ActionSpec("add_sources", "File", "Add a source list…", "Ctrl+L", section=True),
    ActionSpec("edit_sources", "File", "Source lists…"),
    ActionSpec("libraries", "File", "Source libraries…", "Ctrl+Shift+L"),
    ActionSpec("share", "File/Sharing", "Share with your team…", "Alt+J", "own"),
    ActionSpec("show_sharing", "File/Sharing", "What waits and what came", "Alt+Y"),
    ActionSpec("show_conflicts", "File/Sharing", "Decide together", "Alt+D"),
    ActionSpec("sync_now", "File/Sharing", "Sync now", "Alt+Shift+Y"),
    ActionSpec("administer", "File/Sharing", "Manage the shared database…", section=True),
    ActionSpec("reload", "File", "Read the file again", "F5", "draft", section=True),
    ActionSpec("print", "File", "Print…", "Ctrl+P", "draft", section=True),
    ActionSpec("print_comments", "File", "Print with the comments…", "Ctrl+Shift+P", "draft"),
    ActionSpec("quit", "File", "Quit", "Ctrl+Q", section=True),
    ActionSpec("undo", "Edit", "Undo", "Ctrl+Z", "undo"),
    ActionSpec("redo", "Edit", "Redo", "Ctrl+Y", "redo"),
    ActionSpec("copy", "Edit", "Copy", "Ctrl+C", "draft", section=True),
    ActionSpec("clipboard_draft", "Edit", "New draft from the clipboard", "Ctrl+Shift+V", "own"),
    ActionSpec("find", "Edit", "Find in the draft…", "Ctrl+F", "draft", section=True),
    ActionSpec("find_next", "Edit", "Find next", "F3", "draft"),
    ActionSpec("find_previous", "Edit", "Find previous", "Shift+F3", "draft"),
    ActionSpec("settings", "Edit", "Settings…", "Ctrl+,", section=True),
    ActionSpec("show_findings", "View", "Findings", "Ctrl+1"),
    ActionSpec("show_references", "View", "References", "Ctrl+2"),
    ActionSpec("show_comments", "View", "Comments", "Ctrl+3"),
    ActionSpec("show_rubric", "View", "Rubric", "R", "draft"),
    ActionSpec("filter_list", "View", "Filter and group the list", "Ctrl+Shift+F", "draft"),
    ActionSpec("read_preset", "View/Layout", "Read", "Alt+1", "draft"),
    ActionSpec("check_preset", "View/Layout", "Check", "Alt+2", "draft"),
    ActionSpec("score_preset", "View/Layout", "Score", "Alt+3", "draft"),
    ActionSpec("full_screen", "View", "Full screen", "F11", "draft", section=True),
    ActionSpec("toggle_sidebar", "View", "Show or hide the queue", "F8"),
    ActionSpec("toggle_panel", "View", "Show or hide the panel", "F9"),
    ActionSpec("panel_right", "View/Panel", "Right"),
    ActionSpec("panel_left", "View/Panel", "Left"),
    ActionSpec("panel_bottom", "View/Panel", "Below the draft"),
    ActionSpec("panel_window", "View/Panel", "In its own window"),
    ActionSpec("zoom_in", "View", "Larger", "Ctrl++", "draft", section=True),
    ActionSpec("zoom_out", "View", "Smaller", "Ctrl+-", "draft"),
    ActionSpec("zoom_normal", "View", "Normal size", "Ctrl+0", "draft"),
    ActionSpec("fit_width", "View", "Fit the width", "Ctrl+8", "draft"),
    ActionSpec("fit_page", "View", "Whole page", "Ctrl+9", "draft"),
    ActionSpec("next_item", "Review", "Next", "J", "draft"),
    ActionSpec("previous_item", "Review", "Previous", "K", "draft"),
    ActionSpec("next_change", "Review", "Next change", "N", "draft"),
    ActionSpec("previous_change", "Review", "Previous change", "P", "draft"),
    ActionSpec("compare", "Review", "Compare with the draft before", "Ctrl+D", "draft"),
    ActionSpec("accept", "Review", "Accept as comment", "A", "item", section=True),
    ActionSpec("accept_edit", "Review", "Accept and edit", "F2", "item"),
    ActionSpec("accept_rule", "Review", "Accept all of this rule", "Shift+A", "item"),
    ActionSpec("dismiss", "Review", "Dismiss…", "X", "item"),
    ActionSpec("reference_right", "Review/Reference", "It is right…", "I", "reference"),
    ActionSpec("reference_records", "Review/Reference", "Other records…", "M", "reference"),
    ActionSpec("reference_copy", "Review/Reference", "Copy it corrected", "V", "reference"),
    ActionSpec("reference_open", "Review/Reference", "Open its DOI or link…", "B", "reference"),
    ActionSpec("look_up", "Review/Reference", "Look it up online…", "G", "reference", section=True),
    ActionSpec("look_up_all", "Review/Reference", "Look up online what could not be verified…", "Shift+G", "draft"),
    ActionSpec("online_choice", "Review/Reference", "Online look-ups: what is sent where…", "Alt+O"),
    ActionSpec("online_log", "Review/Reference", "Log of online look-ups…", "Alt+L"),
    ActionSpec("comment", "Review", "Comment on the selection", "C", "draft", section=True),
    ActionSpec("comment_on_draft", "Review", "Comment on the whole draft", "Shift+C", "draft"),
    ActionSpec("use_phrase", "Review", "Comment from the library…", "Q", "draft"),
    ActionSpec("comment_more", "Review", "Why, what good looks like", "Ctrl+.", "comment"),
    ActionSpec("add_phrase", "Review", "Add the comment to the library", "Shift+Q", "comment"),
    ActionSpec("show_original", "Review", "Show where the comment was made", "O", "comment"),
    ActionSpec("place_comment", "Review", "Place the comment on the selection", "Shift+O", "comment"),
    ActionSpec("resolve", "Review", "Resolve the comment", "E", "comment"),
    ActionSpec("remove", "Review", "Remove the comment", "Del", "comment"),
    *(ActionSpec(f"level_{n}", "Review/Level", f"Level {n}", str(n), "rubric") for n in range(1, 10)),
    ActionSpec("level_0", "Review/Level", "No level", "0", "rubric"),
    ActionSpec("comment_on_criterion", "Review", "Comment on the criterion", "Shift+R", "draft", section=True),
    ActionSpec("choose_rubric", "Review", "Other rubric…", "", "draft"),
    ActionSpec("write_letter", "Review", "Write the letter", "L", "draft"),
    ActionSpec("send_feedback", "Review", "Send feedback…", "Ctrl+Return", "draft"),
    ActionSpec("give_work", "Review", "Whose work is this?…", "W", "draft", section=True),
    ActionSpec("turn_feedback", "Review/My feedback", "Letter, or draft with comments", "T", "feedback"),
    ActionSpec("reply", "Review/My feedback", "Reply to the comment", "Y", "released"),
    ActionSpec("addressed", "Review/My feedback", "Mark the comment as addressed", "D", "released"),
    ActionSpec("second_look", "Review/My feedback", "Ask for a second look", "S", "feedback"),
    ActionSpec("rate_feedback", "Review/My feedback", "Say how useful it was", "U", "feedback"),
    ActionSpec("why_not", "Review", "Why is this not flagged?…", "Shift+W", "draft", section=True),
    ActionSpec("policies", "Review", "Policy and checks…", "Alt+C"),
    ActionSpec("new_rubric", "Review", "New rubric…", "Alt+N"),
    ActionSpec("recheck", "Review", "Check again", "Ctrl+R", "draft", section=True),
    ActionSpec("stop", "Review", "Stop checking", "", "work"),
    ActionSpec("choose_action", "Go", "Do…", "Ctrl+K"),
    ActionSpec("go_to", "Go", "Heading or page…", "Ctrl+G", "draft"),
    ActionSpec("show_disclosure", "Go", "What the author says about AI use…", "Ctrl+I", "draft"),
    ActionSpec("next_draft", "Go", "Next draft", "Ctrl+PgDown", section=True),
    ActionSpec("previous_draft", "Go", "Previous draft", "Ctrl+PgUp"),
    ActionSpec("next_pane", "Go", "Next pane", "F6", section=True),
    ActionSpec("previous_pane", "Go", "Previous pane", "Shift+F6"),
    ActionSpec("show_review", "Go", "Review desk", "Alt+R", section=True),
    ActionSpec("show_mine", "Go", "My work", "Alt+M"),
    ActionSpec("show_feedback", "Go", "My feedback", "Alt+F"),
    ActionSpec("show_history", "Go", "My history", "Alt+H"),
    ActionSpec("mentee_history", "Go", "History of this mentee", "Alt+Shift+H", "draft"),
    ActionSpec("search_history", "Go", "Search my history…", "Alt+S"),
    ActionSpec("print_history", "Go", "Print my history…", "Alt+Shift+P"),
    ActionSpec("show_team", "Go", "Team", "Alt+T"),
    ActionSpec("choose_person", "Go", "Who works here…", "Alt+W"),
    ActionSpec("edit_assignments", "Go", "Assignments", "Alt+A", section=True),
    ActionSpec("edit_people", "Go", "People", "Alt+P"),
    ActionSpec("edit_rubrics", "Go", "Rubrics", "Alt+U"),
    ActionSpec("show_help", "Help", "Help", "F1"),
    ActionSpec("show_keys", "Help", "Keys", "?"),
    ActionSpec("show_sample", "Help", "Look round in the sample project", "", "own", section=True),
    ActionSpec("start_own", "Help", "Start my own work", "", "sample"),
    ActionSpec("reset_sample", "Help", "Put the sample back as it was", "", "sample"),
    ActionSpec("about", "Help", "About Stet", section=True),
)
MENUS = ("File", "Edit", "View", "Review", "Go", "Help")


class Actions:
    """The window's actions in its menus, with the keys that a person chose."""

    def __init__(self, window: QMainWindow, requests: Mapping[str, Callable[[], object]]) -> None:
        self.letters_are_on = True
        self.by_name: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {name: window.menuBar().addMenu(name) for name in MENUS}
        self._changed: Mapping[str, str] = {}
        for spec in ACTIONS:
            menu = self._menu(spec.menu)
            if spec.section and not menu.isEmpty():
                menu.addSeparator()
            action = QAction(spec.text, window)
            action.setData(spec.words)
            _connect(action, requests[spec.request])
            menu.addAction(action)
            window.addAction(action)
            self.by_name[spec.request] = action
        self.use_keys({})

    def use_keys(self, changed: Mapping[str, str]) -> None:
        """Use these keys, by action, in place of the usual ones."""
        self._changed = dict(changed)
        for spec in ACTIONS:
            key = key_of(spec, changed)
            wanted = self.letters_are_on or not is_letter(key)
            self.by_name[spec.request].setShortcut(QKeySequence(key if wanted else ""))

    def use_letters(self, wanted: bool) -> None:
        """Switch the keys of a single character on or off."""
        self.letters_are_on = wanted
        self.use_keys(self._changed)

    def enable(self, present: set[str]) -> None:
        """Enable the actions whose needs are ``present``."""
        for spec in ACTIONS:
            self.by_name[spec.request].setEnabled(not spec.needs or spec.needs in present)

    def key_words(self, spec: ActionSpec) -> str:
        """Return the key of an action as it is printed on this system's keyboards, "" when it has none."""
        return in_words(QKeySequence(key_of(spec, self._changed)))

    def _menu(self, path: str) -> QMenu:
        if path not in self.menus:
            parent, _, name = path.rpartition("/")
            self.menus[path] = self.menus[parent].addMenu(name)
        return self.menus[path]


def key_of(spec: ActionSpec, changed: Mapping[str, str]) -> str:
    """Return the key of an action: the one a person chose, else the usual one."""
    return changed.get(spec.request, spec.key)


def in_words(keys: QKeySequence) -> str:
    """Return keys as they are printed on this system's keyboards."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def is_letter(key: str) -> bool:
    """Whether a key is one character, shifted or not, which a person may want to switch off (WCAG 2.1.4)."""
    key = key.removeprefix("Shift+")
    return len(key) == 1 or key == "Del"


def conflicts(keys: Mapping[str, str]) -> dict[str, str]:
    """Return, for each action whose key another one has as well, the words of that other; ``keys`` are by action."""
    taken: dict[str, list[str]] = {}
    for request, key in keys.items():
        if key:
            taken.setdefault(QKeySequence(key).toString(), []).append(request)
    words = {spec.request: spec.words for spec in ACTIONS}
    return {
        request: next(words[other] for other in sharing if other != request)
        for sharing in taken.values()
        if len(sharing) > 1
        for request in sharing
    }


def _connect(action: QAction, request: Callable[[], object]) -> None:
    action.triggered.connect(lambda *_: request())
