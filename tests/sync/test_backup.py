"""A backup of the shared database, made and brought back with PostgreSQL's own programs, loses nothing and no lock."""

import shutil
import subprocess
from contextlib import closing

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.domain.ids import new_id
from app.sync.admin import ServerAdmin
from tests.evaluations.access import operation_of


def program(postgres, name: str) -> str:
    found = shutil.which(name, path=str(postgres.programs)) if postgres.programs else None
    found = found or shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not here")
    return found


def test_a_restored_database_is_whole_and_locked_and_begins_a_new_epoch(postgres, tmp_path) -> None:
    dump, copy = program(postgres, "pg_dump"), program(postgres, "pg_restore")
    kept = tmp_path / "stet.dump"
    with postgres.database() as first, postgres.database() as second:
        with closing(ServerAdmin(first)) as admin:
            admin.init()
            admin.add_person("kept_ann", "Ann")
            admin.add_person("kept_ben", "Ben")
            admin.assign("kept_ben", "kept_ann")
            scope = write_a_draft(first)
        superuser = make_conninfo(first, user="postgres")
        subprocess.run([dump, "-Fc", "-f", kept, superuser], check=True)
        target = conninfo_to_dict(make_conninfo(second, user="postgres"))
        at = ["-h", target["host"], "-p", str(target["port"]), "-U", "postgres"]
        subprocess.run([copy, *at, "-d", target["dbname"], "--exit-on-error", kept], check=True)
        with closing(ServerAdmin(second)) as admin:
            assert admin.init() == []
            assert not [one for one in admin.audit().problems if "stet_user" not in one]
            before = epoch(second)
            admin.restored()
            assert epoch(second) != before
        with closing(psycopg.connect(make_conninfo(second, user="kept_ben"), autocommit=True)) as ben:
            seen = ben.execute("SELECT fields->>'title' FROM stet.record WHERE scope_id = %s", [scope]).fetchall()
        assert seen == [("Harbour lights",)]
        with closing(ServerAdmin(first)) as admin:
            admin.erase("kept_ann")
            admin.erase("kept_ben")


def write_a_draft(dsn: str) -> str:
    with closing(psycopg.connect(make_conninfo(dsn, user="kept_ann"), autocommit=True)) as ann:
        device = ann.execute("SELECT stet.register_device(%s)", [new_id()]).fetchone()[0]
        scope = ann.execute("SELECT scope_id FROM stet.sync_heads() WHERE type = 'mentee'").fetchone()[0]
        made = operation_of("deliverable", fields={"title": "Harbour lights"})
        push = "SELECT status FROM stet.sync_push(%s, %s, %s)"
        assert ann.execute(push, [scope, device, psycopg.types.json.Jsonb([made])]).fetchone() == ("ok",)
        return str(scope)


def epoch(dsn: str) -> str:
    with closing(psycopg.connect(make_conninfo(dsn, user="postgres"), autocommit=True)) as root:
        return str(root.execute("SELECT epoch FROM stet.meta").fetchone()[0])
