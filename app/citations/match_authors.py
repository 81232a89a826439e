"""Compare the authors of a citation with a record's: who, in which order, and who was left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from app.citations.match_names import is_dash, is_organisation, is_placeholder, parse_name, same_family, same_person


class AuthorsRelation(Enum):
    """How the cited authors stand to the record's."""

    NOT_CITED = auto()
    AGREE = auto()
    TRUNCATED = auto()
    UNCONFIRMED = auto()
    DIFFER = auto()


@dataclass(frozen=True, slots=True)
class AuthorsMatch:
    """The relation, and the share of cited people whose family name stands in the record."""

    relation: AuthorsRelation
    overlap: float = 0.0


def match_authors(cited: Sequence[str], found: Sequence[str], *, cited_et_al: bool, found_et_al: bool) -> AuthorsMatch:
    """Compare two lists of names; "et al." makes leaving out people at the end legal."""
    names = [name for name in cited if not is_dash(name)]
    if not names:
        return AuthorsMatch(AuthorsRelation.NOT_CITED)
    if not found:
        return AuthorsMatch(AuthorsRelation.UNCONFIRMED)
    overlap = _overlap(names, found)
    if names_agree(names, found) and len(names) == len(found):
        return AuthorsMatch(AuthorsRelation.AGREE, 1.0)
    if any(map(is_organisation, [*names, *found])):
        return _match_with_organisations(names, found, overlap, cited_et_al=cited_et_al)
    return AuthorsMatch(_relation(names, found, cited_et_al=cited_et_al, found_et_al=found_et_al), overlap)


def names_agree(names: Sequence[str], found: Sequence[str]) -> bool:
    """Whether the names agree one by one, as far as the shorter list goes."""
    return all(same_person(one, other) for one, other in zip(names, found, strict=False))


def _relation(names: Sequence[str], found: Sequence[str], *, cited_et_al: bool, found_et_al: bool) -> AuthorsRelation:
    places = _places(names, found)
    if places is None:
        beyond = found_et_al and len(names) > len(found) and names_agree(names, found)
        return AuthorsRelation.UNCONFIRMED if beyond else AuthorsRelation.DIFFER
    if len(names) == len(found) or (cited_et_al and places[0] == 0):
        return AuthorsRelation.AGREE
    return AuthorsRelation.DIFFER if cited_et_al else AuthorsRelation.TRUNCATED


def _places(names: Sequence[str], found: Sequence[str]) -> list[int] | None:
    """Return where each name stands in the record, or None unless all do, in order."""
    places: list[int] = []
    start = 0
    for name in names:
        place = next((at for at in range(start, len(found)) if same_person(name, found[at])), None)
        if place is None:
            return None
        places.append(place)
        start = place + 1
    return places


def _overlap(names: Sequence[str], found: Sequence[str]) -> float:
    families = dict.fromkeys(parse_name(name).family for name in found)
    cited = (parse_name(name).family for name in names)
    hits = sum(one in families or any(same_family(one, family) for family in families) for one in cited)
    return hits / len(names)


def _match_with_organisations(
    names: Sequence[str], found: Sequence[str], overlap: float, *, cited_et_al: bool
) -> AuthorsMatch:
    """Leave organisations out on both sides; where nobody is left, their names cannot be confirmed."""
    people = [name for name in names if not is_organisation(name)]
    found_people = [name for name in found if not is_organisation(name)]
    if not people or not found_people:
        return AuthorsMatch(AuthorsRelation.UNCONFIRMED, overlap)
    return AuthorsMatch(_relation(people, found_people, cited_et_al=cited_et_al, found_et_al=False), overlap)


def are_placeholders(names: Sequence[str]) -> bool:
    """Whether any name is a placeholder ("John Doe", "Firstname Lastname")."""
    return any(map(is_placeholder, names))
