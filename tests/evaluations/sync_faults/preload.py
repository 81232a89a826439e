"""Everything that a desktop's process imports, so that copies of one process need not."""

import keyring  # noqa: F401
import psycopg  # noqa: F401

from app.store import workspace  # noqa: F401
from app.sync import client  # noqa: F401
from tests.evaluations.sync_faults import acts, mutants, reader  # noqa: F401
