"""Hash a title into the keys under which the index finds it again, exact or misspelt.

Keys are 32-bit hashes of content words, adjacent pairs of them, sampled 5-grams of letters, and whole strings
(exact title, main title, beginning and end, identifiers, pairs of surnames). Building and asking share this code.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from app.citations.match_names import surname
from app.citations.normalise import bare_url, content_words, main_title, normalise_title
from app.domain.reference import Work

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]

_GRAM = 5
_SAMPLE = 12
_END = 9
_MASK = 0xFFFFFFFF


def title_keys(titles: Sequence[str]) -> "tuple[Keys, Keys]":
    """Return the keys of normalised titles, and beside each key the position of its title."""
    import numpy as np

    words = [[crc32(word.encode()) for word in content_words(title)] for title in titles]
    counts = np.fromiter(map(len, words), np.int64, len(words))
    flat = np.array([word for title in words for word in title], dtype=np.uint64)
    owner = np.repeat(np.arange(len(titles), dtype=np.uint64), counts)
    adjacent = owner[1:] == owner[:-1]
    pairs = (flat[:-1] * np.uint64(31) + flat[1:])[adjacent] & np.uint64(_MASK)
    grams, gram_owner = _gram_keys([title.replace(" ", "") for title in titles])
    return np.concatenate([_mix(flat), _mix(pairs), grams]), np.concatenate([owner, owner[1:][adjacent], gram_owner])


def _gram_keys(squeezed: Sequence[str]) -> "tuple[Keys, Keys]":
    """Return a twelfth of all 5-grams, chosen by their own hash, so that both sides choose the same."""
    import numpy as np

    encoded = [title.encode() + b"\0" for title in squeezed]
    letters = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    owner = np.repeat(np.arange(len(encoded), dtype=np.uint64), [len(title) for title in encoded])
    count = max(len(letters) - _GRAM + 1, 0)
    hashed = np.zeros(count, np.uint64)
    for place in range(_GRAM):
        hashed = (hashed * np.uint64(257) + letters[place : place + count]) & np.uint64(_MASK)
    hashed = _mix(hashed)
    ends = np.concatenate([[0], np.cumsum(letters == 0)])
    inside = ends[_GRAM : _GRAM + count] == ends[:count]
    chosen = inside & ((hashed >> np.uint64(7)) % np.uint64(_SAMPLE) == 0)
    return hashed[chosen], owner[:count][chosen]


_GROUPS = ("e", "t", "a", "o", "i", "n", "r", "s", "l", "c", "dh", "mf", "up", "gbv", "ykw", "xzjq0123456789")


def letter_counts(squeezed: Sequence[str]) -> "NDArray[np.uint8]":
    """Return how often each group of letters stands in each title, a row a group, at most 255.

    Each letter put in or left out changes one count by one, so that titles whose counts differ by more than the edits
    which a similarity allows need not be compared at all.
    """
    import numpy as np

    letters = np.frombuffer("".join(squeezed).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    group_of = np.arange(128, dtype=np.int64) % len(_GROUPS)
    for number, group in enumerate(_GROUPS):
        group_of[[ord(letter) for letter in group]] = number
    groups = np.where(letters < len(group_of), group_of[np.minimum(letters, 127)], letters % len(_GROUPS))
    owner = np.repeat(np.arange(len(squeezed), dtype=np.int64), [len(title) for title in squeezed])
    counts = np.bincount(groups.astype(np.int64) * len(squeezed) + owner, minlength=len(_GROUPS) * len(squeezed))
    return np.minimum(counts, 255).astype(np.uint8).reshape(len(_GROUPS), len(squeezed))


def _mix(values: "Keys") -> "Keys":
    """Spread 32-bit values evenly, since the index cuts keys by their leading bits."""
    import numpy as np

    values = values & np.uint64(_MASK)
    for _ in range(2):
        values = ((values ^ (values >> np.uint64(16))) * np.uint64(0x45D9F3B)) & np.uint64(_MASK)
    return values ^ (values >> np.uint64(16))


def string_keys(strings: Iterable[str]) -> "Keys":
    """Return the keys of whole strings such as ``exact_strings`` gives."""
    import numpy as np

    return _mix(np.array([crc32(string.encode()) for string in strings], dtype=np.uint64))


def exact_strings(work: Work) -> list[str]:
    """Return what the work is found under exactly: identifiers, titles and surnames, each with its kind."""
    found = [*identifier_strings(work), *title_strings(work.title)]
    if people := author_string(work):
        found.append(people)
    return found


def identifier_strings(work: Work) -> list[str]:
    """Return the identifiers of a work, each with its kind."""
    named = (("doi", work.doi), ("isbn", work.isbn), ("arxiv", work.arxiv), ("url", bare_url(work.url)))
    return [f"{name}:{value}" for name, value in named if value]


def title_strings(title: str) -> list[str]:
    """Return the whole title, its main title, its beginning and its end, without spaces."""
    whole = normalise_title(title).replace(" ", "")
    if not whole:
        return []
    found = [f"title:{whole}", f"starts:{whole[:_END]}", f"ends:{whole[-_END:]}"]
    if main := normalise_title(main_title(title)).replace(" ", ""):
        found.append(f"title:{main}")
    return found


def author_string(work: Work) -> str:
    """Return the first two surnames, or one with the year: enough to find the works of a group of authors."""
    names = [surname(name) for name in work.authors[:2]]
    if len(names) > 1:
        return f"people:{names[0]}|{names[1]}"
    return f"people:{names[0]}|{work.year}" if names and work.year else ""
