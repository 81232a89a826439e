"""Make values again of the plain data that a database row or JSON holds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

_Reader = Callable[[Any], Any]

SEEN = "seen"
"""The name of the field that ``stamp`` makes."""
ALL_SEEN = 1 << 62
"""As its value: the person knows everything that came so far."""


def stamp() -> Any:  # noqa: ANN401 a dataclass's field
    """Return the field ``SEEN``: the number of the newest change from a shared database when the value was read.

    It decides what a save may replace (see ``app.services.syncing``) and is no part of what the value is.
    """
    return field(default=0, compare=False, repr=False)


def plain(value: Any) -> dict[str, Any]:  # noqa: ANN401 any of our dataclasses
    """Return the fields of a dataclass and of those inside it by name, without ``seen``."""
    return asdict(value, dict_factory=lambda pairs: {name: one for name, one in pairs if name != SEEN})


def build(kind: type[T], data: Mapping[Any, Any]) -> T:
    """Return the value of a dataclass whose fields the mapping holds; a field that is missing has its default."""
    return kind(**{name: read(data[name]) for name, read in _readers(cast("Any", kind)) if name in data})


def build_in_order(kind: type[T], values: Iterable[Any]) -> T:
    """Return the value of a dataclass whose fields come in order, which is the quick way for many rows."""
    return kind(*[read(value) for (_, read), value in zip(_readers(cast("Any", kind)), values, strict=True)])


def field_names(kind: type) -> tuple[str, ...]:
    """Return the names of a dataclass's fields, in order."""
    return tuple(name for name, _ in _readers(cast("Any", kind)))


@cache
def _readers(kind: type[object]) -> tuple[tuple[str, _Reader], ...]:
    hints = get_type_hints(kind)
    return tuple((one.name, _reader(hints[one.name])) for one in fields(cast("Any", kind)))


def _reader(hint: object) -> _Reader:
    """Return what makes a field's value of plain data."""
    if isinstance(hint, UnionType):
        read = _reader(next(one for one in get_args(hint) if one is not type(None)))
        return lambda value: None if value is None else read(value)
    if get_origin(hint) is tuple:
        each = _reader(get_args(hint)[0])
        return lambda values: tuple(each(value) for value in values)
    if hint is str:
        return lambda value: value or ""
    if isinstance(hint, type) and issubclass(hint, StrEnum | Decimal | Fraction):
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: build(hint, value)
    return lambda value: value
