"""Finding the entries of bibliographies."""

import pytest

from app.citations.find import find_references
from app.domain.document import BlockKind
from tests.citations.drafts import draft

APA = (
    "Marlowe, J. T., & Quist, B. (2021). Tidal habits of urban herons. Journal of Invented Birds, 12(3), 123–130.",
    "Okafor, N. (2018). The quiet ledger: Accounts in small firms. Harbour Press.",
    "Institute for Slow Studies. (2020). Annual survey of waiting. https://slow.example.org/survey",
)
IEEE = (
    "J. T. Marlowe and B. Quist, “Tidal habits of urban herons,” IEEE Trans. Birds, vol. 12, no. 3, pp. 1–9, 2021.",
    "N. Okafor, The Quiet Ledger. London, U.K.: Harbour Press, 2018.",
    "R. Tan, “On slowness,” in Proc. Conf. Waiting, 2019, pp. 4–8.",
)
VANCOUVER = (
    "Marlowe JT, Quist B. Tidal habits of urban herons. J Invent Birds. 2021;12(3):123-30.",
    "Okafor N. The quiet ledger. London: Harbour Press; 2018.",
    "Tan R, Lindqvist A, Ode P, et al. On slowness. Waiting. 2019;4:8-11.",
)
GERMAN = (
    "Müller, Hans (2019): Die Geschichte der Uhren. 2. Aufl. Berlin: Erlenverlag.",
    "Schmidt, Anna: Warten als Praxis. In: Meier, Karl (Hrsg.): Handbuch der Zeit. München: Erlenverlag 2015, S. 12–4.",
)


def raws(document):
    return [reference.raw for reference in find_references(document)]


@pytest.mark.parametrize("style", [APA, IEEE, VANCOUVER, GERMAN])
@pytest.mark.parametrize(
    "title", ["References", "BIBLIOGRAPHY", "5. Works cited", "Literaturverzeichnis:", "Références"]
)
def test_entries_under_a_heading_are_found_in_order(style, title):
    assert raws(draft("# Method", "We did things in 2019.", "# " + title, *style)) == list(style)


@pytest.mark.parametrize("label", ["[{}] ", "{}. ", "({}) ", "{} "])
def test_numbers_are_recovered_and_left_out_of_the_text(label):
    entries = [label.format(number) + text for number, text in enumerate(IEEE, start=1)]
    found = find_references(draft("# References", *entries))
    assert [(reference.number, reference.raw) for reference in found] == [
        (str(number), text) for number, text in enumerate(IEEE, start=1)
    ]


def test_numbers_of_list_labels_are_recovered():
    items = [(BlockKind.LIST_ITEM, text, f"{number}.") for number, text in enumerate(VANCOUVER, start=1)]
    assert [reference.number for reference in find_references(draft("# References", *items))] == ["1", "2", "3"]


def test_several_numbered_entries_in_one_block_are_cut():
    text = " ".join(f"[{number}] {entry}" for number, entry in enumerate(IEEE, start=1))
    assert raws(draft("# References", text)) == list(IEEE)


def test_several_author_date_entries_in_one_block_are_cut():
    assert raws(draft("# References", " ".join(APA[:2]))) == list(APA[:2])


def test_an_entry_split_over_two_blocks_is_joined():
    first, second = APA[0].split("urban ")
    assert raws(draft("# References", first + "urban", second, *APA[1:])) == list(APA)


def test_a_family_name_with_a_small_letter_opens_an_entry():
    entries = (APA[1], "d'Amore, F. (2021). Tidal habits of urban herons. Waiting.", APA[2])
    assert raws(draft("# References", *entries)) == list(entries)


def test_a_running_head_inside_a_split_entry_is_left_out():
    first, second = APA[0].split("urban ")
    document = draft("# References", first + "urban", (BlockKind.HEADER, "Herons | page 12"), second, *APA[1:])
    assert raws(document) == list(APA)


def test_an_address_broken_at_a_line_end_is_joined():
    broken = "Marlowe, J. (2021). Herons. J. Birds, 1(2), 3–4. https://doi.org/10.9999/\nbirds.12"
    found = find_references(draft("# References", broken, *APA[1:]))
    assert found[0].parsed.doi == "10.9999/birds.12"


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        (
            "https://birds.example.org/long-\npath/page.html (Accessed 3 May 2020).",
            "https://birds.example.org/long-path/page.html",
        ),
        ("https://birds.example.org\n/path/page. Accessed 3 May.", "https://birds.example.org/path/page"),
        ("https://birds.example.org/page.\nhtml", "https://birds.example.org/page.html"),
        ("https://birds.example.org/page.\nretrieved on 3 May 2020.", "https://birds.example.org/page"),
        ("https://birds.example.org/page\naccessed in May 2020.", "https://birds.example.org/page"),
        ("https://birds.example.org/list/\nHerons and others.", "https://birds.example.org/list/"),
    ],
)
def test_an_address_goes_on_in_the_next_line_where_a_mark_says_so(lines, url):
    found = find_references(draft("# References", f"Marlowe, J. (2021). Herons of the city. {lines}", *APA[1:]))
    assert found[0].parsed.url == url


@pytest.mark.parametrize("title", ["Appendix A", "Acknowledgements", "About the authors", "Supporting information"])
def test_what_follows_the_list_is_no_reference(title):
    after = "Dr. Marlowe, J., has taught since 2001. Contact: Harbour University Press, 2nd floor."
    assert raws(draft("# References", *APA, "# " + title, after)) == list(APA)


def test_a_list_without_a_heading_is_found():
    assert raws(draft("# Report", "Herons are common.", *APA[:1], *VANCOUVER)) == [*APA[:1], *VANCOUVER]


def test_a_chapter_called_sources_is_not_a_list():
    prose = "We took our data from the town hall in 2019, and we have checked that they are complete."
    assert raws(draft("# Sources", prose, "They were kept in boxes, and nobody has read them since.")) == []


def test_two_lists_are_both_found():
    document = draft("# Primary sources", *APA[:2], "# Chapter two", "Prose stands here.", "# References", *APA[2:])
    assert raws(document) == list(APA)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Marlowe, J. T., & Quist, B. (2021).", "Tidal Habits of Urban Herons. ICLR."),
        ("Marlowe, J. T., Quist, B., Tan, R., &", "Okafor, N. (2021). Tidal habits of urban herons. ICLR."),
        ("Marlowe, J. T., & Quist, B.", "(2021). Tidal habits of urban herons. ICLR."),
        ("Marlowe, J. T., & Quist, B. (2021). Tidal", "Heron Habits. ICLR."),
        ("Marlowe, J. T., et al. “Tidal habits of urban herons”.", "ICLR, 2021."),
    ],
)
def test_an_entry_cut_behind_its_people_is_joined(first, second):
    found = find_references(draft("# References", APA[1], first, second, APA[2]))
    assert [one.raw for one in found] == [APA[1], f"{first} {second}", APA[2]]
