"""Loads what the first draft will need while there is nothing else to do, so that opening it waits for no module."""

from importlib import import_module

from PySide6.QtCore import QObject, QTimer

_PAUSE_MS = 30
MODULES = (
    "widgets.text_marks",
    "widgets.rich_formats",
    "widgets.rich_writer",
    "widgets.rich_paper",
    "widgets.rich_view",
    "app.shell.pages",
    "widgets.pdf_text",
    "widgets.pdf_loader",
    "widgets.pdf_keys",
    "widgets.pdf_paper",
    "widgets.pdf_view",
)


class Preload(QObject):
    """Loads one module after the other, with time for the window between them, then starts the page service."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = list(MODULES)
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._load_next)

    @property
    def is_done(self) -> bool:
        """Whether everything has been loaded."""
        return not self._left and not self._timer.isActive()

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def _load_next(self) -> None:
        if self._left:
            import_module(self._left.pop(0))
            return
        from app.shell.pages import page_service

        self._timer.stop()
        page_service().warm_up()
