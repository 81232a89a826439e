"""The whole widget tree in every state: names, roles, the order of the keyboard, sizes of targets, contrast."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.documents import pdf
from tests.documents.pdfs import Text, make_pdf
from tests.widgets.states import LOOKS, SAMPLE, open_draft, shown_window, use_look, walk
from widgets.main_window import MainWindow
from widgets.palettes import palettes
from widgets.pdf_view import PdfView
from widgets.theme import apply_theme, set_text_scale, theme

NAME = QAccessible.Text.Name
SMALLEST_TARGET = 24
MOST_LINKS, MOST_CELLS = 20, 200
TEXT_CONTRAST, PART_CONTRAST = 4.5, 3.0
SMALL_SCREEN, SMALL_WINDOW = QSize(1280, 800), QSize(900, 600)
TITLE_BAR = 56
INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QTabBar,
    QMenuBar,
)
NEEDS_NAME = (*INTERACTIVE, QProgressBar)
TEXT_TOKENS, GROUNDS = ("ink", "ink2", "accent"), ("paper", "panel", "chrome", "raised")
MARK_TOKENS = ("fix", "ask", "consider", "context", "ok", "part", "accent", "control")
_INSIDE = ("qt_", "ScrollLeftButton", "ScrollRightButton")  # parts that Qt makes for itself inside a named control


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    apply_theme(qapp, "light")
    with shown_window(tmp_path_factory.mktemp("walk") / "workspace") as made:
        made.resize(1280, 800)
        open_draft(made, SAMPLE / "workslop.md", SAMPLE / "sources.bib")
        yield made
    apply_theme(qapp, "light")
    set_text_scale(qapp, 1.0)


def visible(root: QWidget) -> list[QWidget]:
    return [one for one in [root, *root.findChildren(QWidget)] if one.isVisible()]


def called(widget: QWidget) -> str:
    names = [f"{type(one).__name__}({one.accessibleName() or one.objectName()})" for one in ancestors(widget)]
    return " > ".join(reversed(names[:3]))


def ancestors(widget: QWidget | None):
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def is_inside_a_control(widget: QWidget) -> bool:
    """Whether Qt made this part for itself: a viewport, the clear button of a field, the head of a table."""
    parent = widget.parentWidget()
    made = widget.objectName().startswith(_INSIDE) or isinstance(widget, QHeaderView)
    return made or isinstance(parent, QLineEdit | QTabBar | QComboBox)


def nameless(root: QWidget) -> list[str]:
    faults = []
    for widget in visible(root):
        if not isinstance(widget, NEEDS_NAME) or is_inside_a_control(widget) or isinstance(widget, QMenuBar):
            continue
        seen = QAccessible.queryAccessibleInterface(widget)
        if seen is None or not seen.text(NAME).strip():
            faults.append(f"no name: {called(widget)}")
        elif seen.role() in (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane):
            faults.append(f"no role: {called(widget)}")
    return faults


def unspoken(root: QWidget) -> list[str]:
    """Views that are painted must tell a screen reader what they show; icons without words must have a name."""
    faults = []
    for widget in visible(root):
        if isinstance(widget, QLabel) and not widget.pixmap().isNull() and not spoken_for(widget):
            faults.append(f"an icon without words: {called(widget)}")
        if not isinstance(widget, QAbstractItemView | QAbstractScrollArea) or not widget.focusPolicy():
            continue
        seen = QAccessible.queryAccessibleInterface(widget)
        if isinstance(widget, QTableView):
            if not all(cell_words(widget)):
                faults.append(f"cells that say nothing: {called(widget)}")
        elif isinstance(widget, QAbstractItemView):
            rows = range(widget.model().rowCount())
            if seen.childCount() < len(rows) or not all(seen.child(row).text(NAME) for row in rows):
                faults.append(f"rows that say nothing: {called(widget)}")
        elif (
            not isinstance(widget, QScrollArea) and seen.textInterface() is None and not widget.accessibleDescription()
        ):
            faults.append(f"a text that cannot be read aloud: {called(widget)}")
    return faults


def cell_words(table: QTableView) -> list[object]:
    model = table.model()
    cells = [model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
    return [cell.data(Qt.ItemDataRole.AccessibleTextRole) for cell in cells[:MOST_CELLS]]


def spoken_for(icon: QLabel) -> bool:
    """Whether an icon has a name, or stands in a box whose name says it all."""
    return bool(icon.accessibleName() or icon.parentWidget().accessibleName())


def too_small(root: QWidget) -> list[str]:
    """Targets under 24 pixels; a link within a sentence would be exempt (WCAG 2.5.8), and there is none here."""
    targets = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QTabBar)
    faults = []
    for widget in visible(root):
        if isinstance(widget, targets) and not is_inside_a_control(widget):
            size = widget.size()
            if size.height() < SMALLEST_TARGET or size.width() < SMALLEST_TARGET:
                faults.append(f"{size.width()} by {size.height()} pixels: {called(widget)}")
        elif isinstance(widget, QAbstractItemView):
            heights = [
                widget.visualRect(widget.model().index(row, 0)).height() for row in range(widget.model().rowCount())
            ]
            if any(0 < height < SMALLEST_TARGET for height in heights):
                faults.append(f"rows of {min(heights)} pixels: {called(widget)}")
    return faults


def cut_off(root: QWidget) -> list[str]:
    """Words of a button or a label that do not fit into it and do not say so with an ellipsis."""
    faults = []
    for widget in visible(root):
        if isinstance(widget, QAbstractButton) and widget.text() and not is_inside_a_control(widget):
            wanted = widget.minimumSizeHint()
        elif isinstance(widget, QLabel) and widget.text() and not widget.wordWrap() and type(widget) is QLabel:
            wanted = widget.sizeHint()
        else:
            continue
        if widget.width() + 1 < wanted.width() or widget.height() + 1 < wanted.height():
            faults.append(
                f"{widget.text()!r} needs {wanted.toTuple()}, has {widget.size().toTuple()}: {called(widget)}"
            )
    return faults


def focus_faults(root: QWidget) -> list[str]:
    """Go round with Tab: every control that takes the keyboard is reached once, and nothing keeps it."""
    wanted = {one for one in visible(root) if takes_focus(one)}
    root.activateWindow()
    start = next(iter(sorted(wanted, key=lambda one: one.mapTo(root.window(), QPoint(0, 0)).toTuple())), None)
    if start is None:
        return []
    start.setFocus(Qt.FocusReason.TabFocusReason)
    reached, here = [], QApplication.focusWidget()
    for _ in range(3 * len(wanted) + 3):
        if here is None or here in reached:
            break
        reached.append(here)
        for _ in range(MOST_LINKS if isinstance(here, QTextEdit) else 1):  # Tab goes through the links of a text first
            press_tab(here)
            if QApplication.focusWidget() is not here:
                break
        if QApplication.focusWidget() is here and len(wanted) > 1:
            return [f"the keyboard is trapped: {called(here)}"]
        here = QApplication.focusWidget()
    missed = {one for one in wanted if not any(holds(one, other) for other in reached)}
    return [f"Tab never reaches it: {called(one)}" for one in missed]


def takes_focus(widget: QWidget) -> bool:
    if not widget.isEnabled() or widget.focusProxy() is not None or isinstance(widget, QScrollBar | QSplitterHandle):
        return False
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not is_inside_a_control(widget)


def holds(wanted: QWidget, reached: QWidget) -> bool:
    """Buttons of one group are one stop: the arrows move between them."""
    if wanted is reached:
        return True
    group = wanted.group() if isinstance(wanted, QAbstractButton) else None
    return group is not None and isinstance(reached, QAbstractButton) and reached.group() is group


def press_tab(widget: QWidget) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "\t"))


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def faint(root: QWidget) -> list[str]:
    """Words whose colour, as the style resolves it, is too near to the colour of the surface they stand on."""
    faults = []
    for widget in visible(root):
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit) and widget.isEnabled() and widget.text():
            ink, ground = widget.palette().color(widget.foregroundRole()), ground_of(widget)
            found = contrast(ink, QColor(palettes()[theme().palette_name][ground]))
            if found < TEXT_CONTRAST:
                faults.append(f"{ink.name()} on {ground} has a contrast of {found:.1f}: {called(widget)}")
    return faults


def ground_of(widget: QWidget) -> str:
    """Return the palette token of the surface below a widget's words."""
    if isinstance(widget, QPushButton) and widget.property("kind") != "link":
        return "accent_fill" if widget.property("kind") == "primary" else "raised"
    if isinstance(widget, QLineEdit):
        return "raised"
    surfaces = (one.property("surface") for one in ancestors(widget))
    surface = next((one for one in surfaces if one), "chrome")
    return {"card": "raised", "current": "raised", "tint": "accent_soft", "waiting": "panel"}.get(surface, surface)


