"""Scores, letter and release of the draft on the desk: at once on the screen, then on the disk, or refused."""

import pytest

from app.domain.deliverable import Deliverable
from app.domain.feedback import Outcome, Release, Score
from app.domain.people import Pairing, Person
from app.services import assignments, letters, people, releasing, reviewing, scoring, submitting
from app.services.letters import Part
from app.services.ports import ReviewChange
from app.services.submitting import Disclosure
from app.shell.evidence import evidence_of, suggestion_of
from app.shell.scoring_desk import RubricChoice, ScoringDesk
from tests.services.team import RUBRIC
from tests.shell.making import DRAFT, open_draft, wait_idle, write_draft

BRIEF = RUBRIC.replace("evidence: [vague-attribution]", "evidence: [vague-attribution, citations]")
NEWER = BRIEF.replace('version: "1"', 'version: "2"').replace("      - {id: partly, label: Partly, points: 2}\n", "")


@pytest.fixture
def desk(session):
    return ScoringDesk(session, session)


@pytest.fixture
def opened(qtbot, session, desk, tmp_path):
    return open_draft(qtbot, session, write_draft(tmp_path))


@pytest.fixture
def said(desk):
    sentences = []
    desk.said.connect(sentences.append)
    return sentences


def use(qtbot, session, desk, text=BRIEF):
    kept = assignments.keep_rubric(session.workspace, text, "brief.yaml")
    desk.choose_rubric(RubricChoice("Brief", "", 2, kept_id=kept.id))
    wait_idle(qtbot, session)


def levels(desk):
    return {row.criterion.id: row.level.id if row.level else "" for row in desk.total.rows}


def test_looking_at_a_draft_keeps_nothing(session, desk, opened):
    assert desk.scores.marking is None
    assert session.workspace.records(Score) == ()
    assert session.workspace.drafts()[0].id == opened.draft.id
    assert scoring.review_to_be(session.workspace, opened.draft.id)[1] is False


def test_a_level_shows_before_the_disk_has_answered_and_can_be_undone(qtbot, session, desk, opened):
    use(qtbot, session, desk)
    assert levels(desk) == {"ACC": "", "TON": ""}
    desk.set_level("ACC", "partly")
    desk.set_level("TON", "meets")
    assert levels(desk) == {"ACC": "partly", "TON": "meets"}
    assert desk.is_scored
    assert desk.arithmetic.endswith("= 70. Sources exist is below Meets, so the total cannot pass 50.")
    wait_idle(qtbot, session)
    assert sorted(one.level for one in session.workspace.records(Score)) == ["meets", "partly"]
    session.review.undo()
    wait_idle(qtbot, session)
    assert levels(desk) == {"ACC": "partly", "TON": ""}
    session.review.redo()
    wait_idle(qtbot, session)
    assert desk.is_scored
    desk.set_level("TON", "")
    assert levels(desk)["TON"] == ""
    wait_idle(qtbot, session)
    assert opened.undo is not None
    assert not desk.is_scored


def test_words_show_as_they_were_typed_last(qtbot, session, desk, opened):
    use(qtbot, session, desk)
    for words in ("G", "Go", "Good"):
        desk.comment_on("TON", words)
        desk.write(Part.NEXT_TASK, words)
    assert (desk.comment_of("TON"), desk.words_of(Part.NEXT_TASK)) == ("Good", "Good")
    wait_idle(qtbot, session)
    assert desk.typed == {}
    assert (desk.comment_of("TON"), desk.words_of(Part.NEXT_TASK)) == ("Good", "Good")
    assert letters.my_letter(session.workspace, opened.draft.id).next_task == "Good"


def test_every_rubric_there_is_is_offered_once(qtbot, session, desk, opened):
    use(qtbot, session, desk)
    desk.choose_rubric(RubricChoice("Policy brief", "", 5, ready_id="policy-brief"))
    wait_idle(qtbot, session)
    assert desk.rubric.title == "Policy brief"
    found = []
    desk.ask_choices(found.append)
    wait_idle(qtbot, session)
    titles = [one.title for one in found[0]]
    assert titles == ["Client report", "Message or short reply", "Policy brief", "Research summary", "Brief"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (RUBRIC[: RUBRIC.index("criteria:")] + "criteria: []\n", "bad.yaml:5: “criteria” needs at least 1."),
        (RUBRIC.replace("weight: 40", "weight: 30"), "The weights add up to 90; they must add up to 100."),
        ("- one\n- two\n", "bad.yaml:1: The file holds no fields."),
    ],
)
def test_a_rubric_that_cannot_be_used_is_refused_in_one_sentence(
    qtbot, session, desk, opened, said, tmp_path, text, sentence
):
    use(qtbot, session, desk)
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    desk.choose_rubric_file(path)
    wait_idle(qtbot, session)
    (heard,) = said
    assert heard.startswith("bad.yaml:")
    assert sentence in heard
    assert "\n" not in heard
    assert desk.rubric.title == "Brief"


