"""A real streaming replica of the tests' server: a base backup that follows it, started beside it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.sync.postgres import _QUICK, Postgres, _as_nobody, _free_port, _wait

_PATIENCE_SECONDS = 60


@dataclass
class Replica:
    """``dsn`` reaches it as its superuser, ``place`` is its HOST:PORT; ``log`` is every statement that it ran."""

    primary: Postgres
    dsn: str
    log: Path
    server: "subprocess.Popen[bytes]"

    @property
    def place(self) -> str:
        parts = conninfo_to_dict(self.dsn)
        return f"{parts['host']}:{parts['port']}"

    def connect(self, **parts: object) -> psycopg.Connection:
        return psycopg.connect(make_conninfo(self.dsn, **parts), autocommit=True)

    def statements(self, table: str) -> int:
        """Return how many statements read this table."""
        return self.log.read_text().count(f"FROM stet.{table}")

    def catch_up(self) -> None:
        """Wait until it has replayed what the primary wrote up to now."""
        with self.primary.connect() as there, self.connect() as here:
            (written,) = there.execute("SELECT pg_current_wal_lsn()").fetchone()
            until = time.monotonic() + _PATIENCE_SECONDS
            while here.execute("SELECT pg_last_wal_replay_lsn() < %s", [written]).fetchone() == (True,):
                assert time.monotonic() < until, "the replica does not follow"
                time.sleep(0.01)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let it fall behind."""
        self._do("SELECT pg_wal_replay_pause()")
        until = time.monotonic() + _PATIENCE_SECONDS
        while self._do("SELECT pg_get_wal_replay_pause_state()") != "paused" and time.monotonic() < until:
            time.sleep(0.01)
        try:
            yield
        finally:
            self._do("SELECT pg_wal_replay_resume()")

    def promote(self) -> None:
        """Let it go on as a server of its own."""
        assert self._do("SELECT pg_promote()")

    def stop(self) -> None:
        self.server.send_signal(signal.SIGINT)
        self.server.wait()

    def _do(self, query: str) -> object:
        with self.connect() as here:
            return here.execute(query.encode()).fetchone()[0]


@contextmanager
def replica_of(primary: Postgres) -> Iterator[Replica]:
    """Start a replica of a server that the tests have started; of a given one none can be made."""
    if primary.programs is None:
        pytest.skip("$STET_TEST_PG_DSN names a server that is not the tests' own")
    folder = Path(tempfile.mkdtemp(prefix="stet-replica-"))
    try:
        run = {"env": os.environ | {"HOME": str(folder), "LC_ALL": "C"}, "cwd": folder, **_as_nobody(folder)}
        data, log, port = folder / "data", folder / "log", _free_port()
        backup = ["-D", data, "-R", "-X", "stream", "-c", "fast", "--no-sync", "-d", primary.dsn]
        subprocess.run([primary.programs / "pg_basebackup", *backup], check=True, **run)
        settings = [*_QUICK, "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "log_statement=all"]
        options = [part for one in settings for part in ("-c", one)]
        with log.open("w") as out:
            command = [primary.programs / "postgres", "-D", data, "-p", str(port), *options]
            server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, **run)
        replica = Replica(primary, make_conninfo(primary.dsn, port=port), log, server)
        try:
            _wait(server, replica.dsn, log)
            yield replica
        finally:
            replica.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
