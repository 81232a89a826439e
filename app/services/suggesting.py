"""Suggest a level of a criterion, from what a person accepted alone, with the reason. A person chooses; nothing is set.

What was not found proves nothing, so there is never a suggestion of a good level, and none without evidence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.finding import Finding, Tier
from app.domain.reference import Verdict
from rubrics.model import Criterion, Level

REFERENCES = "citations"
"""The name by which a rubric links a criterion to the verdicts on references."""

_WORST = {Verdict.LIKELY_FABRICATED: "likely fabricated"}
_DOUBTFUL = {Verdict.MISMATCH: "wrong in its details", Verdict.NOT_FOUND: "not in the list"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A level with the reason for it, as the rest of "Suggested Fails, because …"."""

    level: Level
    reason: str


def suggested_level(
    criterion: Criterion, findings: Iterable[Finding], verdicts: Iterable[Verdict]
) -> Suggestion | None:
    """Return the level that accepted findings and references speak for; None when they speak for none.

    Defects speak for the lowest level, questions to the author for the one above it where it is not the highest.
    """
    accepted = [one for one in findings if one.check in criterion.evidence]
    judged = list(verdicts) if REFERENCES in criterion.evidence else []
    lowest = _reasons([one for one in accepted if one.tier is Tier.FIX], "to fix", judged, _WORST)
    if lowest:
        return Suggestion(criterion.levels[0], lowest)
    next_one = _reasons([one for one in accepted if one.tier is Tier.ASK], "to ask about", judged, _DOUBTFUL)
    if next_one and len(criterion.levels) > 2:  # noqa: PLR2004 the second level must not be the best one
        return Suggestion(criterion.levels[1], next_one)
    return None


def _reasons(findings: Sequence[Finding], what: str, judged: Sequence[Verdict], words: dict[Verdict, str]) -> str:
    counts = [(judged.count(one), f"reference that is {said}") for one, said in words.items()]
    counts.append((len(findings), f"finding {what}"))
    named = [_counted(count, words) for count, words in counts if count]
    return f"you accepted {' and '.join(named)}" if named else ""


def _counted(count: int, words: str) -> str:
    noun, _, rest = words.partition(" ")
    return f"{count} {words}" if count == 1 else f"{count} {noun}s {rest.replace('that is', 'that are')}"
