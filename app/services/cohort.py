"""What a lead sees of many reviews at once: criterion by month, what comes back, work that is late.

Everything is counted from what mentors released. Nothing is summed up over a person, and no mean stands on less than
``LEAST`` drafts.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from app.domain.deliverable import Work
from app.domain.ids import now_ms
from app.domain.people import Directory, Team
from app.domain.scoring import ReviewScores
from app.services.history import ScoreFilter, readable_mentees, score_table
from app.services.ports import WorkStore
from app.services.submitting import team_work

LEAST = 5
"""The drafts that a mean needs; of fewer only their number is shown."""

Month = tuple[int, int]
"""A year and a month of this computer's calendar."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A criterion in a month: ``points`` by number of drafts for each level, and their mean or None below ``LEAST``."""

    mean: Decimal | None
    count: int
    levels: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion of one version of a rubric, with a cell for each month where it was scored."""

    key: tuple[str, str, str]
    title: str
    most_points: Decimal
    cells: Mapping[Month, Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """Criteria by month."""

    months: tuple[Month, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The released scores since ``from_ms``, and everybody, for names and filters; ``state`` is the store's then."""

    rows: tuple[ReviewScores, ...]
    directory: Directory
    from_ms: int = 0
    state: object = None


@dataclass(frozen=True, slots=True)
class ComesBack:
    """A check that mentors accepted in ``drafts`` of ``of`` released drafts of a month; ``was`` in those before it.

    ``teams`` gives name, drafts and number of drafts for each team that the reader leads.
    """

    check: str
    drafts: int
    of: int
    was: int
    was_of: int
    teams: tuple[tuple[str, int, int], ...]


def scores_since(store: WorkStore, from_ms: int, known: Scores | None = None) -> Scores:
    """Return the released scores that the person may see, the earliest first; out of ``known`` while it holds."""
    state = store.state()  # first, so that what comes while the rows are read is found the next time
    if known is not None and known.state == state and known.from_ms <= from_ms:
        newer = tuple(row for row in known.rows if row.scored_ms >= from_ms)
        return known if known.from_ms == from_ms else replace(known, rows=newer, from_ms=from_ms)
    return Scores(score_table(store, ScoreFilter(from_ms=from_ms)), store.directory(), from_ms, state)


def chosen(scores: Scores, wanted: ScoreFilter) -> tuple[ReviewScores, ...]:
    """Return the rows that fit, without asking the store again."""
    rows = [row for row in scores.rows if wanted.from_ms <= row.scored_ms < wanted.to_ms]
    if wanted.team_id:
        members = _members(scores.directory, wanted.team_id)
        rows = [row for row in rows if row.mentee_id in members]
    for name in ("mentee_id", "mentor_id", "rubric_id", "rubric_version"):
        if value := getattr(wanted, name):
            rows = [row for row in rows if getattr(row, name) == value]
    return tuple(rows)


def grid(rows: Iterable[ReviewScores]) -> Grid:
    """Return the means of each criterion by month, months and criteria in order."""
    found: defaultdict[tuple[str, str, str], defaultdict[Month, Counter[tuple[Decimal, str]]]]
    found = defaultdict(lambda: defaultdict(Counter))
    titles: dict[tuple[str, str, str], tuple[str, Decimal]] = {}
    for (rubric_id, version, month), counts in _counted(rows).items():
        for (criterion_id, title, most_points, points, level), number in counts.items():
            key = rubric_id, version, criterion_id
            titles.setdefault(key, (title, most_points))
            found[key][month][points, level] += number
    lines = [
        Line(key, *titles[key], {month: _cell(counts) for month, counts in months.items()})
        for key, months in found.items()
    ]
    return Grid(tuple(sorted({month for line in lines for month in line.cells})), tuple(lines))


def _counted(
    rows: Iterable[ReviewScores],
) -> Mapping[tuple[str, str, Month], Mapping[tuple[str, str, Decimal, Decimal, str], int]]:
    """Return how often each criterion has each level, by rubric and month; that is one step for each of many rows."""
    found: defaultdict[tuple[str, str, Month], Counter[tuple[str, str, Decimal, Decimal, str]]] = defaultdict(Counter)
    for row in rows:
        found[row.rubric_id, row.rubric_version, month_of(row.scored_ms)].update(
            [
                (one.criterion_id, one.title, one.most_points, one.points, one.level or "")
                for one in row.criteria
                if one.points is not None
            ]
        )
    return found


