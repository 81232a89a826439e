"""Finding the works that footnotes and endnotes cite."""

from dataclasses import replace

import pytest

from app.citations.find import find_references
from app.domain.document import BlockKind, Kind, Style
from tests.citations.drafts import draft

BOOK = "Nneka Okafor, The Quiet Ledger: Accounts in Small Firms (London: Harbour Press, 2018), 44"
ARTICLE = "Jane Marlowe, “Tidal Habits of Urban Herons,” Journal of Invented Birds 12, no. 3 (2021): 125"
CASE = "Marlowe v. Harbour Trust Co., 512 F.3d 1022, 1025 (9th Cir. 2008)"


def notes(*texts: str, kind: BlockKind = BlockKind.FOOTNOTE):
    blocks = [(kind, text, str(number)) for number, text in enumerate(texts, start=1)]
    return draft("Herons are common, as many have said.", *blocks)


def raws(document):
    return [reference.raw.rstrip(".") for reference in find_references(document)]


@pytest.mark.parametrize(("kind", "origin"), [(BlockKind.FOOTNOTE, "footnote"), (BlockKind.ENDNOTE, "endnote")])
def test_a_note_that_cites_is_a_reference(kind, origin):
    found = find_references(notes(BOOK + ".", kind=kind))
    assert [(one.raw, one.origin, one.parsed.title) for one in found] == [
        (BOOK + ".", origin, "The Quiet Ledger: Accounts in Small Firms")
    ]


def test_several_works_in_one_note_are_several_references():
    assert raws(notes(f"See {BOOK}; {ARTICLE}.")) == [BOOK, ARTICLE]


@pytest.mark.parametrize("lead", ["See ", "See also ", "Cf. ", "But see ", "Vgl. dazu ", "See, e.g., "])
def test_signals_are_no_part_of_a_reference(lead):
    assert raws(notes(lead + BOOK + ".")) == [BOOK]


@pytest.mark.parametrize("tail", [" The rest is silence for the author.", " I thank the reviewers for this point."])
def test_prose_behind_a_citation_is_left_out(tail):
    assert raws(notes(BOOK + "." + tail)) == [BOOK]


@pytest.mark.parametrize(
    "short",
    ["Ibid., 45.", "Id. at 12.", "Okafor, supra note 1, at 9.", "Okafor (n 1) 45.", "op. cit., p. 3", "Ebd., S. 12."],
)
def test_short_forms_of_a_work_cited_before_are_no_further_reference(short):
    assert raws(notes(BOOK + ".", short)) == [BOOK]


def test_the_same_work_cited_in_full_twice_counts_once():
    assert raws(notes(BOOK + ".", BOOK + ".")) == [BOOK]


@pytest.mark.parametrize(
    "prose",
    [
        "I thank the keepers of the town archive for their help in 2019.",
        "All translations are mine.",
        "The term is used here in its older sense.",
        "See chapter 3 below.",
    ],
)
def test_notes_without_a_citation_hold_no_reference(prose):
    assert raws(notes(prose)) == []


def test_a_decision_in_a_note_is_found_within_prose():
    document = notes(f"The court held otherwise in {CASE}, and was followed.")
    assert [(one.raw, one.parsed.kind) for one in find_references(document)] == [(CASE, "legal_case")]


def test_a_list_headed_notes_holds_notes():
    found = find_references(draft("Text.", "# Notes", "1. " + BOOK + ".", "2. Ibid., 46.", "3. " + ARTICLE + "."))
    assert [one.raw.rstrip(".") for one in found] == [BOOK, ARTICLE]


class TestPrintedNotes:
    """A PDF holds no footnotes, only paragraphs that open with a number which is raised in the text."""

    @staticmethod
    def printed(*paragraphs, raised):
        document = draft("Herons are common.1 Ledgers are quiet.2 Much is known.", *paragraphs, kind=Kind.PDF)
        places = [document.text.index(f".{number}") + 1 for number in raised]
        styles = tuple(
            Style(place, place + len(number), raised=1) for place, number in zip(places, raised, strict=True)
        )
        return replace(document, styles=styles)

    def test_a_numbered_paragraph_is_the_note_of_a_raised_number(self):
        document = self.printed(f"1 {ARTICLE}.", f"2 {BOOK}.", raised=("1", "2"))
        found = find_references(document)
        assert [(one.origin, one.raw.rstrip(".")) for one in found] == [("footnote", ARTICLE), ("footnote", BOOK)]

    def test_notes_that_were_read_as_one_paragraph(self):
        document = self.printed(f"1 {ARTICLE}. 2 {BOOK}.", raised=("1", "2"))
        assert raws(document) == [ARTICLE, BOOK]

    def test_a_number_that_nothing_raises_opens_no_note(self):
        assert find_references(self.printed("3 Department of Herons, Harbour Town, 2021", raised=("1",))) == ()


def test_two_abbreviations_in_a_row_name_a_journal():
    text = "D. Marlow et al., “Herons in Time.”, Mach. Learn., 2022, https://doi.org/10.5555/herons.1"
    assert raws(notes(text)) == [text]