@pytest.mark.parametrize(("data", "words"), [(b"\xff\xfe\x00", "not UTF-8"), (b"x" * 1_000_001, "larger than 1 MB")])
def test_a_file_that_is_no_text_is_refused(qtbot, session, desk, opened, said, tmp_path, data, words):
    path = tmp_path / "picture.yaml"
    path.write_bytes(data)
    desk.choose_rubric_file(path)
    desk.choose_rubric_file(tmp_path / "none.yaml")
    wait_idle(qtbot, session)
    assert words in said[0]
    assert said[1].startswith("none.yaml cannot be read")


def test_a_level_that_the_newer_version_took_away_is_named(qtbot, session, desk, opened, said, tmp_path):
    use(qtbot, session, desk)
    desk.set_level("ACC", "partly")
    desk.set_level("TON", "meets")
    path = tmp_path / "newer.yaml"
    path.write_text(NEWER, encoding="utf-8")
    desk.choose_rubric_file(path)
    wait_idle(qtbot, session)
    assert said == ["“Brief” 2 has not what was chosen for ACC; score that again."]
    assert levels(desk) == {"ACC": "", "TON": "meets"}
    session.review.undo()
    wait_idle(qtbot, session)
    assert levels(desk) == {"ACC": "partly", "TON": "meets"}


def test_what_a_criterion_or_level_is_not_is_refused_and_the_next_change_is_kept(qtbot, session, desk, opened, said):
    use(qtbot, session, desk)
    desk.set_level("ACC", "perfect")
    desk.set_level("TON", "meets")
    wait_idle(qtbot, session)
    assert said == ["ACC has no level “perfect” in this version of the rubric."]
    assert levels(desk) == {"ACC": "", "TON": "meets"}


def test_a_release_keeps_what_was_typed_just_before_and_later_changes_are_counted(qtbot, session, desk, opened):
    use(qtbot, session, desk)
    desk.set_level("ACC", "meets")
    desk.write(Part.STRENGTH, "You count.")
    told, found = [], []
    desk.ask_to_send(found.append)
    desk.release((opened.draft.id,), Outcome.ACCEPTED, "", told.append)
    desk.release((opened.draft.id,), Outcome.ACCEPTED, "", told.append)
    wait_idle(qtbot, session)
    assert told[0] == ""
    assert "nothing has changed since" in told[1]
    assert (found[0].report.letter.strength, found[0].report.criteria[0].level) == ("You count.", "Meets")
    assert "No level is chosen for “Plain words”." in found[0].missing
    assert (len(desk.scores.releases), desk.scores.unpublished) == (1, 0)
    reports = []
    desk.ask_report(opened.draft.id, reports.append)
    desk.write(Part.STRENGTH, "You count well.")
    desk.ask_report(opened.draft.id, reports.append)
    wait_idle(qtbot, session)
    assert desk.scores.unpublished == 1
    assert [one.said_ms for one in reports] == [desk.scores.releases[0].created_ms, None]
    assert all(one.accepted for one in reports)
    assert [one.note for one in session.workspace.records(Release)] == [""]


def test_evidence_is_what_the_rubric_links_and_a_suggestion_needs_a_decision(qtbot, session, desk, opened):
    use(qtbot, session, desk)
    acc, ton = desk.rubric.criteria
    vague = [item for item in opened.findings if item.finding.check == "vague-attribution"]
    assert [one.key for one in evidence_of(opened, acc)] == [item.key for item in vague]
    assert evidence_of(opened, ton) == ()
    assert suggestion_of(opened, acc) is None
    session.review.accept(vague[0].key)
    wait_idle(qtbot, session)
    assert evidence_of(opened, acc)[0].accepted
    assert suggestion_of(opened, acc).level.id == "partly"
    assert levels(desk) == {"ACC": "", "TON": ""}
    session.review.dismiss(vague[0].key, "Fine")
    wait_idle(qtbot, session)
    assert vague[0].key not in {one.key for one in evidence_of(opened, acc)}


