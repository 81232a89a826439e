"""Known bugs, planted one at a time: the text of a function of the product or the server is replaced first."""

import functools
import importlib
import inspect
import shutil
import sys
import tempfile
import textwrap
from contextlib import contextmanager
from pathlib import Path

from tests.evaluations.sync_faults.bugs import AFTER_A_RESTORE, BUGS, ON_ONE_COMMENT

MOST_FAULTS, EDITS, TRIES = 120, 100, 8
_SOURCES = {}


@contextmanager
def planted_in_server(name):
    """Let the server be set up with the bug."""
    places = [one for one in BUGS[name] if one[0].endswith(".sql")] if name else []
    if not places:
        yield
        return
    from app.sync import schema

    with tempfile.TemporaryDirectory() as folder:
        copies = []
        for original in schema.migrations():
            copy = Path(folder) / original.name
            shutil.copytree(original, copy)
            copies.append(copy)
        for file, old, new in places:
            _replace_in(next(path for copy in copies if (path := copy / file).exists()), old, new)
        as_it_is, schema.migrations = schema.migrations, lambda: copies
        try:
            yield
        finally:
            schema.migrations = as_it_is


def _replace_in(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} no longer says: {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def plant_in_client(name):
    """Give this process the bug."""
    for place, old, new in BUGS[name] if name else ():
        if not place.endswith(".sql"):
            _rewrite(place, old, new)


def _rewrite(place, old, new):
    module_name, _, path = place.partition(":")
    module = importlib.import_module(module_name)
    *holders, attribute = path.split(".")
    holder = functools.reduce(getattr, holders, module)
    original = getattr(holder, attribute)
    if isinstance(original, str):
        assert old in original, f"{place} no longer says: {old}"
        setattr(holder, attribute, original.replace(old, new))
        return
    source = _SOURCES.get(place) or textwrap.dedent(inspect.getsource(original))
    assert old in source, f"{place} no longer says: {old}"
    _SOURCES[place] = source.replace(old, new)
    made = {}
    exec(compile(_SOURCES[place], place, "exec"), module.__dict__, made)
    setattr(holder, attribute, made[attribute])
    for other in [one for name, one in sys.modules.items() if name.startswith("app.") and one is not module]:
        if getattr(other, attribute, None) is original:
            setattr(other, attribute, made[attribute])


def hunt(server, name, seed, faults=MOST_FAULTS, edits=EDITS, tries=TRIES):
    """Play with the bug until a rule catches it; return the rules that did."""
    from tests.evaluations.sync_faults.play import Round

    if name in ON_ONE_COMMENT:
        edits *= 3  # few of them come at the right moment
    for number in range(tries):
        restores = int(name in AFTER_A_RESTORE)
        result = Round(server, f"{seed}/{name}/{number}", faults, name, restores, edits).run()
        if result.violations:
            return {what for what, _ in result.violations}
    return set()
