"""What each check is called, also those that only a policy asks for."""

from app.checks.engine import CHECKS
from app.checks.tone import TONE_CHECKS

POLICY_TITLES = {
    "policy-data": "Data that must not stand here",
    "policy-disclosure": "Word on the use of AI",
    "policy-declared": "What was declared at handing in",
    "policy-sections": "Required section",
    "policy-terms": "Word the policy avoids",
    "policy-sentences": "Long sentence",
    "policy-reading-grade": "Reading grade",
    "policy-citations": "Number of citations",
    "policy-identifiers": "Entry without an identifier",
    "policy-length": "Length of the text",
}
"""The checks of a policy, in the order of its file."""


def check_titles() -> dict[str, str]:
    """Return the titles of all checks by their ids; plug-ins are not among them."""
    return POLICY_TITLES | {check.id: check.title for check in (*CHECKS, *TONE_CHECKS)}
