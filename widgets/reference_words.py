"""References in words: what to call them, what differs, why a verdict was reached."""

import re

from app.domain.reference import CheckedReference, FieldMatch, FieldStatus, Judgement, Notice, Verdict, Work

FIELD_NAMES = {
    "title": "Title",
    "authors": "Authors",
    "year": "Year",
    "container": "Published in",
    "volume": "Volume",
    "issue": "Issue",
    "pages": "Pages",
    "doi": "DOI",
    "isbn": "ISBN",
    "arxiv": "arXiv",
    "url": "Link",
    "publisher": "Publisher",
    "parties": "Parties",
}
REASONS = {
    "identifier-of-other-work": "Its identifier belongs to another work.",
    "chimera": "The title belongs to one work and the authors to another.",
    "impossible-identifier": "Its identifier cannot exist as it is written.",
    "placeholder-authors": "Its authors are placeholders, not names.",
    "absent-from-complete-list": "It is not in a list that is declared complete.",
    "kind-not-covered": "Your lists do not cover this kind of source.",
    "unreadable": "Too little of it could be read to compare.",
    "no-list": "There is no source list to check it against.",
}
NOTICES = {
    "never-cited": "It stands in the bibliography, but the text never cites it.",
    "not-in-bibliography": "The text cites it, but the bibliography does not list it.",
}
_MOST_AUTHORS, _LONGEST_NAME = 2, 300
_ORGANISATION = re.compile(
    r"\b(?:of|for|and|the|administration|agency|association|authority|bank|cent(?:er|re)|commission|committee|council"
    r"|department|foundation|group|institute|librar(?:y|ies)|ministry|office|organi[sz]ation|project|service|society|team|university)\b",
    re.IGNORECASE,
)


def short_name(work: Work, raw: str) -> str:
    """Return what a reference is called in a list: "Ferreira and Holm 2020", else its title, else its first words."""
    names = [_family(name) for name in work.authors if name.strip()]
    if not names:
        return beginning((work.title or raw).strip(), _LONGEST_NAME)
    shown = (
        " and ".join(names[:_MOST_AUTHORS]) if len(names) <= _MOST_AUTHORS and not work.et_al else f"{names[0]} et al."
    )
    return f"{shown} {work.year}" if work.year else shown


def verdict_line(checked: CheckedReference) -> str:
    """Return the second line of a row: the verdict, and the one thing behind it."""
    judgement = checked.judgement
    why = first_reason(judgement)
    return f"{judgement.verdict.shown_as}. {why}" if why else judgement.verdict.shown_as


def first_reason(judgement: Judgement) -> str:
    """Return the first reason in a few words, "" when the verdict says it all."""
    if judgement.notices and judgement.verdict in {Verdict.VERIFIED, Verdict.UNVERIFIABLE}:
        return notice_words(judgement.notices[0])
    for reason in judgement.reasons:
        if reason in REASONS:
            return REASONS[reason]
    differing = [one for one in judgement.fields if one.status is FieldStatus.DIFFERS]
    if differing:
        return difference(differing[0])
    unconfirmed = [one for one in judgement.fields if one.status is FieldStatus.UNCONFIRMED]
    if unconfirmed and judgement.verdict is Verdict.PARTLY_VERIFIED:
        names = [FIELD_NAMES.get(one.name, one.name).lower() for one in unconfirmed]
        return f"Not confirmed: {', '.join(names)}"
    return ""


def notice_words(notice: Notice) -> str:
    """Return a notice in plain words; where it names something, in its own."""
    return NOTICES.get(notice.kind, notice.text)


def difference(one: FieldMatch) -> str:
    """Return a field that differs in words: "Year: cited 2020, found 2018"."""
    return f"{FIELD_NAMES.get(one.name, one.name)}: cited {shown(one.cited)}, found {shown(one.found)}"


def reasons_in_words(judgement: Judgement) -> list[str]:
    """Return every reason that the table of fields does not show already."""
    return [REASONS[reason] for reason in judgement.reasons if reason in REASONS]


def shown(values: tuple[str, ...]) -> str:
    """Return the values of a field on one line, the beginning of what is longer than anybody reads."""
    return beginning("; ".join(value.replace("--", "–") for value in values if value)) or "none given"


def beginning(text: str, most: int = 1_500) -> str:
    """Return a text, or its beginning with how much of it is left out: laying out a book would hold up the window."""
    if len(text) <= most:
        return text
    return f"{text[:most].rstrip()}… ({len(text) - most:,} more characters)"


def field_of(work: Work, name: str) -> tuple[str, ...]:
    """Return the values of a field of a work, ready to show."""
    value = getattr(work, name, "")
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def address_of_work(work: Work) -> str:
    """Return the address of a work's DOI, arXiv number or link, "" without one."""
    if work.doi:
        return f"https://doi.org/{work.doi}"
    return f"https://arxiv.org/abs/{work.arxiv}" if work.arxiv else work.url


def field_in_words(name: str) -> str:
    """Return the name of a field inside a sentence: "year", "DOI"."""
    words = FIELD_NAMES.get(name, name)
    return words if words[1:].lower() != words[1:] else words.lower()


def _family(name: str) -> str:
    family, comma, _ = name.partition(",")
    if comma or _ORGANISATION.search(name):
        return family.strip()
    return name.rsplit(maxsplit=1)[-1]
