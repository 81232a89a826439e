"""A window that is killed while somebody types leaves everything it had kept, and a workspace that opens."""

from pathlib import Path
from random import Random

from tests.evaluations.kills import kill_many, set_back
from tests.evaluations.loop_kills import run


def test_what_was_kept_is_there_after_each_of_five_kills(tmp_path: Path) -> None:
    ends = list(kill_many(tmp_path / "workspace", Random(5), 5, life=0.3))
    assert [end.note for end in ends if end.outcome in {"lost", "closed"}] == []
    assert sum(end.changes for end in ends) > 5


def test_a_workspace_that_lost_something_is_found_out(tmp_path: Path) -> None:
    (end,) = kill_many(tmp_path / "workspace", Random(5), 1, life=1.0, spoil=set_back)
    assert end.outcome == "lost"


def test_versions_releases_and_exports_are_there_whole_or_not_at_all_after_each_kill(tmp_path: Path) -> None:
    result = run(tmp_path / "workspace", seed=3, times=3)
    assert result["problems"] == []
    assert result["found"] == result["controls"]
    assert sum(result["kept"].values()) > 3
