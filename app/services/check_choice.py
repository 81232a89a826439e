"""Which policy and plug-ins a draft is checked by: what its assignment asks for, else what was chosen here.

Policies that a person made or opened are kept in the workspace as the text of their files; those that come with Stet
are always there.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from app.checks.engine import installed_plugins
from app.domain.deliverable import Submission
from app.domain.errors import BadInputError
from app.services.assignments import assignment_of
from app.services.checking import CheckRequest
from app.services.ports import ReviewStore, Settings, Workspace
from rubrics.load import RubricFileError, read_file
from rubrics.policy import Policy, parse_policy, ready_policies

_TEXTS, _CHOSEN, _PLUGINS = "policies", "policy", "plugins"


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from and what is chosen: ``policy`` is an id or empty, ``plugins`` are distributions."""

    policies: tuple[Policy, ...] = ()
    own: frozenset[str] = frozenset()
    policy: str = ""
    installed: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()


def choices(settings: Settings) -> Choices:
    """Return what can be chosen and what is."""
    own = _own(settings)
    wanted, offered = _words(settings.setting(_PLUGINS)), installed_plugins()
    return Choices(
        tuple(sorted(_all(own).values(), key=lambda one: one.title.casefold())),
        frozenset(own),
        chosen if isinstance(chosen := settings.setting(_CHOSEN), str) else "",
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


def keep_policy(settings: Settings, text: str, name: str) -> Policy:
    """Keep the text of a policy file under its id, in place of an earlier one.

    Raises BadInputError with every problem; ``name`` stands in them.
    """
    try:
        policy = parse_policy(text, name)
    except RubricFileError as error:
        raise BadInputError(str(error)) from None
    settings.put_setting(_TEXTS, _own(settings) | {policy.id: text})
    return policy


def remove_policy(settings: Settings, policy_id: str) -> None:
    """Forget a kept policy; one that comes with Stet under this id is there again."""
    settings.put_setting(_TEXTS, {name: text for name, text in _own(settings).items() if name != policy_id})


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


def _own(settings: Settings) -> dict[str, str]:
    kept = settings.setting(_TEXTS)
    return {k: v for k, v in kept.items() if isinstance(v, str)} if isinstance(kept, dict) else {}


def _words(kept: object) -> tuple[str, ...]:
    return tuple(one for one in kept if isinstance(one, str)) if isinstance(kept, list) else ()
