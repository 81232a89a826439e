"""What an author declared when handing in, beside what the text says and what the policy lets each tool read."""

import re
from collections.abc import Iterable, Iterator

from app.checks.policy_fit import beginning, find_disclosure
from app.checks.reporting import report
from app.domain.deliverable import AiUse, Submission
from app.domain.document import Document
from app.domain.finding import Check, Finding, Tier
from app.services.check_titles import POLICY_TITLES
from rubrics.policy import Policy, Tool

_DENIED = re.compile(r"\b(?:no|not|none|never|without|neither)\b|n[’']t\b", re.IGNORECASE)


def declared_check(policy: Policy, declared: Submission | None) -> Check | None:
    """Return the check that compares the declaration, None where nobody declared anything or no rule asks for it."""
    if declared is None or not (policy.disclosure.required or policy.approved_tools):
        return None

    def find(document: Document) -> Iterator[Finding]:
        place = beginning(document)
        for message, question in _differences(policy, declared, document) if place else ():
            yield report(check, place or (0, 1), message, question)

    why = "What was said when handing in and what the text says should be the same."
    check = Check("policy-declared", 1, Tier.ASK, POLICY_TITLES["policy-declared"], why, find)
    return check


def _differences(policy: Policy, declared: Submission, document: Document) -> Iterator[tuple[str, str]]:
    """Yield what differs, with a question for the author."""
    names = declared.tools if declared.level is not AiUse.NONE else ()
    if policy.disclosure.required:
        yield from _against_text(names, document, [tool.name for tool in policy.approved_tools])
    for name in names if policy.approved_tools else ():
        tool = _approved(name, policy.approved_tools)
        if tool is None:
            yield f"“{name}”, named at handing in, is not among the tools that the policy approves.", _AGREED
        elif tool.data and declared.data_class.value not in tool.data:
            lets = f"The policy lets {tool.name} read {' and '.join(tool.data)} texts"
            yield f"{lets}; this one was handed in as {declared.data_class.value}.", "Was the tool given this text?"


_AGREED = "Was its use agreed with somebody?"


def _against_text(names: Iterable[str], document: Document, approved: list[str]) -> Iterator[tuple[str, str]]:
    names = tuple(names)
    given = find_disclosure(document, [*approved, *names])
    if given is None:  # which the check of the disclosure itself says
        return
    said = given.tools if not _DENIED.search(document.text[slice(*given.span)]) else ()
    for name in names:
        if not any(_same(name, tool) for tool in said):
            yield f"“{name}” was named at handing in; the text does not name it.", "Where does the text say so?"
    for tool in said:
        if not any(_same(name, tool) for name in names):
            yield f"The text names “{tool}”; at handing in it was not named.", "Which of the two holds?"


def _approved(name: str, tools: Iterable[Tool]) -> Tool | None:
    return next((tool for tool in tools if _same(name, tool.name) or name.casefold() == tool.id.casefold()), None)


def _same(one: str, other: str) -> bool:
    """Tell whether two names mean one tool: "Copilot" and "Microsoft 365 Copilot"."""
    first, second = one.strip().casefold(), other.strip().casefold()
    return bool(first and second) and (first in second or second in first)
