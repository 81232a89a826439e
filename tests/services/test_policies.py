"""A policy's checks ask for what it asks for: data, disclosure, sections, terms, sentences, citations, length."""

from importlib.resources import files

import pytest

from app.checks.engine import run_checks
from app.documents import markdown
from app.domain.deliverable import AiUse, DataClass, Submission
from app.domain.document import BlockKind
from app.domain.errors import BadInputError
from app.domain.finding import quote_of
from app.services.policies import check_policies, policy_checks, read_policy, ready_policies
from rubrics.policy import parse_policy
from tests.checks.drafts import draft

HEAD = 'schema: stet-policy/1\nid: a\nversion: "1"\n'
LONG = "The branch kept its door open on two nights of the week and counted who came in. " * 10


def found(rules, *parts):
    document = draft(*parts)
    checks = policy_checks(parse_policy(HEAD + rules, "a.yaml"))
    results = list(run_checks(document, checks))
    assert not [done.error for done in results if done.error]
    return [(document.text[each.start : each.end], each) for done in results for each in done.findings]


def messages(rules, *parts):
    return [finding.message for _, finding in found(rules, *parts)]


def test_an_empty_policy_asks_for_nothing():
    assert policy_checks(parse_policy(HEAD, "a.yaml")) == ()


def test_data_is_shown_masked_with_the_tier_of_its_class():
    rules = "data_classes:\n  secrets: {detect: [secrets], tier: fix}\n  people: {detect: [email], tier: ask}\n"
    key = "AKIA" + "IOSFODNN7EXAMPLE"
    results = found(rules, f"The key is {key}.", (BlockKind.TABLE_CELL, "ada@wexmoor.net"))
    assert [(quote, finding.tier) for quote, finding in results] == [(key, "fix"), ("ada@wexmoor.net", "ask")]
    assert not any(quote in finding.message for quote, finding in results)


DISCLOSURE = (
    "approved_tools: [{id: copilot, name: Microsoft 365 Copilot}]\ndisclosure: {required: true, preset: ieee}\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The branch opened late.", ["The policy asks for a word on the use of AI; the text has none."]),
        ("We used Microsoft 365 Copilot to edit the summary.", []),
        ("No AI tools were used.", []),
        (
            "I used Copilot.",
            ["The word on the use of AI does not name the parts of the text and how far it was used."],
        ),
        (
            "The summary was edited with ChatGPT.",
            ["“ChatGPT” is not among the tools that the policy approves."],
        ),
    ],
)
def test_the_disclosure_is_compared_with_what_the_policy_asks(text, expected):
    assert messages(DISCLOSURE, "A report.", text) == expected


def test_a_heading_says_that_the_sentences_below_it_are_about_the_use_of_ai():
    said = "Copilot corrected the language of the whole report."
    asked = "The policy asks for a word on the use of AI; the text has none."
    assert asked in messages(DISCLOSURE, "A report.", said)
    assert asked not in messages(DISCLOSURE, "A report.", (BlockKind.HEADING, "How AI was used"), said)
    assert asked in messages(
        DISCLOSURE, "A report.", (BlockKind.HEADING, "How AI was used"), (BlockKind.HEADING, "What we did"), said
    )


def handed_in(level=AiUse.PARTS, tools=("Copilot",), data_class=DataClass.INTERNAL):
    return Submission("s", "d", "m", 0, 0, level, tools, data_class=data_class)


LETS = "approved_tools: [{id: copilot, name: Microsoft 365 Copilot, data: [public, internal]}]\n"
ALLOWED = "public and internal texts"
USED = "We used Microsoft 365 Copilot to edit the summary."


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        (handed_in(), USED, []),
        (handed_in(AiUse.NONE, ()), "No AI tools were used.", []),
        (handed_in(AiUse.NONE, ()), USED, ["The text names “Microsoft 365 Copilot”; at handing in it was not named."]),
        (handed_in(tools=("Copilot", "DeepL")), USED, ["“DeepL” was named at handing in; the text does not name it."]),
        (handed_in(), "It opened late.", []),
        (
            handed_in(data_class=DataClass.CONFIDENTIAL),
            USED,
            [f"The policy lets Microsoft 365 Copilot read {ALLOWED}; this one was handed in as confidential."],
        ),
    ],
)
def test_what_was_declared_is_compared_with_the_text_and_the_tools_it_may_be_given_to(declared, text, expected):
    policy = parse_policy(HEAD + LETS + "disclosure: {required: true}\n", "a.yaml")
    results = run_checks(draft("A report.", text), policy_checks(policy, declared))
    said = [finding.message for done in results if done.check == "policy-declared" for finding in done.findings]
    unapproved = [one for one in said if "is not among the tools" in one]
    assert [one for one in said if one not in unapproved] == expected
    assert len(unapproved) == ("DeepL" in declared.tools)


