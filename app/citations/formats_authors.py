"""Split the text of an author field into names."""

import html
import re
from collections.abc import Sequence

from app.citations.normalise import plain_name

_ET_AL = re.compile(
    r"[\s,;|&]*(?:\band\s+)?\b(?:et\.?\s*al\.?|others|and colleagues|u\.\s?a\.)\s*$|[\s,;]*(?:…|\.\.\.)\s*$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"^(?:[A-Z]\.?[\s-]*){1,4}$")
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)


def split_authors(value: object) -> tuple[tuple[str, ...], bool]:
    """Return the names of an author field and whether it ended in "et al.".

    A list, text separated by ";", "|" or " and ", and a single comma-separated run are understood; names keep
    their form ("Family, Given", "Given Family", "Family I").
    """
    if isinstance(value, str):
        value = html.unescape(value).strip() if "&" in value else value.strip()
        names, et_al = _finish(_split_text(text := _ET_AL.sub("", value)))
        return names, et_al or text != value
    if isinstance(value, Sequence):
        return _finish([_one(item) for item in value])
    return (), False


def _one(item: object) -> str:
    if isinstance(item, dict):
        family = " ".join(str(item[key]) for key in ("non-dropping-particle", "family") if item.get(key))
        given = str(item.get("given") or "")
        return (
            f"{family}, {given}"
            if family and given
            else family or given or str(item.get("literal") or item.get("name") or "")
        )
    return str(item)


def _split_text(text: str) -> list[str]:
    for separator in (r"[;|\n]", r"\s+and\s+"):
        if re.search(separator, text):
            return _split_again(re.split(separator, text), separator)
    return _split_commas(text)


def _split_again(parts: list[str], separator: str) -> list[str]:
    parts = [re.sub(r"^(?:and|&)\s+", "", part.strip()) for part in parts]
    if separator.startswith("[") or len(parts) != 2:  # noqa: PLR2004 "A, B, C and D" is a comma run with one "and"
        return parts
    run = _split_commas(parts[0])
    return [*run, parts[1]] if len(run) > 1 else parts


def _split_commas(text: str) -> list[str]:
    """Split "A B, C D, E F", "Family, A., Family, B. & Family, C." and leave "Family, Given" whole."""
    pieces = [piece.strip() for piece in re.split(r",|\s&\s", text) if piece.strip()]
    pieces = [re.sub(r"^(?:and|&)\s+", "", piece) for piece in pieces]
    if len(pieces) > 1 and all(_INITIALS.match(piece) for piece in pieces[1::2]) and len(pieces) % 2 == 0:
        return [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    return [text] if _is_one_name(pieces) and "&" not in text else pieces


def _is_one_name(pieces: list[str]) -> bool:
    """Whether the pieces are "Family, Given" or "Given Family, Jr."."""
    family, *rest = pieces or [""]
    return bool(rest) and ((len(rest) == 1 and " " not in family) or bool(_SUFFIX.match(rest[0])))


def _finish(names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    cut = [_ET_AL.sub("", name) for name in names]
    et_al = any(short != name for short, name in zip(cut, names, strict=True))
    return tuple(plain_name(name.strip(" ,;")) for name in cut if name.strip(" ,;.&")), et_al
