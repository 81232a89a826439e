"""A short round of faults around the sync of five desktops, and known bugs that must be caught by the same rules."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.evaluations.sync_faults.checks import told_by, unseen
from tests.evaluations.sync_faults.mutants import hunt
from tests.evaluations.sync_faults.play import Round
from tests.evaluations.sync_faults.server import Server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with closing(Server()) as one:
        yield one


def test_nothing_is_lost_replaced_unseen_or_stuck(server: Server) -> None:
    result = Round(server, "suite", 20).run()
    assert result.violations == []
    assert result.total >= 20


@pytest.mark.parametrize(
    ("bug", "edits"), [("digest not verified", 0), ("row of another scope overwritten", 0), ("missing trigger", 60)]
)
def test_a_planted_bug_is_caught(server: Server, bug: str, edits: int) -> None:
    assert hunt(server, bug, "suite", faults=10, edits=edits)


def test_what_was_on_the_screen_decides_what_may_be_replaced() -> None:
    def line(what: str, value: str, shown: str) -> list[object]:
        return [what, "comment", "row", {"body": value}, {"body": shown}]

    def operation(version: int, value: str) -> dict[str, object]:
        patch = {"body": value}
        return {"op": value, "row": "row", "patch": patch, "applied": None, "status": "ok", "device": value[:2]}

    log = [operation(1, "b0-1-1"), operation(2, "b1-1-1")]
    seen = told_by({"b1": [line("try", "b1-1-1", "b0-1-1")]})
    blind = told_by({"b1": [line("try", "b1-1-1", "what was before")]})
    assert list(unseen(seen, log, [])) == []
    assert [what for what, _ in unseen(blind, log, [])] == ["unseen"]
    assert list(unseen(blind, log, [("b1-1-1", "row", "body", None, None)])) == []


def test_a_deletion_is_that_of_the_desktop_it_came_from() -> None:
    """Each desktop of an author sends all rows of theirs again to a restored server, also what the other one typed."""
    told = told_by({"b0": [["device", "first"]], "b1": [["device", "second"]]})

    def operation(version: int, device: str, row: str, **patch: object) -> dict[str, object]:
        return {"op": version, "row": row, "patch": patch, "applied": None, "status": "ok", "device": device}

    def deleted_by(device: str) -> list[tuple[str, str]]:
        log = [
            operation(1, "second", "row", body="b1-1-1"),
            operation(2, device, "row", deleted=True),
            operation(3, "first", "other", body="b1-1-2", author_id="ben"),
            operation(4, "second", "another", body="b0-1-1", author_id="ben"),
        ]
        return list(unseen(told, log, [], is_restored=True))

    assert deleted_by("second") == []
    assert deleted_by("first") == [("unseen", "b1-1-1 of body of row was deleted on b0, which had not shown it")]
