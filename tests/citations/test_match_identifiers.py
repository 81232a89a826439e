from datetime import UTC, datetime

import pytest

from app.citations.match_identifiers import impossible_identifiers, is_possible_arxiv, is_possible_isbn
from app.domain.reference import Work


@pytest.mark.parametrize("number", ["0704.0001", "1412.9999", "1501.00001", "2212.12345", "hep-th/9901001"])
def test_arxiv_numbers_that_can_be(number):
    assert is_possible_arxiv(number)


@pytest.mark.parametrize("number", ["2113.00001", "2100.00001", "0703.0001", "1412.00001", "1501.0001", "9912.00001"])
def test_arxiv_numbers_that_cannot(number):
    assert not is_possible_arxiv(number)


def test_an_arxiv_number_of_this_month_can_be():
    assert is_possible_arxiv(f"{datetime.now(UTC):%y%m}.00001")


@pytest.mark.parametrize(("number", "possible"), [
    ("9780306406157", True), ("9780306406158", False), ("080442957X", True), ("12345679", True), ("12345678", False),
])  # fmt: skip
def test_check_digits(number, possible):
    assert is_possible_isbn(number) is possible


@pytest.mark.parametrize(
    ("work", "names"),
    [
        (Work(), ()),
        (Work(doi="10.1000/x", isbn="9780306406157", arxiv="2101.00001"), ()),
        (Work(doi="11.1000/x"), ("doi",)),
        (Work(doi="10.12/x"), ("doi",)),
        (Work(isbn="9780306406158"), ("isbn",)),
        (Work(arxiv="2199.00001"), ("arxiv",)),
        (Work(doi="10.48550/arxiv.2199.00001"), ("arxiv",)),
    ],
)
def test_the_broken_identifier_is_named(work, names):
    assert impossible_identifiers(work) == names
