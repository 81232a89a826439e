"""Remember what was worked out for a document, so that several checks share the work."""

from collections.abc import Callable
from functools import wraps
from typing import Generic, TypeVar

from app.domain.document import Document

T = TypeVar("T")


class _Last(Generic[T]):
    """The latest document and what was worked out for it; documents are frozen, so identity is enough."""

    def __init__(self) -> None:
        self._entry: tuple[Document, T] | None = None

    def get(self, document: Document, make: Callable[[Document], T]) -> T:
        entry = self._entry
        if entry is None or entry[0] is not document:
            entry = (document, make(document))
            self._entry = entry
        return entry[1]


def once_per_document(function: Callable[[Document], T]) -> Callable[[Document], T]:
    """Make ``function`` work once for a document and hand out the same result until another document comes."""
    last: _Last[T] = _Last()

    @wraps(function)
    def remembered(document: Document) -> T:
        return last.get(document, function)

    return remembered
