"""A level is suggested from accepted evidence alone, with its reason, and never a good one."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.finding import Finding, Tier
from app.domain.reference import Verdict
from app.services.suggesting import suggested_level
from rubrics.load import parse_rubric
from tests.services.team import RUBRIC

ACC, TON = parse_rubric(RUBRIC, "brief.yaml").criteria
CITED = ACC.model_copy(update={"evidence": ("vague-attribution", "citations")})
FINDINGS = st.builds(
    Finding, st.sampled_from(["vague-attribution", "other"]), st.just(1), st.sampled_from(Tier), st.just(0), st.just(1),
    st.just("Words."),
)  # fmt: skip


def finding(tier: Tier, check: str = "vague-attribution") -> Finding:
    return Finding(check, 1, tier, 0, 5, "No study is named.")


def test_defects_speak_for_the_lowest_level_and_questions_for_the_next() -> None:
    fix = suggested_level(ACC, [finding(Tier.FIX), finding(Tier.FIX), finding(Tier.ASK)], [])
    assert (fix.level.id, fix.reason) == ("fails", "you accepted 2 findings to fix")
    ask = suggested_level(ACC, [finding(Tier.ASK)], [])
    assert (ask.level.id, ask.reason) == ("partly", "you accepted 1 finding to ask about")
    both = suggested_level(CITED, [finding(Tier.FIX)], [Verdict.LIKELY_FABRICATED] * 2)
    assert both.reason == "you accepted 2 references that are likely fabricated and 1 finding to fix"


def test_verdicts_count_only_where_the_rubric_links_references() -> None:
    assert suggested_level(ACC, [], [Verdict.LIKELY_FABRICATED]) is None
    assert suggested_level(CITED, [], [Verdict.LIKELY_FABRICATED]).level.id == "fails"
    assert suggested_level(CITED, [], [Verdict.NOT_FOUND]).reason == "you accepted 1 reference that is not in the list"


def test_a_criterion_of_two_levels_is_never_suggested_its_best() -> None:
    two = TON.model_copy(update={"evidence": ("vague-attribution",)})
    assert suggested_level(two, [finding(Tier.ASK)], []) is None


@given(st.lists(FINDINGS), st.lists(st.sampled_from(Verdict)))
def test_no_evidence_no_suggestion_and_never_the_best_level(findings: list[Finding], verdicts: list[Verdict]) -> None:
    found = suggested_level(CITED, findings, verdicts)
    linked = [one for one in findings if one.check == "vague-attribution"]
    if not linked and not verdicts:
        assert found is None
    if found is not None:
        assert found.level is not CITED.levels[-1]
        assert found.reason.startswith("you accepted ")
