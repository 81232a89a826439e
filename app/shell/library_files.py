"""Source libraries among the lists in use: their files are looked up when they are needed, because they change."""

from collections.abc import Iterable
from dataclasses import replace

from app.services.checking import CheckRequest, SourceSpec
from app.services.libraries import find_library, library_sources
from app.services.ports import LibraryShelf
from app.shell.source_lists import SourceList


def with_libraries(shelf: LibraryShelf, request: CheckRequest) -> CheckRequest:
    """Return the request with the files of each list that names a library; one that is no longer there is left out."""
    return replace(request, sources=_with_files(shelf, request.sources))


def specs_of(shelf: LibraryShelf, lists: Iterable[SourceList]) -> tuple[SourceSpec, ...]:
    """Return the lists in use with their files; a library that is no longer there is left out."""
    specs = (SourceSpec(one.name, () if one.library else (one.path,), one.complete) for one in lists)
    return _with_files(shelf, specs)


def _with_files(shelf: LibraryShelf, specs: Iterable[SourceSpec]) -> tuple[SourceSpec, ...]:
    found = []
    for spec in specs:
        if spec.files:
            found.append(spec)
        elif (library := find_library(shelf, spec.name)) is not None and library.segments:
            ((_, files, _),) = library_sources(shelf, [spec.name])
            found.append(replace(spec, files=files))
    return tuple(found)
