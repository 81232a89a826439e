"""The sample project: a small team with a mentee's drafts, scores and feedback, to look round in before one's own work.

It is a workspace of its own in a folder of the person's workspace. So nothing of it can stand in a list,
a statistic or a sync of own work, and leaving it behind means opening the other folder. It holds copies of its files
and can be put back as it was by making it again. All people, places and works in it are invented.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.checks.engine import CHECKS, run_checks
from app.documents.reader import read_file
from app.domain.deliverable import AiUse, Assignment
from app.domain.document import Document, Reading
from app.domain.feedback import OPENED_SECONDS, Outcome
from app.domain.ids import now_ms
from app.domain.review import CommentKind, Draft
from app.services import assignments, letters, people, phrases, reading_feedback, reviewing, scoring, submitting
from app.services.letters import Part
from app.services.libraries import add_library
from app.services.ports import Workspace
from app.services.releasing import release
from app.services.submitting import Disclosure

MENTOR, AUTHOR, OTHER = "Rosa Petit", "Ines Castell", "Jonas Weir"
TEAM, LIBRARY = "Sample project", "Sample sources"
_DONE = "sample_edition"
_EDITION = 2
_WEEK_MS = 7 * 24 * 3_600_000
_BRIEF = "Should Harbour Street stay open in the evening? Two pages that let the branch committee decide."


@dataclass(frozen=True, slots=True)
class _Said:
    """A comment of the mentor on the words of a draft; ``check`` is set where it comes from that check's finding."""

    words: str
    kind: CommentKind
    body: str
    check: str = ""


@dataclass(frozen=True, slots=True)
class _Round:
    """A draft with what its author says about it, and the feedback on it; each part of the letter names a comment."""

    file: str
    disclosure: Disclosure
    comments: tuple[_Said, ...] = ()
    levels: Mapping[str, tuple[str, str]] | None = None
    letter: Mapping[Part, tuple[str, int]] | None = None
    reflection: tuple[str, str, str] | None = None


_ROUNDS = (
    _Round(
        "first-draft.md",
        Disclosure(AiUse.LANGUAGE, ("DeepL",), "Summary", minutes_saved=15),
        (
            _Said("We counted visitors at the door", CommentKind.PRAISE, "You say how you know. That is the base."),
            _Said("Research shows", CommentKind.QUESTION, "Which study? Name it here.", "vague-attribution"),
            _Said("Visits rose by 26 per cent.", CommentKind.QUESTION, "From what to what?", "unsourced-figure"),
            _Said("The costs are low", CommentKind.MISSING_CONTEXT, "How many hours, and how much is the heating?"),
        ),
        {
            "ACC-1": ("partly", "One general claim has no source yet."),
            "ACC-2": ("partly", "The rise needs its two counts."),
            "SUB-1": ("partly", ""),
            "TON-1": ("meets", ""),
            "POL-1": ("meets", ""),
        },
        {
            Part.STRENGTH: ("You counted yourself, and you say how. The committee can trust that.", 0),
            Part.IMPROVEMENT: ("Put a number and its source behind each claim in the summary.", 2),
            Part.NEXT_TASK: ("Take your three strongest sentences and write beside each how you know it.", 1),
        },
        (
            "I wrote the summary first and looked for sources afterwards.",
            "Two sentences had no source at all when I came back to them.",
            "I will start from the counts and write the summary last.",
        ),
    ),
    _Round(
        "second-draft.md",
        Disclosure(AiUse.PARTS, ("Microsoft 365 Copilot",), "What we found", minutes_saved=30),
        (
            _Said("81 answered", CommentKind.PRAISE, "Good: now we know how many your percentages rest on."),
            _Said("Experts agree", CommentKind.QUESTION, "Which experts? One study is enough.", "vague-attribution"),
        ),
        {
            "ACC-1": ("meets", ""),
            "ACC-2": ("meets", "Counts and rise agree."),
            "SUB-1": ("partly", "What speaks against it? Say what you do not know yet."),
            "TON-1": ("meets", ""),
            "POL-1": ("meets", ""),
        },
        {
            Part.STRENGTH: ("Every figure now stands with its source. That was the hard part.", 0),
            Part.IMPROVEMENT: ("One sentence still leans on unnamed experts.", 1),
            Part.NEXT_TASK: ("Add a short section on what the trial cannot tell.", 1),
        },
    ),
    _Round("good-report.md", Disclosure(AiUse.LANGUAGE, ("DeepL",), "All", minutes_saved=10)),
)
_OTHERS_WORK = _Round("workslop.md", Disclosure(AiUse.NONE))


