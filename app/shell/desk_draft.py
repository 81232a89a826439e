"""The state of one draft on the desk: what was read, what the checks have said so far, what the person has added."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.document import Document, Reading
from app.domain.finding import CheckDone, Tier
from app.domain.places import Places
from app.domain.reference import CheckedReference, Reference, Rejected, Verdict
from app.domain.review import Choice, Comment, CommentKind, Decision, Draft
from app.shell.items import (
    CommentItem,
    FindingItem,
    ReferenceItem,
    comment_items,
    finding_items,
    needs_a_look,
    reference_items,
)

if TYPE_CHECKING:
    from app.services.checking import StyleMeasured
    from app.services.dismissals import Standing
    from app.services.online import Looked
    from app.services.ports import Step


@dataclass(frozen=True, slots=True)
class KeptReview:
    """The review of a draft as the workspace keeps it, and the changes that undo and redo would take."""

    comments: tuple[Comment, ...]
    decisions: tuple[Decision, ...]
    undo: "Step | None" = None
    redo: "Step | None" = None
    standing: "Standing | None" = None


@dataclass(slots=True)
class DeskDraft:
    """A draft that is open. Only the session changes it; panels read it and follow the session's signals.

    ``path`` is the person's file, ``source`` the kept copy of its bytes. ``note`` says of a new draft that it is no
    version of the one before, or is empty.
    ``left_out`` says of each source list that cannot be read why it cannot.
    ``measured`` is how dense habits of style are and plain facts, None until they are measured.
    ``is_checking`` is true while checks run; ``stopped`` when the person stopped them before the end.
    """

    draft: Draft
    reading: Reading
    path: Path
    source: Path
    password: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    is_checking: bool = False
    stopped: bool = False
    checks: list[CheckDone] = field(default_factory=list)
    references: tuple[Reference, ...] = ()
    judged: dict[tuple[int, int], CheckedReference] = field(default_factory=dict)
    online: "dict[tuple[int, int], Looked]" = field(default_factory=dict)
    source_records: int = 0
    rejected: tuple[Rejected, ...] = ()
    left_out: tuple[str, ...] = ()
    measured: "StyleMeasured | None" = None
    comments: tuple[Comment, ...] = ()
    decisions: dict[str, Decision] = field(default_factory=dict)
    undo: "Step | None" = None
    redo: "Step | None" = None
    note: str = ""
    typed: dict[str, tuple[CommentKind, str]] = field(default_factory=dict)
    findings: list[FindingItem] = field(default_factory=list)
    words: int = field(init=False)
    places: Places = field(init=False)
    _standing: "Standing | None" = field(default=None, init=False)
    _by_key: dict[str, FindingItem] = field(default_factory=dict, init=False)
    _references: list[ReferenceItem] | None = field(default=None, init=False)
    _comments: tuple[object, object, list[CommentItem]] = field(default=(None, None, []), init=False)

    def __post_init__(self) -> None:
        """Count the words and learn where things stand: with a long draft no work for the window's thread."""
        self.words = self.document.words
        self.places = Places(self.document)

    @property
    def document(self) -> Document:
        """The document as it was read."""
        return self.reading.document

    @property
    def name(self) -> str:
        """The draft's title, or its file name when it has none."""
        return self.document.title.strip() or Path(self.draft.name).stem or self.draft.name

    def forget_checks(self) -> None:
        """Start over with checking; comments and decisions stay."""
        self.checks, self.references, self.judged = [], (), {}
        self.findings, self.rejected, self.left_out, self.source_records = [], (), (), 0
        self.stopped, self.measured = False, None
        self._by_key, self._references = {}, None

    def items_of(self, done: CheckDone) -> list[FindingItem]:
        """Return the findings of a check with their words and places; may be called on any thread."""
        return finding_items(self.places, done.findings, self.titles)

    def add_check(self, done: CheckDone, items: list[FindingItem] | None = None) -> None:
        """Take the result of one check; ``items`` are its findings where these are known already."""
        self.checks.append(done)
        new = self.items_of(done) if items is None else items
        self._by_key |= {item.key: item for item in new}
        self._use_standing(new)
        found = [*self.findings, *new]
        self.findings = sorted(found, key=lambda item: (item.finding.start, item.finding.end, item.finding.check))

    def add_references(self, references: tuple[Reference, ...]) -> None:
        """Take the references of the draft, before they are judged."""
        self.references, self._references = references, None

    def add_judged(self, checked: tuple[CheckedReference, ...]) -> None:
        """Take the next judged references."""
        self._references = None
        self.judged |= {(one.reference.start, one.reference.end): one for one in checked}

    def add_online(self, looked: "Mapping[tuple[int, int], Looked]") -> None:
        """Take what online services said of references, by their spans, in place of what they said of these before."""
        self.online = {**self.online, **looked}
        self._references = None

    def keep_review(self, kept: KeptReview) -> None:
        """Take the review as it is kept now."""
        self.comments = kept.comments
        self.decisions = {decision.finding: decision for decision in kept.decisions}
        self.undo, self.redo = kept.undo, kept.redo
        self._standing = kept.standing
        self._use_standing(self.findings)

    def _use_standing(self, items: Iterable[FindingItem]) -> None:
        """Take what was dismissed in earlier drafts, for the document or the team as decided here too."""
        if self._standing is None:
            return
        for item in items:
            decision = self._standing.on(item.key)
            if decision is not None:
                self.decisions.setdefault(item.key, decision)

    def open_findings(self) -> list[FindingItem]:
        """Return the findings nobody has decided about, in reading order."""
        return [item for item in self.findings if item.key not in self.decisions]

    def findings_of(self, tier: Tier) -> list[FindingItem]:
        """Return the open findings of a tier."""
        return [item for item in self.open_findings() if item.finding.tier is tier]

    def decided_findings(self) -> list[FindingItem]:
        """Return the findings a person has accepted or dismissed."""
        return [item for item in self.findings if item.key in self.decisions]

    def reference_items(self) -> list[ReferenceItem]:
        """Return every reference in document order."""
        if self._references is None:
            self._references = reference_items(self.places, self.references, self.judged, self.online)
        return self._references

    def comment_items(self) -> list[CommentItem]:
        """Return the comments in text order, with what is being typed already in them."""
        comments, typed, items = self._comments
        if comments is not self.comments or typed != self.typed:
            items = comment_items(self.places, [self._with_typed(comment) for comment in self.comments])
            self._comments = self.comments, dict(self.typed), items
        return items

    def finding(self, key: str) -> FindingItem | None:
        """Return the finding with this key."""
        return self._by_key.get(key)

    def reference(self, key: str) -> ReferenceItem | None:
        """Return the reference with this key."""
        return next((item for item in self.reference_items() if item.key == key), None)

    def comment(self, comment_id: str) -> CommentItem | None:
        """Return the comment with this id."""
        return next((item for item in self.comment_items() if item.key == comment_id), None)

    def comment_from(self, key: str) -> Comment | None:
        """Return the comment that was made of the finding or reference with this key."""
        return next((comment for comment in self.comments if comment.finding == key), None)

    def was_accepted(self, key: str) -> bool:
        """Whether the person made a comment of this finding or reference."""
        return key in self.decisions and self.decisions[key].choice is Choice.ACCEPTED

    def to_look_at(self) -> list[ReferenceItem]:
        """Return the judged references that are not simply verified and not decided."""
        return [item for item in self.reference_items() if needs_a_look(item) and item.key not in self.decisions]

    def verdict_counts(self) -> dict[Verdict, int]:
        """Return how many references have each verdict."""
        counts = dict.fromkeys(Verdict, 0)
        for item in self.reference_items():
            if item.verdict is not None:
                counts[item.verdict] += 1
        return counts

    def failed_checks(self) -> list[CheckDone]:
        """Return the checks that ended with an error of their own."""
        return [done for done in self.checks if done.error]

    def _with_typed(self, comment: Comment) -> Comment:
        if comment.id not in self.typed:
            return comment
        kind, body = self.typed[comment.id]
        return replace(comment, kind=kind, body=body)
