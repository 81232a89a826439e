"""What one person wrote about one thing on two computers that did not know of each other yet, as one value."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from itertools import chain
from typing import Any, TypeVar

from app.domain.feedback import Letter, Reflection, Score

T = TypeVar("T", Letter, Reflection, Score)

_BREAK = "\n\n"
_WORDS = {
    Letter: ("strength", "improvement", "next_task"),
    Reflection: ("did", "happened", "next_time"),
    Score: ("comment",),
}


def joined(values: Sequence[T]) -> T:
    """Return one value, the first one made, that holds the words of all. Raises ValueError for no values.

    Paragraphs that another's hold already are not said again. Two levels of a criterion that differ are none: the
    person chooses anew.
    """
    first, *others = sorted(values, key=lambda one: one.id)
    if not others:
        return first
    found: dict[str, Any] = {}
    for name in (one.name for one in fields(first)):
        said = [getattr(one, name) for one in (first, *others)]
        if name in _WORDS[type(first)]:
            found[name] = _together(said)
        elif name == "level":
            found[name] = _only(one for one in said if one)
        elif isinstance(said[0], tuple):
            found[name] = tuple(dict.fromkeys(chain.from_iterable(said)))
    return replace(first, seen=min(one.seen for one in values), **found)


def each(values: Iterable[T], about: Callable[[T], str]) -> dict[str, T]:
    """Return one value for each thing that values are about, by its id."""
    found = dict[str, list[T]]()
    for one in values:
        found.setdefault(about(one), []).append(one)
    return {name: joined(several) for name, several in found.items()}


def _together(texts: Iterable[str]) -> str:
    found = list[str]()
    for text in texts:
        if text.strip() and not any(_holds(one, text) for one in found):
            found = [*(one for one in found if not _holds(text, one)), text]
    return _BREAK.join(found)


def _holds(one: str, text: str) -> bool:
    return f"{_BREAK}{text}{_BREAK}" in f"{_BREAK}{one}{_BREAK}"


def _only(levels: Iterable[str]) -> str:
    chosen = set(levels)
    return chosen.pop() if len(chosen) == 1 else ""
