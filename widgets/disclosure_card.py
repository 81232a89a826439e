"""What the author of a draft says about AI use, as they said it."""

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.deliverable import AiUse, Submission
from app.shell.around import Around
from widgets.labels import Button, label
from widgets.mentee_text import long_text
from widgets.sizing import begin_at

_LONG = 300
LEVELS = {
    AiUse.NONE: "No AI tool was used",
    AiUse.LANGUAGE: "For language only",
    AiUse.PARTS: "For parts of the text",
    AiUse.MOST: "For most of the text",
}


class DisclosureDialog(QDialog):
    """Shows a disclosure; it is never judged here."""

    def __init__(self, here: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What the author says about AI use")
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(4, 4, 4, 4)
        form.setVerticalSpacing(10)
        assert here.submission is not None
        lines = said(here, here.submission)
        for title, words in lines:
            form.addRow(label(title, "small"), long_text(words))
        long = sum(len(words) for _, words in lines) > _LONG
        begin_at(self, 520, 420 if long else 100 + 32 * len(lines))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(body)
        done = Button("Close", "Esc")
        done.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.addWidget(area, 1)
        layout.addLayout(row)


def said(here: Around, given: Submission) -> list[tuple[str, str]]:
    """Return what was said, by its heading; what was left empty is not listed."""
    if given.author_id != here.work.mentee_id:
        return [("Said by", f"Nobody: {here.name(given.author_id)} brought this draft in.")]
    minutes = f"{given.minutes_saved:,} minutes" if given.minutes_saved is not None else ""
    found = [
        ("Said by", here.name(given.author_id)),
        ("Level", LEVELS[given.level]),
        ("Tools", ", ".join(given.tools)),
        ("Sections", given.sections),
        ("Data", given.data_class.value.capitalize()),
        ("Time saved", minutes),
        ("Prompts", given.prompts),
    ]
    return [(title, words) for title, words in found if words.strip()]
