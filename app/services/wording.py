"""The words a comment starts with when a person accepts a finding or a reference: kind, plain, never an accusation."""

from app.domain.finding import Finding, Tier
from app.domain.reference import CheckedReference, FieldMatch, FieldStatus, Judgement, Verdict

_FIELDS = {
    "title": "title",
    "authors": "authors",
    "year": "year",
    "container": "journal or book",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "doi": "DOI",
    "isbn": "ISBN",
    "arxiv": "arXiv number",
    "url": "link",
    "publisher": "publisher",
    "parties": "parties",
}

_OBSERVATIONS = {
    "identifier-of-other-work": "its identifier leads to another work",
    "chimera": "its details come from two different works",
    "impossible-identifier": "its identifier cannot exist as written",
    "placeholder-authors": "its authors look like placeholders",
    "absent-from-complete-list": "it is not in the list, which is meant to be complete",
}


def comment_on_finding(finding: Finding) -> str:
    """Return the finding's question, with the message first where the question alone would not say what is meant."""
    if finding.question and finding.tier is not Tier.FIX:
        return finding.question
    return " ".join(part for part in (finding.message, finding.question) if part)


def comment_on_reference(checked: CheckedReference) -> str:
    """Return what the look into the source lists says about the reference, as a request to its author."""
    judgement = checked.judgement
    sentence = _SENTENCES[judgement.verdict](judgement)
    return " ".join([sentence, *(_ended(notice.text) for notice in judgement.notices)])


def _verified(_: Judgement) -> str:
    return "This reference agrees with the source list."


def _partly(judgement: Judgement) -> str:
    open_points = _named(judgement, FieldStatus.UNCONFIRMED)
    what = f"the {_listed(open_points)}" if open_points else "some details"
    return f"I found this work, but could not confirm {what}. Could you check this against the source?"


def _mismatch(judgement: Judgement) -> str:
    differing = [one for one in judgement.fields if one.status is FieldStatus.DIFFERS]
    if not differing:
        return "I found this work, but some details differ from the record. Could you check them against the source?"
    details = " ".join(_difference(one) for one in differing)
    return f"I found this work, but not everything agrees with the record. {details} Could you check the source?"


def _difference(one: FieldMatch) -> str:
    name = _FIELDS.get(one.name, one.name)
    return f"{name[0].upper()}{name[1:]}: cited “{'; '.join(one.cited)}”, recorded “{'; '.join(one.found)}”."


def _not_found(_: Judgement) -> str:
    return "I could not find this work in our source list. Where did you find it? A link or a DOI would help."


def _unverifiable(_: Judgement) -> str:
    return "I could not check this reference. Could you add what is missing, such as the full title, or a DOI or link?"


def _doubtful(judgement: Judgement) -> str:
    seen = [_OBSERVATIONS[reason] for reason in judgement.reasons if reason in _OBSERVATIONS]
    why = f": {_listed(seen)}" if seen else ""
    return f"I could not trace this reference to an existing work{why}. Could you open the source and send me its link?"


_SENTENCES = {
    Verdict.VERIFIED: _verified,
    Verdict.PARTLY_VERIFIED: _partly,
    Verdict.MISMATCH: _mismatch,
    Verdict.NOT_FOUND: _not_found,
    Verdict.UNVERIFIABLE: _unverifiable,
    Verdict.LIKELY_FABRICATED: _doubtful,
}


def _named(judgement: Judgement, status: FieldStatus) -> list[str]:
    return [_FIELDS.get(one.name, one.name) for one in judgement.fields if one.status is status]


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
