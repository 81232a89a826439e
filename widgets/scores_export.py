"""Exporting scores: the first rows as they will leave, what is left out, and a file of the person's choice."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import BadInputError
from app.domain.scoring import ReviewScores
from app.services.exporting import HOME_PAGE, Format, Preview, preview_scores
from app.shell.jobs import Handlers, Lane
from app.shell.score_export import export_scores
from app.shell.session import Session
from widgets.labels import Button, ElidedLabel, IconLabel
from widgets.scores_filters import Chooser
from widgets.scores_models import WordView
from widgets.theme import px, theme

_NOTHING = "Nothing to export: no scores fit the choices above."


class ExportPanel(QFrame):
    """A preview of the export of the scores that are shown above it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAccessibleName("Export preview")
        self._session = session
        self._rows: Sequence[ReviewScores] = ()
        self._unreleased = 0
        self._left_out: tuple[str, ...] | None = None  # None while there is nothing to export
        self.format = Chooser("Format", self)
        self.format.offer([(one.words, one) for one in Format], Format.XLSX)
        self.names = Chooser("Names", self)
        self.names.offer([("With names", True), ("Without names", False)], True)
        self.home = QLineEdit(HOME_PAGE)
        self.home.setAccessibleName("Web address that the ids of people belong to")
        self.home.setToolTip(self.home.accessibleName())
        self.counts = ElidedLabel("", "small", most=400)
        self.go = Button("Export…", kind="primary")
        self.table = WordView("First rows of the export", self, widest=170, shown=3)
        self.trouble = IconLabel("octagon-alert", "fix", "Cannot be exported")
        self.info = IconLabel("info", "ink2", "What is left out")
        self.said = ElidedLabel("", "small")
        self._lay_out()
        for part in (self.format, self.names):
            part.activated.connect(lambda _: self.refresh())
        self.home.editingFinished.connect(self.refresh)
        self.go.clicked.connect(self.export)
        theme().changed.connect(self._fit)
        self._fit()

    def show_rows(self, rows: Sequence[ReviewScores]) -> None:
        """Preview the export of these reviews."""
        self._rows = rows
        self.refresh()

    def note_unreleased(self, count: int) -> None:
        """Say that reviews are missing because they were never released."""
        self._unreleased = count
        self._tell_left_out()

    def refresh(self) -> None:
        """Make the preview again."""
        self.home.setVisible(self._format() is Format.XAPI)
        if not self._rows:
            self._show_trouble("", _NOTHING)
            return
        try:
            found = preview_scores(self._rows, self._format(), names=self._with_names(), home_page=self.home.text())
        except BadInputError as error:
            self._show_trouble("octagon-alert", str(error))
            return
        self._show(found)

    def export(self) -> None:
        """Ask for a file and write the scores there."""
        chosen = self._format()
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposal = Path(folder) / f"Scores{chosen.suffix}"
        name, _ = QFileDialog.getSaveFileName(
            self.window(), "Export scores", str(proposal), f"{chosen.words} (*{chosen.suffix})"
        )
        if name:
            path = Path(name)
            self.write(path if path.suffix.lower() == chosen.suffix else path.with_name(path.name + chosen.suffix))

    def write(self, target: Path) -> None:
        """Write the scores to ``target``."""
        self._say("info", f"Writing {target.name}…")
        job = export_scores(self._rows, self._format(), target, names=self._with_names(), home_page=self.home.text())
        handlers: Handlers[Path] = Handlers(
            done=lambda path: self._say("info", f"Written: {path}"), failed=self._not_written
        )
        self._session.runner.submit(Lane.READING, job, handlers)

    def _not_written(self, error: Exception) -> None:
        self._say("octagon-alert", str(error))
        self._session.fail("The scores were not exported", error)

    def _show(self, found: Preview) -> None:
        shown = min(len(found.rows), found.count)
        width = f", {len(found.head)} columns" if len(found.head) > 1 else ""
        unit = "row" if len(found.head) > 1 else "entry"
        part = f"first {shown} of " if shown < found.count else ""
        self.counts.show_text(f"{part}{_count(found.count, unit)}{width}".capitalize())
        self.table.show_words(found.head, found.rows)
        self.table.show()
        self.go.setEnabled(True)
        self._left_out = found.left_out
        self._tell_left_out()

    def _tell_left_out(self) -> None:
        if self._left_out is None:
            return
        waiting = [f"{_count(self._unreleased, 'review')} never released: left out."] if self._unreleased else []
        words = " ".join((*self._left_out, *waiting)) or "Nothing is left out."
        self._say("info", f"{words} Nothing is written before you choose a file.")

    def _show_trouble(self, icon: str, sentence: str) -> None:
        self._left_out = None
        self.counts.show_text("")
        self.table.show_words((), ())
        self.go.setEnabled(False)
        self._say(icon or "info", sentence)

    def _say(self, icon: str, sentence: str) -> None:
        self.trouble.setVisible(icon != "info")
        self.info.setVisible(icon == "info")
        self.said.show_text(sentence)

    def _format(self) -> Format:
        return Format(str(self.format.value()))

    def _with_names(self) -> bool:
        return bool(self.names.value())

    def _fit(self) -> None:
        self.home.setFixedWidth(px(210))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ElidedLabel("Export preview", "title", most=200))
        head.addSpacing(8)
        for part in (self.format, self.names, self.home):
            head.addWidget(part)
        head.addStretch()
        head.addWidget(self.counts)
        head.addSpacing(8)
        head.addWidget(self.go)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.trouble)
        foot.addWidget(self.info)
        foot.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 12, 26, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table)
        column.addLayout(foot)


def _count(count: int, unit: str) -> str:
    if count == 1:
        return f"1 {unit}"
    return f"{count:,} {unit[:-1] + 'ies' if unit.endswith('y') else unit + 's'}"
