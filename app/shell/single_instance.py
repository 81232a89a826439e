"""One window per workspace and person: a second start hands its files to the first, which raises its window."""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.errors import StetError

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

if sys.platform == "win32":
    import getpass
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _user() -> str:
        return getpass.getuser()

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _user() -> str:
        return str(os.getuid())


_LOCK = "stet.window"
_LONGEST = 1 << 20
_TAKEN = b"taken\n"
_PAUSE_SECONDS = 0.05
_GUEST_SECONDS = 0.2  # the window stands still as long; who is slower tries again


class SingleInstance(QObject):
    """The right to be the window of a workspace. The system takes it back when the process ends, however that ends."""

    files_asked = Signal(object)  # list[Path] that another start brought, maybe none; the window comes to the front

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._handle: int | None = None
        self._server: QLocalServer | None = None

    def claim(self, files: Sequence[Path], patience_seconds: float = 5.0) -> bool:
        """Return True as the first start; hand the files to the window that is there and return False otherwise.

        It waits without an event loop. Raises StetError when there is a window that does not answer in time.
        """
        end = time.monotonic() + patience_seconds
        while not self._take():
            if _hand_over(server_name(self._folder), files, end):
                return False
            if time.monotonic() > end:
                raise StetError(
                    f"Stet is already open with the workspace in “{self._folder}” but does not answer; close it, or "
                    "end it if it hangs, then start again."
                )
            time.sleep(_PAUSE_SECONDS)
        return True

    def listen(self) -> None:
        """Wait for other starts; call it after a claim, once the window is painted."""
        from PySide6.QtNetwork import QLocalServer

        name = server_name(self._folder)
        QLocalServer.removeServer(name)  # the claim is ours, so a socket that is there was left by a process that died
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        self._server.listen(name)

    def release(self) -> None:
        """Let another start be the window."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _take(self) -> bool:
        """Lock the file that stands for the right; where no file can be, the workspace itself will say why."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        try:
            _lock(handle)
        except (BlockingIOError, PermissionError):
            os.close(handle)
            return False
        except OSError:  # a file system without locks
            os.close(handle)
            return True
        self._handle = handle
        return True

    def _greet(self) -> None:
        """Take the line that another start sends as soon as it is connected, answer, and pass the files on."""
        while self._server is not None and self._server.hasPendingConnections():
            guest = self._server.nextPendingConnection()
            files = _files_of(_line_from(guest, time.monotonic() + _GUEST_SECONDS))
            if files is not None:
                guest.write(_TAKEN)
                guest.flush()  # now, for the window may be about to close
            guest.disconnectFromServer()
            guest.deleteLater()
            if files is not None:
                self.files_asked.emit(files)


def server_name(folder: Path) -> str:
    """Return the name of the local socket of this person's window on the workspace."""
    import hashlib

    resolved = os.path.normcase(folder.resolve())
    return f"stet-{hashlib.sha256(os.fsencode(f'{_user()}:{resolved}')).hexdigest()[:24]}"


def _hand_over(name: str, files: Sequence[Path], end: float) -> bool:
    """Send the files and tell whether they were taken; False when nobody listens or answers before ``end``."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(1000):
        return False
    socket.write(json.dumps([str(path.absolute()) for path in files]).encode() + b"\n")
    socket.flush()
    answer = _line_from(socket, end)
    socket.abort()
    return answer == _TAKEN


def _line_from(socket: "QLocalSocket", end: float) -> bytes:
    """Wait for a line, without an event loop; return what has come when the time is over or it is no such line."""
    line = bytes(socket.readAll().data())
    while not line.endswith(b"\n") and len(line) <= _LONGEST:
        left_ms = int((end - time.monotonic()) * 1000)
        if left_ms <= 0 or not socket.waitForReadyRead(left_ms):
            break
        line += bytes(socket.readAll().data())
    return line


def _files_of(line: bytes) -> list[Path] | None:
    """Return the files that a line names, None when it is none of ours."""
    try:
        names = json.loads(line)
    except ValueError:
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    return [Path(name) for name in names]
