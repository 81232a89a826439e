"""What the window shows before a draft is open: one sentence, one next step, and how to read the marks."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.domain.finding import Tier
from widgets.labels import Button, IconLabel, label, rule
from widgets.looks import COMMENT_LOOK, TIER_LOOKS
from widgets.mark_paint import draw_line
from widgets.marks import Line, Mark
from widgets.theme import colour, font, px, text_scale, theme

_KEYS = (
    ("J", "Next finding", "K goes back"),
    ("A", "Accept it as a comment", "Edit puts it in your own words"),
    ("X", "Dismiss it, with a reason", "The reason stays with the draft"),
    ("C", "Comment on the selected words", "It is kept as you type"),
)
_MARKS = (
    (TIER_LOOKS[Tier.FIX], "[your name]", "Fix: wrong, whoever wrote it"),
    (TIER_LOOKS[Tier.ASK], "Studies show", "Ask: the author must add"),
    (TIER_LOOKS[Tier.CONSIDER], "seamless", "Consider: style, where dense"),
    (COMMENT_LOOK, "who pays", "A person wrote a comment"),
)
_JOIN = "With the address that your team lead or admin gave you."
_NOTHING = "Nothing, unless you join a team or switch look-ups on."
_TEAM = "What you hand in and the feedback you write, to the people who may see it. Drafts you keep stay here."
_MEASURE, _TOP = 540, 72


_WELCOME = (
    "Stet reads a draft with you. It shows what it can check, with the evidence beside the words. "
    "You decide what stands."
)


class StartPage(QFrame):
    """The first look of Stet."""

    open_requested = Signal()
    sources_requested = Signal()
    first_requested = Signal()
    join_requested = Signal()
    workspace_requested = Signal(str)  # "own" or "sample"
    _own_requested = Signal()
    _sample_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAccessibleName("Start")
        self._own_requested.connect(lambda: self.workspace_requested.emit("own"))
        self._sample_requested.connect(lambda: self.workspace_requested.emit("sample"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        welcome = _scrolled(self._welcome())
        welcome.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the keyboard from button to button
        layout.addWidget(welcome, 1)
        line = rule("v")
        layout.addWidget(line)
        guide = _scrolled(self._guide())
        layout.addWidget(guide)
        self._guide_area = guide
        theme().changed.connect(self._fit)
        self._fit()

    def _welcome(self) -> QWidget:
        page, self._text, column = _column((40, 0, 40, 40), "paper")
        self._page = page
        column.addWidget(Motto())
        column.addSpacing(18)
        column.addWidget(label(_WELCOME, "reading", wrap=True))
        column.addSpacing(24)
        column.addWidget(rule())
        column.addSpacing(16)
        column.addWidget(self._notice_box())
        column.addSpacing(12)
        self._offer = self._sample_offer()
        column.addWidget(self._offer)
        column.addWidget(label("Your own work", "title"))
        column.addSpacing(8)
        column.addLayout(self._own_work())
        column.addStretch()
        return page

    def _notice_box(self) -> QWidget:
        self._notice = QFrame()
        self._notice.setProperty("surface", "card")
        self._notice_words = label("", wrap=True)
        inside = QHBoxLayout(self._notice)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(10)
        inside.addWidget(IconLabel("file-exclamation-point", "ask", "Notice"), 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self._notice_words, 1)
        self._notice.hide()
        return self._notice

    def _own_work(self) -> QGridLayout:
        formats = "Word, PDF, text or Markdown. You can also drop it here."
        lists, own = "What references are checked against.", "Leaves the sample behind. Help brings it back."
        team = "A small team with drafts, scores and feedback, to look round in."
        opening = _link("file-plus-corner", "Open a draft…", formats, self.open_requested)
        self._open = opening[0]
        self._join_link = _link("cloud", "Join a team…", _JOIN, self.join_requested)
        self._sources_link = _link("library", "Add a source list…", lists, self.sources_requested)
        self._sample_link = _link("users", "Sample project", team, self._sample_requested)
        self._own_link = _link("pencil-line", "Start my own", own, self._own_requested)
        rows = QGridLayout()
        rows.setVerticalSpacing(6)
        rows.setHorizontalSpacing(12)
        rows.setColumnStretch(1, 1)
        links = (opening, self._join_link, self._sources_link, self._sample_link, self._own_link)
        for row, (link, explained) in enumerate(links):
            rows.addWidget(link, row, 0, Qt.AlignmentFlag.AlignVCenter)
            rows.addWidget(explained, row, 1, Qt.AlignmentFlag.AlignVCenter)
        return rows

    def show_notices(self, sentences: Sequence[str]) -> None:
        """Show what was noticed while the workspace was opened."""
        self._notice_words.setText(" ".join(sentences))
        self._notice.setVisible(bool(sentences))

    def show_sample(self, is_open: bool, has_drafts: bool = True) -> None:
        """Say that the sample project is open and where to begin in it, or how to get there from own work."""
        self._offer.setVisible(is_open)
        self._first.setEnabled(has_drafts)
        self._begin_at(self._first if is_open and has_drafts else self._open)
        _show(self._own_link, is_open)
        _show((*self._sources_link, *self._sample_link), not is_open)

    def _begin_at(self, button: Button) -> None:
        """Give this button the keyboard when the page is given it, or has it already."""
        before = self.focusProxy()
        self.setFocusProxy(button)
        if before is not None and before.hasFocus():
            self.setFocus()

    def show_sharing(self, shared: bool) -> None:
        """Say what leaves this computer; a workspace that is shared has a team already."""
        _show(self._join_link, not shared)
        self._leaves.setText(_TEAM if shared else _NOTHING)

    def _fit(self) -> None:
        """Give the guide more room for larger text, but no more than it needs when its lines are folded."""
        self._guide_area.setFixedWidth(min(px(350), 560))
        self._text.setMaximumWidth(px(_MEASURE))
        self._page.setContentsMargins(0, round(_TOP / text_scale()), 0, 0)  # larger text needs the room itself

    def _sample_offer(self) -> QWidget:
        offer = QWidget()
        column = QVBoxLayout(offer)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(6)
        column.addWidget(label("The sample project is open", "title"))
        text = (
            "Four short drafts, one of them full of faults, with a rubric, a policy, a source list and the feedback on "
            "two. Change anything. It can be put back as it was."
        )
        column.addWidget(label(text, "muted", wrap=True))
        self._first = Button("Start with the first draft", kind="primary")
        self._first.clicked.connect(self.first_requested)
        column.addSpacing(4)
        column.addWidget(self._first, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(16)
        column.addWidget(rule())
        offer.hide()
        return offer

    def _guide(self) -> QWidget:
        page, _, column = _column((22, 28, 22, 28), "panel")
        column.addWidget(label("Four keys to begin with", "title"))
        column.addSpacing(8)
        for key, first, second in _KEYS:
            column.addLayout(_key_line(key, first, second))
            column.addSpacing(8)
        column.addWidget(label("All keys are under ?", "small"))
        column.addSpacing(24)
        column.addWidget(label("How to read the marks", "title"))
        column.addSpacing(8)
        marks = QGridLayout()
        marks.setHorizontalSpacing(10)
        marks.setVerticalSpacing(8)
        marks.setColumnStretch(2, 1)
        for row, (look, words, meaning) in enumerate(_MARKS):
            marks.addWidget(IconLabel(look.icon, look.colour, look.word), row, 0)
            marks.addWidget(MarkedWords(words, look.line, look.colour), row, 1, Qt.AlignmentFlag.AlignVCenter)
            marks.addWidget(label(meaning, "small", wrap=True), row, 2)
        column.addLayout(marks)
        column.addSpacing(24)
        column.addWidget(label("What leaves this computer", "title"))
        column.addSpacing(4)
        self._leaves = label(_NOTHING, "muted", wrap=True)
        column.addWidget(self._leaves)
        column.addStretch()
        return page


class Motto(QWidget):
    """“Let it stand.” over the proofreader's dots."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Let it stand.")
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size of the words and their dots."""
        metrics = QFontMetrics(self._face())
        return QSize(metrics.horizontalAdvance("Let it stand.") + 4, metrics.height() + px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words and the dots."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = self._face()
        metrics = QFontMetrics(face)
        painter.setFont(face)
        painter.setPen(colour("ink"))
        painter.drawText(0, metrics.ascent(), "Let it stand.")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        for left in range(0, metrics.horizontalAdvance("Let it stand") - 4, px(12)):
            painter.drawEllipse(left, metrics.height() + px(4), px(4), px(4))

    def _face(self) -> QFont:
        face = font("display")
        face.setPixelSize(px(46))
        return face


class MarkedWords(QLabel):
    """Words with the line of a mark under them."""

    def __init__(self, words: str, line: Line, colour_token: str) -> None:
        super().__init__(words)
        self.setProperty("role", "reading")
        self._mark = Mark("", 0, len(words), line, "", colour_token, "")
        theme().changed.connect(self._fit)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, then the line."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = self.height() - px(3)
        draw_line(painter, QLineF(0, y, QFontMetrics(self.font()).horizontalAdvance(self.text()), y), self._mark)

    def _fit(self) -> None:
        self.setContentsMargins(0, 0, 0, px(5))


class KeyCap(QLabel):
    """A key as it looks on the keyboard."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.setProperty("role", "key")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedSize(px(20), px(20))


def _link(icon_name: str, text: str, explained: str, asked: SignalInstance) -> tuple[Button, QLabel]:
    link = Button(text, kind="link", icon_name=icon_name)
    link.clicked.connect(asked)
    return link, label(explained, "small", wrap=True)


def _show(parts: tuple[QWidget, ...], shown: bool) -> None:
    for part in parts:
        part.setVisible(shown)


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area


def _column(margins: tuple[int, int, int, int], surface: str) -> tuple[QWidget, QWidget, QVBoxLayout]:
    """Return a page, what holds the column in it, and the column."""
    page = QFrame()
    page.setProperty("surface", surface)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    outer = QHBoxLayout(page)
    outer.setContentsMargins(*margins)
    outer.addStretch(0 if surface == "panel" else 1)
    outer.addWidget(holder, 100)
    outer.addStretch(0 if surface == "panel" else 1)
    return page, holder, column


def _key_line(key: str, first: str, second: str) -> QHBoxLayout:
    cap = KeyCap(key)
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(label(first, wrap=True))
    texts.addWidget(label(second, "small", wrap=True))
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(cap, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(texts, 1)
    return row
