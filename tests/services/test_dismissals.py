"""Dismissals by place, by document and for everybody: remembered in later drafts, with their reason, and taken back."""

import pytest

from app.domain.document import Kind
from app.domain.errors import DeniedError
from app.domain.feedback import DismissedRule
from app.domain.ids import new_id
from app.domain.review import finding_key
from app.services import dismissals
from app.services.dismissals import Reach, standing
from app.services.ports import ReviewChange
from app.store.workspace import open_workspace

VAGUE = finding_key("vague-attribution", 10, "Studies show")
MOVED = finding_key("vague-attribution", 90, "Studies show")
OTHER = finding_key("vague-attribution", 50, "Experts agree")


@pytest.fixture
def workspace(tmp_path):
    opened = open_workspace(tmp_path / "workspace")
    yield opened
    opened.close()


@pytest.fixture
def drafts(workspace, tmp_path):
    first = workspace.keep_draft(tmp_path / "a.md", b"a", Kind.MARKDOWN.value)
    return first, workspace.keep_draft(tmp_path / "b.md", b"b", Kind.MARKDOWN.value, "", first.deliverable_id)


def test_the_same_words_stay_dismissed_in_the_next_draft(workspace, drafts):
    first, second = drafts
    dismissals.dismiss(workspace, first, VAGUE, "It is fine")
    found = standing(workspace, second.id)
    assert found.on(MOVED).reason == "It is fine (in draft 1)"
    assert found.on(OTHER) is None
    assert standing(workspace, first.id).on(MOVED) is None


def test_a_rule_is_dismissed_in_all_drafts_of_the_document_until_it_is_taken_back(workspace, drafts):
    first, second = drafts
    dismissals.dismiss(workspace, second, VAGUE, "House style", Reach.DOCUMENT)
    for draft in drafts:
        assert standing(workspace, draft.id).on(OTHER).reason == "House style (everywhere in this document)"
    dismissals.take_back(workspace, standing(workspace, first.id).on(OTHER))
    assert standing(workspace, second.id).on(OTHER) is None


def test_a_rule_is_dismissed_for_every_draft_here(workspace, drafts, tmp_path):
    dismissals.dismiss(workspace, drafts[0], VAGUE, "We know them", Reach.TEAM)
    elsewhere = workspace.keep_draft(tmp_path / "c.md", b"c", Kind.MARKDOWN.value)
    found = standing(workspace, elsewhere.id).on(OTHER)
    assert found.reason == "We know them (in every draft here)"
    dismissals.take_back(workspace, found)
    assert standing(workspace, elsewhere.id).on(OTHER) is None


def test_only_the_lead_decides_for_a_team(team):
    draft = team.handed_in().draft
    with team.by(team.ben), pytest.raises(DeniedError, match="Only the lead"):
        dismissals.dismiss(team.store, draft, VAGUE, "No", Reach.TEAM)
    with team.by(team.lea):
        dismissals.dismiss(team.store, draft, VAGUE, "We know them", Reach.TEAM)
    with team.by(team.ben):
        assert standing(team.store, draft.id).on(OTHER).reason == "We know them (for the team)"


def test_a_rule_that_two_computers_dismissed_is_taken_back_whole(team):
    draft = team.handed_in().draft
    with team.by(team.lea):
        dismissals.dismiss(team.store, draft, VAGUE, "We know them", Reach.TEAM)
        dismissals.dismiss(team.store, draft, finding_key("placeholder", 1, "TBD"), "Not ours", Reach.TEAM)
        (known,) = (one for one in team.store.records(DismissedRule) if one.rule == "vague-attribution")
        beside = DismissedRule(new_id(), team.lea, team.id, known.rule, "Too", 0, 0)
        team.store.change_review(ReviewChange(records=(beside,)))
        dismissals.take_back(team.store, standing(team.store, draft.id).on(OTHER))
        assert standing(team.store, draft.id).on(OTHER) is None
        assert [one.rule for one in team.store.records(DismissedRule)] == ["placeholder"]
