import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.citations.normalise import (
    arxiv_of_doi,
    bare_arxiv,
    bare_doi,
    bare_isbn,
    bare_url,
    content_words,
    main_title,
    normalise,
    normalise_title,
    plain_name,
    squeeze,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Caf&eacute; <i>culture</i> &amp; towns", "Cafe culture towns"),
        (r"Caf\'e \emph{culture}", "Café culture"),
        ("Schr¨odinger", "Schrödinger"),
        ("Straße, Øre, Łódź, Æther, ısı", "strasse ore lodz aether isi"),
        ("β-catenin", "beta catenin"),
        ("learn-\ning", "learning"),
        ("inter- national", "international"),
        ("soft\u00adware", "software"),
        ("data- and model-driven", "data and model driven"),
        ("Behavioural modelling of colour centres", "Behavioral modeling of color centres"),
        ("Organisation and analysed catalogues", "Organization and analyzed catalogues"),
        ("ﬁne-tuning", "fine tuning"),
        ("O’Brien’s “Theory”", "OBriens Theory"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
    ],
)
def test_what_is_written_differently_but_means_the_same(one, other):
    assert normalise(one) == normalise(other)


@given(st.text(max_size=60))
def test_normalising_leaves_words_and_single_blanks(text):
    result = normalise(text)
    assert result == " ".join(result.split())
    assert not set(result) & set(".,:;!?-_()[]{}\"'")


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Z"]), max_size=60))
def test_normalising_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet="abcdefghij éüß-–:", max_size=60))
def test_case_does_not_matter(text):
    assert normalise(text.upper()) == normalise(text)


@pytest.mark.parametrize("label", ["Extended Abstract: ", "RETRACTED: ", "Retracted article. ", "[Withdrawn] "])
def test_labels_are_no_part_of_a_title(label):
    assert normalise_title(label + "A quiet harbour") == normalise_title("A quiet harbour")


def test_the_main_title_ends_at_a_colon_or_dash():
    assert main_title("Harbours: a history") == "Harbours"
    assert main_title("Harbours – a history") == "Harbours"
    assert main_title("What is a harbour? A history") == "What is a harbour"
    assert main_title("Data-driven harbours") == ""


def test_function_words_carry_no_meaning():
    assert content_words("the role of a harbor in the town") == ["role", "harbor", "town"]


def test_blanks_and_hyphens_do_not_matter_when_squeezed():
    assert squeeze("data-set") == squeeze("data set") == squeeze("Dataset") == "dataset"


def test_numbers_that_tell_homonyms_apart_go():
    assert plain_name("Wei Wang 0012") == "Wei Wang"


@pytest.mark.parametrize(
    "text", ["10.1000/AbC", "https://doi.org/10.1000/abc", "doi:10.1000/abc.", "(DOI: 10.1000/abc)", "10.1000/abc”,"]
)
def test_a_doi_however_written(text):
    assert bare_doi(text) == "10.1000/abc"


@pytest.mark.parametrize(
    ("text", "number"),
    [("arXiv:2101.00001v3", "2101.00001"), ("https://arxiv.org/abs/2101.00001", "2101.00001"),
     ("hep-th/9901001v2", "hep-th/9901001"), ("arXiv:math.AG/0101001 [math]", "math.ag/0101001")],
)  # fmt: skip
def test_an_arxiv_number_however_written(text, number):
    assert bare_arxiv(text) == number


def test_the_arxiv_number_behind_a_doi():
    assert arxiv_of_doi("10.48550/arxiv.2101.00001") == "2101.00001"
    assert arxiv_of_doi("10.1000/abc") == ""


@pytest.mark.parametrize(
    "text",
    ["0-306-40615-2", "978-0-306-40615-7", "ISBN 9780306406157", "978–0–306–40615–7 (print); 978-0-306-40616-4 (web)"],
)
def test_an_isbn_however_written(text):
    assert bare_isbn(text) == "9780306406157"


def test_the_first_of_two_issns():
    assert bare_isbn("1234-5679, 2434-561X") == "12345679"


@pytest.mark.parametrize(
    "text", ["https://www.a.example/b/", "http://a.example/b#part", "a.example/b", "HTTPS://A.example/B."]
)
def test_an_address_however_written(text):
    assert bare_url(text) == "a.example/b"


def test_ways_are_no_british_spelling():
    assert squeeze("Frame-wise Action") == squeeze("Framewise Action")
