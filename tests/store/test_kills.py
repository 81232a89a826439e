"""A window that is killed while somebody types leaves everything it had kept, and a workspace that opens."""

from pathlib import Path
from random import Random

from tests.evaluations.kills import kill_many, set_back


def test_what_was_kept_is_there_after_each_of_five_kills(tmp_path: Path) -> None:
    ends = list(kill_many(tmp_path / "workspace", Random(5), 5, life=0.3))
    assert [end.note for end in ends if end.outcome in {"lost", "closed"}] == []
    assert sum(end.changes for end in ends) > 5


def test_a_workspace_that_lost_something_is_found_out(tmp_path: Path) -> None:
    (end,) = kill_many(tmp_path / "workspace", Random(5), 1, life=1.0, spoil=set_back)
    assert end.outcome == "lost"
