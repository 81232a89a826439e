"""Settle what two people changed at once: keep the one, the other, or a third; and say in words what it is about."""

import json
from dataclasses import asdict, replace
from typing import Any

from app.domain.days import day_of
from app.domain.deliverable import Assignment, Deliverable
from app.domain.errors import NotFoundError
from app.domain.feedback import Letter, Mark, Phrase, Reflection, Reply, Review, Score
from app.domain.ids import now_ms
from app.domain.review import Comment, CommentKind
from app.domain.values import build
from app.services.access import keep
from app.services.ports import Act, Kept, ReviewChange, Workspace
from app.services.sharing_details import About, Choice, Clash

_KEPT: dict[str, tuple[type[Kept], Act]] = {
    "phrase": (Phrase, Act.EDIT_PHRASE),
    "assignment": (Assignment, Act.EDIT_ASSIGNMENT),
    "deliverable": (Deliverable, Act.EDIT_WORK),
    "score": (Score, Act.SET_LEVEL),
    "letter": (Letter, Act.EDIT_LETTER),
    "reply": (Reply, Act.REPLY),
    "reflection": (Reflection, Act.REFLECT),
    "mark": (Mark, Act.MARK),
    "review": (Review, Act.CHOOSE_RUBRIC),
}
_KINDS = {
    "phrase": "Comment of the library",
    "comment": "Comment",
    "placement": "Place of a comment",
    "reply": "Answer",
    "assignment": "Assignment",
    "rubric": "Rubric",
    "deliverable": "Work",
    "draft": "Draft",
    "revision": "Text of a draft",
    "submission": "What was said on handing in",
    "review": "Review",
    "score": "Score",
    "letter": "Letter",
    "release": "Feedback",
    "reflection": "Reflection",
    "mark": "Note on feedback",
    "decision": "Decision on a finding",
}
_FIELDS = {
    "body": "words",
    "why": "why it matters",
    "good": "what good looks like",
    "suggestion": "suggested words",
    "criterion": "criterion",
    "kind": "kind",
    "resolved": "resolved or open",
    "title": "title",
    "brief": "brief",
    "audience": "audience",
    "due_ms": "due date",
    "rubric_id": "rubric",
    "policy": "policy",
    "level": "level",
    "comment": "comment",
    "strength": "what is strong",
    "improvement": "what to improve",
    "next_task": "next task",
    "deleted": "there or deleted",
}
_SHOWN = 80


def can_choose(clash: Clash) -> bool:
    """Whether another value can be put in place of the one that was kept; a deletion can only be made anew."""
    kind = clash.about.kind
    return clash.field != "deleted" and (kind == "comment" or kind in _KEPT)


def is_text(clash: Clash) -> bool:
    """Whether a third value can be written: both are words of a person's own."""
    names = {"body", "why", "good", "suggestion", "title", "brief", "audience", "comment", "strength", "improvement"}
    texts = all(isinstance(json.loads(one), str) for one in (clash.kept, clash.lost))
    return can_choose(clash) and texts and clash.field in names | {"next_task", "did", "happened", "next_time", "words"}


def settle(store: Workspace, clash: Clash, choice: Choice, text: str = "") -> None:
    """Keep what is kept, put the other value in its place, or ``text``; written as its author would, so undo knows it.

    Raises DeniedError, NotFoundError.
    """
    if choice is not Choice.KEPT:
        _write(store, clash, json.loads(clash.lost) if choice is Choice.OTHER else text)
    store.share.settle(clash.id, choice)


def _write(store: Workspace, clash: Clash, value: Any) -> None:  # noqa: ANN401 a field's value
    about, new = clash.about, {clash.field: value, "updated_ms": now_ms()}
    if about.kind == "comment":
        comment = store.comment(about.row_id)
        if comment is None:
            raise NotFoundError("That comment is not here any more, so nothing was changed.")
        edited = replace(comment, **_typed(Comment, asdict(comment), new))
        keep(store, ReviewChange(comments=(edited,)), Act.EDIT_COMMENT)
        return
    kind, act = _KEPT[about.kind]
    found = next(iter(store.records(kind, id=about.row_id)), None)
    if found is None:
        raise NotFoundError("That is not here any more, so nothing was changed.")
    keep(store, ReviewChange(records=(replace(found, **_typed(kind, asdict(found), new)),)), act)


def _typed(kind: type, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Return the new values as the fields of the type have them."""
    made: object = build(kind, old | new)
    return {name: getattr(made, name) for name in new}


def kind_words(kind: str) -> str:
    """Return what a row of this kind is called."""
    return _KINDS.get(kind, "Something")


def about_words(about: About) -> str:
    """Return whose and which work a row belongs to, or the row's own words where it belongs to none."""
    whose = ", ".join(part for part in (about.mentee, about.work) if part)
    return whose or short(about.words)


def clash_words(clash: Clash) -> str:
    """Return what a clash is about: "Letter, what to improve"."""
    field = _FIELDS.get(clash.field, clash.field.replace("_", " "))
    return f"{kind_words(clash.about.kind)}, {field}"


def value_words(clash: Clash, value: str) -> str:
    """Return a JSON value as a person reads it."""
    found = json.loads(value)
    if clash.field == "deleted":
        return "Deleted" if found else "There"
    if clash.field == "kind" and found in set(CommentKind):
        return str(found).capitalize()
    if clash.field.endswith("_ms") and found:
        return day_of(found)
    return _said(found)


def _said(found: object) -> str:
    match found:
        case bool():  # before int, which it is as well
            return "Yes" if found else "No"
        case int() | float():
            return f"{found:,}"
        case list():
            return ", ".join(map(str, found)) or "Nothing"
    return str(found or "Nothing")


def short(words: str) -> str:
    """Return the beginning of some words in one line."""
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