def open_sample(
    folder: Path,
    open_workspace: Callable[[Path], Workspace],
    files: Sequence[Path],
    settings: Callable[[Sequence[Path]], Mapping[str, object]] = lambda _: {},
    *,
    afresh: bool = False,
) -> Workspace:
    """Open the sample in ``folder``, made first when it is not there whole, is of another edition or is to be afresh.

    ``files`` are its drafts and source list; ``settings`` gives what else is to be set, for the copies of the files.
    Raises WorkspaceError.
    """
    if folder.exists() and not afresh:
        workspace = open_workspace(folder)
        if workspace.setting(_DONE) == _EDITION:
            return workspace
        workspace.close()
    shutil.rmtree(folder, ignore_errors=True)
    workspace = open_workspace(folder)
    try:
        copies = _copy(files, folder / "files")
        _Sample(workspace, {path.name: path for path in copies}).fill()
        for name, value in (*settings(copies).items(), (_DONE, _EDITION)):
            workspace.put_setting(name, value)
    except BaseException:
        workspace.close()
        raise
    return workspace


def _copy(files: Sequence[Path], folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copy(path, folder / path.name)) for path in files]


class _Sample:
    """Fills an empty workspace, each step as the person who would do it."""

    def __init__(self, store: Workspace, files: Mapping[str, Path]) -> None:
        self._store, self._files = store, files
        self._mentor = people.rename_person(store, store.me(), MENTOR).id

    def fill(self) -> None:
        """Make the people, what is asked of them, and their work so far; the mentor works here in the end."""
        author, other = (people.add_person(self._store, name).id for name in (AUTHOR, OTHER))
        team = people.add_team(self._store, TEAM).id
        people.join_team(self._store, self._mentor, team, lead=True)
        for mentee in (author, other):
            people.join_team(self._store, mentee, team)
            people.pair_up(self._store, self._mentor, mentee)
        asked = self._ask(team)
        phrases.add_phrase(self._store, CommentKind.QUESTION, "Which study shows this? Name it here.", team)
        phrases.add_phrase(self._store, CommentKind.PRAISE, "You say how you know. Keep that.", team)
        self._hand_in(author, asked, _ROUNDS)
        self._hand_in(other, asked, (_OTHERS_WORK,))

    def _ask(self, team_id: str) -> Assignment:
        store = self._store
        lists = [path for path in self._files.values() if path.suffix == ".bib"]
        add_library(store, LIBRARY, lists, complete=False)
        rubric = assignments.keep_ready_rubric(store, "policy-brief", team_id)
        made = assignments.new_assignment(store, "Later opening at Harbour Street", team_id)
        return assignments.edit_assignment(
            store,
            replace(
                made,
                brief=_BRIEF,
                audience="The Wexmoor branch committee",
                due_ms=now_ms() + _WEEK_MS,
                rubric_id=rubric.id,
                policy="office",
                sources=(LIBRARY,),
            ),
        )

    def _hand_in(self, author: str, asked: Assignment, rounds: Sequence[_Round]) -> None:
        people.act_as(self._store, author)
        work = submitting.new_work(self._store, asked.title, author, asked.id)
        for one in rounds:
            people.act_as(self._store, author)
            path = self._files[one.file]
            document = _read(path)
            draft = reviewing.open_draft(self._store, path, path.read_bytes(), document, work.id).draft
            submitting.hand_in(self._store, draft.id, one.disclosure)
            people.act_as(self._store, self._mentor)
            if one.letter:
                self._review(draft, document, one)
            if one.reflection:
                people.act_as(self._store, author)
                reading_feedback.note_reading(self._store, draft.id, 2 * OPENED_SECONDS)
                reading_feedback.reflect(self._store, draft.id, *one.reflection)
        people.act_as(self._store, self._mentor)

    def _review(self, draft: Draft, document: Document, one: _Round) -> None:
        store = self._store
        made = [self._comment(draft, document, said) for said in one.comments]
        review = scoring.my_review(store, draft.id)
        for criterion, (level, comment) in (one.levels or {}).items():
            scoring.set_level(store, review, criterion, level)
            if comment:
                scoring.comment_on_criterion(store, review, criterion, comment)
        letter = letters.my_letter(store, draft.id)
        for part, (words, evidence) in (one.letter or {}).items():
            letter = letters.write(store, letter, part, words)
            letter = letters.tie(store, letter, part, (made[evidence],))
        release(store, [draft.id], Outcome.RETURNED)

    def _comment(self, draft: Draft, document: Document, said: _Said) -> str:
        start = document.text.index(said.words)
        end = start + len(said.words)
        if not said.check:
            return reviewing.comment_on(self._store, draft, document, start, end, said.kind, said.body).id
        found = (finding for done in run_checks(document, CHECKS) for finding in done.findings)
        finding = next(one for one in found if (one.check, one.start) == (said.check, start))
        return reviewing.accept_finding(self._store, draft, document, finding, said.body)[0].id


def _read(path: Path) -> Document:
    """Read one of the sample's own files, which needs no guard."""
    return next(found.document for found in read_file(path) if isinstance(found, Reading))
