"""What stands beside a criterion: findings and references of its linked checks, and comments tagged with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.finding import Tier
from app.domain.reference import Verdict
from app.domain.review import CommentKind
from app.services import scoring
from app.services.suggesting import REFERENCES, Suggestion, suggested_level
from app.shell.desk_draft import DeskDraft
from app.shell.items import needs_a_look
from rubrics.model import Criterion


@dataclass(frozen=True, slots=True)
class Evidence:
    """One item with its key and place; ``kind`` says how it looks, ``accepted`` whether a person stands behind it."""

    key: str
    title: str
    place: str
    kind: Tier | Verdict | CommentKind
    accepted: bool


def evidence_of(opened: DeskDraft, criterion: Criterion) -> tuple[Evidence, ...]:
    """Return what was accepted or written first, then what nobody has decided; what was dismissed is none."""
    found = [*_comments(opened, criterion), *_findings(opened, criterion), *_references(opened, criterion)]
    return tuple(sorted(found, key=lambda one: not one.accepted))


def suggestion_of(opened: DeskDraft, criterion: Criterion) -> Suggestion | None:
    """Return the level that the accepted evidence speaks for, if any."""
    findings = [item.finding for item in opened.findings if opened.was_accepted(item.key)]
    verdicts = [item.verdict for item in opened.reference_items() if opened.was_accepted(item.key)]
    return suggested_level(criterion, findings, [verdict for verdict in verdicts if verdict is not None])


def _comments(opened: DeskDraft, criterion: Criterion) -> Iterator[Evidence]:
    for item in opened.comment_items():
        comment = item.comment
        if comment.criterion == criterion.id and not comment.finding and comment.body.strip():
            yield Evidence(item.key, " ".join(comment.body.split()), item.place, comment.kind, True)


def _findings(opened: DeskDraft, criterion: Criterion) -> Iterator[Evidence]:
    linked = scoring.evidence(criterion, (item.finding for item in opened.findings))
    wanted = {(one.check, one.start, one.end) for one in linked if one.tier is not Tier.CONTEXT}
    for item in opened.findings:
        finding, accepted = item.finding, opened.was_accepted(item.key)
        if (finding.check, finding.start, finding.end) in wanted and (accepted or item.key not in opened.decisions):
            title = f"{item.title}: {item.quote}" if item.quote else item.title
            yield Evidence(item.key, title, item.place, finding.tier, accepted)


def _references(opened: DeskDraft, criterion: Criterion) -> Iterator[Evidence]:
    for item in opened.reference_items() if REFERENCES in criterion.evidence else ():
        accepted, is_open = opened.was_accepted(item.key), item.key not in opened.decisions
        tells = needs_a_look(item) and item.verdict is not Verdict.UNVERIFIABLE  # not checked is no evidence
        if item.verdict is not None and (accepted or (tells and is_open)):
            yield Evidence(
                item.key, f"{item.verdict.shown_as}: {item.reference.raw}", item.place, item.verdict, accepted
            )