def too_large(root: QWidget) -> list[str]:
    """What makes a window larger than a small screen, also from a page of it that is hidden."""
    needed = root.minimumSizeHint().expandedTo(root.minimumSize())
    is_main = isinstance(root, MainWindow)
    room = SMALL_WINDOW if is_main and theme().scale == 1 else SMALL_SCREEN
    room = room - QSize(0, 0 if is_main else TITLE_BAR)
    if needed.boundedTo(room) == needed:
        return []
    return [f"needs {needed.toTuple()} of {room.toTuple()}: {called(root)}"]


FAULTS = {
    "large": too_large,
    "nameless": nameless,
    "unspoken": unspoken,
    "small": too_small,
    "cut": cut_off,
    "focus": focus_faults,
    "faint": faint,
}


def test_the_walk_finds_what_is_wrong(qtbot):
    bad = QFrame()
    qtbot.addWidget(bad)
    bad.setProperty("surface", "paper")
    tiny, field, pale = QToolButton(bad), QPlainTextEdit(bad), QLabel("pale", bad)
    tiny.setFixedSize(10, 10)
    pale.setFixedSize(10, 5)
    pale.setStyleSheet("color: #bbbbbb")
    field.setTabChangesFocus(False)
    column = QVBoxLayout(bad)
    for one in (tiny, field, pale):
        column.addWidget(one)
    with qtbot.waitExposed(bad):
        bad.show()
    found = {name: check(bad) for name, check in FAULTS.items()}
    assert len(found["nameless"]) == 2
    assert len(found["small"]) == len(found["cut"]) == len(found["faint"]) == 1
    assert "trapped" in found["focus"][0] or "never" in found["focus"][0]


