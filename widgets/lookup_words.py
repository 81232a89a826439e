"""Online look-ups in words and looks: how an answer is shown, on which day it came."""

from app.services.online import Outcome
from widgets.looks import Look

OUTCOME_LOOKS = {
    Outcome.AGREES: Look("agrees", "check", "ok"),
    Outcome.DIFFERS: Look("differs", "equal-not", "ask"),
    Outcome.NOTHING: Look("nothing found", "minus", "ink2"),
    Outcome.NOTE: Look("note", "link", "ink2"),
    Outcome.FAILED: Look("could not be checked", "wifi-off", "ink2"),
}
KINDS = {"doi": "DOI", "arxiv": "arXiv number", "isbn": "ISBN", "case": "Citation", "title": "Title", "link": "Link"}
ONLINE_NOTICES = frozenset(["looked-up", "lookup-failed", "link-live", "link-dead", "archived"])
"""Notices that say what the evidence from online says at more length."""


def names_in_words(names: frozenset[str]) -> str:
    """Return services in a sentence: "arXiv, Crossref and DataCite"."""
    first, last = sorted(names, key=str.casefold)[:-1], sorted(names, key=str.casefold)[-1:]
    return " and ".join(filter(None, [", ".join(first), "".join(last)]))
