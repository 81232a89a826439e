"""What a person adds to a draft: comments, and decisions on findings."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.placement import State
from app.domain.values import stamp


class CommentKind(StrEnum):
    """What a comment is for."""

    PRAISE = "praise"
    CORRECTION = "correction"
    MISSING_CONTEXT = "missing_context"
    QUESTION = "question"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a comment is fixed: position and quote selectors on one revision of the text (W3C Web Annotation).

    ``prefix`` and ``suffix`` are up to 32 characters around ``exact``; ``headings`` the titles above, outermost first;
    ``page`` the page's index from 0 in a PDF. A comment on the whole draft has no anchor. ``state`` says how it came
    onto this revision; of an orphan ``exact`` is what it stood on, ``near`` where it would have stood, if that can be
    told, and ``start`` and ``end`` are ``near`` or 0.
    """

    revision_id: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    headings: tuple[str, ...] = ()
    page: int | None = None
    state: State = State.PLACED
    near: int | None = None

    @property
    def is_orphan(self) -> bool:
        """Whether the words it stood on are gone from this revision."""
        return self.state is State.ORPHAN


@dataclass(frozen=True, slots=True)
class Comment:
    """A person's remark, made on ``draft_id`` and carried to later drafts while it is unresolved.

    ``finding`` is the key of the finding it came from, empty for a free one. ``why`` it matters, what ``good`` looks
    like and the words to put instead (``suggestion``) are empty unless given, as is the ``criterion`` it speaks to.
    """

    id: str
    draft_id: str
    author_id: str
    kind: CommentKind
    body: str
    anchor: Anchor | None
    created_ms: int
    updated_ms: int
    finding: str = ""
    resolved: bool = False
    why: str = ""
    good: str = ""
    suggestion: str = ""
    criterion: str = ""
    seen: int = stamp()

    @property
    def check(self) -> str:
        """The check whose finding it was made from, empty for a free comment."""
        return self.finding.partition("@")[0]


class Choice(StrEnum):
    """What a person decided about a finding or a reference."""

    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision on a finding (or a reference) of a draft, by its key."""

    id: str
    draft_id: str
    author_id: str
    finding: str
    choice: Choice
    reason: str
    decided_ms: int
    seen: int = stamp()


@dataclass(frozen=True, slots=True)
class Draft:
    """A version of a deliverable: the file it came from by digest, and the revision of its text in use.

    ``path`` is where the file was last seen, ``name`` its file name then, ``opened_ms`` when it was last open here.
    """

    id: str
    deliverable_id: str
    number: int
    sha256: str
    kind: str
    name: str
    path: str
    revision_id: str
    opened_ms: int


def finding_key(check: str, start: int, quote: str) -> str:
    """Return the key under which decisions on a finding are kept: stable while the words stay where they are."""
    return f"{check}@{start}:{quote[:80]}"
