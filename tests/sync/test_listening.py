"""Hearing of a change at once: by the scope's id alone, and only while somebody listens."""

import threading
from pathlib import Path

import psycopg
import pytest

from app.domain.errors import ServerError
from app.sync.listening import Listener
from tests.sync.postgres import Postgres
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in


def test_a_change_is_heard_by_its_scope_and_a_lost_line_is_opened_again(
    postgres: Postgres, empty_database: str, tmp_path: Path
) -> None:
    with shared_team(empty_database) as dsns:
        ann = Desktop(tmp_path / "ann", dsns["ann"])
        listener = Listener(dsns["ben"])
        assert listener.wait(10) is None  # just opened: anything may have changed
        assert listener.wait(0) == frozenset()
        ann.join()
        hand_in(ann.workspace)
        ann.sync()
        heard = listener.wait(10)
        assert heard
        assert heard <= ann.workspace.share.reached().keys()
        threading.Timer(0.1, listener.wake).start()
        assert listener.wait(60) == frozenset()
        with postgres.connect() as do:
            do.execute("SELECT pg_terminate_backend(%s)", [listener._connection.info.backend_pid])
        with pytest.raises(ServerError):
            listener.wait(10)
        assert listener.wait(10) is None
        listener.close()
        ann.close()


def test_nobody_listens_without_a_login(empty_database: str) -> None:
    listener = Listener(psycopg.conninfo.make_conninfo(empty_database, user="nobody_here"))
    with pytest.raises(ServerError, match="no such database or user"):
        listener.wait(1)
    listener.close()
