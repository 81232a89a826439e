"""Writing scores to a file away from the window: whole, or not at all."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.scoring import ReviewScores
from app.services.exporting import Format, scores_file
from app.shell.giving_back import write_whole
from app.shell.jobs import Job


def export_scores(
    rows: Sequence[ReviewScores], format_: Format, target: Path, *, names: bool, home_page: str
) -> Callable[[Job], Path]:
    """Return the job that writes the scores and gives the file. The job raises StetError."""

    def write(_: Job) -> Path:
        write_whole(target, scores_file(rows, format_, names=names, home_page=home_page))
        return target

    return write
