"""Dismissals that reach beyond one place: the same words in the next draft, a rule in a document, a rule for a team.

A rule dismissed in a document is a decision under the key ``check@*``, which counts in all drafts of the work. What a
lead dismisses for the team is the team's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.domain.errors import DeniedError
from app.domain.feedback import DismissedRule
from app.domain.ids import new_id, now_ms
from app.domain.review import Choice, Comment, Decision, Draft
from app.services import reviewing
from app.services.access import Gate, keep
from app.services.assignments import assignment_of
from app.services.ports import ReviewChange, ReviewStore, Workspace

_ALL = "*"
_TEAM = "team:"


class Reach(StrEnum):
    """How far a dismissal goes."""

    HERE = "here"
    DOCUMENT = "document"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Standing:
    """What was dismissed elsewhere and counts here too: by check and words, and by check."""

    spans: Mapping[tuple[str, str], Decision] = field(default_factory=dict)
    rules: Mapping[str, Decision] = field(default_factory=dict)

    def on(self, key: str) -> Decision | None:
        """Return the dismissal that counts for the finding with this key, or None."""
        check, _, quote = _parts(key)
        return self.spans.get((check, quote)) or self.rules.get(check)


def dismiss(workspace: Workspace, draft: Draft, key: str, reason: str, reach: Reach = Reach.HERE) -> None:
    """Dismiss the finding with this key, or its whole rule. Raises DeniedError where only a lead may."""
    check = _parts(key)[0]
    if reach is Reach.TEAM:
        team = _team_of(workspace, draft.id)
        _require_lead(workspace, team)
        now, known = now_ms(), _kept(workspace, team).get(check)
        made = known or DismissedRule(new_id(), workspace.me(), team, check, "", now, now)
        keep(workspace, ReviewChange(records=(replace(made, reason=reason, updated_ms=now),)))
    else:
        reviewing.dismiss(workspace, draft, key if reach is Reach.HERE else f"{check}@{_ALL}", reason)


def take_back(workspace: Workspace, decision: Decision) -> tuple[Comment, ...]:
    """Leave what was decided open again, also a rule's dismissal; return comments as ``reviewing.take_back`` does."""
    if not decision.id.startswith(_TEAM):
        return reviewing.take_back(workspace, decision)
    team, check = decision.id.removeprefix(_TEAM), _parts(decision.finding)[0]
    _require_lead(workspace, team)
    known = [one for one in _dismissed_rules(workspace, team) if one.rule == check]  # of two computers there are two
    if known:
        deleted = tuple((DismissedRule, one.id) for one in known)
        keep(workspace, ReviewChange(deleted_records=deleted, seen=min(one.seen for one in known)))
    return ()


def standing(workspace: Workspace, draft_id: str) -> Standing:
    """Return what counts on the draft without having been decided there."""
    draft = workspace.draft(draft_id)
    spans: dict[tuple[str, str], Decision] = {}
    rules = _team_rules(workspace, draft_id)
    for other in workspace.drafts_of(draft.deliverable_id):
        for decision in _dismissed(workspace, other):
            check, place, quote = _parts(decision.finding)
            if place == _ALL:
                rules[check] = replace(decision, reason=f"{decision.reason} (everywhere in this document)")
            elif other.number < draft.number and quote:
                spans[check, quote] = replace(decision, reason=f"{decision.reason} (in draft {other.number})")
    return Standing(spans, rules)


def _dismissed(store: ReviewStore, draft: Draft) -> list[Decision]:
    me = store.me()
    return [one for one in store.decisions(draft.id) if one.author_id == me and one.choice is Choice.DISMISSED]


def _team_rules(workspace: Workspace, draft_id: str) -> dict[str, Decision]:
    team = _team_of(workspace, draft_id)
    words = "for the team" if team else "in every draft here"
    return {
        check: Decision(
            f"{_TEAM}{team}",
            draft_id,
            "",
            f"{check}@{_ALL}",
            Choice.DISMISSED,
            f"{one.reason} ({words})",
            one.updated_ms,
        )
        for check, one in _kept(workspace, team).items()
    }


def _team_of(store: ReviewStore, draft_id: str) -> str:
    """Return the team whose rules count for the draft: its assignment's, else its mentee's; "" for one's own work."""
    assigned = assignment_of(store, draft_id)
    if assigned is not None and assigned.team_id:
        return assigned.team_id
    mentee = store.work_of(draft_id).mentee_id
    return min(store.directory().teams_of(mentee), default="") if mentee else ""


def _require_lead(store: ReviewStore, team: str) -> None:
    if team and not store.directory().leads_team(store.me(), team):
        raise DeniedError("Only the lead of the team decides about its rules. Dismiss it in this document instead.")


def _kept(store: ReviewStore, team: str) -> dict[str, DismissedRule]:
    """Return the rules that are dismissed for the team, or for one's own work, by their checks."""
    return {one.rule: one for one in _dismissed_rules(store, team)}


def _dismissed_rules(store: ReviewStore, team: str) -> list[DismissedRule]:
    gate = Gate(store)
    return [one for one in store.records(DismissedRule) if one.team_id == team and gate.may_read(one)]


def _parts(key: str) -> tuple[str, str, str]:
    """Return the check, the place and the words of a finding's key."""
    check, _, rest = key.partition("@")
    place, _, quote = rest.partition(":")
    return check, place, quote
