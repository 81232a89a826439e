"""Which policy a draft is checked by: its assignment's, else the one chosen here, else none."""

from dataclasses import replace

import pytest

from app.domain.errors import BadInputError
from app.domain.feedback import KeptPolicy
from app.domain.ids import new_id
from app.services import check_choice as chosen
from app.services.assignments import edit_assignment, new_assignment
from app.services.checking import CheckRequest
from app.services.ports import ReviewChange
from app.services.submitting import bring_in, edit_work
from app.store.workspace import open_workspace
from tests.checks.drafts import draft as document

OWN = 'schema: stet-policy/1\nid: ours\nversion: "1"\ntitle: Ours\nlength: {min_words: 5}\n'


@pytest.fixture
def workspace(tmp_path):
    opened = open_workspace(tmp_path / "workspace")
    yield opened
    opened.close()


@pytest.fixture
def draft(workspace, tmp_path):
    return workspace.keep_draft(tmp_path / "a.md", b"a", "markdown")


def test_there_are_ready_policies_and_none_is_chosen(workspace, draft):
    found = chosen.choices(workspace)
    assert {"office", "research", "customer-letters"} <= {one.id for one in found.policies}
    assert (found.own, found.policy, found.plugins) == (frozenset(), "", ())
    assert chosen.policy_in_force(workspace, draft.id) is None


def test_a_kept_policy_can_be_chosen_and_removed(workspace, draft):
    chosen.keep_policy(workspace, OWN, "ours.yaml")
    chosen.choose_policy(workspace, "ours")
    assert chosen.policy_in_force(workspace, draft.id).title == "Ours"
    assert "ours" in chosen.choices(workspace).own
    chosen.remove_policy(workspace, "ours")
    assert chosen.policy_in_force(workspace, draft.id) is None


def test_a_policy_with_faults_is_refused_with_its_line(workspace):
    with pytest.raises(BadInputError, match=r"ours\.yaml:5: .*min_wrods"):
        chosen.keep_policy(workspace, OWN.replace("min_words", "min_wrods"), "ours.yaml")


def test_the_policy_of_the_assignment_goes_first(workspace, draft):
    chosen.choose_policy(workspace, "research")
    assignment = edit_assignment(workspace, new_assignment(workspace, "Brief"))
    edit_assignment(workspace, replace(assignment, policy="office"))
    edit_work(workspace, replace(workspace.work_of(draft.id), assignment_id=assignment.id))
    assert chosen.policy_in_force(workspace, draft.id).id == "office"


def test_a_request_takes_the_policy_and_what_was_declared(workspace, draft):
    chosen.choose_policy(workspace, "office")
    request = CheckRequest(document("A text."))
    bring_in(workspace, draft.id, workspace.me())
    asked = chosen.as_chosen(workspace, draft.id, request)
    assert asked.policy.id == "office"
    assert asked.declared.draft_id == draft.id


def test_a_policy_kept_anew_takes_the_place_of_the_one_in_force(team):
    """A lead may have a text of their own and one of the team under the same id: their own is in force."""
    with team.by(team.lea) as store:
        earlier, later = sorted((new_id(), new_id()))
        own = KeptPolicy(earlier, team.lea, "", "ours", "Ours", OWN, 0, 0)
        of_team = KeptPolicy(later, team.lea, team.id, "ours", "Ours", OWN, 0, 0)
        store.change_review(ReviewChange(records=(own, of_team)))
        chosen.keep_policy(store, OWN.replace("title: Ours", "title: New"), "ours.yaml")
        assert {one.id: one.title for one in store.records(KeptPolicy)} == {own.id: "New", of_team.id: "Ours"}
        assert [one.title for one in chosen.choices(store).policies if one.id == "ours"] == ["New"]
