"""Plain words for the reason codes of a judgement, the same in reports and on screens."""

_WORDS = {
    "title": "the title differs",
    "authors": "the authors differ",
    "year": "the year differs",
    "container": "the journal or book differs",
    "volume": "the volume differs",
    "issue": "the issue differs",
    "pages": "the pages differ",
    "doi": "the DOI differs",
    "isbn": "the ISBN differs",
    "arxiv": "the arXiv number differs",
    "url": "the address differs",
    "publisher": "the publisher differs",
    "parties": "the parties differ",
    "identifier-of-other-work": "its identifier belongs to another work",
    "chimera": "a title and authors from two different works",
    "impossible-identifier": "its identifier cannot exist",
    "placeholder-authors": "the authors' names are placeholders",
    "absent-from-complete-list": "it is not in a list declared complete",
    "kind-not-covered": "your lists do not cover this kind of source",
    "unreadable": "the reference could not be read",
    "no-list": "there is no source list to check against",
    "lookup-failed": "an online look-up gave no answer",
}


def reason_words(reason: str) -> str:
    """Return the words for a reason code; a code of a newer version is shown as it is."""
    return _WORDS.get(reason, reason.replace("-", " "))
