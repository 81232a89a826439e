"""Citations in the text held against the entries of the list."""

import pytest

from app.citations.cross_check import add_notices, cross_check
from app.citations.find import find_references
from app.domain.document import Link, Style
from app.domain.reference import CheckedReference, Judgement, Verdict
from tests.citations.drafts import draft

APA = (
    "Marlowe, J. T., & Quist, B. (2021). Tidal habits of urban herons. Journal of Invented Birds, 12(3), 123–130.",
    "Okafor, N. (2018). The quiet ledger: Accounts in small firms. Harbour Press.",
    "Tan, R. (2019). On slowness. Harbour Press.",
    "van der Berg, A. (2017). Bridges and their keepers. River Studies, 8, 10–45.",
)


def numbered(*places: str):
    return [f"[{number}] {entry}" for number, entry in zip(places or ("1", "2", "3", "4"), APA, strict=True)]


def checked(document):
    references = find_references(document)
    result = cross_check(document, references)
    return [references[index].raw for index in sorted(result.never_cited)], [
        document.text[start:end] for start, end in result.unlisted
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Herons [1] and firms [2], slowly [3].",
        "All of these [1–3] say so.",
        "All of these [1]–[3] say so.",
        "So they say [1, 3; 2].",
        "So they say (1, 2) and (3).",
    ],
)
def test_a_number_that_no_citation_has_is_never_cited(text):
    assert checked(draft(text, "# References", *numbered())) == ([APA[3]], [])


def test_raised_numbers_are_citations():
    text = "Herons1 and firms2 are slow3."
    styles = tuple(Style(place, place + 1, raised=1) for place in (6, 17, 27))
    assert checked(draft(text, "# References", *numbered(), styles=styles)) == ([APA[3]], [])


def test_keys_in_brackets_are_citations():
    document = draft("Herons [HER] and [LED; SLO].", "# References", *numbered("HER", "LED", "SLO", "BRI"))
    assert checked(document) == ([APA[3]], [])


@pytest.mark.parametrize(
    "text",
    [
        "Herons (Marlowe & Quist, 2021), firms (Okafor, 2018, p. 4) and Tan (2019).",
        "As Marlowe and Quist (2021) say; others differ (see Okafor, 2018; Tan, 2019).",
        "Marlowe writes of herons (12), Okafor of firms (44), and slowness has its own friend (Tan 45).",
    ],
)
def test_a_name_that_no_citation_has_is_never_cited(text):
    assert checked(draft(text, "# References", *APA)) == ([APA[3]], [])


def test_citations_without_an_entry_are_named():
    text = "Herons (Marlowe & Quist, 2021; Prado et al., 2015), firms (Okafor, 2018), Tan (2019), Lind (2016)."
    assert checked(draft(text, "# References", *APA))[1] == ["Prado et al., 2015", "Lind (2016)"]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Herons [1] and firms [2, 7], slowly [3].", ["[2, 7]"]),
        ("Herons [1], firms [2], slowly [3], with x in [0, 6] and y = [5, 6] and since [1998].", []),
    ],
)
def test_a_number_without_an_entry_is_named(text, missing):
    assert checked(draft(text, "# References", *numbered()))[1] == missing


def test_what_the_list_does_not_hold_is_a_reference_of_its_own():
    text = "Herons (Marlowe & Quist, 2021; Prado et al., 2015), firms (Okafor, 2018), Tan (2019), Prado et al. (2015)."
    document = draft(text, "# References", *APA)
    (missing,) = [one for one in find_references(document) if one.origin == "text"]
    assert (missing.raw, missing.parsed.authors, missing.parsed.year) == ("Prado et al., 2015", ("Prado",), 2015)
    assert notices(document)[0] == ["not-in-bibliography"]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Herons are common.", numbered()),
        ("Herons are common.", APA),
        ("Herons3 are common (2) and firms (since 2018) quiet.", numbered()),
        ("Marlowe met Okafor.", numbered()),
        ("The Paris Agreement (2015) and Rio (2012) came first.", APA),
    ],
)
def test_where_the_way_of_citing_is_not_understood_nothing_is_said(text, listed):
    assert checked(draft(text, "# References", *listed)) == ([], [])


@pytest.mark.parametrize(("text", "listed"), [("One [1].", numbered()), ("Marlowe (2021).", APA)])
def test_of_a_short_list_every_entry_but_the_one_cited_is_never_cited(text, listed):
    assert checked(draft(text, "# References", *listed)) == (list(APA[1:]), [])


def test_of_a_long_list_more_must_be_cited_before_anything_is_said():
    more = [f"Lind, {chr(65 + n)}. (19{n + 50}). On the count of {n} doors. Harbour Press." for n in range(12)]
    assert checked(draft("Marlowe (2021) and Prado (2011).", "# References", *APA, *more)) == ([], [])


@pytest.mark.parametrize(
    ("text", "never", "missing"),
    [
        ("Herons (Marlowe & Quist, 2021) and doors (Prado, 2015).", 1, ["Prado, 2015"]),
        ("Marlowe’s study (2021), as Quist’s (2021), the Paris Agreement (2015), Rod Lind (2016).", 1, ["Lind (2016)"]),
        ("Doors (Prado, 2015; Lind, 2016).", 2, ["Prado, 2015", "Lind, 2016"]),
        ("Herons are common.", 0, []),
    ],
)
def test_a_list_of_two_is_held_against_the_text_both_ways(text, never, missing):
    result = checked(draft(text, "# References", *APA[:2]))
    assert (len(result[0]), result[1]) == (never, missing)


def test_a_numbered_list_may_be_cited_by_names():
    text = "Herons (Marlowe & Quist, 2021), firms (Okafor, 2018) and Lind (2016)."
    assert checked(draft(text, "# References", *numbered())) == ([APA[2], APA[3]], ["Lind (2016)"])


def test_a_body_may_be_cited_by_its_initials():
    listed = (APA[0], "Institute for the Study of Doors. (2016). Doors. Harbour Press.")
    assert checked(draft("Herons (Marlowe, 2021), doors (ISD, 2016).", "# References", *listed)) == ([], [])


def test_without_a_list_nothing_is_said():
    assert checked(draft("Herons (Marlowe, 2021) are common.")) == ([], [])


def notices(document):
    references = find_references(document)
    judged = [tuple(CheckedReference(one, Judgement(Verdict.UNVERIFIABLE, ("no-list",))) for one in references)]
    (batch,) = add_notices(document, references, judged)
    assert [one.reference for one in batch] == list(references)
    return [[notice.kind for notice in one.judgement.notices] for one in batch]


def test_an_entry_never_cited_is_noted_beside_its_verdict():
    document = draft("Herons [1] and firms [2], slowly [3].", "# References", *numbered())
    assert notices(document) == [[], [], [], ["never-cited"]]


@pytest.mark.parametrize(("target", "noted"), [("10.9999/b.7", ["link-text-differs"]), ("10.9999/A.7", [])])
def test_a_link_that_leads_to_another_doi_is_noted(target, noted):
    entry = "Okafor, N. (2018). The quiet ledger. Harbour Press. https://doi.org/10.9999/a.7"
    start = len("References\n") + entry.index("https")
    link = Link(start, start + len("https://doi.org/10.9999/a.7"), "https://doi.org/" + target)
    assert notices(draft("# References", entry, links=(link,))) == [noted]
