import pytest

from app.citations.formats_authors import split_authors

PAIR = ("Kim, Ana", "Roe, Bo")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kim, Ana; Roe, Bo", PAIR),
        ("Kim, Ana | Roe, Bo", PAIR),
        ("Kim, Ana and Roe, Bo", PAIR),
        (["Kim, Ana", "Roe, Bo"], PAIR),
        ([{"family": "Kim", "given": "Ana"}, {"literal": "Roe, Bo"}], PAIR),
        ("Ana Kim, Bo Roe", ("Ana Kim", "Bo Roe")),
        ("Ana Kim, Bo Roe, and Cy Poe", ("Ana Kim", "Bo Roe", "Cy Poe")),
        ("Ana Kim, Bo Roe and Cy Poe", ("Ana Kim", "Bo Roe", "Cy Poe")),
        ("Kim, A., Roe, B. & Poe, C.", ("Kim, A.", "Roe, B.", "Poe, C.")),
        ("Kim A, Roe B, Poe C", ("Kim A", "Roe B", "Poe C")),
        ("Kim, Ana", ("Kim, Ana",)),
        ("Ana Kim", ("Ana Kim",)),
        ("Martin Luther King, Jr.", ("Martin Luther King, Jr.",)),
        ("Wei Wang 0012", ("Wei Wang",)),
        ("", ()),
        (None, ()),
        (7, ()),
        ([], ()),
    ],
)
def test_names_are_told_apart(text, names):
    assert split_authors(text) == (names, False)


@pytest.mark.parametrize(
    "text", ["Kim, Ana et al.", "Kim, Ana, et al", "Kim, Ana and others", "Kim, Ana; …", ["Kim, Ana", "et al."]]
)
def test_et_al_is_no_name(text):
    names, et_al = split_authors(text)
    assert et_al
    assert names == ("Kim, Ana",)


def test_an_html_entity_ends_no_name():
    assert split_authors("Francesco d&apos;Amore and Ana Kim") == (("Francesco d'Amore", "Ana Kim"), False)
