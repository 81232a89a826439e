"""Gold reference strings of two public sets, brought to one set of labels on tokens.

Rows are ``{"id", "text", "fields": {name: value}, "set"}``. GROBID's values are bare; AnyStyle's carry their
punctuation, "In", "pp." and "vol(issue)". Several pieces of one field are joined by " ; ".
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.citations.parse_features import Span, tokenise

LABELS = {
    "author": "authors",
    "director": "authors",
    "year": "year",
    "title": "title",
    "container": "container",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "publisher": "publisher",
    "doi": "doi",
    "url": "url",
    "isbn": "isbn",
    "arxiv": "arxiv",
    "editor": "editor",
    "place": "place",
    "institution": "institution",
    "note": "note",
    "series": "series",
    "idno": "idno",
    "number": "label",
    "edition": "note",
    "genre": "note",
    "source": "note",
    "translator": "note",
    "medium": "note",
}
_VOLUME_ISSUE = re.compile(
    r"^\(?(\w+(?:[-–/]\w+)?)\W+(?:(?:no|nr|n|issue|heft)\b\W*)?\(?(\d[\w\-–/]*)\)?\W*$", re.IGNORECASE
)
_COMPOSITE = re.compile(
    r"(?:(?P<year>\d{4})[^;()]{0,12};)?\s*(?P<volume>\d+[A-Za-z]?)?\s*(?:\((?P<issue>[^()]+)\))\s*"
    r"(?::\s*(?P<pages>\w+(?:\s?[-–]+\s?\w+)?))?\W*"
)
_CUES = {"volume": r"vol|bd|band|tome", "issue": r"\bno\b|issue|nr|\($", "pages": r"\bpp?\b|page"}
_FOLLOWS = {"volume": "container", "issue": "volume", "pages": "volume"}


@dataclass(frozen=True)
class Gold:
    """A reference string and its true fields; ``source`` is the file it came from."""

    id: str
    source: str
    set: str
    text: str
    fields: dict[str, str]


def load_gold(data: Path) -> list[Gold]:
    """Read both development sets from ``data/citations``; AnyStyle's stress sets are left out."""
    rows = []
    for name in ("grobid", "anystyle"):
        for line in (data / "citations" / f"parsing_{name}_dev.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if name == "grobid" or row["set"] == "core":
                kind = "grobid" if name == "grobid" else "anystyle"
                rows.append(Gold(row["id"], row["id"].split("#")[0], kind, row["text"], row["fields"]))
    return rows


def _trim(text: str) -> str:
    return text.strip(" ,.;:()[]\"“”«»'‘’„-–")


def gold_pieces(gold: Gold) -> Iterator[tuple[str, str]]:
    """Yield (label, piece) for every piece of every field, without marks and cue words."""
    for name, value in gold.fields.items():
        label = LABELS.get(name)
        if label:
            for piece in [value] if value in gold.text else value.split(" ; "):
                yield from _clean(label, piece)


def _clean(label: str, piece: str) -> Iterator[tuple[str, str]]:
    if label == "container":
        piece = re.sub(r"^\W*(?:in|dans)\b[:\s]+", "", piece, flags=re.IGNORECASE)
    if label == "pages":
        piece = re.sub(r"^\W*(?:pp?|pages?|seiten)\b\.?\s*", "", piece, flags=re.IGNORECASE)
    if label == "volume":
        piece = re.sub(r"^\W*(?:vol(?:ume)?s?|tome|bd|band)\b\.?\s*", "", piece, flags=re.IGNORECASE).strip(" ,.:;")
        parts = _COMPOSITE.fullmatch(piece)
        if parts and (parts["year"] or parts["pages"] or not parts["volume"]):
            yield from ((name, part) for name, part in parts.groupdict().items() if part)
            return
        both = _VOLUME_ISSUE.match(piece)
        if both and not _is_double(piece):
            yield "volume", both.group(1)
            yield "issue", both.group(2)
            return
    if label == "authors":
        piece = piece.strip(" ,;:")
    else:
        piece = piece.rstrip(" .,;") if label in ("doi", "url") else _trim(piece)
    if piece:
        yield label, piece


def _is_double(piece: str) -> bool:
    """Whether a volume is a double one ("392-393", "11/12"), not volume and issue."""
    numbers = re.fullmatch(r"(\d+)\s?([-–/])\s?(\d+)", piece)
    return bool(numbers) and (numbers[2] != "/" or int(numbers[3]) == int(numbers[1]) + 1)


def align(gold: Gold) -> tuple[list[Span], list[str]]:
    """Put gold pieces on tokens: unambiguous and long first, repeated numbers by their cue word and neighbour."""
    tokens = tokenise(gold.text)
    labels = ["O"] * len(tokens)
    last: dict[str, int] = {}
    candidates = [(label, piece, _places(gold.text, tokens, piece)) for label, piece in gold_pieces(gold)]
    candidates.sort(key=lambda item: (len(item[2]) != 1 or item[2][0][2] > 0, -len(item[1])))
    for label, _, places in candidates:
        free = [place for place in places if all(labels[i] == "O" for i in range(place[0], place[1] + 1))]
        if free:
            first, end, _ = max(free, key=lambda place: _fit(gold.text, tokens, label, place, last))
            labels[first : end + 1] = [label] * (end + 1 - first)
            last[label] = end
    return tokens, labels


def _places(text: str, tokens: list[Span], piece: str) -> list[tuple[int, int, int]]:
    found = []
    for match in re.finditer(r"\s*".join(map(re.escape, piece.split())), text):
        inside = [i for i, (start, end) in enumerate(tokens) if start < match.end() and end > match.start()]
        if inside:
            cut = (tokens[inside[0]][0] != match.start()) + (tokens[inside[-1]][1] != match.end())
            found.append((inside[0], inside[-1], cut))
    return found


def _fit(text: str, tokens: list[Span], label: str, place: tuple[int, int, int], last: dict[str, int]) -> float:
    first, _, cut = place
    score = -3 * cut - 0.01 * first
    lead = text[tokens[max(0, first - 2)][0] : tokens[first][0]].lower().strip()
    if label in _CUES and re.search(_CUES[label], lead):
        score += 4
    anchor = last.get(_FOLLOWS.get(label, ""))
    if anchor is not None:
        score += 2 - 0.1 * (first - anchor) if first > anchor else -2
    return score


def tags_of(labels: list[str]) -> list[str]:
    """Return labels as B-/I- tags."""
    return [
        "O" if label == "O" else ("I-" if i and labels[i - 1] == label else "B-") + label
        for i, label in enumerate(labels)
    ]
