"""Everything that was said over all work: search, scores over time, recurring mistakes, the lead's table of scores."""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from app.domain.deliverable import Assignment, Deliverable
from app.domain.feedback import Release, Review
from app.domain.people import Directory
from app.domain.scoring import ReviewScores
from app.services.access import Gate
from app.services.ports import Given, HistoryQuery, Said, WorkStore
from app.services.reading_feedback import waiting_scores
from app.services.released import Scored, thaw_scores
from app.services.scoring import begun, scored

_NOBODY = ("",)


def search(store: WorkStore, query: HistoryQuery) -> tuple[Said, ...]:
    """Return released feedback that the person may read and that fits, the newest first.

    A mentee finds their own, a mentor that of their mentees, a lead that of their teams. Scores that wait for the
    mentee's reflection are left out.
    """
    directory, me = store.directory(), store.me()
    seen = readable_mentees(directory, me)
    wanted = tuple(one for one in query.mentee_ids if one in seen) if query.mentee_ids else tuple(sorted(seen))
    found = store.said(replace(query, mentee_ids=wanted or _NOBODY))
    mine = {one.draft_id for one in found if one.part == "score" and one.mentee_id == me}
    waiting = waiting_scores(store, me, mine)
    return tuple(one for one in found if one.part != "score" or one.draft_id not in waiting)


def readable_mentees(directory: Directory, person_id: str) -> frozenset[str]:
    """Return the people whose released feedback the person may read, with themselves."""
    led = {one.id for one in directory.people if directory.leads_person(person_id, one.id)}
    return directory.mentees_of(person_id) | led | {person_id}


@dataclass(frozen=True, slots=True)
class Recurring:
    """A check whose findings a mentor accepted in ``drafts`` of the ``last`` reviewed drafts, newest first."""

    check: str
    drafts: tuple[str, ...]
    last: tuple[str, ...]

    @property
    def of(self) -> int:
        """How many drafts were looked at."""
        return len(self.last)


def recurring(store: WorkStore, mentee_id: str, last: int = 5) -> tuple[Recurring, ...]:
    """Return what came up in two or more of a mentee's last reviewed drafts, the most frequent first.

    It counts what a person accepted and released: never a self-check, nor a finding that was dismissed.
    """
    if mentee_id not in readable_mentees(store.directory(), store.me()):
        return ()
    said = store.checks_said(mentee_id)
    drafts = list(dict.fromkeys(draft_id for _, draft_id, _ in said))[:last]
    where: defaultdict[str, list[str]] = defaultdict(list)
    for check, draft_id, _ in said:
        if check and draft_id in drafts and draft_id not in where[check]:
            where[check].append(draft_id)
    found = [Recurring(check, tuple(ids), tuple(drafts)) for check, ids in where.items() if len(ids) > 1]
    return tuple(sorted(found, key=lambda one: (-len(one.drafts), one.check)))


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """A criterion's score at one time, for a chart: ``share`` of its highest level's points, 0 to 1."""

    draft_id: str
    criterion_id: str
    title: str
    share: Fraction
    level: str
    scored_ms: int


def scores_over_time(store: WorkStore, mentee_id: str) -> tuple[ScorePoint, ...]:
    """Return a mentee's released scores, the earliest first; for the mentee, those they have reflected on."""
    if mentee_id not in readable_mentees(store.directory(), store.me()):
        return ()
    drafts = [one.id for one in store.all_drafts([work.id for work in store.records(Deliverable, mentee_id=mentee_id)])]
    newest = {(one.draft_id, one.author_id): one for one in store.releases(drafts)}
    waiting = waiting_scores(store, mentee_id, drafts)
    shown = [one for one in newest.values() if one.scores and one.draft_id not in waiting]
    return tuple(point for one in sorted(shown, key=lambda one: one.id) for point in _points(one))


def _points(release: Release) -> Iterable[ScorePoint]:
    found = thaw_scores(release.scores)
    for one in found.criteria if found else ():
        if one.points is not None and one.level is not None:
            share = Fraction(one.points) / Fraction(one.most_points)
            yield ScorePoint(release.draft_id, one.criterion_id, one.title, share, one.level, release.created_ms)


@dataclass(frozen=True, slots=True)
class ScoreFilter:
    """Which scores to show; empty is any. Times are UTC milliseconds, half-open.

    ``unreleased`` adds the scores of reviews that were never released. ``newest`` keeps only so many of the newest
    releases, for a screen; 0 is all, for an export.
    """

    team_id: str = ""
    mentee_id: str = ""
    mentor_id: str = ""
    rubric_id: str = ""
    rubric_version: str = ""
    from_ms: int = 0
    to_ms: int = 1 << 60
    unreleased: bool = False
    newest: int = 0


