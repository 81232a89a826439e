"""Who may write and who may read what: the one place that says it, for this computer and for the shared database."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.people import Directory


class Kind(StrEnum):
    """What is kept about people's work. The comment says who writes it."""

    # The lead of the team.
    ASSIGNMENT = "assignment"
    RUBRIC = "rubric"
    POLICY = "policy"
    PLAYBOOK = "playbook"
    TEAM_LIBRARY = "team_library"
    TEAM_COMMENT = "team_comment"
    CALIBRATION = "calibration"
    # The mentee whose work it is.
    DELIVERABLE = "deliverable"
    DRAFT = "draft"
    DISCLOSURE = "disclosure"
    REFLECTION = "reflection"
    MARK = "mark"
    GOAL = "goal"
    # A mentor of that mentee, each row by its author.
    REVIEW = "review"
    COMMENT = "comment"
    SCORE = "score"
    LETTER = "letter"
    RELEASE = "release"
    # Both sides of the review, each row by its author.
    REPLY = "reply"
    # Each person for themselves.
    OWN_COMMENT = "own_comment"
    OWN_DISMISSAL = "own_dismissal"
    LIBRARY_CORRECTION = "library_correction"
    SELF_CHECK = "self_check"
    # The admin.
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Item:
    """What somebody wants to read or write, and to whom it belongs.

    ``team_id`` for what is a team's, ``mentee_id`` for work and its feedback. ``author_id`` wrote it, or is about to.
    ``released`` says whether the mentee has been given it, ``blind`` whether mentors must not see each other's.
    """

    kind: Kind
    author_id: str = ""
    team_id: str = ""
    mentee_id: str = ""
    released: bool = False
    blind: bool = False


_Rule = Callable[[Directory, str, Item], bool]


def may_write(directory: Directory, person_id: str, item: Item) -> bool:
    """Tell whether the person may make, change or delete the item."""
    return directory.is_active(person_id) and _WRITERS[item.kind](directory, person_id, item)


def may_read(directory: Directory, person_id: str, item: Item) -> bool:
    """Tell whether the person may see the item."""
    return directory.is_active(person_id) and _READERS[item.kind](directory, person_id, item)


def _lead_of_team(directory: Directory, person_id: str, item: Item) -> bool:
    return directory.leads_team(person_id, item.team_id)


def _in_team(directory: Directory, person_id: str, item: Item) -> bool:
    return item.team_id in directory.teams_of(person_id)


def _mentor_in_team(directory: Directory, person_id: str, item: Item) -> bool:
    """Mentors of the team's people, and its lead: a round to compare mentors is no business of the mentees."""
    mentors = any(item.team_id in directory.teams_of(mentee) for mentee in directory.mentees_of(person_id))
    return mentors or _lead_of_team(directory, person_id, item)


def _mentee(directory: Directory, person_id: str, item: Item) -> bool:
    del directory
    return person_id == item.mentee_id


def _mentor(directory: Directory, person_id: str, item: Item) -> bool:
    return person_id in directory.mentors_of(item.mentee_id)


def _around_mentee(directory: Directory, person_id: str, item: Item) -> bool:
    """Allow the mentee, the mentors, and the lead of the mentee's team."""
    return (
        _mentee(directory, person_id, item)
        or _mentor(directory, person_id, item)
        or directory.leads_person(person_id, item.mentee_id)
    )


def _own_as_mentor(directory: Directory, person_id: str, item: Item) -> bool:
    return person_id == item.author_id and _mentor(directory, person_id, item)


def _own_in_thread(directory: Directory, person_id: str, item: Item) -> bool:
    return person_id == item.author_id and (_mentee(directory, person_id, item) or _mentor(directory, person_id, item))


def _feedback(directory: Directory, person_id: str, item: Item) -> bool:
    """Before release the author and, unless the round is blind, the other mentors; afterwards also mentee and lead."""
    if person_id == item.author_id:
        return _mentor(directory, person_id, item)
    if _mentor(directory, person_id, item):
        return not item.blind
    return item.released and not item.blind and _around_mentee(directory, person_id, item)


def _release(directory: Directory, person_id: str, item: Item) -> bool:
    """Hide what was released in a blind round from the other mentors, not from the mentee it was written for."""
    if _mentor(directory, person_id, item):
        return person_id == item.author_id or not item.blind
    return person_id != item.author_id and _around_mentee(directory, person_id, item)


def _score(directory: Directory, person_id: str, item: Item) -> bool:
    return _feedback(directory, person_id, item) or directory.leads_person(person_id, item.mentee_id)


def _thread(directory: Directory, person_id: str, item: Item) -> bool:
    """Allow what feedback allows, and everyone their own words."""
    return _own_in_thread(directory, person_id, item) or _feedback(directory, person_id, item)


def _own(directory: Directory, person_id: str, item: Item) -> bool:
    del directory
    return person_id == item.author_id


def _own_or_lead(directory: Directory, person_id: str, item: Item) -> bool:
    return _own(directory, person_id, item) or directory.leads_person(person_id, item.author_id)


def _admin(directory: Directory, person_id: str, item: Item) -> bool:
    del item
    return person_id in directory.admins


def _colleague(directory: Directory, person_id: str, item: Item) -> bool:
    return _admin(directory, person_id, item) or directory.are_colleagues(person_id, item.author_id)


_TEAM = (Kind.ASSIGNMENT, Kind.RUBRIC, Kind.POLICY, Kind.PLAYBOOK, Kind.TEAM_LIBRARY, Kind.TEAM_COMMENT)
_WORK = (Kind.DELIVERABLE, Kind.DRAFT, Kind.DISCLOSURE, Kind.REFLECTION, Kind.MARK, Kind.GOAL)
_REVIEW = (Kind.REVIEW, Kind.COMMENT, Kind.SCORE, Kind.LETTER, Kind.RELEASE)
_PERSONAL = (Kind.OWN_COMMENT, Kind.OWN_DISMISSAL, Kind.LIBRARY_CORRECTION, Kind.SELF_CHECK)

_WRITERS: dict[Kind, _Rule] = {
    **dict.fromkeys((*_TEAM, Kind.CALIBRATION), _lead_of_team),
    **dict.fromkeys(_WORK, _mentee),
    **dict.fromkeys(_REVIEW, _own_as_mentor),
    **dict.fromkeys(_PERSONAL, _own),
    Kind.REPLY: _own_in_thread,
    Kind.PEOPLE: _admin,
}
_READERS: dict[Kind, _Rule] = {
    **dict.fromkeys(_TEAM, _in_team),
    **dict.fromkeys(_WORK, _around_mentee),
    **dict.fromkeys(_REVIEW, _feedback),
    **dict.fromkeys(_PERSONAL, _own),
    Kind.CALIBRATION: _mentor_in_team,
    Kind.REVIEW: _score,  # scores cannot be read without the review they stand in
    Kind.SCORE: _score,
    Kind.RELEASE: _release,
    Kind.REPLY: _thread,
    Kind.LIBRARY_CORRECTION: _own_or_lead,
    Kind.PEOPLE: _colleague,
}
