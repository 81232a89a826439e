"""Beside the draft: Findings, References, Comments and the Rubric under tabs with their counts."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.shell.desk_draft import DeskDraft
from app.shell.session import Session
from widgets.comments_panel import CommentsPanel
from widgets.density_rows import is_measure
from widgets.findings_panel import FindingsPanel
from widgets.item_panel import ItemPanel
from widgets.labels import Button, IconButton, rule
from widgets.panel_tabs import PanelTabs
from widgets.reason_popup import ReasonPopup
from widgets.references_panel import ReferencesPanel
from widgets.rubric_panel import RubricPanel
from widgets.theme import px, theme

_PLACES = {"right": "Right", "left": "Left", "bottom": "Below the draft", "window": "In its own window"}
_LEAST_WIDTH = 300
TABS = ("findings", "references", "comments", "rubric")


class Panels(QFrame):
    """Four panels, one at a time; the first three are lists."""

    add_sources_requested = Signal()
    tab_changed = Signal(str)
    place_requested = Signal(str)
    lists_changed = Signal(object)  # how each list is shown, by the name of its tab

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self._session = session
        self._edit_next = self._draft_id = ""
        self.findings = FindingsPanel(session, self)
        self.references = ReferencesPanel(session, self)
        self.comments = CommentsPanel(session, self)
        self.rubric = RubricPanel(session, self)
        self._panels: tuple[FindingsPanel | ReferencesPanel | CommentsPanel, ...]
        self._panels = (self.findings, self.references, self.comments)
        self.tabs = PanelTabs(self)
        self.tabs.setAccessibleName("Evidence")
        self._stack = QStackedWidget(self)
        for panel in (*self._panels, self.rubric):
            self.tabs.add(panel.name)
            self._stack.addWidget(panel)
        self.narrow = self._narrow_button()
        self.elsewhere = self._place_button()
        self._lay_out()
        theme().changed.connect(self._fit)
        self._fit()
        self.tabs.currentChanged.connect(self._show)
        for one in self._panels:
            one.view_changed.connect(self._tell_views)
            one.filter.closed.connect(self._show_filter)
        for panel in (self.findings, self.references):
            panel.dismiss_requested.connect(self.ask_reason)
            panel.edit_requested.connect(self.edit_accepted)
        self.references.add_sources_requested.connect(self.add_sources_requested)
        self._follow(session)

    @property
    def panel(self) -> ItemPanel:
        """The list that is shown; the comments while the rubric is."""
        return self._panels[min(self.tabs.currentIndex(), len(self._panels) - 1)]

    @property
    def tab(self) -> str:
        """The name of the tab that is shown."""
        return TABS[self.tabs.currentIndex()]

    @property
    def offered(self) -> str:
        """The key of the finding that lies open before anybody chose one, "" when none does: keys mean this one."""
        is_free = self.tab == "findings" and self.isVisible() and not self._session.current
        return self.findings.list.open_key if is_free else ""

    def take_offered(self) -> None:
        """Make the finding that lies open the current one."""
        if self.offered:
            self._session.set_current(self.offered)

    def show_tab(self, name: str) -> None:
        """Show a panel by the name of its tab."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def show_tab_of(self, key: str) -> None:
        """Show the panel that lists an item."""
        opened = self._session.draft
        if opened is None:
            return
        for name, panel in zip(TABS, self._panels, strict=False):
            if panel.group_of(opened, key):
                self.show_tab(name)
                return

    def refresh(self) -> None:
        """Show everything as it is now."""
        for panel in self._panels:
            panel.refresh()
            panel.show_current(self._session.current)
        self.rubric.refresh()
        self.show_counts()

    def show_counts(self, _: object = None) -> None:
        """Write the counts into the tabs."""
        for place, panel in enumerate(self._panels):
            count = panel.count
            self.tabs.show_count(place, "" if count is None else f"{count:,}")
        self.tabs.show_count(len(self._panels), self.rubric.count)

    def step(self, by: int) -> None:
        """Make the next (or previous) item of the shown panel current; first the one that lies open already."""
        if self.offered:
            self.take_offered()
        else:
            (self.rubric if self.tab == "rubric" else self.panel.list).step(by)

    def toggle_filter(self) -> None:
        """Open the line that filters and groups the shown list, or put it away."""
        if self.tab == "rubric":
            return
        if self.panel.filter.isHidden():
            self.show()
            self.panel.filter.open_bar()
        else:
            self.panel.filter.close_bar()
        self._show_filter()

    def use_lists(self, kept: Mapping[str, str]) -> None:
        """Group and narrow the lists as they were left."""
        for name, panel in zip(TABS, self._panels, strict=False):
            panel.use_kept(kept.get(name, ":all"))
        self._show_filter()

    def focus_list(self) -> None:
        """Give the list of the shown panel, or the current criterion, the keyboard."""
        if self.tab == "rubric":
            self.rubric.focus_list()
        else:
            self.panel.list.setFocus()

    def show_rubric(self) -> None:
        """Show the rubric and put the keyboard on its current criterion."""
        self.show()
        self.show_tab("rubric")
        self.rubric.focus_list()

    def flush(self) -> None:
        """Keep what is being typed."""
        self.comments.flush()
        self.rubric.flush()

    def accept_current(self) -> None:
        """Make a comment of the current finding or reference, unless it is decided."""
        self.take_offered()
        key = self._undecided()
        if key:
            self._session.review.accept(key)

    def edit_current(self) -> None:
        """Accept the current finding or reference, unless it is decided, and open its comment for writing."""
        self.take_offered()
        key = self._undecided()
        if key:
            self.edit_accepted(key)

    def dismiss_current(self) -> None:
        """Ask why the current finding or reference is dismissed."""
        self.take_offered()
        key = self._undecided()
        if key:
            self.show_tab_of(key)
            self.ask_reason(key)

    def resolve_current(self) -> None:
        """Resolve the current comment, or open it again."""
        opened, current = self._session.draft, self._session.current
        item = opened.comment(current) if opened is not None and current else None
        if item is not None:
            self.flush()
            self._session.review.resolve(item.key, not item.comment.resolved)

    def remove_current(self) -> None:
        """Remove the current comment."""
        if self._session.current:
            self._session.review.delete_comment(self._session.current)

    def edit_accepted(self, key: str) -> None:
        """Accept an item, then open its comment for writing."""
        self._edit_next = key
        self._session.review.comments_changed.connect(self._edit_when_there)
        self._session.review.accept(key)

    def edit_comment(self, comment_id: str) -> None:
        """Open a comment for writing."""
        self.show()
        self.show_tab("comments")
        self.comments.edit(comment_id)

    def ask_reason(self, key: str) -> None:
        """Ask for a reason beside the open row, then dismiss."""
        opened = self._session.draft
        popup = ReasonPopup(self, has_rule=opened is not None and opened.finding(key) is not None)
        popup.chosen.connect(lambda reason: self._session.review.dismiss(key, reason, popup.reach))
        popup.open_at(self._corner())

    def _follow(self, session: Session) -> None:
        for news in (
            session.findings_changed,
            session.references_changed,
            session.review.comments_changed,
            session.draft_opened,
            session.draft_opening,
        ):
            news.connect(self.show_counts)
        session.draft_left.connect(self.flush)
        session.draft_opened.connect(self._begin_with_findings)
        self.rubric.count_changed.connect(self.show_counts)

    def _begin_with_findings(self, opened: DeskDraft) -> None:
        """Leave the rubric of the draft before: another draft is read before it is scored."""
        if self.tab == "rubric" and opened.draft.id != self._draft_id:
            self.show_tab("findings")
        self._draft_id = opened.draft.id

    def _corner(self) -> QPoint:
        card = self.panel.list.open_widget
        buttons = card.findChildren(Button) if card is not None else []
        anchor = next((button for button in buttons if button.accessibleName() == "Dismiss"), None)
        if anchor is None:
            return self.mapToGlobal(QPoint(16, 80))
        return anchor.mapToGlobal(QPoint(0, anchor.height() + 4))

    def _undecided(self) -> str:
        opened, current = self._session.draft, self._session.current
        if opened is None or not current or current in opened.decisions or opened.comment(current) is not None:
            return ""
        if is_measure(current):
            return ""
        return current

    def _edit_when_there(self) -> None:
        opened = self._session.draft
        comment = opened.comment_from(self._edit_next) if opened is not None else None
        if comment is None:
            return
        self._session.review.comments_changed.disconnect(self._edit_when_there)
        self._edit_next = ""
        self.edit_comment(comment.id)

    def _show(self, place: int) -> None:
        self.flush()
        self._stack.setCurrentIndex(place)
        self.show_counts()
        self._show_filter()
        self.tab_changed.emit(TABS[place])

    def _show_filter(self) -> None:
        self.narrow.setVisible(self.tab != "rubric")
        self.narrow.setChecked(not self.panel.filter.isHidden())

    def _tell_views(self) -> None:
        self._show_filter()
        self.lists_changed.emit({name: panel.kept_view for name, panel in zip(TABS, self._panels, strict=False)})

    def _fit(self) -> None:
        """Leave room for the names of the tabs."""
        self.setMinimumWidth(px(_LEAST_WIDTH))

    def _narrow_button(self) -> IconButton:
        button = IconButton("list-filter", "Filter and group the list (Ctrl+Shift+F)", self)
        button.setCheckable(True)
        button.clicked.connect(self.toggle_filter)
        return button

    def _place_button(self) -> IconButton:
        button = IconButton("ellipsis", "Put the panel elsewhere", self)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for place, words in _PLACES.items():
            menu.addAction(words).triggered.connect(lambda _=False, place=place: self.place_requested.emit(place))
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.setSpacing(0)
        head.addWidget(self.tabs, 1)
        head.addWidget(self.narrow)
        head.addWidget(self.elsewhere)
        line = rule("h")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(line)
        layout.addWidget(self._stack, 1)
