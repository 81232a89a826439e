"""How soon a long draft is on the screen, and how long the window stands still while it is checked.

python -m tests.benchmarks.screens [--data DIR] [--seed N] [--quick]

Times in milliseconds, from the request to the first paint of the draft's view: ``first_page_docx`` of a DOCX of
140,000 words (``--quick``: 20,000), ``first_page_pdf`` of a PDF of 300 pages (60) joined of the real ones under DIR.
``gap_worst`` is the longest time between two beats of a 5 ms timer on the window's thread from there until the checks
have ended; ``memory`` the resident MB of the window's process afterwards. Goals: 1,500, 1,000 and 50.
"""

import json
import os
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import psutil

from tests.benchmarks.documents import arguments, join_pages, make_docx

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
GOALS = {"first_page_docx": 1500, "first_page_pdf": 1000, "gap_worst": 50}


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        drafts = {"first_page_docx": folder / "long.docx"}
        drafts["first_page_docx"].write_bytes(make_docx(20_000 if options.quick else 140_000))
        pdfs = sorted((options.data / "documents" / "real").glob("*.pdf"))
        if pdfs:
            drafts["first_page_pdf"] = folder / "long.pdf"
            join_pages(pdfs, 60 if options.quick else 300, drafts["first_page_pdf"])
        result = measure(folder / "workspace", drafts)
    for key, value in result.items():
        print(f"{key:16} {value:8,.0f}" + (f"  (goal {GOALS[key]:,})" if key in GOALS else ""))
    print("RESULT", json.dumps({key: round(value, 1) for key, value in result.items()}))


def measure(workspace, drafts):
    """Open each draft in one window and return what was measured."""
    from functools import partial

    from PySide6.QtWidgets import QApplication

    from app.shell.session import Session
    from app.store.workspace import open_workspace
    from widgets.main_window import MainWindow
    from widgets.theme import apply_theme

    app = QApplication.instance() or QApplication([])
    apply_theme(app, "light")
    session = Session(partial(open_workspace, workspace))
    window = MainWindow(session)
    window.show()
    session.start()
    spin(app, lambda: session.workspace is not None and session.runner.is_idle)
    result, gaps = {}, []
    for key, path in drafts.items():
        start = time.perf_counter()
        session.open_files([path])
        spin(app, lambda path=path: session.draft is not None and session.draft.path == path)
        window.desk.view.grab()  # paints what is in sight, as the screen would
        result[key] = (time.perf_counter() - start) * 1000
        gaps.append(worst_gap(app, lambda: session.runner.is_idle))
    result |= {"gap_worst": max(gaps), "memory": psutil.Process().memory_info().rss / 1e6}
    window.close()
    return result


def spin(app, condition, most_seconds=120):
    """Let the window work until the condition holds."""
    end = time.monotonic() + most_seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        app.processEvents()
        time.sleep(0.001)


def worst_gap(app, is_done):
    """Return the longest milliseconds between two beats of a 5 ms timer until the work is done."""
    from PySide6.QtCore import Qt, QTimer

    beats = [time.perf_counter()]
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(5)
    spin(app, is_done)
    timer.stop()
    return max((after - before for before, after in pairwise(beats)), default=0.0) * 1000


if __name__ == "__main__":
    main()
