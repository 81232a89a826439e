"""Rubric files: whether they can be used."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rubrics.load import Problem, RubricFileError, load_rubric
from rubrics.model import Rubric

__all__ = ["Problem", "Rubric", "check_rubrics"]


def check_rubrics(paths: Iterable[Path]) -> Iterator[Rubric | Problem]:
    """Read each file: yield its rubric, or every problem that keeps it from being used."""
    for path in paths:
        try:
            yield load_rubric(path)
        except RubricFileError as error:
            yield from error.problems