def score_table(store: WorkStore, wanted: ScoreFilter | None = None) -> tuple[ReviewScores, ...]:
    """Return the scores that the person may see as mentor or lead, the earliest first; input of every export."""
    return _ScoreTable(store, wanted or ScoreFilter()).rows()


class _ScoreTable:
    def __init__(self, store: WorkStore, wanted: ScoreFilter) -> None:
        self._store, self._wanted, self._gate = store, wanted, Gate(store)
        directory = self._gate.directory
        self._directory, self._names = directory, self._gate.names()
        mentees = readable_mentees(directory, self._gate.me) - {self._gate.me}
        self._mentees = [one for one in sorted(mentees) if self._fits_person(one)]
        self._assignments = {one.id: one.title for one in store.records(Assignment)}
        self._teams = _team_names(directory)

    def rows(self) -> tuple[ReviewScores, ...]:
        """Return the rows, by the time they were scored."""
        # all of them, where it matters which reviews have none
        given = self._store.given_to(self._mentees, 0 if self._wanted.unreleased else self._wanted.from_ms)
        rows: list[ReviewScores] = []
        for one in given:
            row = self._released(one) if self._may_fit(one) else None
            rows += [row] if row and self._fits(row) else []
            if len(rows) == self._wanted.newest > 0:
                break
        if self._wanted.unreleased:
            known = {(one.draft_id, one.author_id) for one in given}
            rows += [one for one in self._never_released(known) if self._fits(one)]
        return tuple(sorted(rows, key=lambda one: (one.scored_ms, one.review_id)))

    def _may_fit(self, given: Given) -> bool:
        """Tell it from what is at hand, before the scores are read."""
        wanted = self._wanted
        return wanted.mentor_id in {"", given.author_id} and wanted.from_ms <= given.released_ms < wanted.to_ms

    def _released(self, given: Given) -> ReviewScores | None:
        found = thaw_scores(given.scores)
        return self._row(found.review_id, given, found) if found is not None else None

    def _never_released(self, known: Container[tuple[str, str]]) -> Iterable[ReviewScores]:
        works = {one.id: one for one in self._store.records(Deliverable, mentee_id=self._mentees)}
        drafts = {one.draft_id: one for one in self._store.standings(list(works))}
        for review in begun(self._store, draft_id=list(drafts)):
            draft = drafts[review.draft_id]
            work = works[draft.deliverable_id]
            if (review.draft_id, review.author_id) in known or not self._may_see(review, work):
                continue
            found = scored(self._store, review)
            if found is not None:
                ids = review.draft_id, review.author_id, review.updated_ms
                about = Given(*ids, "", draft.number, work.title, work.mentee_id, work.assignment_id)
                yield self._row(review.id, about, found)

    def _may_see(self, review: Review, work: Deliverable) -> bool:
        """Tell whether the person may see scores before release, as their lead does."""
        return self._gate.may_read(review) or self._directory.leads_person(self._gate.me, work.mentee_id)

    def _row(self, id_: str, about: Given, found: Scored) -> ReviewScores:
        return ReviewScores(
            review_id=id_,
            mentee_id=about.mentee_id,
            mentee=self._names.get(about.mentee_id, ""),
            mentor_id=about.author_id,
            mentor=self._names.get(about.author_id, ""),
            team=self._teams.get(about.mentee_id, ""),
            assignment=self._assignments.get(about.assignment_id, ""),
            work=about.work,
            draft=about.number,
            scored_ms=about.released_ms,
            rubric_id=found.rubric_id,
            rubric_version=found.rubric_version,
            rubric_title=found.rubric_title,
            criteria=found.criteria,
            total=found.total,
            capped_by=found.capped_by,
        )

    def _fits_person(self, mentee_id: str) -> bool:
        wanted = self._wanted
        in_team = not wanted.team_id or wanted.team_id in self._directory.teams_of(mentee_id)
        return in_team and wanted.mentee_id in {"", mentee_id}

    def _fits(self, row: ReviewScores) -> bool:
        wanted = self._wanted
        return (
            wanted.mentor_id in {"", row.mentor_id}
            and wanted.rubric_id in {"", row.rubric_id}
            and wanted.rubric_version in {"", row.rubric_version}
            and wanted.from_ms <= row.scored_ms < wanted.to_ms
        )


def _team_names(directory: Directory) -> dict[str, str]:
    """Return the names of each person's teams, joined."""
    names = {one.id: one.name for one in directory.teams}
    teams: defaultdict[str, set[str]] = defaultdict(set)
    for one in directory.memberships:
        if one.team_id in names:
            teams[one.person_id].add(names[one.team_id])
    return {person_id: ", ".join(sorted(found)) for person_id, found in teams.items()}
