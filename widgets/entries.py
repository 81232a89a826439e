"""What a list shows and how: entries, narrowed and grouped as a person asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from widgets.rows import Row


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """A group that an entry stands in. Groups are sorted by ``order``, then by the first entry in them."""

    order: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with the groups it stands in, by what one can group by ("tier", "check", …)."""

    row: Row
    groups: Mapping[str, Group]
    is_decided: bool = False

    def holds(self, words: Sequence[str]) -> bool:
        """Whether every word (casefolded) stands somewhere in the row."""
        text = self.row.sentence.casefold()
        return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class View:
    """How a list is shown. ``grouping`` "" is the panel's own; ``state`` is "all", "open" or "decided".

    ``only`` narrows to groups by name, for each thing that one can group by.
    """

    grouping: str = ""
    state: str = "all"
    text: str = ""
    only: tuple[tuple[str, str], ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether something may be left out."""
        return bool(self.text.strip() or self.only or self.state != "all")

    def toggled(self, facet: str, name: str) -> "View":
        """Return the view with this group asked for, or not any more."""
        pair = (facet, name)
        left = tuple(one for one in self.only if one != pair)
        return replace(self, only=left if pair in self.only else (*self.only, pair))

    def lets_through(self, entry: Entry) -> bool:
        """Whether the entry is shown."""
        if not self.narrows:
            return True
        if self.state != "all" and entry.is_decided != (self.state == "decided"):
            return False
        wanted: dict[str, set[str]] = {}
        for facet, name in self.only:
            wanted.setdefault(facet, set()).add(name)
        if any(facet not in entry.groups or entry.groups[facet].name not in names for facet, names in wanted.items()):
            return False
        return entry.holds(self.text.casefold().split())


def counted(entries: Sequence[Entry], facet: str) -> list[tuple[Group, int]]:
    """Return the groups of one kind in order, each with how many entries stand in it."""
    counts: dict[Group, int] = {}
    for entry in entries:
        if facet in entry.groups:
            counts[entry.groups[facet]] = counts.get(entry.groups[facet], 0) + 1
    return sorted(counts.items(), key=lambda pair: pair[0].order)


def grouped(entries: Sequence[Entry], facet: str, without: str = "") -> list[tuple[Group, list[Row]]]:
    """Return the rows by group, both in order; what has no such group comes last, under the words ``without``."""
    none = Group(1 << 30, "none", without)
    found: dict[Group, list[Row]] = {}
    for entry in entries:
        found.setdefault(entry.groups.get(facet, none), []).append(entry.row)
    return sorted(found.items(), key=lambda pair: pair[0].order)


def place_groups(places: Sequence[str]) -> list[Group]:
    """Return the group of each place; places come in the order in which they are first named."""
    groups: dict[str, Group] = {}
    for place in places:
        if place not in groups:
            groups[place] = Group(len(groups), f"place:{place}", place)
    return [groups[place] for place in places]


DECIDED = Group(1 << 20, "decided", "Decided")
