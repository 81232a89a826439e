"""A server on this computer that stands for every online service; it answers as it is told and remembers questions."""

import json
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class Said:
    """An answer: ``cut`` breaks the connection off after that many bytes, ``slow_s`` waits before it.

    ``drip_s`` waits after each byte.
    """

    body: object = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    slow_s: float = 0.0
    drip_s: float = 0.0
    cut: int | None = None

    @property
    def data(self):
        if isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]


class Server:
    """``says`` maps a path to an answer, or to several that are given one after the other, the last again and again."""

    def __init__(self):
        self.says = {}
        self.asked = []
        self.stop_waiting = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = False
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def port(self):
        return self._http.server_port

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self):
        return [one.path for one in self.asked]

    def close(self):
        self.stop_waiting.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, asked):
        said = self.says.get(asked.path, Said("Resource not found.", 404))
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        return said

    def _handler(server):  # noqa: N805 the handler is made around this server
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def reply(self):
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                flat = [{name: values[0] for name, values in parse_qs(text).items()} for text in (parts.query, body)]
                asked = Asked(self.command, unquote(parts.path), flat[0], dict(self.headers), flat[1])
                server.asked.append(asked)
                said = server.answer(asked)
                if said.slow_s:
                    server.stop_waiting.wait(said.slow_s)
                with suppress(ConnectionError):
                    self.send(said)

            do_GET = do_HEAD = do_POST = reply  # noqa: N815 the names that http.server calls

            def send(self, said):
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said.data)))
                self.end_headers()
                if said.drip_s:
                    self.drip(said)
                elif self.command != "HEAD":
                    self.wfile.write(said.data[: said.cut])
                if said.cut is not None:
                    self.close_connection = True

            def drip(self, said):
                for byte in said.data:
                    self.wfile.write(bytes([byte]))
                    if server.stop_waiting.wait(said.drip_s):
                        return

            def log_message(self, *_):
                pass

        return Handler


def until(condition):
    """Wait until something has happened in another thread."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)
