"""The form of a policy: what is typed becomes its file, self-tests run as one types, and the draft is a preview."""

import pytest

from app.services.policies import ready_policies
from rubrics.policy import parse_policy
from tests.shell.making import is_idle, until
from widgets.policy_form import PolicyForm


def made(qtbot, session, policy):
    form = PolicyForm(session, policy)
    qtbot.addWidget(form)
    settle(form, session)
    return form


def settle(form, session):
    until(lambda: not form._pause.isActive() and is_idle(session))


@pytest.mark.parametrize("policy", ready_policies(), ids=lambda policy: policy.id)
def test_a_ready_policy_comes_back_as_it_was(qtbot, session, policy):
    form = made(qtbot, session, policy)
    for part in form.editors:
        form.show_part(f"part:{part}")
    assert parse_policy(form.text, "again.yaml") == policy
    assert form.keep.isEnabled()


def test_a_failing_example_is_shown_at_its_term(qtbot, session):
    form = made(qtbot, session, next(policy for policy in ready_policies() if policy.id == "office"))
    terms = form.editors["terms"]
    terms.form.widgets["examples.bad"].setPlainText("We promise a result.")
    settle(form, session)
    assert "does not find the bad example" in terms.fault.text()
    assert not form.keep.isEnabled()
    assert "1 fails" in form.preview.examples.text()
    terms.form.widgets["avoid"].setText("promise")
    settle(form, session)
    assert (terms.fault.text(), form.keep.isEnabled()) == ("", True)


def test_fields_of_each_kind_reach_the_file(qtbot, session):
    form = made(qtbot, session, None)
    form.editors["length"].widgets["max_words"].setText("3")
    form.editors["disclosure"].widgets["required"].setChecked(True)
    form.editors["sections"].widgets["required"].setPlainText("Summary\n\nMethod\n")
    classes = form.editors["data_classes"]
    classes.add_record()
    classes.form.widgets["name"].setText("keys and such")
    settle(form, session)
    policy = parse_policy(form.text, "new.yaml")
    assert (policy.length.max_words, policy.disclosure.required) == (3, True)
    assert policy.sections.required == ("Summary", "Method")
    assert list(policy.data_classes) == ["keys-and-such"]
    assert "in the draft on the desk" in form.preview.counts.text()
    form.sentence.setPlainText("One two three four.")
    settle(form, session)
    assert "in the sentence" in form.preview.counts.text()
