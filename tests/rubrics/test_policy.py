"""Policy files: read whole, every problem with its line, self-tests run on load, the ready ones in order."""

import json

import pytest

from rubrics.load import RubricFileError
from rubrics.policy import load_policy, parse_policy, policy_schema, ready_policies

TEXT = """\
schema: stet-policy/1
id: acme-2026
version: "3"
approved_tools:
  - {id: copilot, name: Microsoft 365 Copilot, data: [public, internal]}
data_classes:
  personal: {detect: [email, phone, iban, card, national_id], tier: fix, allow: ["*@acme.example"]}
  secrets: {detect: [secrets], tier: fix}
disclosure: {required: true, preset: ieee, must_name: [tool, sections, level]}
sections: {required: [Summary, Method, Sources, AI use]}
terms:
  - {avoid: guarantee, prefer: expect, why: Legal, tier: ask, examples: {bad: ["We guarantee"], ok: ["We expect"]}}
tone: {reading_grade: {max: 12}, sentence_words: {max: 35}}
citations: {min_per_1000_words: 3, need_identifier: [doi, isbn, url]}
"""


def problems(text):
    with pytest.raises(RubricFileError) as caught:
        parse_policy(text, "acme.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_a_file_becomes_a_policy():
    policy = parse_policy(TEXT, "acme.yaml")
    assert policy.data_classes["personal"].allow == ("*@acme.example",)
    assert policy.terms[0].prefer == "expect"
    assert policy.disclosure.names == ("tool", "sections", "level")
    assert policy.citations.min_per_1000_words == 3


def test_a_preset_says_what_to_name():
    policy = parse_policy(TEXT.replace(", must_name: [tool, sections, level]", "").replace("ieee", "apa"), "acme.yaml")
    assert policy.disclosure.names == ("tool",)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("version:", "id: again\nversion:", "acme.yaml:3: The field “id” stands twice. Keep one of them."),
        ("  secrets:", "\tsecrets:", "acme.yaml:8: A tab stands where spaces are needed."),
        ("prefer: expect", "instead: expect", "acme.yaml:12: The field “instead” is not known here."),
        (
            'bad: ["We guarantee"]',
            'bad: ["We promise"]',
            "acme.yaml:12: The self-test failed: “guarantee” does not find",
        ),
        (
            'ok: ["We expect"]',
            'ok: ["No guarantee"]',
            "acme.yaml:12: The self-test failed: “guarantee” finds something",
        ),
        ("detect: [secrets]", "detect: [passwords]", "acme.yaml:8: “detect” must be 'email', 'phone', 'iban'"),
        ("tier: ask", "tier: red", "acme.yaml:12: “tier” must be 'fix', 'ask' or 'consider', not “red”."),
        ("{max: 12}", "{max: much}", "acme.yaml:13: "),
        ("version:", "version: [1]\nold:", "acme.yaml:3: “version” must be text."),
        ("avoid: guarantee", "avoid: g*", "acme.yaml:12: “g*” is no term"),
        ("stet-policy/1", "stet-policy/2", "acme.yaml:1: “schema” must be 'stet-policy/1', not “stet-policy/2”."),
        (
            "tone:",
            "length: {min_words: 9, max_words: 3}\ntone:",
            "acme.yaml:13: “min_words” is 9, above “max_words” 3.",
        ),
    ],
)
def test_a_problem_names_its_file_and_line(old, new, expected):
    found = problems(TEXT.replace(old, new, 1))
    assert any(problem.startswith(expected) for problem in found), found


def test_a_term_stands_once():
    term = "  - {avoid: Guarantee}\n"
    assert problems(TEXT.replace("tone:", f"{term}tone:")) == [
        "acme.yaml:1: Two terms are called “guarantee”. Keep one of them."
    ]


def test_a_data_class_is_tested_by_its_examples():
    bad = TEXT.replace("detect: [secrets]", 'detect: [secrets], examples: {bad: ["hunter2"]}')
    assert "The self-test failed: detect does not find the bad example “hunter2”." in problems(bad)[0]


def test_the_ready_policies_load_and_their_self_tests_run():
    assert [policy.id for policy in ready_policies()] == ["customer-letters", "office", "research"]
    for policy in ready_policies():
        assert any(kind.examples.bad for kind in policy.data_classes.values())
        assert any(term.examples.bad for term in policy.terms)


def test_a_file_too_large_is_refused(tmp_path):
    path = tmp_path / "many.yaml"
    path.write_text(TEXT + "#" * 1_000_001)
    with pytest.raises(RubricFileError, match=r"many\.yaml:1: The file is larger than 1 MB"):
        load_policy(path)


def test_the_schema_names_every_field():
    schema = json.loads(json.dumps(policy_schema()))
    assert {"schema", "data_classes", "terms", "disclosure"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False
