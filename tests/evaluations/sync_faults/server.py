"""A server that can be killed, started again, backed up and brought back, with the people of the play on it."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from app.sync.admin import ServerAdmin
from tests.sync import postgres

DATABASE, OWNER = "stet_faults", "faults_admin"
TEAM = "Harbour"
PEOPLE = {"ann": "Ann", "bob": "Bob", "ben": "Ben", "cem": "Cem", "lea": "Lea"}


class Server:
    """PostgreSQL in a folder of its own."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="stet-faults-pg-"))
        self.port = postgres._free_port()
        self.programs, self._who = postgres._programs(self.folder)
        self._environment = os.environ | {"HOME": str(self.folder), "LC_ALL": "C"}
        self.backup = None
        make = ["-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        self._run("initdb", *make, "--no-instructions")
        self.start()

    def _run(self, name, *arguments):
        run = {"env": self._environment, "cwd": self.folder, "stdout": subprocess.DEVNULL, **self._who}
        subprocess.run([self.programs / name, *arguments], check=True, **run)

    def start(self):
        log = self.folder / "log"
        quick = [*postgres._QUICK, "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}"]
        settings = [part for one in [*quick, "checkpoint_timeout=30s"] for part in ("-c", one)]
        command = [self.programs / "postgres", "-D", self.folder / "data", "-p", str(self.port), *settings]
        with log.open("a") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, env=self._environment, cwd=self.folder, **self._who
            )
        postgres._wait(self.process, self.dsn("postgres", "postgres"), log)

    def dsn(self, user="postgres", database=DATABASE, port=None):
        return f"host=127.0.0.1 port={port or self.port} user={user} dbname={database}"

    def root(self, database=DATABASE):
        return psycopg.connect(self.dsn(database=database), autocommit=True)

    def kill(self):
        """End the server and all its processes at once, as a crash of the computer's power would end them."""
        family = [self.process, *psutil.Process(self.process.pid).children(recursive=True)]
        for one in family:
            with suppress(psutil.NoSuchProcess):
                os.kill(one.pid, signal.SIGKILL)
        self.process.wait()
        psutil.wait_procs(family[1:], timeout=10)

    def close(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def set_up(self):
        """Make the database anew, with its people."""
        self.take_down()
        self._make_empty()
        with closing(ServerAdmin(self.dsn(OWNER))) as admin:
            admin.init()
            for login, name in PEOPLE.items():
                admin.add_person(f"faults_{login}", name)
            admin.add_team(TEAM)
            for login in PEOPLE:
                admin.join(f"faults_{login}", TEAM, lead=login == "lea")
            for mentor in ("ben", "cem"):
                for mentee in ("ann", "bob"):
                    admin.assign(f"faults_{mentor}", f"faults_{mentee}")

    def take_down(self):
        """Drop the database and its logins, if they are there."""
        with self.root("postgres") as root:
            root.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
            for login in PEOPLE:
                root.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"faults_{login}")))

    def _make_empty(self):
        with self.root("postgres") as root:
            if not root.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
                root.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(OWNER)))
            root.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
            name, owner = sql.Identifier(DATABASE), sql.Identifier(OWNER)
            root.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))

    def back_up(self):
        self.backup = self.folder / "stet.dump"
        self._run("pg_dump", "-Fc", "-f", self.backup, self.dsn())

    def restore(self):
        """Bring the backup back as the instructions say; nobody may be connected meanwhile."""
        self._make_empty()
        at = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", DATABASE]
        self._run("pg_restore", *at, "--exit-on-error", self.backup)
        with closing(ServerAdmin(self.dsn(OWNER))) as admin:
            admin.restored()

    def epoch(self):
        with self.root() as root:
            return root.execute("SELECT epoch::text FROM stet.meta").fetchone()[0]

    def terminate(self, login):
        """End the person's connections; return how many."""
        query = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = %s"
        with self.root() as root:
            return root.execute(query, [f"faults_{login}"]).fetchone()[0]

    def admin(self):
        return closing(ServerAdmin(self.dsn(OWNER)))
