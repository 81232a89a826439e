"""A deliverable's drafts beside each other: the one before, where comments stood, what became of findings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from app.domain.carry import Carrier
from app.domain.changes import Comparison, compare
from app.domain.deliverable import Deliverable
from app.domain.finding import Finding
from app.domain.placement import State
from app.domain.review import Anchor, Comment, Draft
from app.services.access import Gate
from app.services.ports import ReviewStore

_CANDIDATES = 3
_WORD = re.compile(r"\w+")
_RUN, _KIN, _TELLING = 5, 0.05, 100
_STEP = 2_000  # words


@dataclass(frozen=True, slots=True)
class MatchedFindings:
    """What became of findings: (old, new) for those still there, the old ones that are fixed, and the new ones."""

    still_there: tuple[tuple[Finding, Finding], ...]
    fixed: tuple[Finding, ...]
    new: tuple[Finding, ...]


def compared(
    old: str, new: str, old_findings: Sequence[Finding], new_findings: Sequence[Finding]
) -> Iterator[tuple[Comparison, MatchedFindings]]:
    """Yield, once, what changed and what became of the findings: a task for a worker process."""
    carrier = Carrier(old, new)
    yield compare(old, new, carrier), match_findings(old_findings, new_findings, carrier)


def match_findings(old: Sequence[Finding], new: Sequence[Finding], carrier: Carrier) -> MatchedFindings:
    """Match the findings of two versions; ``carrier`` was made of their texts.

    A finding is still there when the same check reports, of words that overlap with where its own words went.
    """
    left, still, fixed = list(new), [], []
    for one in old:
        place = carrier.place(one.start, one.end)
        same = (
            []
            if place.state is State.ORPHAN
            else [to for to in left if to.check == one.check and _meet(to, place.start, place.end)]
        )
        if same:
            nearest = min(same, key=lambda to: abs(to.start - place.start))
            still.append((one, nearest))
            left.remove(nearest)
        else:
            fixed.append(one)
    return MatchedFindings(tuple(still), tuple(fixed), tuple(left))


def _meet(finding: Finding, start: int, end: int) -> bool:
    return finding.start < max(end, start + 1) and start < max(finding.end, finding.start + 1)


def previous(store: ReviewStore, draft: Draft) -> Draft | None:
    """Return the draft before this one that the person may see, or None."""
    gate = Gate(store)
    earlier = [one for one in store.drafts_of(draft.deliverable_id) if one.number < draft.number and gate.may_read(one)]
    return earlier[-1] if earlier else None


def text_of(store: ReviewStore, draft: Draft) -> str:
    """Return the canonical text of a draft that was opened before."""
    return store.revision_text(draft.revision_id)


def original_place(store: ReviewStore, comment: Comment) -> tuple[Draft, Anchor | None]:
    """Return the draft that the comment was made on and where it stood there first; None for the whole draft."""
    placed = store.placements([comment.id]).get(comment.id, ())
    return store.draft(comment.draft_id), placed[0] if placed else None


def likely_work(store: ReviewStore, file_name: str, text: str, works: Sequence[Deliverable]) -> Deliverable | None:
    """Return the work whose next draft this file seems to be, by its name and its words; None when none is."""
    named = sorted(works, key=lambda work: _likeness(store, work, file_name), reverse=True)
    for work in named[:_CANDIDATES]:
        drafts = [one for one in store.drafts_of(work.id) if one.revision_id]
        if drafts and _are_kin(text_of(store, drafts[-1]), text):
            return work
    return None


def _are_kin(old: str, new: str) -> bool:
    """Tell whether texts share enough runs of words to be versions of one, or are too short to tell.

    Versions share over .1 of the shorter one's runs even when rewritten, other texts below .01.
    """
    before, after = _runs(old), _runs(new)
    fewer = min(len(before), len(after))
    return fewer < _TELLING or len(before & after) >= _KIN * fewer


def _runs(text: str) -> set[int]:
    """Return the hash of each run of words; in small steps, because nothing else runs during one."""
    words = [word for line in text.splitlines() for word in _WORD.findall(line.casefold())]
    runs: set[int] = set()
    for first in range(0, len(words), _STEP):
        step = words[first : first + _STEP + _RUN - 1]
        runs.update(map(hash, zip(*(step[skipped:] for skipped in range(_RUN)), strict=False)))
    return runs


def _likeness(store: ReviewStore, work: Deliverable, file_name: str) -> int:
    """Return how many words the names share."""
    words = set(_words(file_name))
    names = (work.title, *(draft.name for draft in store.drafts_of(work.id)))
    return max(len(words & set(_words(name))) for name in names)


def _words(name: str) -> list[str]:
    return PurePath(name).stem.casefold().replace("_", " ").replace("-", " ").split()
