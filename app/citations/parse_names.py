"""Cut a block of authors into names: "Family, Given" where the order is known, else as printed."""

import re
from typing import Final

from app.citations.parse_words import CLASSES_OF

_ET_AL: Final = re.compile(
    r"[,;&\s]*\b(?:et\.?\s*(?:al(?:ii)?|coll)|and\s+others|and\s+colleagues|u\.\s?a|и\s+др)\b\.?|…|\.\.\.",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r"[(\[]?\b(?:eds?|editors?|edited by|hrsg|herausgeber(?:in)?|trans|dir)\b\.?[)\]]?", re.IGNORECASE
)
_SUFFIX: Final = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_AND: Final = re.compile(r"\s*[,;]?\s*(?:&|\b(?:and|und|et|y|e)\b)\s+", re.IGNORECASE)
_INITIAL: Final = re.compile(r"[^\W\d_]\.?(?:\s?-?\s?[^\W\d_]\.?)*")
_ENDS_INITIAL: Final = re.compile(r"(?:\b[^\W\d_]|\b(?:Jr|Sr|St))\.$")
_MOST_INITIALS: Final = 4
_EAST_ASIAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,4}\s?(?:[,，、]|$)")
_TWO_PEOPLE: Final = 4
_TWO_PIECES: Final = 2
_PORTUGUESE: Final = re.compile(r"(?=\w*[A-ZÀ-Þ]\w*[A-ZÀ-Þ])[A-ZÀ-Þ]{1,4}d[aeo]?[A-ZÀ-Þ]{0,2}")


def split_names(block: str) -> tuple[tuple[str, ...], bool]:
    """Return the names in ``block`` in order, and whether "et al." stood among them."""
    others = _ET_AL.search(block)
    text = _ROLE.sub(" ", block[: others.start()] if others else block).strip(" ,;:&")
    if "|" in text or ";" in text:
        parts = [_AND.sub("", part) if part.strip().startswith("&") else part for part in re.split(r"[;|]", text)]
        pieces = [name for part in parts for name in _one_or_more(part)]
    elif _is_organisation(text):
        pieces = [text]
    elif _EAST_ASIAN.match(text):
        pieces = re.split("[,，、]", text)
    else:
        pieces = _comma_run(text)
    names = tuple(_tidy(name) for name in pieces)
    return tuple(name for name in names if name), others is not None


def _one_or_more(part: str) -> list[str]:
    """Split a part between semicolons: one name, or two around a last "and"."""
    part = part.strip(" ,")
    if _is_organisation(part):
        return [part]
    halves = [half.strip(" ,") for half in _AND.split(part) if half.strip(" ,")]
    return [name for half in halves for name in ([half] if half.count(",") <= 1 else _comma_run(half))]


def _is_organisation(text: str) -> bool:
    """Tell a body ("Centers for Disease Control and Prevention") from a list of people."""
    if "," in text or " " not in text.strip():
        return False
    words = [word.strip(".").lower() for word in text.split()]
    body = any("organisation" in CLASSES_OF.get(word, ()) for word in words)
    return body or any(word in ("for", "of", "für", "pour") for word in words[1:-1])


def _comma_run(text: str) -> list[str]:
    halves = [half for half in _AND.split(text) if half.strip(" ,")]
    names: list[str] = []
    for number, half in enumerate(halves):
        pieces = [piece.strip() for piece in half.split(",") if piece.strip(" .")]
        names += _pair(pieces, leads=number == 0)
    return names


def _pair(pieces: list[str], *, leads: bool) -> list[str]:
    """Join "Family", "Given" pieces; ``leads`` for the first part, where MLA and Chicago invert one name only."""
    everywhere = _alternate(pieces)
    names: list[str] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        following = pieces[index + 1] if index + 1 < len(pieces) else ""
        inverted = bool(following) and _goes_before(piece, following)
        inverted = inverted or everywhere or (leads and index == 0 and (_is_inverted(pieces) or _is_chicago(pieces)))
        if names and _SUFFIX.fullmatch(piece):
            names[-1] += " " + piece
            index += 1
        elif inverted and following:
            names.append(f"{piece}, {following}")
            index += 2
        else:
            names.append(piece)
            index += 1
    return names


def _goes_before(family: str, given: str) -> bool:
    return is_initials(given) and not _holds_initials(family)


def _alternate(pieces: list[str]) -> bool:
    """Whether pieces read Family, Given, Family, Given with full given names."""
    if len(pieces) < _TWO_PEOPLE or len(pieces) % 2:
        return False
    return all(len(piece.split()) == 1 for piece in pieces[::2]) and not any(map(_holds_initials, pieces[::2]))


def _is_inverted(pieces: list[str]) -> bool:
    if len(pieces) != _TWO_PIECES:
        return False
    family, given = pieces
    if _holds_initials(family):
        return False
    return len(family.split()) == 1 or family.split()[0].islower() or len(given.split()) == 1


def _is_chicago(pieces: list[str]) -> bool:
    """Whether one inverted name leads a run of names in natural order: "Family, Given, Given Family, …"."""
    if len(pieces) <= _TWO_PIECES or len(pieces[0].split()) > 1 or len(pieces[1].split()) > _TWO_PIECES:
        return False
    return all(len(piece.split()) > 1 for piece in pieces[2:]) and not is_initials(pieces[0])


def _holds_initials(piece: str) -> bool:
    return any(is_initials(word) for word in piece.split()) and len(piece.split()) > 1


def is_initials(text: str) -> bool:
    """Tell "J. A.", "JA", "J.-P." and "LCdO" (a particle between) from a name."""
    if _PORTUGUESE.fullmatch(text):
        return True
    letters = re.sub(r"[^\w]|[\d_]", "", text)
    if not 0 < len(letters) <= _MOST_INITIALS or not _INITIAL.fullmatch(text.strip()):
        return False
    return letters.isupper() or all(word.endswith(".") for word in text.split())


def _tidy(name: str) -> str:
    name = re.sub(r"\s+", " ", re.sub(r"\b([^\W\d_])\s+\.", r"\1.", name)).strip(' ,;:()[]"“”*&')
    name = re.sub(r"^(?:and|und|by|von:)\s+", "", name)
    if not any(letter.isalpha() for letter in name):
        return ""
    if "," in name:
        family, given = (part.strip() for part in name.split(",", 1))
        given = given if _ENDS_INITIAL.search(given) else given.rstrip(".")
        return f"{family}, {given}" if family and given else family or given
    return _family_first(name if _ENDS_INITIAL.search(name) else name.rstrip("."))


def _family_first(name: str) -> str:
    """Write "Smith JA" as "Smith, JA"; leave "John Smith" and bodies alone."""
    words = name.split()
    if len(words) > 1 and is_initials(words[-1]) and not is_initials(words[0]) and len(words[0]) > 1:
        cut = next(index for index, word in enumerate(words) if is_initials(word))
        return f"{' '.join(words[:cut])}, {' '.join(words[cut:])}"
    return re.sub(r"\b((?:[^\W\d_]\.-?)+)(?=[^\W\d_]{2})", r"\1 ", name)
