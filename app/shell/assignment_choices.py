"""What an assignment can be filled in with: teams, rubrics, policies and source libraries of the workspace."""

from dataclasses import dataclass
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
    ``policies`` are names with titles, ``libraries`` names.
    """

    assignments: tuple[Assignment, ...] = ()
    teams: tuple[Team, ...] = ()
    rubrics: tuple[KeptRubric, ...] = ()
    ready: tuple[Rubric, ...] = ()
    policies: tuple[tuple[str, str], ...] = ()
    libraries: tuple[str, ...] = ()

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
    )
