"""What a person has set for themselves: looks, keys and their name, kept in the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.domain.people import Person
from app.services.access import keep
from app.services.ports import Act, ReviewChange, ReviewStore, Settings

_SETTING = "preferences"
THEMES = ("system", "light", "dark", "contrast")
SMALLEST_TEXT, LARGEST_TEXT = 0.8, 2.0


@dataclass(frozen=True, slots=True)
class Preferences:
    """Looks and keys. ``theme`` is one of ``THEMES``, ``text_scale`` a factor on every text size from 0.8 to 2.0.

    ``letters`` says whether keys of a single character are in use. ``keys`` holds the keys that a person changed, by
    the name of the action; an empty one takes its key away. ``lists`` is how each list is grouped and what it shows, as
    "grouping:state" by the list's name.
    """

    theme: str = "system"
    text_scale: float = 1.0
    letters: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)


def preferences(settings: Settings) -> Preferences:
    """Return what is kept in the workspace; what makes no sense is as if it had never been set."""
    kept = settings.setting(_SETTING)
    if not isinstance(kept, dict):
        return Preferences()
    plain = Preferences()
    scale = kept.get("text_scale")
    return Preferences(
        theme=kept["theme"] if kept.get("theme") in THEMES else plain.theme,
        text_scale=min(LARGEST_TEXT, max(SMALLEST_TEXT, float(scale))) if isinstance(scale, int | float) else 1.0,
        letters=kept.get("letters") is not False,
        keys=_words(kept.get("keys")),
        lists=_words(kept.get("lists")),
    )


def keep_preferences(settings: Settings, chosen: Preferences) -> None:
    """Keep the preferences in the workspace."""
    value = {
        "theme": chosen.theme,
        "text_scale": chosen.text_scale,
        "letters": chosen.letters,
        "keys": dict(chosen.keys),
        "lists": dict(chosen.lists),
    }
    settings.put_setting(_SETTING, value)


def my_name(store: ReviewStore) -> str:
    """Return the name of the person who works here, the author of their comments; "" when none was given."""
    me = _me(store)
    return me.name if me is not None else ""


def keep_my_name(store: ReviewStore, name: str) -> None:
    """Give the person who works here a name. Raises DeniedError where only an admin may."""
    me = _me(store)
    if me is not None and me.name != name.strip():
        keep(store, ReviewChange(records=(replace(me, name=name.strip()),)), Act.EDIT_PEOPLE)


def names_of(store: ReviewStore) -> dict[str, str]:
    """Return everybody's name by their id."""
    return {one.id: one.name for one in store.records(Person)}


def _me(store: ReviewStore) -> Person | None:
    return next(iter(store.records(Person, id=store.me())), None)


def _words(kept: object) -> dict[str, str]:
    if not isinstance(kept, dict):
        return {}
    return {name: value for name, value in kept.items() if isinstance(name, str) and isinstance(value, str)}
