import pytest

from app.citations.correct import corrected_text
from app.citations.match_fields import compare
from app.citations.parse import parse_reference
from app.domain.reference import Record, Reference, Work

FOUND = Work(
    title="Learning to route cargo through crowded harbours",
    authors=("Kim, Ana B.", "Roe, Bo", "Poe, Cyril"),
    year=2019,
    container="Journal of Ports",
    volume="12",
    issue="3",
    pages="101-117",
    doi="10.1000/ports.12",
    kind="article",
)
TITLE = "Learning to route cargo through crowded harbours"
DOI = "https://doi.org/10.1000/ports.12"
CITED = {
    "APA": (
        f"Kim, A. B., & Moe, B. (2018). {TITLE}. Journal of Ports, 11(2), 99–110. https://doi.org/10.1000/boats.9",
        f"Kim, A. B., Roe, B., & Poe, C. (2019). {TITLE}. Journal of Ports, 12(3), 101–117. {DOI}",
    ),
    "IEEE": (
        f"[1] A. B. Kim, B. Moe, and C. Poe, “{TITLE},” Journal of Ports, vol. 13, no. 3, pp. 101–118, 2019.",
        f"[1] A. B. Kim, B. Roe, and C. Poe, “{TITLE},” Journal of Ports, vol. 12, no. 3, pp. 101–117, 2019.",
    ),
    "MLA": (
        f"Kim, Ana B., and Bo Moe. “{TITLE}.” Journal of Ports, vol. 12, no. 4, 2017, pp. 101-17.",
        f"Kim, Ana B., Bo Roe, and Cyril Poe. “{TITLE}.” Journal of Ports, vol. 12, no. 3, 2019, pp. 101-17.",
    ),
    "Vancouver": (
        f"1. Kim AB, Moe B, Poe C. {TITLE}. Journal of Ports. 2018;12(3):101-17.",
        f"1. Kim AB, Roe B, Poe C. {TITLE}. Journal of Ports. 2019;12(3):101-17.",
    ),
    "Harvard": (
        f"Kim, A. et al. (2018) ‘{TITLE} in fog’, Journal of Ports, 12(3), pp. 101–117.",
        f"Kim, A. et al. (2019) ‘{TITLE}’, Journal of Ports, 12(3), pp. 101–117.",
    ),
}


def correct(raw, found=FOUND):
    cited = parse_reference(raw)
    fields = compare(cited, raw, Record("x", "team", found)).fields
    return corrected_text(Reference(0, len(raw), raw, "bibliography", cited), found, fields)


@pytest.mark.parametrize("style", CITED)
def test_what_differs_is_put_right_in_the_style_of_the_list(style):
    raw, right = CITED[style]
    assert correct(raw).text == right
    assert correct(raw).left == ()


@pytest.mark.parametrize("style", CITED)
def test_what_is_right_stays_as_it_is_printed(style):
    right = CITED[style][1]
    assert correct(right).text == right


def test_what_cannot_be_put_right_in_its_place_is_named():
    raw = CITED["APA"][0]
    organisation = Work(
        **{**{name: getattr(FOUND, name) for name in ("title", "year")}, "authors": ("Harbour Office",)}
    )
    cited = parse_reference(raw)
    fields = compare(cited, "", Record("x", "team", FOUND)).fields
    done = corrected_text(Reference(0, len(raw), raw, "bibliography", cited), organisation, fields)
    assert "authors" in done.left
    assert "(2019)" in done.text
