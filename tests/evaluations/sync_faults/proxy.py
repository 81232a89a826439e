"""The way from one desktop to the server, which can be cut, slowed down or fall silent."""

import select
import socket
import struct
import threading
from contextlib import suppress

RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class Proxy(threading.Thread):
    """Carries bytes between the port it listens on and the server's. ``arm`` breaks what passes, once, after a while.

    due: nothing happens, it is only told that it is time. cut-up: half of a request arrives, then the connection is
    reset. cut-down: the request arrives whole and what the server answers does not. silent: the answer is swallowed
    and the connection stays open without a word for a time.
    """

    def __init__(self, upstream_port):
        super().__init__(daemon=True)
        self.upstream_port = upstream_port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_shut = threading.Event()
        self.fired = threading.Event()
        self._armed, self._left = None, 0
        self._lock = threading.Lock()
        self._links = set()

    def arm(self, kind, after, seconds=0.0):
        """Let something happen when so many more messages have passed one way."""
        self.fired.clear()
        with self._lock:
            self._armed, self._left = (kind, seconds), after

    def drop_all(self):
        for link in list(self._links):
            link.reset()

    def run(self):
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def stop(self):
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.drop_all()

    def _carry(self, client):
        if self.is_shut.is_set():
            client.close()
            return
        try:
            server = socket.create_connection(("127.0.0.1", self.upstream_port))
        except OSError:
            client.close()
            return
        link = _Link(client, server)
        self._links.add(link)
        try:
            self._pump(link)
        except OSError:
            pass
        finally:
            self._links.discard(link)
            link.reset()

    def _pump(self, link):
        while not link.ended.is_set():
            ready, _, _ = select.select([link.client, link.server], [], [], 0.5)
            for source in ready:
                data = source.recv(1 << 16)
                if not data:
                    return
                is_up = source is link.client
                if self._breaks(link, is_up, data):
                    return
                (link.server if is_up else link.client).sendall(data)

    def _breaks(self, link, is_up, data):
        """Do what is armed for this way; return whether the connection is to end."""
        with self._lock:
            kind, seconds = self._armed or ("", 0.0)
            if not kind or (kind in {"cut-up", "due"}) != is_up:
                return False
            self._left -= 1
            if self._left > 0:
                return False
            self._armed = None
        self.fired.set()
        if kind == "cut-up":
            link.server.sendall(data[: len(data) // 2])
        elif kind == "silent":
            link.ended.wait(seconds)
        return kind != "due"


class _Link:
    """The two sockets of a connection."""

    def __init__(self, client, server):
        self.client, self.server = client, server
        self.ended = threading.Event()

    def reset(self):
        self.ended.set()
        for one in (self.client, self.server):
            with suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
                one.close()
