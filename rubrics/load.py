"""Read rubric files. Every problem is one sentence with the file and the line."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

from rubrics.model import Rubric

MOST_BYTES = 1_000_000
_DEEPEST = 20
_LIBRARY = Path(__file__).parent / "library"

_WORDS = {
    "missing": "The field “{field}” is missing.",
    "extra_forbidden": "The field “{field}” is not known here.",
    "value_error": "{error}",
    "literal_error": "“{field}” must be {expected}, not “{given}”.",
    "too_short": "“{field}” needs at least {min_length}.",
    "too_long": "“{field}” can have {max_length} at most.",
    "string_too_short": "“{field}” is empty.",
    "string_pattern_mismatch": "“{field}” may hold letters, digits, “.”, “-” and “_” only, not “{given}”.",
    "string_type": "“{field}” must be text.",
    "greater_than": "“{field}” must be more than {gt}, not {given}.",
    "greater_than_equal": "“{field}” must be at least {ge}, not {given}.",
    "less_than_equal": "“{field}” must be at most {le}, not {given}.",
    "decimal_parsing": "“{field}” must be a number, not “{given}”.",
}

T = TypeVar("T", bound=BaseModel)
_Place = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file; ``line`` counts from 1."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class RubricFileError(Exception):
    """A file does not follow its format; ``problems`` says where and why, in the order of its lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load_rubric(path: Path) -> Rubric:
    """Read one rubric file. Raises RubricFileError."""
    return load_file(path, Rubric)


def parse_rubric(text: str, name: str) -> Rubric:
    """Read a rubric from text; ``name`` stands in its problems. Raises RubricFileError."""
    return parse_file(text, name, Rubric)


def library() -> tuple[Rubric, ...]:
    """Return the rubrics that come with Stet, by title."""
    return tuple(sorted(map(load_rubric, _LIBRARY.glob("*.yaml")), key=lambda rubric: rubric.title))


def library_text(rubric_id: str) -> str:
    """Return the text of the file of a rubric that comes with Stet; each is named by its id. Raises KeyError."""
    path = _LIBRARY / f"{rubric_id}.yaml"
    if path not in _LIBRARY.glob("*.yaml"):
        raise KeyError(rubric_id)
    return path.read_text("utf-8")


def load_file(path: Path, model: type[T]) -> T:
    """Read a YAML file into ``model``. Raises RubricFileError, also when the file cannot be read at all."""
    return parse_file(read_file(path), path.name, model)


def read_file(path: Path) -> str:
    """Return the text of a rubric or policy file. Raises RubricFileError when it cannot be one."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _single(path.name, 1, "The file is larger than 1 MB; this cannot be what it is meant to be.")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise _single(path.name, 1, "The file is not UTF-8 text. Save it as UTF-8.") from None
    except OSError as error:
        raise _single(path.name, 1, f"The file cannot be read: {error.strerror}.") from None


def parse_file(text: str, name: str, model: type[T]) -> T:
    """Read YAML text into ``model``. Raises RubricFileError."""
    tree = _load_yaml(text, name)
    if not isinstance(tree, CommentedMap):
        raise _single(name, 1, "The file holds no fields. It starts with a line such as “schema: stet-rubric/1”.")
    lines: dict[_Place, int] = {}
    try:
        return model.model_validate(_plain(tree, (), lines))
    except ValidationError as error:
        found = {Problem(name, _line(one["loc"], lines), _words(one)) for one in error.errors() if _is_own(one)}
        raise RubricFileError(tuple(sorted(found, key=lambda one: (one.line, one.text)))) from None


def _load_yaml(text: str, name: str) -> object:
    try:
        _refuse_tricks(text, name)
        return YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _single(name, mark.line + 1 if mark else 1, _yaml_words(error)) from None
    except (YAMLError, ValueError) as error:
        raise _single(name, 1, f"This is not YAML: {str(error).splitlines()[0]}.") from None


def _refuse_tricks(text: str, name: str) -> None:
    """Refuse what makes a small file huge: aliases and deep nesting; a file that can hold neither is not read twice."""
    if "&" not in text and "*" not in text and _deepest(text) <= _DEEPEST:
        return
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if isinstance(event, AliasEvent):
            raise _single(name, line, "An alias (*name) stands here. Write the value out.")
        if depth > _DEEPEST:
            raise _single(name, line, "The fields are nested too deep.")


def _deepest(text: str) -> int:
    """Return how deep the fields can be nested at most, by their indents and brackets."""
    opened = deepest = 0
    for bracket in re.findall(r"[\[{\]}]", text):
        opened += 1 if bracket in "[{" else -1
        deepest = max(deepest, opened)
    indents = (len(match) for match in re.findall(r"^[ -]*", text, re.MULTILINE))
    return deepest + max(indents, default=0)


def _yaml_words(error: MarkedYAMLError) -> str:
    problem = str(error.problem or error.context or "")
    if "duplicate key" in problem:
        name = problem.split('"')[1]
        return f"The field “{name}” stands twice. Keep one of them."
    if "\\t" in problem:
        return "A tab stands where spaces are needed. Indent with spaces."
    return f"This line cannot be read as YAML: {problem}."


def _plain(value: object, place: _Place, lines: dict[_Place, int]) -> object:
    """Turn ruamel's containers and numbers into plain ones, and note in ``lines`` where each part stands."""
    match value:
        case CommentedMap():
            lines.update({(*place, key): value.lc.key(key)[0] + 1 for key in value})
            return {str(key): _plain(item, (*place, key), lines) for key, item in value.items()}
        case CommentedSeq():
            lines.update({(*place, index): value.lc.item(index)[0] + 1 for index in range(len(value))})
            return [_plain(item, (*place, index), lines) for index, item in enumerate(value)]
        case float():
            return str(value)
        case int() if not isinstance(value, bool):
            return int(value)
    return value


def _line(place: _Place, lines: dict[_Place, int]) -> int:
    """Return the line of the innermost part of ``place`` that the file has."""
    return next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), 1)


def _words(error: ErrorDetails) -> str:
    """Say a validation error as a person would."""
    field = next((step for step in reversed(error["loc"]) if isinstance(step, str)), "file")
    template = _WORDS.get(error["type"], "“{field}”: {message}.")
    return template.format(field=field, given=error["input"], message=error["msg"], **_context(error))


def _is_own(error: ErrorDetails) -> bool:
    """Tell whether the error is not just the echo of another: pydantic counts broken items as missing."""
    return error["type"] != "too_short" or len(error["input"]) < error["ctx"]["min_length"]


def _context(error: ErrorDetails) -> dict[str, object]:
    return {name: str(value) for name, value in error.get("ctx", {}).items()}


def _single(name: str, line: int, text: str) -> RubricFileError:
    return RubricFileError((Problem(name, line, text),))
