"""One person at two computers, each away from the server: what they begin on both is one, and nothing of it is lost."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from app.domain.review import CommentKind
from app.services import assignments, letters, reading_feedback, reviewing, scoring, settling
from app.services.letters import Part
from app.services.releasing import preview, release
from app.sync import client
from tests.services.team import RUBRIC
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in


@pytest.fixture
def desks(empty_database: str, tmp_path: Path) -> Iterator[tuple[Desktop, Desktop, Desktop, str]]:
    """A mentee's desktop, two of a mentor, and a draft that all have."""
    with shared_team(empty_database) as dsns, ExitStack() as stack:
        who = {"ann": "ann", "office": "ben", "home": "ben"}
        ann, office, home = (
            stack.enter_context(closing(Desktop(tmp_path / name, dsns[login]))) for name, login in who.items()
        )
        ann.join()
        draft_id = hand_in(ann.workspace).id
        ann.sync()
        office.join()
        home.join()
        yield ann, office, home, draft_id


def write(desk: Desktop, draft_id: str, part: Part, words: str) -> None:
    letters.write(desk.workspace, letters.my_letter(desk.workspace, draft_id), part, words)


def parts(desk: Desktop, draft_id: str) -> tuple[str, ...]:
    letter = letters.my_letter(desk.workspace, draft_id)
    return letter.strength, letter.improvement, letter.next_task


def in_turn(*desks: Desktop) -> None:
    for one in desks * 2:
        one.sync()


def test_a_letter_begun_on_both_is_one_letter(desks) -> None:
    ann, office, home, draft_id = desks
    write(office, draft_id, Part.STRENGTH, "It is short.")
    write(office, draft_id, Part.IMPROVEMENT, "Name the studies.")
    write(home, draft_id, Part.STRENGTH, "It is clear.")
    write(home, draft_id, Part.NEXT_TASK, "Find one study.")
    in_turn(office, home)
    assert parts(office, draft_id) == parts(home, draft_id)
    assert parts(home, draft_id) == ("It is short.\n\nIt is clear.", "Name the studies.", "Find one study.")
    write(home, draft_id, Part.STRENGTH, "It is short and clear.")
    in_turn(home, office)
    assert parts(office, draft_id) == ("It is short and clear.", "Name the studies.", "Find one study.")
    release(office.workspace, [draft_id])
    in_turn(office, ann)
    (feedback,) = reading_feedback.read(ann.workspace, draft_id)
    assert feedback.letter.strength == "It is short and clear."
    assert [one.workspace.share.waiting().conflicts for one in (office, home)] == [0, 0]


def test_a_letter_that_comes_while_an_empty_one_is_on_the_screen_is_not_replaced(desks) -> None:
    _, office, home, draft_id = desks
    assert parts(home, draft_id) == ("", "", "")
    home.workspace.show(home.workspace.seen())
    write(office, draft_id, Part.STRENGTH, "It is short.")
    write(office, draft_id, Part.IMPROVEMENT, "Name the studies.")
    in_turn(office, home)
    write(home, draft_id, Part.STRENGTH, "It is clear.")
    write(home, draft_id, Part.NEXT_TASK, "Find one study.")
    in_turn(home, office)
    assert parts(office, draft_id) == parts(home, draft_id) == ("It is short.", "Name the studies.", "Find one study.")
    (clash,) = home.workspace.share.details().clashes
    assert [settling.value_words(clash, one) for one in (clash.kept, clash.lost)] == ["It is short.", "It is clear."]


def released_scores(desk: Desktop) -> list[dict[str, str]]:
    """Return the scores in the releases that the server shows to a person."""
    rows = [row for head in desk.remote.heads() for row in desk.remote.page(head.scope_id, 0, head.version).rows]
    items = [item for row in rows if row.kind == "release" for item in row.fields["items"].values()]
    scores = [item["fields"] for item in items if item["kind"] == "score"]
    return sorted(scores, key=lambda one: one["criterion"])


