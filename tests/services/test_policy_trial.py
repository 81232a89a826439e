"""A policy that is being made is tried on a sentence or a draft; one with faults flags nothing."""

from app.services.policy_trial import as_data, as_yaml, rubric_faults, try_policy
from rubrics.load import library
from rubrics.policy import ready_policies
from tests.checks.drafts import draft


def office(**changed):
    policy = next(policy for policy in ready_policies() if policy.id == "office")
    return as_yaml(as_data(policy) | {"disclosure": {"required": False}} | changed)


def test_a_sentence_is_flagged_as_a_draft_would_be():
    for on in ("We guarantee it.", draft("We guarantee it.")):
        trial = try_policy(office(), on)
        assert [(hit.finding.check, hit.quote) for hit in trial.hits] == [("policy-terms", "guarantee")]
        assert (trial.total, trial.faults) == (1, ())
    assert trial.examples == 6


def test_private_data_is_masked():
    (hit,) = try_policy(office(), "Write to ada@wexmoor.net now.").hits
    assert hit.quote == "ada@••••"


def test_a_failing_example_is_named_and_nothing_is_flagged():
    terms = [{"avoid": "guarante*", "examples": {"bad": ["We promise."]}}]
    trial = try_policy(office(terms=terms), "We guarantee it.")
    assert [(fault.part, fault.item) for fault in trial.faults] == [("terms", 0)]
    assert trial.hits == ()


def test_a_rubric_whose_weights_are_off_is_named():
    data = as_data(library()[0])
    assert rubric_faults(as_yaml(data)) == ()
    data["criteria"][0]["weight"] = 1
    assert "must add up to 100" in rubric_faults(as_yaml(data))[0].text