def test_a_comment_with_the_criterion_is_evidence(qtbot, session, desk, opened):
    use(qtbot, session, desk)
    session.review.comment_on_draft(body="Every figure is dated.")
    wait_idle(qtbot, session)
    reviewing.explain_comment(session.workspace, opened.comments[0], criterion="TON")
    session.review.comment_on_draft(body="Another.")
    wait_idle(qtbot, session)
    assert [(one.title, one.accepted) for one in evidence_of(opened, desk.rubric.criteria[1])] == [
        ("Every figure is dated.", True)
    ]


def hand_in(session, opened, mentee):
    """Make the draft on the desk one that its mentee has handed in to two mentors."""
    ws = session.workspace
    other = people.add_person(ws, "Maya")
    people.pair_up(ws, ws.me(), mentee.id)
    people.pair_up(ws, other.id, mentee.id)
    submitting.bring_in(ws, opened.draft.id, mentee.id)
    return other


def test_two_mentors_on_one_draft_keep_their_own(qtbot, session, desk, opened):
    ws = session.workspace
    other = hand_in(session, opened, people.add_person(ws, "Ana"))
    use(qtbot, session, desk)
    desk.set_level("ACC", "meets")
    wait_idle(qtbot, session)
    people.act_as(ws, other.id)
    theirs = scoring.my_review(ws, opened.draft.id)
    people.act_as(ws, desk.scores.review.author_id)
    desk.reload()
    wait_idle(qtbot, session)
    assert theirs.id != desk.scores.review.id
    assert (desk.scores.others, desk.scores.mentee) == (("Maya",), "Ana")
    assert levels(desk)["ACC"] == "meets"


def test_who_no_longer_mentors_is_refused_and_nothing_waits_for_ever(qtbot, session, desk, opened, said):
    ws = session.workspace
    hand_in(session, opened, people.add_person(ws, "Ana"))
    use(qtbot, session, desk)
    (mine,) = ws.records(Pairing, mentor_id=ws.me())
    ws.change_review(ReviewChange(deleted_records=((Pairing, mine.id),)))
    desk.write(Part.STRENGTH, "You count.")
    wait_idle(qtbot, session)
    assert said == ["Only a mentor of this mentee can review this work, and each changes only their own."]
    assert session.saves.pending == 0


def test_work_that_was_deleted_under_review_is_told_and_not_sent(qtbot, session, desk, opened):
    ws = session.workspace
    ws.change_review(ReviewChange(deleted_records=((Deliverable, ws.work_of(opened.draft.id).id),)))
    desk.write(Part.STRENGTH, "You count.")
    told = []
    desk.release((opened.draft.id,), Outcome.RETURNED, "", told.append)
    wait_idle(qtbot, session)
    assert desk.scores.is_deleted
    assert "was deleted meanwhile" in told[0]
    assert letters.my_letter(ws, opened.draft.id).strength == "You count."


def test_what_belongs_to_another_draft_or_person_is_put_away(qtbot, session, desk, opened, tmp_path):
    use(qtbot, session, desk)
    desk.set_level("ACC", "meets")
    wait_idle(qtbot, session)
    other = open_draft(qtbot, session, write_draft(tmp_path, "other.md", DRAFT.replace("Evening", "Morning")))
    assert desk.opened is other
    assert levels(desk) == {"ACC": "", "TON": ""}
    session.person_changed.emit()
    assert (desk.opened, desk.scores, desk.total) == (None, None, None)


def test_several_drafts_are_sent_at_once(qtbot, session, desk, opened):
    ws = session.workspace
    mentee = people.add_person(ws, "Ana")
    hand_in(session, opened, mentee)
    use(qtbot, session, desk)
    desk.set_level("ACC", "meets")
    wait_idle(qtbot, session)
    people.act_as(ws, mentee.id)
    work = submitting.new_work(ws, "Second", mentee.id)
    made = ws.keep_draft(opened.path, b"Second.", "text", "", work.id)
    submitting.hand_in(ws, made.id, Disclosure())
    people.act_as(ws, desk.scores.review.author_id)
    scoring.set_level(ws, scoring.my_review(ws, made.id), "TON", "meets")
    found, told = [], []
    desk.ask_to_send(found.append)
    wait_idle(qtbot, session)
    assert [(one.title, one.mentee, one.scored) for one in found[0].waiting] == [("Second", "Ana", 1)]
    desk.release((opened.draft.id, made.id), Outcome.RETURNED, "", told.append)
    wait_idle(qtbot, session)
    assert told == [""]
    assert all(releasing.trace(ws, one) for one in (opened.draft.id, made.id))
    assert len(ws.records(Person)) == 3
