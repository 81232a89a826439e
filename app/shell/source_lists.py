"""The source lists a person has chosen for this workspace, as they are kept in its settings."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SETTING = "source_lists"
SUFFIXES = (".bib", ".ris", ".json", ".jsonl", ".csv")


@dataclass(frozen=True, slots=True)
class SourceList:
    """A chosen list: a file, and whether the person says that it is complete for this work."""

    path: Path
    complete: bool = False

    @property
    def name(self) -> str:
        """What the list is called in the panels."""
        return self.path.name


def to_setting(lists: Iterable[SourceList]) -> list[dict[str, object]]:
    """Return the lists as a JSON-like value."""
    return [{"path": str(one.path), "complete": one.complete} for one in lists]


def from_setting(value: object) -> tuple[SourceList, ...]:
    """Return the lists of a kept setting; entries that make no sense are left out."""
    if not isinstance(value, list):
        return ()
    entries = [entry for entry in value if isinstance(entry, dict) and isinstance(entry.get("path"), str)]
    return tuple(SourceList(Path(entry["path"]), entry.get("complete") is True) for entry in entries)


def with_files(lists: tuple[SourceList, ...], paths: Iterable[Path]) -> tuple[SourceList, ...]:
    """Return the lists with these files added as partial ones, each file once."""
    known = {one.path for one in lists}
    added = [path for path in dict.fromkeys(path.absolute() for path in paths) if path not in known]
    return (*lists, *(SourceList(path) for path in added))
