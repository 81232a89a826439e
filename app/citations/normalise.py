"""Bring titles, names and identifiers into the one form in which they are compared."""

import html
import re
import unicodedata
from functools import lru_cache

STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "off",
        "on",
        "onto",
        "or",
        "than",
        "that",
        "the",
        "their",
        "these",
        "this",
        "those",
        "to",
        "upon",
        "was",
        "were",
        "which",
        "with",
    ]
)
"""Function words: a difference in these alone is a difference in wording, not another title."""

_FOLD = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
)
_GREEK = {
    letter: f" {name} "
    for letter, name in zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "omicron",
            "pi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
        ],
        strict=True,
    )
}
_GREEK_TABLE = str.maketrans({**_GREEK, "ς": " sigma "})
_DETACHED_ACCENT = re.compile(r"(?<=\w) ?[´¨ˆ˜ˇ˘˙˚¯¸] ?(?=\w)|[´¨ˆ˜ˇ˘˙˚¯¸](?=\w)")
_LATEX_ACCENT = re.compile(r"\\(?:['\"`^~=.]|[uvHtcdbrk](?=[\s{]))\s*\{?\\?([a-zA-Z])\}?")
_LATEX_STYLE = re.compile(r"\\(?:emph|text\w*|math\w+|mbox|it|bf|rm|em|sc)\b")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")
_LINE_BREAK_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]\s+(?=[a-z])(?!(?:and|or|und|et)\b)")
_APOSTROPHE = re.compile("['’‘ʼ`\u00ad\u200b\ufeff\ufffe]")
_NO_WORD = re.compile(r"[\W_]+")
_BRITISH = re.compile(
    r"(?<=\w\w)(?:(?<!w)is(?=e\b|ed\b|es\b|er\b|ers\b|ing\b|ation)|ys(?=e\b|ed\b|es\b|er\b|ing\b)"
    r"|our(?=s?\b|al|ed\b|ing\b|able|hood)|ll(?=ed\b|ing\b|er\b)|tre\b|ogue\b)|(?<=[dp])aed"
)
_AMERICAN = {"is": "iz", "ys": "yz", "our": "or", "ll": "l", "tre": "ter", "ogue": "og", "aed": "ed"}
_PREFIX = re.compile(
    r"^\W*(?:extended abstract|retracted(?: article)?|withdrawn(?: article)?)\s*[:.\]]\s*", re.IGNORECASE
)
_HOMONYM = re.compile(r"\s+\d{4}$")


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """Return ``text`` as lower-case ASCII-like words separated by single spaces.

    HTML and LaTeX are undone, accents and letters folded, line-break hyphens joined, spelling made American;
    every other mark becomes a space. Applying it twice changes nothing more.
    """
    if "&" in text or "<" in text:
        text = _TAG.sub("", html.unescape(text))
    if "\\" in text:
        text = _LATEX_STYLE.sub(" ", _LATEX_ACCENT.sub(r"\1", text))
    text = text.lower()
    if "-" in text or "\u00ad" in text:
        text = _LINE_BREAK_HYPHEN.sub("", text)
    if not text.isascii():
        text = _fold(text)
    words = _NO_WORD.sub(" ", _APOSTROPHE.sub("", text)).strip()
    return _BRITISH.sub(lambda match: _AMERICAN[match.group()], words)


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKD", _DETACHED_ACCENT.sub("", text).translate(_FOLD)).lower()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return text.translate(_GREEK_TABLE).translate(_FOLD)


def normalise_title(title: str) -> str:
    """Return a title normalised, without labels that are no part of it ("Extended abstract:")."""
    return normalise(_PREFIX.sub("", title))


def squeeze(text: str) -> str:
    """Return normalised ``text`` without spaces: hyphens, blanks and punctuation no longer matter."""
    return normalise(text).replace(" ", "")


def main_title(title: str) -> str:
    """Return the part of a title before its subtitle, or "" when there is none."""
    head = re.split(r":\s|\s[–—-]\s|[?!]\s", title, maxsplit=1)
    return head[0] if len(head) == 2 else ""  # noqa: PLR2004 a main title and a subtitle


def content_words(normalised: str) -> list[str]:
    """Return the words of a normalised title that carry its meaning."""
    return [word for word in normalised.split() if word not in STOP_WORDS]


def plain_name(name: str) -> str:
    """Return a person's name without the number that tells homonyms apart ("Wei Wang 0012")."""
    return _HOMONYM.sub("", name.strip())


_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV = re.compile(r"(\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_ISBN = re.compile(r"(?<!\d)(?:(?:97[89][\s‐–-]?)?(?:\d[\s‐–-]?){9}[\dX]|\d{4}[‐–-]\d{3}[\dX])(?!\d)", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)


def bare_doi(text: str) -> str:
    """Return the DOI in ``text`` in lower case without resolver and closing punctuation, or ``text`` itself."""
    match = _DOI.search(text)
    return (match.group() if match else text).strip().rstrip(".,;:)]}>\"'”").lower()


def bare_arxiv(text: str) -> str:
    """Return the arXiv number in ``text`` without prefix and version, or ``text`` itself."""
    match = _ARXIV.search(text)
    return (match.group(1) if match else text.strip()).lower()


def arxiv_of_doi(doi: str) -> str:
    """Return the arXiv number behind an arXiv DOI, or ""."""
    match = _ARXIV_DOI.match(doi)
    return bare_arxiv(doi[match.end() :]) if match else ""


def bare_isbn(text: str) -> str:
    """Return the first ISBN or ISSN in ``text``: an ISBN as 13 digits where that can be, else the digits there are."""
    match = _ISBN.search(text)
    digits = re.sub(r"[^0-9Xx]", "", match.group() if match else text).upper()
    if len(digits) != 10:  # noqa: PLR2004 the length of an old ISBN
        return digits
    body = "978" + digits[:9]
    check = (
        (10 - sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(body)) % 10) % 10
        if body.isdigit()
        else 0
    )
    return f"{body}{check}"


def bare_url(text: str) -> str:
    """Return a web address without scheme, ``www.``, fragment and closing slash, in lower case."""
    address = re.sub(r"^[a-z]+://(?:www\.)?", "", text.strip().rstrip(".,;)>").lower())
    return address.split("#", maxsplit=1)[0].rstrip("/")
