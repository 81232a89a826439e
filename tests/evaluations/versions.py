"""Make the next version of a text by a stated mix of edits, and know where every word of the old one went.

A version is a list of pieces, each a string with the offset in the old text that it comes from, or None. Copies come
from nowhere: a comment belongs to the original.
"""

import random
import re
from dataclasses import dataclass

PIECE = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Mix:
    """Chances: per word ``typo, reword, delete, insert``; per paragraph ``move, drop, merge, copy, rewrite``."""

    typo: float = 0.0
    reword: float = 0.0
    delete: float = 0.0
    insert: float = 0.0
    move: float = 0.0
    drop: float = 0.0
    merge: float = 0.0
    copy: float = 0.0
    rewrite: float = 0.0
    reflow: bool = False


MIXES = {
    "light": Mix(0.004, 0.004, 0.004, 0.004, move=0.02, drop=0.02, merge=0.02, copy=0.01),
    "medium": Mix(0.015, 0.015, 0.015, 0.015, move=0.06, drop=0.06, merge=0.06, copy=0.03),
    "heavy": Mix(0.04, 0.04, 0.04, 0.04, move=0.15, drop=0.15, merge=0.1, copy=0.05),
    "pdf": Mix(reflow=True),
    "rewritten": Mix(0.004, 0.004, 0.004, 0.004, rewrite=0.7),
}

Pieces = list[tuple[str, int | None]]


def next_version(text: str, mix: Mix, other: str, seed: int) -> tuple[str, dict[int, int]]:
    """Return the next version and where each old word's first character stands in it. ``other`` lends foreign words."""
    chance = random.Random(seed)
    vocabulary = re.findall(r"\w+", other)
    paragraphs = [_edit(pieces, mix, vocabulary, chance) for pieces in _paragraphs(text)]
    paragraphs = _shuffle(paragraphs, mix, chance)
    pieces = [piece for paragraph in paragraphs for piece in paragraph]
    if mix.reflow:
        pieces = _reflow(pieces, chance)
    return _join(pieces)


def _paragraphs(text: str) -> list[Pieces]:
    found: list[Pieces] = [[]]
    for match in PIECE.finditer(text):
        found[-1].append((match[0], match.start()))
        if "\n" in match[0]:
            found.append([])
    return [paragraph for paragraph in found if paragraph]


def _edit(pieces: Pieces, mix: Mix, vocabulary: list[str], chance: random.Random) -> Pieces:
    if chance.random() < mix.rewrite:
        return [(chance.choice(vocabulary) if piece[0].isalnum() else piece, None) for piece, _ in pieces]
    edited: Pieces = []
    for piece, origin in pieces:
        draw = chance.random()
        if not piece[0].isalnum() or draw >= mix.typo + mix.reword + mix.delete + mix.insert:
            edited.append((piece, origin))
        elif draw < mix.typo:
            edited.append((_typo(piece, chance), origin))
        elif draw < mix.typo + mix.reword:
            edited.append((chance.choice(vocabulary), None))
        elif draw < mix.typo + mix.reword + mix.insert:
            edited += [(chance.choice(vocabulary), None), (" ", None), (piece, origin)]
    return edited


def _typo(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + chance.choice("aeinrst") + word[at + chance.randrange(2) :]


def _shuffle(paragraphs: list[Pieces], mix: Mix, chance: random.Random) -> list[Pieces]:
    kept = [paragraph for paragraph in paragraphs if chance.random() >= mix.drop]
    for paragraph in [paragraph for paragraph in kept if chance.random() < mix.move]:
        kept.remove(paragraph)
        kept.insert(chance.randrange(len(kept) + 1), paragraph)
    for paragraph in [paragraph for paragraph in kept if chance.random() < mix.copy]:
        kept.insert(chance.randrange(len(kept) + 1), [(piece, None) for piece, _ in paragraph])
    for place, paragraph in enumerate(kept[:-1]):
        if paragraph and chance.random() < mix.merge:
            kept[place] = [(" " if "\n" in piece else piece, origin) for piece, origin in paragraph]
    return kept


def _reflow(pieces: Pieces, chance: random.Random) -> Pieces:
    """Break lines anew, some inside words, with a running head now and then: another extractor's reading."""
    out: Pieces = []
    width = lines = 0
    for piece, origin in pieces:
        width += len(piece)
        if piece.isspace():
            broken = width > chance.randint(60, 90)
            width = 0 if broken else width
            lines += broken
            out.append(("\n" if broken else " ", None))
            if broken and lines % 45 == 0:
                out.append((f"Running head {lines // 45}\n", None))
        elif len(piece) > 8 and chance.random() < 0.02:
            out.append((f"{piece[:4]}-\n{piece[4:]}", origin))
        else:
            out.append((piece, origin))
    return out


def _join(pieces: Pieces) -> tuple[str, dict[int, int]]:
    text, went, at = [], {}, 0
    for piece, origin in pieces:
        if origin is not None and piece[0].isalnum():
            went[origin] = at
        text.append(piece)
        at += len(piece)
    return "".join(text), went
