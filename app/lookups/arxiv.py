"""arXiv: https://export.arxiv.org/api/query, preprints by number, answered as an Atom feed."""

from lxml import etree

from app.lookups.setup import Setup
from app.lookups.wire import Adapter, Request, answer_of, hit
from app.services.online import Answer, Hit, Question

_NAMES = {"atom": "http://www.w3.org/2005/Atom", "arxiv": "http://arxiv.org/schemas/atom"}


def _request(question: Question, _: Setup) -> Request:
    return Request("/api/query", {"id_list": question.work.arxiv, "max_results": "1"})


def _read(text: str, question: Question, asked_ms: int) -> Answer:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    feed = etree.fromstring(text.encode(), parser)
    if feed.tag != "{http://www.w3.org/2005/Atom}feed":
        raise ValueError("no Atom feed")
    return answer_of(
        [_hit(entry, question) for entry in feed.iterfind("atom:entry", _NAMES) if _is_work(entry)], asked_ms
    )


def _is_work(entry: etree._Element) -> bool:
    """Tell a preprint from the entry by which arXiv says that a number is wrong."""
    return "/abs/" in _text(entry, "atom:id")


def _hit(entry: etree._Element, question: Question) -> Hit:
    fields = {
        "title": _text(entry, "atom:title"),
        "authors": [name.text or "" for name in entry.iterfind("atom:author/atom:name", _NAMES)],
        "year": _text(entry, "atom:published")[:4],
        "arxiv": question.work.arxiv,
        "doi": _text(entry, "arxiv:doi"),
        "type": "article",
    }
    return hit("arXiv", question.work.arxiv, fields)


def _text(entry: etree._Element, name: str) -> str:
    return entry.findtext(name, "", _NAMES) or ""


ARXIV = Adapter(_request, _read)
