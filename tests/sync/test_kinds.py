"""What a lead sets up for the team arrives whole; a person's own policies and libraries stay theirs."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.errors import DeniedError
from app.domain.permissions import Kind
from app.services import check_choice, libraries
from app.services.assignments import new_assignment
from app.services.dismissals import Reach, dismiss, standing
from app.store.schema import TABLES
from app.store.sharing_schema import PERSONAL, SHARED
from app.sync.kinds import KINDS
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in

POLICY = 'schema: stet-policy/1\nid: ours\nversion: "1"\ntitle: Ours\nlength: {min_words: 5}\n'


@pytest.fixture
def desktops(tmp_path: Path, empty_database: str):
    with shared_team(empty_database) as dsns:
        found = {who: Desktop(tmp_path / who, dsn) for who, dsn in dsns.items()}
        for one in found.values():
            one.join()
        yield found
        for one in found.values():
            one.close()


def test_a_team_gets_what_its_lead_sets_up(desktops, tmp_path) -> None:
    ann, lea = desktops["ann"], desktops["lea"]
    records = tmp_path / "records.jsonl"
    records.write_text("".join(json.dumps({"id": str(n), "title": f"On tea, part {n}"}) + "\n" for n in range(50)))
    libraries.add_library(lea.workspace, "House list", [records], complete=True)
    check_choice.keep_policy(lea.workspace, POLICY, "ours.yaml")
    new_assignment(lea.workspace, "Report", min(lea.workspace.directory().teams_of(lea.workspace.me())))
    lea.sync()
    ann.sync()
    (name, files, complete), *_ = libraries.library_sources(ann.workspace, ["House list"])
    assert (name, complete) == ("House list", True)
    assert [one.read_bytes() for one in files] == [
        one.read_bytes() for one in libraries.library_sources(lea.workspace, ["House list"])[0][1]
    ]
    assert "ours" in check_choice.choices(ann.workspace).own
    with pytest.raises(DeniedError, match="Only the lead"):
        libraries.declare(ann.workspace, "House list", complete=False)


def test_a_rule_dismissed_for_the_team_counts_for_all(desktops) -> None:
    ann, lea = desktops["ann"], desktops["lea"]
    draft = hand_in(ann.workspace)
    ann.sync()
    lea.sync()
    dismiss(lea.workspace, lea.workspace.draft(draft.id), "vague@0:Studies", "House style.", Reach.TEAM)
    lea.sync()
    ann.sync()
    assert standing(ann.workspace, draft.id).rules["vague"].reason == "House style. (for the team)"


def test_what_is_ones_own_reaches_ones_other_computer_alone(desktops, tmp_path) -> None:
    ann, ben = desktops["ann"], desktops["ben"]
    records = tmp_path / "records.jsonl"
    records.write_text(json.dumps({"id": "1", "title": "On tea"}) + "\n")
    libraries.add_library(ann.workspace, "Mine", [records], complete=False)
    check_choice.keep_policy(ann.workspace, POLICY, "ours.yaml")
    ann.sync()
    ben.sync()
    assert libraries.list_libraries(ben.workspace) == ()
    with closing(Desktop(tmp_path / "ann-at-home", ann.dsn)) as home:
        home.join()
        assert [one.name for one in libraries.list_libraries(home.workspace)] == ["Mine"]
        assert len(libraries.search_library(home.workspace, "Mine", "tea", 5)) == 1
        assert "ours" in check_choice.choices(home.workspace).own


def test_every_travelling_table_has_one_entry_here_and_one_on_the_server() -> None:
    travelling = {table.name for table in TABLES.sorted_tables if "scope_id" in table.c and "version" in table.c}
    assert travelling == set(SHARED)
    assert set(SHARED) | set(PERSONAL.values()) <= {one.name for one in KINDS}
    assert not {one.governed_by for one in KINDS} & {Kind.SELF_CHECK, Kind.PEOPLE}
