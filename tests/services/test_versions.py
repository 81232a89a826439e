"""What became of findings from one draft to the next, and which work a file belongs to."""

from app.domain.carry import Carrier
from app.domain.finding import Finding, Tier
from app.domain.review import CommentKind
from app.services import reviewing, submitting
from app.services.versions import compared, likely_work, match_findings, original_place, previous, text_of
from tests.services.team import NEXT, TEXT, Team, make_document, open_text


def finding(text: str, quote: str, check: str = "unsourced-figure") -> Finding:
    start = text.index(quote)
    return Finding(check, 1, Tier.ASK, start, start + len(quote), "No source.")


def test_findings_are_fixed_still_there_or_new() -> None:
    new = "A title that is new.\n" + TEXT.replace("4,300 pounds in all", "a good deal of money").replace(
        "three hours", "three long hours"
    )
    old_ones = [finding(TEXT, quote) for quote in ("212 people", "4,300 pounds", "three hours")]
    new_ones = [finding(new, quote) for quote in ("212 people", "three long hours", "title")]
    found = match_findings(old_ones, new_ones, Carrier(TEXT, new))
    assert found.still_there == ((old_ones[0], new_ones[0]), (old_ones[2], new_ones[1]))
    assert (found.fixed, found.new) == ((old_ones[1],), (new_ones[2],))


def test_another_check_on_the_same_words_is_a_new_finding() -> None:
    old, new = finding(TEXT, "212 people"), finding(TEXT, "212 people", "number-conflict")
    found = match_findings([old], [new], Carrier(TEXT, TEXT))
    assert (found.still_there, found.fixed, found.new) == ((), (old,), (new,))


def test_each_finding_is_matched_once() -> None:
    ones = [finding(TEXT, "212 people")] * 2
    found = match_findings(ones, ones[:1], Carrier(TEXT, TEXT))
    assert (len(found.still_there), len(found.fixed), len(found.new)) == (1, 1, 0)


def test_the_draft_before_is_the_last_that_one_may_see(team: Team) -> None:
    first = team.handed_in()
    work_id = first.draft.deliverable_id
    with team.by(team.ana) as store:
        hidden = open_text(store, TEXT + "A private try.\n", work_id)
        third = open_text(store, NEXT, work_id)
        submitting.hand_in(store, third.draft.id, submitting.Disclosure())
        assert previous(store, third.draft).id == hidden.draft.id
    with team.by(team.ben) as store:
        assert previous(store, third.draft).id == first.draft.id
        assert text_of(store, previous(store, third.draft)) == TEXT
        assert previous(store, first.draft) is None


def test_the_first_place_of_a_comment_is_one_step_away(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ben) as store:
        whole = reviewing.comment_on_draft(store, opened.draft, CommentKind.PRAISE, "Clear.")
        on_words = reviewing.comment_on(store, opened.draft, make_document(), 10, 21, CommentKind.QUESTION, "?")
        assert original_place(store, whole)[1] is None
        assert original_place(store, on_words)[1] == on_words.anchor


def test_a_file_is_known_as_the_next_draft_by_name_and_words(team: Team) -> None:
    opened = team.handed_in()
    with team.by(team.ana) as store:
        works = [one.deliverable for one in submitting.my_work(store)]
        assert likely_work(store, "brief-2.txt", NEXT, works).id == opened.draft.deliverable_id
        strange = " ".join(f"word{number}" for number in range(300))
        assert likely_work(store, "brief-2.txt", strange, works[:0]) is None


def test_what_changed_and_what_became_of_the_findings_is_told_at_once() -> None:
    new = TEXT.replace("4,300 pounds in all", "a good deal of money")
    ((comparison, matched),) = compared(TEXT, new, [finding(TEXT, "4,300 pounds")], [])
    assert [new[one.start : one.end] for one in comparison.changes] == ["a good deal of money"]
    assert len(matched.fixed) == 1
