"""What an assignment can be filled in with: teams, rubrics, policies and source libraries of the workspace."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from app.domain.deliverable import Assignment
from app.domain.feedback import KeptRubric
from app.domain.people import Team
from app.services import assignments
from app.services.cohort import led_teams
from app.services.policies import ready_policies
from app.services.ports import Workspace
from rubrics.model import Rubric

_policies = cache(ready_policies)
"""They are read once: reading a policy runs its self-tests."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The assignments that the person may see, and what there is to choose from.

    ``teams`` are those that the person leads; ``ready`` are rubrics that come with Stet and are not in use yet;
    ``policies`` are names with titles, ``libraries`` names. ``owners`` says whose a rubric is, by its id, where several
    have its title and version: a team's name, "yours" or a person's name.
    """

    assignments: tuple[Assignment, ...] = ()
    teams: tuple[Team, ...] = ()
    rubrics: tuple[KeptRubric, ...] = ()
    ready: tuple[Rubric, ...] = ()
    policies: tuple[tuple[str, str], ...] = ()
    libraries: tuple[str, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)

    def edition(self, rubric: KeptRubric) -> str:
        """Return the version of a rubric, with whose it is where that tells it from another."""
        owner = self.owners.get(rubric.id)
        return f"version {rubric.edition}{f', {owner}' if owner else ''}"

    @property
    def first_team(self) -> str:
        """The team that a new assignment is for; "" for one's own."""
        return self.teams[0].id if self.teams else ""


def read_choices(workspace: Workspace) -> Choices:
    """Read all of it; for the disk lane."""
    kept = assignments.kept_rubrics(workspace)
    in_use = {(one.name, one.edition) for one in kept}
    return Choices(
        assignments.assignments(workspace),
        led_teams(workspace.directory(), workspace.me()),
        kept,
        tuple(one for one in assignments.ready_rubrics() if (one.id, one.version) not in in_use),
        tuple((one.id, one.title) for one in _policies()),
        tuple(one.info.name for one in workspace.libraries()),
        dict(_owners(workspace, kept)),
    )


def _owners(workspace: Workspace, kept: tuple[KeptRubric, ...]) -> Iterable[tuple[str, str]]:
    directory, me = workspace.directory(), workspace.me()
    teams = {one.id: one.name for one in directory.teams}
    people = {one.id: one.name for one in directory.people} | {me: "yours"}
    count = Counter((one.title, one.edition) for one in kept)
    for one in kept:
        if count[one.title, one.edition] > 1:
            yield one.id, teams.get(one.team_id, "") if one.team_id else people.get(one.author_id, "")
