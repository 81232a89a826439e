"""A LibraryShelf in memory, its segments on disk: the fake for use cases."""

from dataclasses import dataclass, field
from pathlib import Path

from app.services.ports import Library


@dataclass
class Shelf:
    """Keeps libraries by name."""

    root: Path
    kept: dict[str, Library] = field(default_factory=dict)

    @property
    def folder(self):
        return self.root / "libraries"

    @property
    def cache(self):
        return self.root / "cache"

    def libraries(self):
        return tuple(self.kept[name] for name in sorted(self.kept))

    def put_library(self, library):
        self.kept[library.info.name] = library

    def remove_library(self, name):
        del self.kept[name]
