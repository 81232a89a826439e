"""One PostgreSQL for all tests of the shared database, and an empty database for each that asks."""

from collections.abc import Iterator

import pytest

from tests.sync.postgres import Postgres, running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture
def empty_database(postgres: Postgres) -> Iterator[str]:
    """The DSN of an empty database as its owner."""
    with postgres.database() as dsn:
        yield dsn