def test_scores_begun_on_both_are_one_review(desks) -> None:
    ann, office, home, draft_id = desks
    rubric = assignments.keep_rubric(office.workspace, RUBRIC, "brief.yaml")
    in_turn(office, home)
    for desk, ton in ((office, "meets"), (home, "partly")):
        review, _ = scoring.choose_rubric(desk.workspace, scoring.my_review(desk.workspace, draft_id), rubric.id)
        scoring.comment_on_criterion(desk.workspace, review, "ACC", f"{ton}: one source is missing.")
        scoring.set_level(desk.workspace, review, "ACC", ton)
    scoring.set_level(office.workspace, scoring.my_review(office.workspace, draft_id), "TON", "meets")
    in_turn(office, home)
    for desk in (office, home):
        (review,) = scoring.reviews_of(desk.workspace, draft_id)
        marks = scoring.marking(desk.workspace, review).scores
        assert (marks["ACC"].level, marks["TON"].level) == ("", "meets")
        assert marks["ACC"].comment == "meets: one source is missing.\n\npartly: one source is missing."
    release(office.workspace, [draft_id])
    in_turn(office, home)
    assert [(one["criterion"], one["level"]) for one in released_scores(ann)] == [("ACC", ""), ("TON", "meets")]
    scoring.set_level(home.workspace, scoring.my_review(home.workspace, draft_id), "ACC", "partly")
    in_turn(home, office)
    found = preview(office.workspace, draft_id).scored.criteria
    assert [(one.criterion_id, one.level) for one in found] == [("ACC", "Partly"), ("TON", "Meets")]


def test_a_comment_that_has_gone_on_since_its_release_is_not_replaced_by_one_who_saw_the_release(
    desks, monkeypatch
) -> None:
    """A page may hold the release and not the comment, which has moved on."""
    _, office, home, draft_id = desks
    draft = office.workspace.draft(draft_id)
    comment = reviewing.comment_on_draft(office.workspace, draft, CommentKind.PRAISE, "Clear.")
    office.sync()
    release(office.workspace, [draft_id])
    reviewing.explain_comment(office.workspace, comment, why="Readers are busy.")
    office.sync()
    monkeypatch.setattr(client, "PAGE_ROWS", 1)
    head = next(one for one in home.remote.heads() if "mentor" in one.roles.split(","))
    (reached, _) = home.workspace.share.reached()[head.scope_id]
    pages = [home.remote.page(head.scope_id, reached, head.version)]
    while not any(row.kind == "release" for row in pages[-1].rows):
        pages.append(home.remote.page(head.scope_id, pages[-1].reached, head.version))
    (page,) = (one for one in pages if any(row.kind == "release" for row in one.rows))
    home.workspace.share.take(head, page)
    seen = home.workspace.comment(comment.id)
    assert (seen.body, seen.why) == ("Clear.", "")
    reviewing.explain_comment(home.workspace, seen, why="It is short.")
    in_turn(home, office)
    assert [one.workspace.comment(comment.id).why for one in (home, office)] == ["Readers are busy."] * 2
    (clash,) = home.workspace.share.details().clashes
    assert settling.value_words(clash, clash.lost) == "It is short."


def test_answers_to_the_three_questions_begun_on_both_are_one(desks, tmp_path: Path) -> None:
    ann, office, _, draft_id = desks
    reviewing.comment_on_draft(office.workspace, office.workspace.drafts()[0], CommentKind.PRAISE, "Clear.")
    release(office.workspace, [draft_id])
    with closing(Desktop(tmp_path / "ann-at-home", ann.dsn)) as home:
        home.join()
        in_turn(office, ann, home)
        reading_feedback.reflect(ann.workspace, draft_id, "Read it.", "", "")
        reading_feedback.reflect(home.workspace, draft_id, "", "It went well.", "Ask earlier.")
        in_turn(ann, home)
        for desk in (ann, home):
            found = reading_feedback.reflection(desk.workspace, draft_id)
            assert (found.did, found.happened, found.next_time) == ("Read it.", "It went well.", "Ask earlier.")
