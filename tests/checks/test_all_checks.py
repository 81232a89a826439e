"""What holds for every check: sound spans, the same findings each time, its language, a help page, no slow text."""

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks.density import habits
from app.checks.engine import CHECKS, run_checks
from app.checks.tone import TONE_CHECKS
from app.documents import markdown
from app.domain.document import BlockKind
from app.domain.finding import Tier
from tests.checks.drafts import draft
from tests.checks.test_engine import GERMAN

PIECES = [
    "Studies show that 73 % of teachers use it.",
    "The total budget is $4.2 million.",
    "The total budget is $3.8 million.",
    "Certainly! Here is the [Your Name] report turn0search3.",
    "I hope this helps! As an AI language model, I cannot.",
    "**Bold** [a](https://example.org) “quoted” 'x' \u200b\u200b\ufeff zero\u200bwidth",
    "Of the rest, 40% went, 30% came and 20% stayed on 31 June 2023. See Table 9. The LOH and the LOH.",
    "Ünïcödé 図書館 … ( [ < {{ Dr. A. B. e.g. 12–14 % of 3.5 km",
]
KINDS = [kind for kind in BlockKind if kind is not BlockKind.TABLE_CELL]
PARTS = st.tuples(st.sampled_from(KINDS), st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=4))


@settings(max_examples=60, deadline=None)
@given(st.lists(PARTS, max_size=8))
def test_findings_are_sound_ordered_and_the_same_each_time(parts):
    document = draft(*[(kind, " ".join(words).replace("\n", " ")) for kind, words in parts])
    first, again = ([done.findings for done in run_checks(document, CHECKS)] for _ in range(2))
    assert first == again
    for done in run_checks(document, CHECKS):
        assert not done.error
        places = [(finding.start, finding.end) for finding in done.findings]
        assert places == sorted(places)
        for finding in done.findings:
            assert document.text[finding.start : finding.end].strip()


@pytest.mark.parametrize("check", [*CHECKS, *TONE_CHECKS, *habits()], ids=lambda check: check.id)
def test_every_check_has_a_help_page(check):
    page = files("resources").joinpath("help", "checks", f"{check.id}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {check.title}\n")
    for part in ("**What it looks for.**", "**Why it matters.**", "**Needs a look:**", "**Fine:**", "**Blind spots.**"):
        assert part in page


def test_no_help_page_is_left_over():
    pages = {page.name for page in files("resources").joinpath("help", "checks").iterdir()}
    policy = {page for page in pages if page.startswith("policy-")}
    assert pages - policy == {f"{check.id}.md" for check in (*CHECKS, *TONE_CHECKS, *habits())}


def test_fix_checks_judge_german_and_the_english_ones_say_that_they_do_not():
    results = {done.check: done for done in run_checks(draft(GERMAN, "[Ihr Name] turn0search3"), CHECKS)}
    for check in CHECKS:
        said = results[check.id].skipped
        assert said == ("" if check.tier is Tier.FIX else "Not checked: the text is German.")
    assert len(results["placeholder"].findings) == len(results["tool-markup"].findings) == 1


def test_the_samples_keep_what_they_are_for():
    folder = files("resources").joinpath("sample")
    good, slop = (
        markdown.read(folder.joinpath(name).read_bytes()).document for name in ("good-report.md", "workslop.md")
    )
    assert [done.findings for done in run_checks(good, CHECKS) if done.findings] == []
    assert len([done for done in run_checks(slop, CHECKS) if done.findings]) >= 6


@pytest.mark.parametrize(
    "text",
    [
        "a" * 60_000,
        "1,234," * 9_000,
        "twenty hundred and " * 4_000,
        "[(<{" * 12_000,
        '“‘" ' * 12_000,
        "stu\u200bdies show 7\u200b3 % \ufeff" * 4_000,
        " ".join(PIECES * 300),
    ],
)
def test_one_endless_line_is_got_through(text):
    assert not [done.error for done in run_checks(draft(text), CHECKS) if done.error]
