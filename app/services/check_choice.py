"""Which policy and plug-ins a draft is checked by: what its assignment asks for, else what was chosen here.

Policies that a person made or opened are kept in the workspace as the text of their files; those that come with Stet
are always there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from app.checks.engine import installed_plugins
from app.domain.deliverable import Submission
from app.domain.errors import BadInputError
from app.domain.feedback import KeptPolicy
from app.domain.ids import new_id, now_ms
from app.services.access import Gate, keep
from app.services.assignments import assignment_of
from app.services.checking import CheckRequest
from app.services.ports import ReviewChange, ReviewStore, Settings, Workspace
from rubrics.load import RubricFileError, read_file
from rubrics.policy import Policy, parse_policy, ready_policies

_CHOSEN, _PLUGINS = "policy", "plugins"


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from and what is chosen: ``policy`` is an id or empty, ``plugins`` are distributions."""

    policies: tuple[Policy, ...] = ()
    own: frozenset[str] = frozenset()
    policy: str = ""
    installed: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()


def choices(workspace: Workspace) -> Choices:
    """Return what can be chosen and what is."""
    own = _own(workspace)
    wanted, offered = _words(workspace.setting(_PLUGINS)), installed_plugins()
    return Choices(
        tuple(sorted(_all(own).values(), key=lambda one: one.title.casefold())),
        frozenset(own),
        chosen if isinstance(chosen := workspace.setting(_CHOSEN), str) else "",
        offered,
        tuple(name for name in wanted if name in offered),
    )


def choose_policy(settings: Settings, policy_id: str) -> None:
    """Check by this policy from now on where no assignment asks for another; "" for none."""
    settings.put_setting(_CHOSEN, policy_id)


def switch_plugins(settings: Settings, distributions: tuple[str, ...]) -> None:
    """Run the checks of these installed packages too, and of no others."""
    settings.put_setting(_PLUGINS, list(distributions))


def read_text(path: Path) -> str:
    """Return the text of a policy file. Raises BadInputError when it cannot be read or is far too large."""
    try:
        return read_file(path)
    except RubricFileError as error:
        raise BadInputError(str(error)) from None


def keep_policy(store: ReviewStore, text: str, name: str) -> Policy:
    """Keep the text of a policy file under its id; return it.

    It takes the place of what is kept under that id and may be changed, of several texts the one that counts. A new
    one is the team's where one leads a team, else one's own. Raises BadInputError with every problem; ``name`` stands
    in them.
    """
    try:
        policy = parse_policy(text, name)
    except RubricFileError as error:
        raise BadInputError(str(error)) from None
    now, mine = now_ms(), _mine(store, policy.id)
    me, people = store.me(), store.directory()
    team_id = min((one for one in people.teams_of(me) if people.leads_team(me, one)), default="")
    kept = mine[-1] if mine else KeptPolicy(new_id(), me, team_id, policy.id, "", "", now, now)
    keep(store, ReviewChange(records=(replace(kept, title=policy.title, text=text, updated_ms=now),)))
    return policy


def remove_policy(store: ReviewStore, policy_id: str) -> None:
    """Forget a kept policy; one that comes with Stet under this id is there again."""
    mine = _mine(store, policy_id)
    if mine:
        keep(store, ReviewChange(deleted_records=tuple((KeptPolicy, one.id) for one in mine)))


def policy_in_force(workspace: Workspace, draft_id: str) -> Policy | None:
    """Return the policy that the draft's assignment names, else the chosen one, else None.

    A name that no policy here has counts as none: its file has not arrived yet.
    """
    assigned = assignment_of(workspace, draft_id)
    wanted = (assigned.policy if assigned else "") or workspace.setting(_CHOSEN)
    return _all(_own(workspace)).get(wanted) if wanted and isinstance(wanted, str) else None


def as_chosen(workspace: Workspace, draft_id: str, request: CheckRequest) -> CheckRequest:
    """Return the request with the policy, the declaration and the plug-ins that hold for the draft."""
    plugins = _words(workspace.setting(_PLUGINS))
    policy = policy_in_force(workspace, draft_id)
    declared = _declared(workspace, draft_id) if policy is not None else None
    return replace(request, policy=policy, declared=declared, plugins=plugins)


def _declared(store: ReviewStore, draft_id: str) -> Submission | None:
    """Return what the author declared; what a mentor brought in was declared by nobody."""
    mentee = store.work_of(draft_id).mentee_id
    given = store.records(Submission, draft_id=draft_id)
    return next((one for one in given if mentee and one.author_id == mentee), None)


def _all(own: dict[str, str]) -> dict[str, Policy]:
    found = {policy.id: policy for policy in ready_policies()}
    for name, text in own.items():
        policy = _parse(text)
        if policy is not None:
            found[name] = policy
    return found


@lru_cache(maxsize=16)  # a long list of terms takes seconds to read
def _parse(text: str) -> Policy | None:
    """Return the policy of a kept text; None when another version of Stet kept it, which knew other fields."""
    try:
        return parse_policy(text, "")
    except RubricFileError:
        return None


def _own(store: ReviewStore) -> dict[str, str]:
    """Return the kept texts that count, by the policies' ids."""
    gate = Gate(store)
    return {one.name: one.text for one in _in_order(one for one in store.records(KeptPolicy) if gate.may_read(one))}


def _mine(store: ReviewStore, policy_id: str) -> list[KeptPolicy]:
    """Return the kept texts of a policy that the person may change, the one that counts last."""
    gate = Gate(store)
    return _in_order(one for one in store.records(KeptPolicy, name=policy_id) if gate.may_write(one))


def _in_order(kept: Iterable[KeptPolicy]) -> list[KeptPolicy]:
    """Return the texts so that the last under an id counts: a person's own after their team's, then the newest."""
    return sorted(kept, key=lambda one: (not one.team_id, one.id))


def _words(kept: object) -> tuple[str, ...]:
    return tuple(one for one in kept if isinstance(one, str)) if isinstance(kept, list) else ()
