"""Who reads and writes what on the shared database, asserted whole by attack; and that the attack finds open locks."""

import pytest

from app.domain.permissions import Kind
from app.sync.kinds import KINDS
from tests.evaluations.access import run


def test_nobody_reads_or_writes_what_is_not_theirs(postgres) -> None:
    result = run(postgres)
    assert result.violations == []
    assert result.cells > 10_000


@pytest.mark.parametrize(
    ("part", "harm"),
    [
        ("read", "CREATE POLICY hole ON stet.record FOR SELECT TO stet_user USING (released)"),
        ("sql", "GRANT INSERT ON stet.permission TO stet_user; CREATE POLICY hole ON stet.permission TO stet_user"),
        ("push", "UPDATE stet.permission SET writes = 'own' WHERE kind = 'release' AND role = 'lead'"),
    ],
)
def test_an_open_lock_is_found(postgres, part: str, harm: str) -> None:
    assert run(postgres, [part], harm).violations


def test_every_kind_that_the_domain_knows_travels_but_what_never_may() -> None:
    never = {Kind.SELF_CHECK, Kind.PEOPLE}  # people have tables of their own
    assert {kind.governed_by for kind in KINDS} == set(Kind) - never
