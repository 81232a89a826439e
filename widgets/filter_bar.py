"""One line above a list: words to look for, how the list is grouped, and what it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from widgets.entries import Entry, View, counted
from widgets.labels import IconButton

_STATES = {"all": "Open and decided", "open": "Open", "decided": "Decided"}


class FilterBar(QFrame):
    """Asks for another ``View``; Escape in the field clears it, then closes the line."""

    changed = Signal(object)  # View
    closed = Signal()

    def __init__(self, name: str, groupings: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = View()
        self._entries: Sequence[Entry] = ()
        self._groupings = groupings
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Filter")
        self.field.setAccessibleName(f"Filter {name.lower()}")
        self.field.setClearButtonEnabled(True)
        self.group = self._button("Group")
        self.show_only = self._button("Show")
        close = IconButton("x", "Close the filter", self)
        close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 10, 7)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        for part in (self.group, self.show_only, close):
            row.addWidget(part)
        self.field.textChanged.connect(lambda text: self._ask(replace(self.view, text=text)))
        self.group.menu().aboutToShow.connect(self._fill_groups)
        self.show_only.menu().aboutToShow.connect(self._fill_only)
        self.use(self.view)
        self.hide()

    def use(self, view: View) -> None:
        """Show this view as the one in use."""
        self.view = view
        if self.field.text() != view.text:
            self.field.setText(view.text)
        grouping = self._groupings.get(view.grouping, "")
        self.group.setText("Group" if not view.grouping else f"By {grouping.lower()}")
        self.show_only.setText(_words(view))
        self.show_only.setProperty("on", view.state != "all" or bool(view.only))

    def offer(self, entries: Sequence[Entry]) -> None:
        """Offer the groups of these entries to narrow the list to."""
        self._entries = entries

    def open_bar(self) -> None:
        """Show the line with the field ready for typing."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def close_bar(self) -> None:
        """Show everything again and hide the line; the grouping stays."""
        self._ask(View(self.view.grouping))
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear, then close with Escape; go to the list with Enter or Down."""
        if event.key() == Qt.Key.Key_Escape:
            if self.view.text:
                self.field.clear()
            else:
                self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _ask(self, view: View) -> None:
        if view != self.view:
            self.use(view)
            self.changed.emit(view)

    def _button(self, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "chip")
        button.setText(words)
        button.setAccessibleName(words)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMenu(QMenu(button))
        return button

    def _fill_groups(self) -> None:
        menu = self.group.menu()
        menu.clear()
        choice = QActionGroup(menu)
        for name, words in self._groupings.items():
            self._add(menu, words, name == self.view.grouping, replace(self.view, grouping=name), choice)

    def _fill_only(self) -> None:
        menu = self.show_only.menu()
        menu.clear()
        choice = QActionGroup(menu)
        for state, words in _STATES.items():
            self._add(menu, words, state == self.view.state, replace(self.view, state=state), choice)
        for facet, words in self._groupings.items():
            found = counted(self._entries, facet) if facet else []
            if len(found) < 2:  # noqa: PLR2004 with one group there is nothing to choose
                continue
            submenu = menu.addMenu(words)
            for group, count in found:
                chosen = (facet, group.name) in self.view.only
                self._add(submenu, f"{group.title}  {count:,}", chosen, self.view.toggled(facet, group.name))
        if self.view.narrows:
            menu.addSeparator()
            everything = menu.addAction("Show everything")
            everything.triggered.connect(lambda: self._ask(View(self.view.grouping)))

    def _add(self, menu: QMenu, words: str, on: bool, view: View, choice: QActionGroup | None = None) -> None:
        action = QAction(words, menu)
        action.setCheckable(True)
        action.setChecked(on)
        if choice is not None:
            choice.addAction(action)
        action.triggered.connect(lambda *_: self._ask(view))
        menu.addAction(action)


def _words(view: View) -> str:
    if view.only:
        return f"Only {len(view.only)}" if view.state == "all" else f"{_STATES[view.state]}, only {len(view.only)}"
    return "Show" if view.state == "all" else _STATES[view.state]
