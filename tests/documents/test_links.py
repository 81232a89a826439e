from hypothesis import given
from hypothesis import strategies as st

from app.documents.links import find_links, with_bare_links
from app.domain.document import Link


def found(text: str) -> list[str]:
    return [text[link.start : link.end] for link in find_links(text)]


def test_an_address_ends_before_the_punctuation_of_its_sentence():
    assert found("See https://example.org/a. And (http://example.org/b?x=1), then HTTPS://EXAMPLE.ORG!") == [
        "https://example.org/a",
        "http://example.org/b?x=1",
        "HTTPS://EXAMPLE.ORG",
    ]


def test_balanced_brackets_belong_to_an_address():
    assert found("(https://example.org/Stet_(mark))") == ["https://example.org/Stet_(mark)"]


def test_closing_quotes_do_not_belong_to_an_address():
    assert found("«https://example.org/a», ”https://example.org/b.”") == [
        "https://example.org/a",
        "https://example.org/b",
    ]


def test_names_without_a_scheme_are_no_addresses():
    assert found("The file report.io, www.example.org, a@example.org and //example.org stay text.") == []


@given(st.text(alphabet=st.sampled_from("https://mailto:example.org a\n(»).,"), max_size=80))
def test_links_are_disjoint_and_say_what_the_text_says(text: str):
    end = 0
    for link in find_links(text):
        assert end <= link.start < link.end <= len(text)
        end = link.end
        assert text[link.start : link.end] == link.target


def test_bare_addresses_join_the_links_that_they_do_not_touch():
    text = "a https://example.org/b c https://example.org/d"
    outer, inner = Link(0, 23, "#outer"), Link(0, 1, "#inner")
    assert with_bare_links([inner, outer], text) == (inner, outer, Link(26, 47, "https://example.org/d"))
    assert with_bare_links([], "none") == ()
