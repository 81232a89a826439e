"""Records and citations of works that do not exist, for tests of matching."""

from dataclasses import replace

from app.citations.sources import Sources, open_sources
from app.domain.reference import Judgement, Record, Work

HARBOUR = Work(
    title="Learning to route cargo through crowded harbours: a field experiment",
    authors=("Kim, Ana", "Roe, Bo", "Poe, Cy"),
    year=2019,
    container="Journal of Ports",
    volume="12",
    issue="3",
    pages="101-117",
    doi="10.1000/ports.12",
    kind="article",
)
BREAD = Work(
    title="On the taste of sourdough bread in mountain villages",
    authors=("Lund, Eva", "Berg, Per"),
    year=2015,
    container="Food and Place",
    doi="10.1000/bread.7",
    kind="article",
)
SHORT = Work(title="Quiet harbours", authors=("Moe, Ida",), year=2001, container="Journal of Ports", kind="article")
THESIS = Work(title="Tides, tariffs and the making of a small town", authors=("Moe, Ida",), year=1987, kind="thesis")
WORKS = {"harbour": HARBOUR, "bread": BREAD, "short": SHORT, "thesis": THESIS}
RECORDS = tuple(Record(id_, "team", work) for id_, work in WORKS.items())


def cite(work: Work, **changes: object) -> Work:
    """Return a citation of a work with some fields changed."""
    return replace(work, **changes)  # type: ignore[arg-type]


def field_of(judgement: Judgement, name: str):
    """Return the comparison of one field."""
    return next(match for match in judgement.fields if match.name == name)


def bibtex(works: dict[str, Work]) -> str:
    """Return works as BibTeX."""
    return "".join(_entry(id_, work) for id_, work in works.items())


def _entry(id_: str, work: Work) -> str:
    fields = {
        "title": work.title,
        "author": " and ".join(work.authors),
        "year": str(work.year or ""),
        "journal": work.container,
        "volume": work.volume,
        "number": work.issue,
        "pages": work.pages,
        "doi": work.doi,
    }
    kind = "phdthesis" if work.kind == "thesis" else "article"
    return f"@{kind}{{{id_},\n" + "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text) + "}\n"


def opened(tmp_path, works: dict[str, Work] | None = None, *, complete: bool = False) -> Sources:
    """Return an opened list of works, read from a file."""
    path = tmp_path / "team.bib"
    path.write_text(bibtex(WORKS if works is None else works), encoding="utf-8")
    return open_sources([("team", (path,), complete)], tmp_path / "cache")