def test_nothing_declared_is_nothing_to_compare():
    policy = parse_policy(HEAD + LETS + "disclosure: {required: true}\n", "a.yaml")
    assert "policy-declared" not in {check.id for check in policy_checks(policy)}


def test_missing_sections_are_named():
    rules = "sections: {required: [Summary, Method]}\n"
    assert messages(rules, (BlockKind.HEADING, "# 1. Summary of costs"), "It is so.") == [
        "The section “Method” is missing."
    ]


def test_terms_are_asked_about_with_the_better_word():
    rules = "terms: [{avoid: guarante*, prefer: expect, why: Legal., tier: consider}]\n"
    ((quote, finding),) = found(rules, "We guaranteed it.")
    assert (quote, finding.tier) == ("guaranteed", "consider")
    assert finding.message == "The policy avoids “guaranteed”: Legal."
    assert finding.question == "Does “expect” fit?"


def test_tone_targets_are_checked():
    rules = "tone: {sentence_words: {max: 8}, reading_grade: {max: 1}, avoid: [absolutes]}\n"
    checks = {finding.check for _, finding in found(rules, LONG + "We guarantee success.")}
    assert checks == {"policy-sentences", "policy-reading-grade", "tone-absolutes"}


def test_citations_and_identifiers_are_counted():
    rules = "citations: {min_per_1000_words: 3, need_identifier: [doi, url]}\n"
    entries = ["1. Nolan, P. (2021). Why people read.", "2. Petit, C. (2023). Doors. https://doi.org/10.5555/d"]
    parts = (LONG, (BlockKind.HEADING, "# References"), *entries)
    assert messages(rules, *parts) == [
        "The text cites 0 times in 170 words; the policy asks for 3 in 1,000.",
        "This entry has no DOI or URL.",
    ]
    assert messages(rules, LONG + "It grew [1]. It fell (Nolan, 2021).") == []


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("length: {max_words: 100}\n", ["The text has 170 words; the policy allows 100."]),
        ("length: {min_words: 200}\n", ["The text has 170 words; the policy asks for 200."]),
        ("length: {min_words: 100, max_words: 200}\n", []),
    ],
)
def test_the_length_is_counted(rules, expected):
    assert messages(rules, LONG) == expected


def test_an_empty_text_is_no_trouble():
    rules = DISCLOSURE + "length: {min_words: 10}\nsections: {required: [Method]}\n"
    assert messages(rules) == []


def test_the_ready_policies_run_on_a_real_text():
    document = markdown.read(("# Report\n\n" + LONG).encode()).document
    for policy in ready_policies():
        assert not [done.error for done in run_checks(document, policy_checks(policy)) if done.error]


def test_a_broken_file_is_told_with_its_line(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(HEAD + "colour: red\n")
    assert [str(found) for found in check_policies([path])] == ["bad.yaml:4: The field “colour” is not known here."]
    with pytest.raises(BadInputError, match=r"bad\.yaml:4"):
        read_policy(path)


ALL = """\
data_classes: {people: {detect: [email]}}
disclosure: {required: true}
sections: {required: [Method]}
terms: [{avoid: guarantee}]
tone: {reading_grade: {max: 9}, sentence_words: {max: 30}}
citations: {min_per_1000_words: 1, need_identifier: [doi]}
length: {max_words: 900}
"""


def test_every_check_of_a_policy_has_a_help_page():
    pages = files("resources").joinpath("help", "checks")
    checks = policy_checks(parse_policy(HEAD + ALL, "a.yaml"), handed_in())
    for check in checks:
        assert pages.joinpath(f"{check.id}.md").read_text(encoding="utf-8").startswith(f"# {check.title}\n")
    assert {check.id for check in checks} == {
        page.name.removesuffix(".md") for page in pages.iterdir() if page.name.startswith("policy-")
    }


def test_a_report_shows_only_how_private_data_begins():
    ((quote, finding),) = found("data_classes: {people: {detect: [email]}}\n", "Write to ada@wexmoor.net now.")
    assert quote == "ada@wexmoor.net"
    assert quote_of(draft("Write to ada@wexmoor.net now."), finding) == "ada@••••"
