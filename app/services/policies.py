"""Policy files: whether they can be used, and the checks that a policy asks for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from app.checks.density import prose_words
from app.checks.facts import reading_grade
from app.checks.policy_fit import (
    beginning,
    citation_count,
    entries_without,
    find_disclosure,
    long_sentences,
    missing_sections,
)
from app.checks.reporting import report, shorten
from app.checks.running_text import prose_blocks, written_blocks
from app.checks.sentences import sentences_of
from app.checks.tone import TONE_CHECKS
from app.domain.deliverable import Submission
from app.domain.document import Document
from app.domain.errors import BadInputError
from app.domain.finding import Check, Finding, Tier
from app.services.check_titles import POLICY_TITLES
from app.services.declared_use import declared_check
from rubrics.load import Problem, RubricFileError
from rubrics.policy import Policy, Term, load_policy, policy_schema, ready_policies
from rubrics.policy_data import Detector, find_data
from rubrics.policy_terms import find_terms, index_terms, words_of

__all__ = ["Policy", "Problem", "check_policies", "policy_checks", "policy_schema", "read_policy", "ready_policies"]

_KINDS: dict[Detector, str] = {
    "email": "an email address",
    "phone": "a phone number",
    "iban": "a bank account number",
    "card": "a card number",
    "national_id": "a personal identity number",
    "secrets": "a password or key",
    "confidential": "a mark of confidence",
}
_PARTS = {"tool": "the tool", "sections": "the parts of the text", "level": "how far it was used"}
_SHORT_TEXT = 100
_PER = 1000

Find = Callable[[Document], Iterator[Finding]]


def check_policies(paths: Iterable[Path]) -> Iterator[Policy | Problem]:
    """Read each file and run its self-tests: yield its policy, or every problem that keeps it from being used."""
    for path in paths:
        try:
            yield load_policy(path)
        except RubricFileError as error:
            yield from error.problems


def read_policy(path: Path) -> Policy:
    """Read one policy file. Raises BadInputError with every problem, its file and line."""
    try:
        return load_policy(path)
    except RubricFileError as error:
        raise BadInputError(str(error)) from None


def policy_checks(policy: Policy, declared: Submission | None = None) -> tuple[Check, ...]:
    """Return the checks that the policy asks for, in the order of its file.

    ``declared`` is what the author said of their use of AI when handing in, None where nothing was said.
    """
    makers = (_data, _disclosure, _sections, _terms, _sentences, _grade, _citations, _identifiers, _length)
    made = [*(make(policy) for make in makers), declared_check(policy, declared)]
    checks = [check for check in made if check is not None]
    tone = {f"tone-{name}" for name in policy.tone.avoid}
    return (*checks, *(check for check in TONE_CHECKS if check.id in tone))


def _data(policy: Policy) -> Check | None:
    def find(document: Document) -> Iterator[Finding]:
        for block in written_blocks(document):
            for name, kind in policy.data_classes.items():
                for found in find_data(document.text_of(block), kind.detect, kind.allow):
                    span = (block.start + found.start, block.start + found.end)
                    message = f"This is {_KINDS[found.detector]} ({found.masked}), which the policy counts as {name}."
                    yield replace(report(check, span, message, "Can it be left out?"), tier=Tier(kind.tier))

    check = _check("policy-data", Tier.FIX, "It can harm somebody if it gets out.", find)
    return check if policy.data_classes else None


def _disclosure(policy: Policy) -> Check | None:
    tools = [tool.name for tool in policy.approved_tools]

    def find(document: Document) -> Iterator[Finding]:
        given = find_disclosure(document, tools)
        place = beginning(document)
        if given is None:
            if place is not None:
                message = "The policy asks for a word on the use of AI; the text has none."
                yield report(check, place, message, "Which tool did you use, for which parts and how far? Or none?")
            return
        missing = [_PARTS[name] for name in policy.disclosure.names if name not in given.names]
        if missing and given.tools:
            message = f"The word on the use of AI does not name {' and '.join(missing)}."
            yield report(check, given.span, message, "Can you add this?")
        for tool in given.tools if tools else ():
            if not any(tool.casefold() in name.casefold() or name.casefold() in tool.casefold() for name in tools):
                message = f"“{tool}” is not among the tools that the policy approves."
                yield report(check, given.span, message, "Was its use agreed with somebody?")

    why = "The policy asks every text to say how AI was used."
    check = _check("policy-disclosure", Tier.ASK, why, find)
    return check if policy.disclosure.required else None


def _sections(policy: Policy) -> Check | None:
    def find(document: Document) -> Iterator[Finding]:
        place = beginning(document)
        for name in missing_sections(document, policy.sections.required) if place else ():
            yield report(check, place or (0, 1), f"The section “{name}” is missing.", "Where does the text say this?")

    check = _check("policy-sections", Tier.ASK, "The policy asks for this section.", find)
    return check if policy.sections.required else None


def _terms(policy: Policy) -> Check | None:
    terms: dict[tuple[str, ...], Term] = {words_of(term.avoid): term for term in policy.terms}
    index = index_terms(term.avoid for term in policy.terms)

    def find(document: Document) -> Iterator[Finding]:
        for block in written_blocks(document):
            for start, end, words in find_terms(document.text_of(block), index):
                term, span = terms[words], (block.start + start, block.start + end)
                why = f": {term.why}" if term.why else "."
                message = f"The policy avoids “{shorten(document.text[slice(*span)])}”{why}"
                question = f"Does “{term.prefer}” fit?" if term.prefer else "Can you say it in another way?"
                yield replace(report(check, span, message, question), tier=Tier(term.tier))

    check = _check("policy-terms", Tier.ASK, "The policy names a better word.", find)
    return check if policy.terms else None


def _sentences(policy: Policy) -> Check | None:
    limit = policy.tone.sentence_words

    def find(document: Document) -> Iterator[Finding]:
        for span, words in long_sentences(document, limit.max) if limit else ():
            message = f"This sentence has {words} words; the policy sets {limit.max if limit else 0} as the most."
            yield report(check, span, message, "Where could it be cut?")

    check = _check("policy-sentences", Tier.CONSIDER, "Long sentences are read twice.", find)
    return check if limit else None


def _grade(policy: Policy) -> Check | None:
    limit = policy.tone.reading_grade

    def find(document: Document) -> Iterator[Finding]:
        place = beginning(document)
        if limit is None or place is None or prose_words(document) < _SHORT_TEXT:
            return
        spans = [span for block in prose_blocks(document) for span in sentences_of(document, block)]
        grade = reading_grade([document.text[slice(*span)] for span in spans])
        if round(grade) > limit.max:
            message = f"The text reads at grade {grade:.0f} (Flesch–Kincaid); the policy sets {limit.max} as the most."
            yield report(check, place, message, "Which sentences and words can be plainer?")

    why = "A text that is hard to read loses readers."
    check = _check("policy-reading-grade", Tier.CONSIDER, why, find, ("en",))
    return check if limit else None


def _citations(policy: Policy) -> Check | None:
    least = policy.citations.min_per_1000_words

    def find(document: Document) -> Iterator[Finding]:
        words, place = prose_words(document), beginning(document)
        count = citation_count(document)
        if place is not None and words >= _SHORT_TEXT and count * _PER < least * words:
            message = f"The text cites {count} times in {words:,} words; the policy asks for {least:f} in 1,000."
            yield report(check, place, message, "Which statements need a source?")

    check = _check("policy-citations", Tier.ASK, "The policy asks for more sources.", find)
    return check if least else None


def _identifiers(policy: Policy) -> Check | None:
    kinds = policy.citations.need_identifier

    def find(document: Document) -> Iterator[Finding]:
        for block in entries_without(document, kinds):
            message = f"This entry has no {' or '.join(name.upper() for name in kinds)}."
            yield report(check, (block.start, block.end), message, "Can you add one?")

    why = "The policy asks for a way to find each source."
    check = _check("policy-identifiers", Tier.ASK, why, find)
    return check if kinds else None


def _length(policy: Policy) -> Check | None:
    least, most = policy.length.min_words, policy.length.max_words

    def find(document: Document) -> Iterator[Finding]:
        words, place = prose_words(document), beginning(document)
        if place is None:
            return
        if words < least:
            yield report(
                check, place, f"The text has {words:,} words; the policy asks for {least:,}.", "What is missing?"
            )
        elif most is not None and words > most:
            yield report(check, place, f"The text has {words:,} words; the policy allows {most:,}.", "What can go?")

    check = _check("policy-length", Tier.ASK, "The policy sets how long a text may be.", find)
    return check if least or most is not None else None


def _check(ident: str, tier: Tier, why: str, find: Find, languages: tuple[str, ...] = ()) -> Check:
    return Check(ident, 1, tier, POLICY_TITLES[ident], why, find, languages)
