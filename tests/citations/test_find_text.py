"""Finding what running text cites in full, and finding nothing where nothing is cited."""

import pytest

from app.citations.find import find_references
from app.domain.document import BlockKind
from tests.citations.drafts import draft


@pytest.mark.parametrize(
    ("text", "raw", "kind"),
    [
        (
            "As held in Marlowe v. Harbour Trust Co., 512 F.3d 1022 (9th Cir. 2008), this is so.",
            "Marlowe v. Harbour Trust Co., 512 F.3d 1022 (9th Cir. 2008)",
            "legal_case",
        ),
        ("Agencies must report under 44 U.S.C. § 3551 every year.", "44 U.S.C. § 3551", "legislation"),
        ("This follows Regulation (EU) 2016/679 closely.", "Regulation (EU) 2016/679", "legislation"),
        (
            "Herons sleep late (J. Marlowe, personal communication, 3 May 2021).",
            "(J. Marlowe, personal communication, 3 May 2021)",
            "personal_communication",
        ),
    ],
)
def test_running_text_that_cites_in_full(text, raw, kind):
    found = find_references(draft(text))
    assert [(one.raw, one.parsed.kind, one.origin) for one in found] == [(raw, kind, "text")]


@pytest.mark.parametrize(
    "text",
    [
        "Herons are common (Marlowe, 2021; Quist & Tan, 2019) and old.",
        "Marlowe et al. (2021) and others say so [3, 5–7].",
        "In 2019, the Journal of Invented Birds had 12 editors and 3 offices.",
        "",
    ],
)
def test_mentions_without_a_list_are_no_references(text):
    assert find_references(draft(text)) == ()


def test_what_stands_in_headers_and_comments_is_not_cited_by_the_draft():
    case = "Marlowe v. Harbour Trust Co., 512 F.3d 1022 (9th Cir. 2008)"
    document = draft("Text.", (BlockKind.HEADER, case), (BlockKind.COMMENT, "See https://herons.example.org/a"))
    assert find_references(document) == ()


def test_every_reference_stands_where_it_says():
    document = draft(
        "Text with https://herons.example.org/a in it, and 44 U.S.C. § 3551.",
        "# References",
        "Okafor, N. (2018). The quiet ledger. Harbour Press.",
        "Tan, R. (2019). On slowness. Harbour Press.",
    )
    for one in find_references(document):
        assert document.text[one.start : one.end] == one.raw