def _cell(counts: Counter[tuple[Decimal, str]]) -> Cell:
    count = counts.total()
    whole = sum((points * number for (points, _), number in counts.items()), Decimal())
    levels: Counter[str] = Counter()
    for (_, level), number in sorted(counts.items()):
        levels[level] += number
    return Cell(whole / count if count >= LEAST else None, count, tuple(levels.items()))


def in_cell(rows: Iterable[ReviewScores], key: tuple[str, str, str], month: Month) -> tuple[ReviewScores, ...]:
    """Return the reviews that a cell of the grid counts."""
    return tuple(
        row
        for row in rows
        if (row.rubric_id, row.rubric_version) == key[:2]
        and month_of(row.scored_ms) == month
        and any(one.criterion_id == key[2] and one.points is not None for one in row.criteria)
    )


def comes_back(store: WorkStore, month: Month, team_id: str = "") -> tuple[ComesBack, ...]:
    """Return what mentors accepted in most of the drafts released in a month, the most frequent first.

    It counts what a person accepted and released: never a self-check, nor a finding that was dismissed.
    """
    directory, me = store.directory(), store.me()
    teams = {one.id: one.name for one in led_teams(directory, me) if team_id in {"", one.id}}
    of_team = {id_: _members(directory, id_) for id_ in teams}
    everybody = sorted(readable_mentees(directory, me) - {me} if not team_id else of_team.get(team_id, set()))
    now = store.checks_in(everybody, *_bounds(month))
    before = store.checks_in(everybody, *_bounds(_month_before(month)))
    where, was = _drafts_by_check(now), _drafts_by_check(before)
    mentee_of = {draft_id: mentee_id for _, draft_id, mentee_id in now}

    def split(drafts: Iterable[str]) -> tuple[tuple[str, int, int], ...]:
        owners = [mentee_of[one] for one in drafts]
        counts = (
            (teams[id_], sum(one in people for one in owners), sum(one in people for one in mentee_of.values()))
            for id_, people in of_team.items()
        )
        return tuple(one for one in counts if one[2]) if len(teams) > 1 else ()

    found = [
        ComesBack(check, len(drafts), len(mentee_of), len(was.get(check, ())), _drafts(before), split(drafts))
        for check, drafts in where.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.drafts, one.check)))


def late_work(store: WorkStore) -> tuple[Work, ...]:
    """Return the work of the teams that should have been handed in, or reviewed, by now; the latest due date last."""
    now = now_ms()
    late = [one for one in team_work(store) if one.is_overdue(now)]
    return tuple(sorted(late, key=lambda one: (one.due_ms or 0, one.deliverable.id)))


def unreleased_reviews(store: WorkStore) -> int:
    """Return how many reviews of the reader's people have never been released, so that no export holds them."""
    directory, me = store.directory(), store.me()
    return store.count_unreleased(sorted(readable_mentees(directory, me) - {me}))


def led_teams(directory: Directory, person_id: str) -> tuple[Team, ...]:
    """Return the teams that the person leads, by name."""
    return tuple(
        sorted((one for one in directory.teams if directory.leads_team(person_id, one.id)), key=lambda one: one.name)
    )


def month_of(milliseconds: int) -> Month:
    """Return the month of a moment in this computer's time zone."""
    when = time.localtime(milliseconds / 1000)
    return when.tm_year, when.tm_mon


def months_ago(count: int) -> int:
    """Return when the month began that lies ``count`` months before this one, in UTC milliseconds."""
    year, month = month_of(now_ms())
    place = year * 12 + month - 1 - count
    return _bounds((place // 12, place % 12 + 1))[0]


def _bounds(month: Month) -> tuple[int, int]:
    year, number = month
    after = (year + 1, 1) if number == 12 else (year, number + 1)  # noqa: PLR2004 December
    first, last = (datetime(*one, 1).astimezone().timestamp() for one in (month, after))
    return int(first * 1000), int(last * 1000)


def _month_before(month: Month) -> Month:
    year, number = month
    return (year, number - 1) if number > 1 else (year - 1, 12)


def _members(directory: Directory, team_id: str) -> set[str]:
    return {one.person_id for one in directory.memberships if one.team_id == team_id}


def _drafts_by_check(said: Sequence[tuple[str, str, str]]) -> dict[str, set[str]]:
    where: defaultdict[str, set[str]] = defaultdict(set)
    for check, draft_id, _ in said:
        if check:
            where[check].add(draft_id)
    return where


def _drafts(said: Sequence[tuple[str, str, str]]) -> int:
    return len({draft_id for _, draft_id, _ in said})
