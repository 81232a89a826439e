"""Try a policy or rubric that is being made: what is wrong with its file, and what it would flag in a text."""

from dataclasses import dataclass

from app.checks.engine import run_checks
from app.documents.text import read as read_text
from app.domain.document import Document
from app.domain.finding import Finding, quote_of
from app.services.policies import policy_checks
from rubrics.load import parse_rubric
from rubrics.policy import Policy, parse_policy
from rubrics.writing import Fault, as_data, as_yaml, faults_of

__all__ = ["Fault", "Hit", "Trial", "as_data", "as_yaml", "rubric_faults", "try_policy"]

_MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A finding of the policy and its words as they may be shown."""

    finding: Finding
    quote: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What is wrong with the file, how many examples it holds, and what it flags, at most 200 findings.

    ``total`` counts all findings; nothing is flagged while something is wrong.
    """

    faults: tuple[Fault, ...] = ()
    examples: int = 0
    hits: tuple[Hit, ...] = ()
    total: int = 0


def try_policy(text: str, on: Document | str) -> Trial:
    """Run the self-tests of a policy's file and its checks on a document or on a plain text."""
    faults = faults_of(text, parse_policy)
    if faults:
        return Trial(faults)
    policy = parse_policy(text, "")
    document = on if isinstance(on, Document) else read_text(on.encode("utf-8", "replace")).document
    found = [finding for done in run_checks(document, policy_checks(policy)) for finding in done.findings]
    found.sort(key=lambda finding: (finding.start, finding.end))
    hits = tuple(Hit(finding, quote_of(document, finding)) for finding in found[:_MOST_HITS])
    return Trial((), _examples(policy), hits, len(found))


def rubric_faults(text: str) -> tuple[Fault, ...]:
    """Return what is wrong with a rubric's file."""
    return faults_of(text, parse_rubric)


def _examples(policy: Policy) -> int:
    given = [term.examples for term in policy.terms] + [kind.examples for kind in policy.data_classes.values()]
    return sum(len(one.bad) + len(one.ok) for one in given)
