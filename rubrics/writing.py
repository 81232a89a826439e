"""Write rubric and policy files, and say which part of one a problem is in, for forms that spare people the YAML."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML

from rubrics.load import Problem, RubricFileError

_KEY, _ITEM = re.compile(r"(\w+):"), re.compile(r"(?:- |  [\w.-]+:$)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in ``part`` ("terms"), in its ``item`` counted from 0, -1 where it is in none."""

    part: str
    item: int
    text: str


def as_data(model: BaseModel) -> dict[str, Any]:
    """Return what a file of the model holds, without what holds anyway: plain dicts, lists, texts and numbers."""
    data = _plain(model.model_dump(by_alias=True, exclude_defaults=True))
    assert isinstance(data, dict)
    return data


def as_yaml(data: Mapping[str, Any]) -> str:
    """Return the text of a file with this data."""
    yaml, out = YAML(), io.StringIO()
    yaml.width = 1000
    yaml.dump(dict(data), out)
    return out.getvalue()


def faults_of(text: str, parse: Callable[[str, str], object]) -> tuple[Fault, ...]:
    """Return what ``parse(text, name)`` finds wrong with a text of ``as_yaml``, by its part and item."""
    try:
        parse(text, "")
    except RubricFileError as error:
        lines = text.splitlines()
        faults = [_fault(problem, lines) for problem in error.problems]
        return tuple(dict.fromkeys(faults))
    return ()


def _fault(problem: Problem, lines: list[str]) -> Fault:
    before = lines[: problem.line]
    starts = [(number, match[1]) for number, line in enumerate(before) if (match := _KEY.match(line))]
    if not starts or problem.line <= 1:
        return Fault("", -1, problem.text)
    first, part = starts[-1]
    items = sum(1 for line in before[first + 1 :] if _ITEM.match(line))
    return Fault(part, items - 1, problem.text)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
