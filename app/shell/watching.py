"""Watch the file of the draft on the desk: whether it holds other bytes by now, or has gone."""

import hashlib
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from app.shell.jobs import Handlers, Job, JobRunner, Lane

_SETTLE_MS, _COME_BACK_MS = 300, 1_000


class Standing(StrEnum):
    """How the file stands against the draft that was read from it."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


_Seen = tuple[int, int, int]
_Found = tuple[Standing | None, _Seen | None]


class DraftWatch(QObject):
    """Tells when the watched file changes its standing; what is on the desk stays as it is.

    Many editors write a new file and put it in the place of the old one, which ends the system's watch on that file
    and leaves a moment without any. So the folder is watched too, and a file counts as gone only when it stays away.
    """

    stood = Signal(object, object)  # Path, Standing

    def __init__(self, runner: JobRunner, failed: Callable[[Exception], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._failed = runner, failed
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self.look_soon)
        self._watcher.directoryChanged.connect(self.look_soon)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._job: Job | None = None
        self._path: Path | None = None
        self._sha256 = ""
        self._standing = Standing.SAME
        self._seen: _Seen | None = None
        self._missed = 0

    def watch(self, path: Path, sha256: str) -> None:
        """Watch this file instead of the one before; ``sha256`` is the digest of the bytes that were read."""
        self.leave()
        self._path, self._sha256 = path, sha256
        self._standing, self._seen, self._missed = Standing.SAME, None, 0
        self._hold()
        self.look_soon()

    def leave(self) -> None:
        """Watch nothing any more."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
        self._job = self._path = None
        if watched := self._watcher.files() + self._watcher.directories():
            self._watcher.removePaths(watched)

    def look_soon(self) -> None:
        """Look at the file when it has been quiet for a moment; for folders whose system tells of no change, too."""
        if self._path is not None:
            self._timer.start(_SETTLE_MS)

    def _hold(self) -> None:
        """Watch the file, which may be another one in its place, and its folder."""
        for path in (self._path, self._path.parent) if self._path is not None else ():
            if path.exists() and str(path) not in self._watcher.files() + self._watcher.directories():
                self._watcher.addPath(str(path))

    def _look(self) -> None:
        path, sha256, seen = self._path, self._sha256, self._seen
        if path is None:
            return
        if self._job is not None:
            self._job.cancel()
        handlers: Handlers[_Found] = Handlers(done=self._take, failed=self._failed)
        self._job = self._runner.submit(Lane.NETWORK, lambda _: _stand(path, sha256, seen), handlers)

    def _take(self, found: _Found) -> None:
        self._job = None
        self._hold()
        standing, self._seen = found
        self._missed = self._missed + 1 if standing is Standing.GONE else 0
        if self._missed == 1 and self._standing is not Standing.GONE:
            self._timer.start(_COME_BACK_MS)
        elif standing is not None and standing is not self._standing:
            self._standing = standing
            self.stood.emit(self._path, standing)


def _stand(path: Path, sha256: str, seen: _Seen | None) -> _Found:
    """Look at the file; no standing when it is the one that was ``seen`` last time, or cannot be read just now."""
    try:
        found = path.stat()
        now = (found.st_ino, found.st_size, found.st_mtime_ns)
        if now == seen:
            return None, seen
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return Standing.GONE, None
    except OSError:  # locked by the program that writes it: its next change is another reason to look
        return None, None
    return (Standing.SAME if digest == sha256 else Standing.CHANGED), now