def test_a_page_of_a_pdf_is_read_aloud(qtbot, tmp_path):
    path = tmp_path / "two.pdf"
    path.write_bytes(make_pdf(*([Text(72, 100, f"The {name} page says this.")] for name in ("first", "second"))))
    view = PdfView()
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    view.show_reading(pdf.read(path.read_bytes()), path)
    assert unspoken(view) == []
    assert view.paper.accessibleDescription() == "Page 1 of 2. The first page says this."
    view.go_to_page(1)
    assert view.paper.accessibleDescription() == "Page 2 of 2. The second page says this."
    view.close()


@pytest.mark.parametrize(("look", "scale"), LOOKS)
def test_every_state_can_be_used_and_heard(window: MainWindow, look, scale):
    use_look(window, look, scale)
    faults: dict[str, set[str]] = {}
    seen = set()

    def visit(state: str, shown: QWidget) -> None:
        seen.add(state)
        for check in FAULTS.values():
            for fault in check(shown):
                faults.setdefault(fault, set()).add(state)

    walk(window, visit)
    assert len(seen) >= 12
    assert faults == {}


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_the_palette_has_contrast_enough(name):
    tokens = {token: QColor(value) for token, value in palettes()[name].items()}
    texts = [(ink, ground) for ink in TEXT_TOKENS for ground in (*GROUNDS, "accent_soft", "hover") if ink != "accent"]
    texts += [("accent", ground) for ground in GROUNDS] + [("on_accent", "accent_fill"), ("on_accent", "fill_hover")]
    parts = [(mark, ground) for mark in MARK_TOKENS for ground in GROUNDS]
    parts += [(mark, f"{mark}_soft") for mark in MARK_TOKENS if f"{mark}_soft" in tokens]
    low = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in texts}
    assert {pair: found for pair, found in low.items() if found < TEXT_CONTRAST} == {}
    low = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in parts}
    assert {pair: found for pair, found in low.items() if found < PART_CONTRAST} == {}
