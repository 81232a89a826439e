"""How soon the window stands and is usable, beside a bare PySide6 window in the same run.

python -m tests.benchmarks.start_up [--times 7] [--quick]

Each start is a process of its own, timed from its launch: ``painted`` is the first paint of the main window, ``usable``
the first paint of the queue with the workspace's 40 drafts, where a click opens one, and ``whole`` the moment when
the workspace is open and every part of the window stands. Medians; floors: 1.5 and 3 times bare.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DRAFTS = 40
FLOORS = {"painted": 1.5, "usable": 3.0}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="three times")
    parser.add_argument("--child", choices=("bare", "stet"))
    options = parser.parse_args()
    if options.child:
        return {"bare": run_bare, "stet": run_stet}[options.child]()
    with tempfile.TemporaryDirectory() as folder:
        fill_workspace(Path(folder))
        runs = [
            (launch("bare", folder), launch("stet", folder)) for _ in range(1 + (3 if options.quick else options.times))
        ][1:]
    bare = statistics.median(first["painted"] for first, _ in runs)
    result = {"bare": bare} | {name: statistics.median(own[name] for _, own in runs) for name in (*FLOORS, "whole")}
    for name, value in result.items():
        floor = f"  {value / bare:.2f} x bare (floor {FLOORS[name]})" if name in FLOORS else ""
        print(f"{name:8} {value * 1000:6.0f} ms{floor}")
    ratios = {"ratio_window": result["painted"] / bare, "ratio_usable": result["usable"] / bare}
    print("RESULT", json.dumps({name: round(value, 3) for name, value in (result | ratios).items()}))
    return int(any(result[name] / bare > floor for name, floor in FLOORS.items()))


def fill_workspace(folder):
    """Keep 40 drafts, as a mentor's workspace has after some weeks."""
    from app.store.workspace import open_workspace

    workspace = open_workspace(folder)
    for number in range(DRAFTS):
        workspace.keep_draft(folder / f"draft-{number}.txt", f"Draft {number}.".encode(), "txt")
    workspace.close()


def launch(kind, folder):
    """Start one process and return its seconds from launch to each milestone."""
    environment = os.environ | {"STET_BENCHMARK_START": repr(time.monotonic()), "STET_WORKSPACE": folder}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    (Path(folder) / "window.json").unlink(missing_ok=True)  # a screen of the test platform is too narrow for the queue
    command = [sys.executable, "-m", "tests.benchmarks.start_up", "--child", kind]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)


def since_launch():
    """Return the seconds since the parent launched this process; the clock is the machine's."""
    return time.monotonic() - float(os.environ["STET_BENCHMARK_START"])


def run_bare():
    """Paint an empty main window."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Bare(QMainWindow):
        def paintEvent(self, event):
            super().paintEvent(event)
            milestones.setdefault("painted", since_launch())
            QTimer.singleShot(0, app.quit)

    milestones = {}
    app = QApplication([])
    window = Bare()
    window.resize(1280, 800)
    window.show()
    app.exec()
    print(json.dumps(milestones))


def run_stet():
    """Start the app as its user does, and leave once the workspace's drafts are listed and painted."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and type(watched).__name__ == "MainWindow":
                milestones.setdefault("painted", since_launch())
            if event.type() == QEvent.Type.Paint and type(watched.parent()).__name__ == "QueueList":
                window = watched.window()
                if listed(window):
                    milestones.setdefault("usable", since_launch())
                if "usable" in milestones and window.session.workspace is not None and "whole" not in milestones:
                    milestones["whole"] = since_launch()
                    QTimer.singleShot(0, window.close)
                elif "whole" not in milestones:
                    QTimer.singleShot(5, watched.update)
            return False

    def listed(window):
        session, sidebar = getattr(window, "session", None), getattr(window, "sidebar", None)
        return session and sidebar and len(session.recent) == DRAFTS and sidebar.list.isVisible() and sidebar.list.rows

    milestones = {}
    app = QApplication(["stet"])
    watch = Watch()
    app.installEventFilter(watch)
    from app.main import main as start

    start([])
    print(json.dumps(milestones))


if __name__ == "__main__":
    sys.exit(main())
