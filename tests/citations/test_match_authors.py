import pytest

from app.citations.match_authors import AuthorsRelation, are_placeholders, match_authors

FOUND = ("Kim, Ana", "Roe, Bo", "Poe, Cy")
AGREE, TRUNCATED, DIFFER = AuthorsRelation.AGREE, AuthorsRelation.TRUNCATED, AuthorsRelation.DIFFER
UNCONFIRMED, NOT_CITED = AuthorsRelation.UNCONFIRMED, AuthorsRelation.NOT_CITED


@pytest.mark.parametrize(
    ("cited", "et_al", "relation"),
    [
        (("A. Kim", "B. Roe", "C. Poe"), False, AGREE),
        (("A. Kim",), True, AGREE),
        (("A. Kim", "B. Roe"), True, AGREE),
        (("A. Kim", "C. Poe"), True, AGREE),
        (("A. Kim",), False, TRUNCATED),
        (("B. Roe",), True, DIFFER),
        (("B. Roe", "A. Kim", "C. Poe"), False, DIFFER),
        (("A. Kim", "B. Roe", "D. Foe"), False, DIFFER),
        (("A. Kim", "B. Roe", "C. Poe", "D. Foe"), False, DIFFER),
        ((), False, NOT_CITED),
        (("———",), False, NOT_CITED),
    ],
)
def test_who_is_named(cited, et_al, relation):
    assert match_authors(cited, FOUND, cited_et_al=et_al, found_et_al=False).relation is relation


def test_a_record_without_authors_confirms_nobody():
    assert match_authors(("Kim, Ana",), (), cited_et_al=False, found_et_al=False).relation is UNCONFIRMED


def test_a_record_cut_short_does_not_accuse():
    longer = (*FOUND, "Foe, Di")
    assert match_authors(longer, FOUND, cited_et_al=False, found_et_al=True).relation is UNCONFIRMED


def test_organisations_are_skipped_beside_people():
    cited = ("Kim, Ana", "ATLAS Collaboration")
    assert match_authors(cited, ("Kim, Ana",), cited_et_al=False, found_et_al=False).relation is AGREE


def test_organisations_alone_agree_only_when_they_are_the_same():
    one, other = ("World Health Organization",), ("Ministry of Health",)
    assert match_authors(one, one, cited_et_al=False, found_et_al=False).relation is AGREE
    assert match_authors(one, other, cited_et_al=False, found_et_al=False).relation is UNCONFIRMED


def test_the_overlap_is_the_share_of_known_families():
    assert match_authors(("Kim, Ana", "Foe, Di"), FOUND, cited_et_al=False, found_et_al=False).overlap == 0.5


def test_one_placeholder_is_enough():
    assert are_placeholders(("Kim, Ana", "John Doe"))
    assert not are_placeholders(FOUND)
