"""References in words: what they are called and what differs."""

import pytest

from app.domain.reference import FieldMatch, FieldStatus, Judgement, Notice, Verdict, Work
from widgets.reference_words import (
    beginning,
    difference,
    field_in_words,
    field_of,
    first_reason,
    notice_words,
    short_name,
    shown,
)


@pytest.mark.parametrize(
    ("work", "name"),
    [
        (Work(authors=("Ferreira, P.", "Holm, S."), year=2020), "Ferreira and Holm 2020"),
        (Work(authors=("Okonjo, A.", "Weiss, L.", "Tran, H."), year=2023), "Okonjo et al. 2023"),
        (Work(authors=("Ann Ash",), year=2001), "Ash 2001"),
        (Work(authors=("National Institute of Standards",), year=2008), "National Institute of Standards 2008"),
        (Work(authors=("Wexmoor Libraries",)), "Wexmoor Libraries"),
        (Work(title="A title"), "A title"),
        (Work(), "the raw words"),
    ],
)
def test_a_short_name(work, name):
    assert short_name(work, "the raw words") == name


def test_a_difference_names_both_sides():
    year = FieldMatch("year", ("2020",), ("2018",), FieldStatus.DIFFERS)
    assert difference(year) == "Year: cited 2020, found 2018"
    assert first_reason(Judgement(Verdict.MISMATCH, fields=(year,))) == "Year: cited 2020, found 2018"


def test_a_reason_of_the_verdict_comes_first():
    assert first_reason(Judgement(Verdict.LIKELY_FABRICATED, reasons=("chimera",))).startswith("The title belongs")


def test_notices_in_plain_words():
    cited = Notice("never-cited", "Nothing in the text cites this entry.")
    assert notice_words(cited) == "It stands in the bibliography, but the text never cites it."
    differs = Notice("link-text-differs", "The link leads to 10.5555/a, the text names 10.5555/b.")
    assert notice_words(differs) == differs.text
    assert first_reason(Judgement(Verdict.UNVERIFIABLE, ("no-list",), notices=(cited,))) == notice_words(cited)


def test_values_on_one_line():
    assert shown(("Nolan, P.", "", "Adeyinka, T.")) == "Nolan, P.; Adeyinka, T."
    assert shown(("101--118",)) == "101–118"
    assert shown(()) == "none given"
    assert shown(("x" * 100_000,)) == f"{'x' * 1500}… (98,500 more characters)"
    assert field_of(Work(year=2021), "year") == ("2021",)
    assert field_of(Work(), "no such field") == ()


def test_a_text_that_nobody_reads_to_its_end_is_shown_from_its_beginning():
    assert beginning("short") == "short"
    assert beginning("a b" * 1000, 4) == "a ba… (2,996 more characters)"
    assert len(short_name(Work(), "word " * 20_000)) < 340


def test_a_field_has_a_name_inside_a_sentence():
    named = [field_in_words(name) for name in ("year", "container", "doi", "isbn", "arxiv")]
    assert named == ["year", "published in", "DOI", "ISBN", "arXiv"]
