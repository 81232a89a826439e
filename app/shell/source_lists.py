"""The source lists a person has chosen for this workspace, as they are kept in its settings."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SETTING = "source_lists"
SUFFIXES = (".bib", ".ris", ".json", ".jsonl", ".csv")


@dataclass(frozen=True, slots=True)
class SourceList:
    """A chosen list: a file, or a source library by its name, and whether the person says it is complete for this work.

    ``path`` is ``Path()`` for a library.
    """

    path: Path
    complete: bool = False
    library: str = ""

    @property
    def name(self) -> str:
        """What the list is called in the panels."""
        return self.library or self.path.name


def to_setting(lists: Iterable[SourceList]) -> list[dict[str, object]]:
    """Return the lists as a JSON-like value."""
    return [
        {"library": one.library, "complete": one.complete}
        if one.library
        else {"path": str(one.path), "complete": one.complete}
        for one in lists
    ]


def from_setting(value: object) -> tuple[SourceList, ...]:
    """Return the lists of a kept setting; entries that make no sense are left out."""
    if not isinstance(value, list):
        return ()
    return tuple(filter(None, map(_from_entry, value)))


def _from_entry(entry: object) -> SourceList | None:
    if not isinstance(entry, dict):
        return None
    path, library, complete = entry.get("path"), entry.get("library"), entry.get("complete") is True
    if isinstance(library, str) and library:
        return SourceList(Path(), complete, library)
    return SourceList(Path(path), complete) if isinstance(path, str) else None


def with_files(lists: tuple[SourceList, ...], paths: Iterable[Path]) -> tuple[SourceList, ...]:
    """Return the lists with these files added as partial ones, each file once."""
    known = {one.path for one in lists}
    added = [path for path in dict.fromkeys(path.absolute() for path in paths) if path not in known]
    return (*lists, *(SourceList(path) for path in added))


def with_library(lists: tuple[SourceList, ...], name: str, *, complete: bool = False) -> tuple[SourceList, ...]:
    """Return the lists with this library in use once, declared as said."""
    wanted = SourceList(Path(), complete, name)
    if any(one.library == name for one in lists):
        return tuple(wanted if one.library == name else one for one in lists)
    return (*lists, wanted)


def without_library(lists: tuple[SourceList, ...], name: str) -> tuple[SourceList, ...]:
    """Return the lists without this library."""
    return tuple(one for one in lists if one.library != name)
