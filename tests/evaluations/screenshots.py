"""Draw every screen and state of the window, to be looked at.

python -m tests.evaluations.screenshots --out FOLDER [--sizes 1280x800,1920x1080] [--looks light,dark,contrast,light@2]
                                        [--states draft,finding,…] [--picture FILE] [DRAFT …]

The window shows the sample as its mentor and lead sees it, each given draft with its first finding open, and then the
sample as its author sees it. The files are named after size, look and state. ``--picture`` writes one small picture of
the sample with a finding open as well: the one beside the README.
No display is needed. The clock of the status bar is left out, so that two runs differ by a blinking caret at most.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, qInstallMessageHandler
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from tests.widgets.mentee_states import author_window, walk_mine
from tests.widgets.states import SAMPLE, open_draft, settle, shown_window, use_look, walk
from widgets.main_window import MainWindow
from widgets.theme import apply_theme, set_text_scale

SIZES = "1280x800,1920x1080"
LOOKS = "light,dark,contrast,light@2,dark@2,contrast@2"
MOST_BYTES = 250_000
_LAYERS = 8


def main(arguments: Sequence[str]) -> int:
    """Draw what was asked for and say how many pictures there are."""
    parser = argparse.ArgumentParser(description="Draw every screen and state of the window.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--looks", default=LOOKS)
    parser.add_argument("--states", default="")
    parser.add_argument("--picture", type=Path)
    parser.add_argument("drafts", nargs="*", type=lambda name: Path(name).absolute())
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    _use_screens(asked.out, asked.sizes)
    qInstallMessageHandler(lambda *_: None)  # the offscreen platform has no window manager and says so for each dialog
    app = QApplication(["screenshots"])
    app.setApplicationName("Stet")
    apply_theme(app, "light")
    album = _Album(asked)
    with tempfile.TemporaryDirectory() as folder, shown_window(Path(folder)) as window:
        _draw_mentors(window, asked, album)
    set_text_scale(app, 1.0)
    with tempfile.TemporaryDirectory() as folder, author_window(Path(folder)) as window:
        for prefix in _prefixes(window, asked):
            walk_mine(window, partial(album.keep, window, prefix))
    print(f"{len(album.pictures)} pictures in {asked.out}")
    return 0


def _use_screens(folder: Path, sizes: str) -> None:
    """Give the offscreen platform a screen of each size, so that dialogs find the room that a person would have."""
    if "QT_QPA_PLATFORM" in os.environ:
        return
    screens, left = [], 0
    for size in sizes.split(","):
        width, height = map(int, size.split("x"))
        screens.append({"name": size, "x": left, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1})
        left += width
    path = folder.absolute() / "screens.json"
    path.write_text(json.dumps({"screens": screens}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"


class _Album:
    """Keeps the pictures that were asked for."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self._folder = asked.out
        self._wanted = set(filter(None, asked.states.split(",")))
        self._wanted |= {draft.stem for draft in asked.drafts} if self._wanted else set()
        self.pictures: set[Path] = set()

    def keep(self, window: MainWindow, prefix: str, state: str, shown: QWidget) -> None:
        """Draw a state, unless others were asked for."""
        if not self._wanted or state in self._wanted:
            path = self._folder / f"{prefix}-{state}.png"
            _grab(window, shown).save(str(path))
            self.pictures.add(path)


def _draw_mentors(window: MainWindow, asked: argparse.Namespace, album: _Album) -> None:
    open_draft(window, SAMPLE / "workslop.md", SAMPLE / "sources.bib")
    if asked.picture:
        _draw_picture(window, asked.picture)
    for prefix in _prefixes(window, asked):
        walk(window, partial(album.keep, window, prefix))
    for draft in asked.drafts:
        use_look(window, "light", 1.0)
        open_draft(window, draft)
        for prefix in _prefixes(window, asked):
            _show_first_finding(window)
            album.keep(window, prefix, draft.stem, window)


def _prefixes(window: MainWindow, asked: argparse.Namespace):
    """Bring the window to each size and look in turn and yield the name of it."""
    for size in asked.sizes.split(","):
        width, height = map(int, size.split("x"))
        for look in asked.looks.split(","):
            name, _, scale = look.partition("@")
            use_look(window, name, float(scale or 1))
            screen = next((one for one in QApplication.screens() if one.name() == size), window.screen())
            window.setGeometry(screen.geometry().x(), 0, width, height)
            settle(window)
            yield f"{width}-{name}{'-200' if scale else ''}"


def _show_first_finding(window: MainWindow) -> None:
    window.session.set_current(None)
    window.panels.show_tab("findings")
    window.panels.findings.list.scrollToTop()
    window.panels.step(1)
    settle(window)


def _grab(window: MainWindow, shown: QWidget) -> QImage:
    window.status_line._kept.show_text("All changes kept")
    for _ in range(_LAYERS):  # each layout that is asked anew may ask the one around it
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    return shown.grab().toImage()


def _draw_picture(window: MainWindow, path: Path) -> None:
    """Write the picture of the README, compressed as far as PNG goes."""
    use_look(window, "light", 1.0)
    window.resize(1280, 800)
    settle(window)
    _show_first_finding(window)
    made = _grab(window, window).convertToFormat(QImage.Format.Format_RGB888)
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(path), "PNG", 0)
    if path.stat().st_size > MOST_BYTES:
        print(f"{path} has {path.stat().st_size:,} bytes, more than {MOST_BYTES:,}.", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
