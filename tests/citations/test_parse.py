"""Parsing references as styles print them."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.citations.parse import normalise_pages, parse_many, parse_reference
from app.citations.reconcile import squash

TITLE = "Tidal habits of urban herons"
STYLES = {
    "apa": f"Marlowe, J. T., & Quist, B. (2021). {TITLE}. Journal of Invented Birds, 12(3), 123–130. https://doi.org/10.9999/jib.12",
    "mla": f"Marlowe, Jane T., and Bo Quist. “{TITLE}.” Journal of Invented Birds, vol. 12, no. 3, 2021, pp. 123–30.",
    "chicago notes": f"Jane T. Marlowe and Bo Quist, “{TITLE},” Journal of Invented Birds 12, no. 3 (2021): 123–30.",
    "chicago": f"Marlowe, Jane T., and Bo Quist. 2021. “{TITLE}.” Journal of Invented Birds 12 (3): 123–30.",
    "ieee": f"J. T. Marlowe and B. Quist, “{TITLE},” Journal of Invented Birds, vol. 12, no. 3, pp. 123–30, Mar. 2021.",
    "vancouver": f"Marlowe JT, Quist B. {TITLE}. Journal of Invented Birds. 2021;12(3):123-30. doi:10.9999/jib.12",
    "harvard": f"Marlowe, J.T. and Quist, B. (2021) ‘{TITLE}’, Journal of Invented Birds, 12(3), pp. 123–130.",
}


@pytest.mark.parametrize("raw", STYLES.values(), ids=STYLES)
def test_an_article_in_every_style(raw):
    work = parse_reference(raw)
    families = [name.split(",")[0] if "," in name else name.split()[-1] for name in work.authors]
    assert families == ["Marlowe", "Quist"]
    assert (work.title, work.year, work.container) == (TITLE, 2021, "Journal of Invented Birds")
    assert (work.volume, work.issue, work.pages) == ("12", "3", "123–130")
    assert work.kind == "article"


@pytest.mark.parametrize(
    ("tail", "volume", "issue", "pages"),
    [
        ("2024;9(3):2471–8.", "9", "3", "2471–2478"),
        ("2010;49(12):1189–201.", "49", "12", "1189–1201"),
        ("2021;36(27):e175. https://doi.org/10.9999/a.b PMID: 34254471", "36", "27", "e175"),
        ("2023;32(17–18):5461–77.", "32", "17–18", "5461–5477"),
        ("1998;59(Suppl 20):22–33.", "59", "Suppl 20", "22–33"),
        ("2023;55:401–15.", "55", "", "401–415"),
        ("2023;12(1). https://doi.org/10.9999/a.b", "12", "1", ""),
        ("2023;:1–20.", "", "", "1–20"),
        ("2019 Mar 4;4(2):8-11.", "4", "2", "8–11"),
    ],
)
def test_the_tail_of_medical_style(tail, volume, issue, pages):
    work = parse_reference(f"Marlowe J, de Quist BA, et al. {TITLE}: a review. J Invent Birds. {tail}")
    assert (work.title, work.container) == (f"{TITLE}: a review", "J Invent Birds")
    assert (work.volume, work.issue, work.pages) == (volume, issue, pages)
    assert (work.authors, work.et_al) == (("Marlowe, J", "de Quist, BA"), True)


@pytest.mark.parametrize(
    ("raw", "authors"),
    [
        (
            "Habib, Hana, Jessica Colnago, and Lorrie Cranor. “On words.” 2017.",
            ["Habib, Hana", "Jessica Colnago", "Lorrie Cranor"],
        ),
        ("van der Berg, A., & Núñez-Díaz, M. (2017). Bridges. River Press.", ["van der Berg, A.", "Núñez-Díaz, M."]),
        ("Prado LCdO, Reis AACd. Bridges and rivers. J Rivers. 2019;43(121):354–67.", ["Prado, LCdO", "Reis, AACd"]),
        ("Yu L. AMCNet: A network for bridges and rivers. J Rivers. 2023;97:103951.", ["Yu, L"]),
        (
            "Institute for Slow Studies. (2020). Annual survey of waiting. Harbour Press.",
            ["Institute for Slow Studies"],
        ),
        ("王小明, 李华. 钟表的历史[J]. 时间研究, 2019, 12(3): 45-67.", ["王小明", "李华"]),
        ("אבני, ד. (2019). שעונים ישנים. כתב העת לזמן, 12(3), 45–67.", ["אבני, ד."]),
    ],
)
def test_names(raw, authors):
    assert list(parse_reference(raw).authors) == authors


def test_the_day_of_access_is_not_the_year_of_publication():
    raw = "Marlowe, J. (n.d.). Herons today. Retrieved March 3, 2021, from https://herons.example.org/today"
    assert parse_reference(raw).year is None


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Okafor, N. (2018). The quiet ledger: Accounts in small firms (2nd ed.). Harbour Press.", "book"),
        (
            "Tan, R. (2019). On slowness. In A. Lindqvist (Ed.), Handbook of waiting (pp. 45–67). Harbour Press.",
            "chapter",
        ),
        ("Slow Institute. (2020). Annual survey. https://slow.example.org/survey", "webpage"),
        ("Marlowe v. Harbour Trust Co., 512 F.3d 1022 (9th Cir. 2008)", "legal_case"),
        ("44 U.S.C. § 3551", "legislation"),
        ("Tan, R. (2015). On slowness [Doctoral dissertation, Harbour University].", "thesis"),
        ("", ""),
    ],
)
def test_kinds(raw, kind):
    assert parse_reference(raw).kind == kind


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("123-30", "123–130"),
        ("S12–S19", "S12–S19"),
        ("e1045", "e1045"),
        ("pp. 7", "7"),
        ("", ""),
        ("1189–201", "1189–1201"),
    ],
)
def test_pages_are_completed(printed, shown):
    assert normalise_pages(printed) == shown


def test_many_are_parsed_in_order():
    works = parse_many(STYLES.values())
    assert [work.title for work in works] == [TITLE] * len(STYLES)


FRAGMENTS = st.sampled_from(
    [
        "Marlowe J, ",
        "Quist, B. ",
        "(2021)",
        "2021;",
        "12(3)",
        ":1–9",
        "In: ",
        "“",
        "et al. ",
        "https://a.example/x",
        " ",
        "[J]",
        "v. ",
    ]
)


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=300), st.lists(FRAGMENTS | st.text(max_size=8), max_size=30).map("".join)))
@example("A" * 100_000)
@example("Marlowe J, " * 5_000)
@example("(1" * 20_000)
@example('A;ETAL:0."0:')
def test_parsing_never_fails_and_invents_nothing(raw):
    work = parse_reference(raw)
    text = squash(re.sub(r"\s+", " ", unicodedata.normalize("NFC", raw)))
    values = (work.title, work.container, work.volume, work.issue, work.publisher, work.doi, work.arxiv, work.url)
    for value in (*values, *work.authors, work.pages.split("–")[0], str(work.year or "")):
        assert squash(value) in text


def test_a_name_is_no_volume():
    work = parse_reference("A. M. Selvam, S. Fadnavis. Signatures of a Universal Spectrum. arXiv, 1998.")
    assert (work.container, work.volume, work.year) == ("arXiv", "", 1998)
