"""Find words in the canonical text, as a person types them into a search field."""

import re


def find_in(text: str, words: str, start: int, backwards: bool = False) -> tuple[int, int] | None:
    """Return the next span of ``words`` from ``start`` on (or the last one that ends by it), going round at the end.

    Case is ignored, and any white space between two words matches any other. None when the words are nowhere.
    """
    parts = words.split()
    if not parts:
        return None
    pattern = _pattern(parts)
    if backwards:
        return _last(pattern, text, start) or _last(pattern, text, len(text))
    found = pattern.search(text, start) or pattern.search(text)
    return found.span() if found else None


def spans_of(text: str, words: str) -> list[tuple[int, int]]:
    """Return the span of each occurrence of ``words``, as ``find_in`` finds them, in order."""
    parts = words.split()
    return [found.span() for found in _pattern(parts).finditer(text)] if parts else []


def _pattern(parts: list[str]) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE)


def _last(pattern: re.Pattern[str], text: str, end: int) -> tuple[int, int] | None:
    last = None
    for found in pattern.finditer(text, 0, max(0, end)):
        last = found.span()
    return last
