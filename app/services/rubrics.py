"""Rubric files: whether they can be used, taking one into the workspace, and giving one to others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import BadInputError, NotFoundError
from app.domain.feedback import KeptRubric
from app.services.assignments import keep_rubric, rubric_of
from app.services.ports import ReviewStore
from rubrics.canvas import from_canvas, to_canvas
from rubrics.load import MOST_BYTES, Problem, RubricFileError, load_rubric
from rubrics.model import Rubric
from rubrics.writing import as_data, as_yaml

__all__ = ["Problem", "Rubric", "RubricFile", "check_rubrics", "export_rubric", "import_rubric"]

CANVAS, YAML = ".csv", ".yaml"


@dataclass(frozen=True, slots=True)
class RubricFile:
    """A rubric for others, and one sentence about what the format leaves out, or ""."""

    text: str
    left_out: str = ""


def check_rubrics(paths: Iterable[Path]) -> Iterator[Rubric | Problem]:
    """Read each file: yield its rubric, or every problem that keeps it from being used."""
    for path in paths:
        try:
            yield load_rubric(path)
        except RubricFileError as error:
            yield from error.problems


def import_rubric(store: ReviewStore, path: Path, team_id: str = "") -> KeptRubric:
    """Keep the rubric of a file: Stet's YAML, or Canvas' CSV, which becomes the next version of its name.

    Raises BadInputError with file and line, DeniedError.
    """
    text = _read(path)
    if path.suffix.lower() != CANVAS:
        return keep_rubric(store, text, path.name, team_id)
    try:
        rubric = from_canvas(text, path.name)
    except RubricFileError as error:
        raise BadInputError(str(error.problems[0])) from None
    known = [one for one in store.records(KeptRubric, name=rubric.id) if one.team_id == team_id]
    for one in known:
        numbered = rubric.model_copy(update={"version": one.edition})
        if as_yaml(as_data(numbered)) == one.text:
            return one
    taken = [int(one.edition) for one in known if one.edition.isdigit()]
    rubric = rubric.model_copy(update={"version": str(max(taken, default=0) + 1)})
    return keep_rubric(store, as_yaml(as_data(rubric)), path.name, team_id)


def export_rubric(store: ReviewStore, rubric_id: str, suffix: str) -> RubricFile:
    """Return a kept rubric as ``CANVAS`` or ``YAML``. Raises NotFoundError, BadInputError for another suffix."""
    if suffix == YAML:
        kept = next(iter(store.records(KeptRubric, id=rubric_id)), None)
        if kept is None:
            raise NotFoundError("That rubric is not in this workspace.")
        return RubricFile(kept.text)
    if suffix != CANVAS:
        raise BadInputError(f"A rubric cannot be written as “{suffix}”. Choose {YAML} or {CANVAS}.")
    rubric = rubric_of(store, rubric_id)
    gates = any(one.gate for one in rubric.criteria)
    what = "limits of the total, linked checks and the version" if gates else "linked checks and the version"
    return RubricFile(to_canvas(rubric), f"Canvas takes no {what}: left out.")


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInputError(f"{path.name} is larger than 1 MB; this cannot be a rubric.")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInputError(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from None
    except OSError as error:
        raise BadInputError(f"{path.name} cannot be read: {error.strerror}.") from None
