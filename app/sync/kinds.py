"""What travels, where it belongs, and who may read and write it there.

These are the rows of the server's tables ``kind`` and ``permission``: the same rules as
:mod:`app.domain.permissions` has, in the words of the server; a test holds them against each other.
"""

from dataclasses import dataclass
from typing import Literal

from app.domain.permissions import Kind

Level = Literal["all", "open", "own", "released"]


@dataclass(frozen=True, slots=True)
class Rights:
    """What a role may do with a kind.

    "" nothing, "all" rows, "own" ones, with them those that are not blind ("open") or those that were "released".
    """

    reads: Level | Literal[""] = ""
    writes: Level | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class SharedKind:
    """A kind of record, as it is called on the server.

    ``scope`` is what its rows belong to: "mentee", "team" or "personal". ``release`` is "snapshot" when the mentee
    reads a copy in the release row, "live" when the row itself opens to the mentee, "" when a release does not matter.
    ``rights`` are by role: mentee, mentor, lead, member, self.
    """

    name: str
    governed_by: Kind
    scope: Literal["mentee", "team", "personal"]
    rights: tuple[tuple[str, Rights], ...]
    release: Literal["", "snapshot", "live"] = ""


_TEAM = (("lead", Rights("all", "all")), ("member", Rights("all")))
_WORK = (("mentee", Rights("all", "own")), ("mentor", Rights("all")), ("lead", Rights("all")))
_FEEDBACK = (("mentor", Rights("open", "own")),)
_PERSONAL = (("self", Rights("all", "all")),)


def _kinds() -> tuple[SharedKind, ...]:
    team = {
        "assignment": Kind.ASSIGNMENT,
        "rubric": Kind.RUBRIC,
        "policy": Kind.POLICY,
        "dismissed_rule": Kind.POLICY,
        "playbook": Kind.PLAYBOOK,
        "library": Kind.TEAM_LIBRARY,
        "library_segment": Kind.TEAM_LIBRARY,
        "phrase": Kind.TEAM_COMMENT,
    }
    work = {
        "deliverable": Kind.DELIVERABLE,
        "draft": Kind.DRAFT,
        "revision": Kind.DRAFT,
        "submission": Kind.DISCLOSURE,
        "reflection": Kind.REFLECTION,
        "mark": Kind.MARK,
        "goal": Kind.GOAL,
    }
    feedback = {
        "comment": Kind.COMMENT,
        "placement": Kind.COMMENT,
        "letter": Kind.LETTER,
    }
    personal = {
        "own_phrase": Kind.OWN_COMMENT,
        "own_rubric": Kind.OWN_COMMENT,
        "own_assignment": Kind.OWN_COMMENT,
        "own_policy": Kind.OWN_COMMENT,
        "own_dismissed_rule": Kind.OWN_DISMISSAL,
        "own_library": Kind.OWN_COMMENT,
        "own_library_segment": Kind.OWN_COMMENT,
        "decision": Kind.OWN_DISMISSAL,
    }
    scores = (*_FEEDBACK, ("lead", Rights("all")))
    return (
        *(SharedKind(name, kind, "team", _TEAM) for name, kind in team.items()),
        *(SharedKind(name, kind, "mentee", _WORK) for name, kind in work.items()),
        *(SharedKind(name, kind, "mentee", _FEEDBACK, "snapshot") for name, kind in feedback.items()),
        SharedKind("review", Kind.REVIEW, "mentee", scores, "snapshot"),
        SharedKind("score", Kind.SCORE, "mentee", scores, "snapshot"),
        SharedKind("release", Kind.RELEASE, "mentee", (*_FEEDBACK, ("mentee", Rights("all")), ("lead", Rights("all")))),
        SharedKind(
            "reply",
            Kind.REPLY,
            "mentee",
            (*_FEEDBACK, ("mentee", Rights("released", "own")), ("lead", Rights("released"))),
            "live",
        ),
        SharedKind("round", Kind.CALIBRATION, "mentee", (("lead", Rights("all", "all")), ("mentor", Rights("all")))),
        *(SharedKind(name, kind, "personal", _PERSONAL) for name, kind in personal.items()),
        SharedKind("library_correction", Kind.LIBRARY_CORRECTION, "personal", (*_PERSONAL, ("lead", Rights("all")))),
    )


KINDS = _kinds()
