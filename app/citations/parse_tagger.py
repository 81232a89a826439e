"""The trained tagger: spans of fields in a reference string. The model opens on first use in a few milliseconds."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Protocol

from app.citations.parse_features import Span, features, tokenise

MODEL_NAME = "references.crf"
_WIDEST_GAP = 3


class Tagger(Protocol):
    """What a model does: give a tag ("B-title", "I-title", "O") for the features of each token."""

    def tag(self, features: list[list[str]]) -> list[str]:
        """Return a tag for each token."""


@cache
def shipped_tagger() -> Tagger:
    """Open the shipped model."""
    with as_file(files("resources") / "models" / MODEL_NAME) as path:
        return open_tagger(path)


def open_tagger(path: Path) -> Tagger:
    """Open the model at ``path``."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    opened: Tagger = tagger
    return opened


def field_spans(text: str, tagger: Tagger) -> dict[str, list[Span]]:
    """Return the spans of each field in text order; pieces with only a mark between them are one."""
    tokens = tokenise(text)
    if not tokens:
        return {}
    return _join(text, zip(tokens, tagger.tag(features(text, tokens)), strict=True))


def _join(text: str, tagged: Iterable[tuple[Span, str]]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for (start, end), tag in tagged:
        if tag == "O":
            continue
        found = spans.setdefault(tag[2:], [])
        if found and start - found[-1][1] <= _WIDEST_GAP and not re.search(r"\w", text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return spans
