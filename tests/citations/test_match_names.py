import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.citations.match_names import is_dash, is_organisation, is_placeholder, parse_name, same_person, surname

SAME = [
    ("Kim, Ana Maria", "Ana Maria Kim"),
    ("Kim, A. M.", "Kim, Ana Maria"),
    ("Kim AM", "Ana Maria Kim"),
    ("A.M. Kim", "Kim, Ana-Maria"),
    ("Kim, A.", "Kim, Ana Maria"),
    ("van der Berg, J.", "Jan van der Berg"),
    ("Berg, J. van der", "van der Berg, Jan"),
    ("Müller, Jörg", "Mueller, Joerg"),
    ("Müller, Jörg", "Muller, Jorg"),
    ("Wei Zhang", "Zhang Wei"),
    ("García Márquez, Gabriel", "Gabriel García"),
    ("Martin Luther King, Jr.", "King, Martin Luther"),
    ("O’Brien, K", "Kate O'Brien"),
    ("Yann LeCun", "LeCun, Y."),
    ("Chris Manning", "Christopher Manning"),
    ("Xian-Sheng Hua", "Hua, Xiansheng"),
    ("Hua, X.-S.", "Xiansheng Hua"),
    ("Wei Wang 0012", "Wei Wang"),
    ("R., M. B.", "Mallikarjun B. R."),
    ("R. MB", "Mallikarjun B. R."),
    ("Łukasz Kaiser", "Lukasz Kaiser"),
]
DIFFERENT = [
    ("Kim, Ana", "Kim, Bo"),
    ("Kim, A.", "Kim, B."),
    ("Kim, Ana", "Lee, Ana"),
    ("Kim AM", "Kim AB"),
    ("Di Huang", "Li Huang"),
    ("Ali Rahman", "Alex Boyd"),
    ("John Smith", "James Smith"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person_written_differently(one, other):
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_people(one, other):
    assert not same_person(one, other)
    assert not same_person(other, one)


names = st.builds(
    "{}, {}".format,
    st.text("abcdefghijklmnop", min_size=4, max_size=9).map(str.title),
    st.text("abcdefghijklmnop", min_size=4, max_size=9).map(str.title),
)


@given(names, names)
def test_comparing_goes_both_ways(one, other):
    assert same_person(one, one)
    assert same_person(one, other) == same_person(other, one)


@given(names)
def test_family_first_or_last_is_one_person(name):
    family, given_name = name.split(", ")
    assert same_person(name, f"{given_name} {family}")
    assert same_person(name, f"{family}, {given_name[0]}.")
    assert surname(name) == family.lower()


@pytest.mark.parametrize(
    "name", ["John Doe", "Doe, Jane", "Firstname Lastname", "Author One", "Unknown Author", "Surname, Name", "XXX"]
)
def test_placeholders(name):
    assert is_placeholder(name)


@pytest.mark.parametrize("name", ["John Dove", "Ana Author-Lopez", "Mark One", "Jane Doerr", "Xi, X"])
def test_real_names_are_no_placeholders(name):
    assert not is_placeholder(name)


@pytest.mark.parametrize("name", ["World Health Organization", "OECD", "Ministry of Roads", "ATLAS Collaboration"])
def test_organisations(name):
    assert is_organisation(name)


@pytest.mark.parametrize("name", ["Kim, Ana", "van der Berg, Jan Pieter", "Maria Teresa de la Cruz"])
def test_people_are_no_organisations(name):
    assert not is_organisation(name)


def test_dashes_repeat_the_authors_above():
    assert is_dash("———")
    assert is_dash("---.")
    assert not is_dash("Kim")


def test_a_very_long_name_is_read():
    assert len(parse_name("a" * 100_000).family[0]) == 100_000
