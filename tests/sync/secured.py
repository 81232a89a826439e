"""A PostgreSQL of its own that shows certificates and asks for passwords, and a way into any that encrypts."""

import os
import select
import shutil
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from tests.sync.certificates import Certificate
from tests.sync.postgres import Postgres, _programs, _server

_REQUEST_BYTES = 8


class Secured(Postgres):
    """Its settings may be changed, which those of a server of others may not."""

    @property
    def port(self) -> int:
        with self.connect() as one:
            return one.info.port

    def can_encrypt(self) -> bool:
        """Whether it was built to; the wheel's was not."""
        with self.connect() as do:
            return bool(do.execute("SHOW ssl_library").fetchone()[0])

    def show(self, shown: Certificate) -> None:
        """Encrypt connections, with this certificate."""
        with self.connect() as do:
            folder = Path(do.execute("SHOW data_directory").fetchone()[0])
            settings = {"ssl": "on"}
            for name, source in (("ssl_cert_file", shown.certificate), ("ssl_key_file", shown.key)):
                copy = folder / source.name
                shutil.copy(source, copy)
                copy.chmod(0o600)
                if os.geteuid() == 0:
                    shutil.chown(copy, folder.owner())
                settings[name] = str(copy)
            self._set(do, settings)

    def ask_for_passwords(self) -> None:
        """Ask the members of the role “asked” for their passwords, and nobody else."""
        with self.connect() as do:
            do.execute("CREATE ROLE asked; CREATE ROLE knocks LOGIN IN ROLE asked")
            path = Path(do.execute("SHOW hba_file").fetchone()[0])
            path.write_text("host all +asked all scram-sha-256\nhost all all all trust\n")
            do.execute("SELECT pg_reload_conf()")
        with suppress(psycopg.OperationalError):
            while True:
                self.connect(user="knocks").close()
                time.sleep(0.01)

    def _set(self, do, settings: dict[str, str]) -> None:
        for name, value in settings.items():
            do.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        do.execute("SELECT pg_reload_conf()")
        while True:  # new connections have all of the new settings or none
            with self.connect() as one:
                if all(one.execute(f"SHOW {name}").fetchone()[0] == value for name, value in settings.items()):
                    return
            time.sleep(0.01)


@contextmanager
def secured_postgres() -> Iterator[Secured]:
    folder = Path(tempfile.mkdtemp(prefix="stet-pg-"))
    try:
        programs, who = _programs(folder)
        with _server(programs, folder, who) as dsn:
            yield Secured(dsn, programs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Front(threading.Thread):
    """Takes connections as a hosted database does: encrypts them with a certificate, and carries them to the server."""

    def __init__(self, upstream_port: int, shown: Certificate) -> None:
        super().__init__()
        self._upstream_port = upstream_port
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(shown.certificate, shown.key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def run(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                with ExitStack() as open_ones, suppress(OSError):
                    self._carry(open_ones, open_ones.enter_context(line))

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.join()

    def _carry(self, open_ones: ExitStack, line: socket.socket) -> None:
        line.recv(_REQUEST_BYTES)
        line.sendall(b"S")
        client = open_ones.enter_context(self._context.wrap_socket(line, server_side=True))
        server = open_ones.enter_context(socket.create_connection(("127.0.0.1", self._upstream_port)))
        while True:
            ready = [client] if client.pending() else select.select([client, server], [], [])[0]
            for source in ready:
                data = source.recv(1 << 16)
                if not data:
                    return
                (server if source is client else client).sendall(data)
