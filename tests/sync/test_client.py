"""A mentor, a mentee and a lead, each with a workspace of their own, over one real server."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from app.domain.people import Role
from app.domain.review import CommentKind
from app.services import assignments, letters, reading_feedback, reviewing, scoring, submitting
from app.services.letters import Part
from app.services.people import my_roles, myself
from app.services.releasing import release
from app.services.submitting import Disclosure
from app.services.syncing import join, sync_once
from app.store.workspace import SqliteWorkspace, open_workspace
from app.sync.admin import ServerAdmin
from app.sync.client import ServerClient
from tests.store.making import TEXT, make_comment, make_document


class Desktop:
    """A person's workspace and their way to the server."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self.workspace: SqliteWorkspace = open_workspace(folder)
        self.remote = ServerClient(dsn)
        self.dsn = dsn

    def join(self) -> None:
        join(self.workspace.share, self.remote)
        self.sync()

    def sync(self):
        return sync_once(self.workspace.share, self.remote)

    def close(self) -> None:
        self.remote.close()
        self.workspace.close()


@pytest.fixture
def team(tmp_path: Path, empty_database: str) -> Iterator[dict[str, Desktop]]:
    people = ("ann", "ben", "cem", "lea")
    with closing(ServerAdmin(empty_database)) as admin:
        admin.init()
        for who in people:
            admin.add_person(f"sync_{who}", who.title())
        admin.add_team("Harbour")
        for who in people:
            admin.join(f"sync_{who}", "Harbour", lead=who == "lea")
        admin.assign("sync_ben", "sync_ann")
        admin.assign("sync_cem", "sync_ann")
        desktops = {who: Desktop(tmp_path / who, make_conninfo(empty_database, user=f"sync_{who}")) for who in people}
        yield desktops | {"admin": admin}
        for one in desktops.values():
            one.close()
        for who in people:
            admin.erase(f"sync_{who}")


def hand_in(workspace: SqliteWorkspace, text: str = TEXT, name: str = "tea.txt"):
    """Open a text as own work of the mentee and hand it in."""
    work = submitting.new_work(workspace, "Tea report", workspace.me())
    opened = reviewing.open_draft(workspace, Path(name), text.encode(), make_document(text), work.id)
    submitting.hand_in(workspace, opened.draft.id, Disclosure())
    return opened.draft


def test_joining_brings_people_and_sides(team) -> None:
    for who in ("ann", "ben", "lea"):
        team[who].join()
    assert myself(team["ann"].workspace).name == "Ann"
    assert my_roles(team["ann"].workspace) == {Role.MENTEE}
    assert my_roles(team["ben"].workspace) == {Role.MENTOR}
    assert my_roles(team["lea"].workspace) == {Role.LEAD}


def test_a_draft_goes_to_the_mentor_and_the_feedback_comes_back_whole(team) -> None:
    ann, ben = team["ann"], team["ben"]
    ann.join()
    ben.join()
    draft = hand_in(ann.workspace)
    ann.sync()
    ben.sync()
    (theirs,) = ben.workspace.drafts()
    assert theirs.id == draft.id
    assert ben.workspace.original(theirs.sha256).read_bytes() == TEXT.encode()
    document = make_document()
    comment = reviewing.comment_on(ben.workspace, theirs, document, 0, 7, CommentKind.QUESTION, "Which studies?")
    letters.write(ben.workspace, letters.my_letter(ben.workspace, theirs.id), Part.STRENGTH, "It is short.")
    ben.sync()
    ann.sync()
    assert ann.workspace.comments(draft.id) == ()
    assert reading_feedback.read(ann.workspace, draft.id) == ()
    release(ben.workspace, [theirs.id])
    ben.sync()
    ann.sync()
    (feedback,) = reading_feedback.read(ann.workspace, draft.id)
    assert [one.body for one in feedback.comments] == ["Which studies?"]
    assert feedback.letter.strength == "It is short."
    reading_feedback.reply(ann.workspace, draft.id, comment.id, "Two of them; I add both.")
    ann.sync()
    ben.sync()
    answers = reading_feedback.threads(ben.workspace, theirs.id)[comment.id]
    assert [one.body for one in answers] == ["Two of them; I add both."]
    assert ann.workspace.share.waiting().refused == ben.workspace.share.waiting().refused == 0


def test_a_draft_that_was_not_handed_in_never_leaves(team) -> None:
    ann, ben = team["ann"], team["ben"]
    ann.join()
    ben.join()
    work = submitting.new_work(ann.workspace, "Mine alone", ann.workspace.me())
    opened = reviewing.open_draft(ann.workspace, Path("a.txt"), TEXT.encode(), make_document(), work.id)
    reviewing.dismiss(ann.workspace, opened.draft, "vague@0:Studies show", "It is a summary.")
    ann.sync()
    ben.sync()
    assert ben.workspace.drafts() == ()
    submitting.hand_in(ann.workspace, opened.draft.id, Disclosure())
    ann.sync()
    ben.sync()
    assert len(ben.workspace.drafts()) == 1


def test_two_mentors_edit_apart_and_the_lead_sees_the_scores(team) -> None:
    ann, ben, cem, lea = (team[who] for who in ("ann", "ben", "cem", "lea"))
    for one in (ann, ben, cem, lea):
        one.join()
    draft = hand_in(ann.workspace)
    for one in (ann, ben, cem, lea):
        one.sync()
    review = scoring.my_review(ben.workspace, draft.id)
    kept = assignments.keep_ready_rubric(ben.workspace, assignments.ready_rubrics()[0].id)
    review, _ = scoring.choose_rubric(ben.workspace, review, kept.id)
    first = assignments.rubric_of(ben.workspace, kept.id).criteria[0].id
    scoring.set_level_by_number(ben.workspace, review, first, 2)
    ben.sync()
    cem.sync()
    lea.sync()
    assert cem.workspace.comments(draft.id) == ()
    (seen,) = scoring.reviews_of(lea.workspace, draft.id)
    assert seen.id == review.id
    comment = reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
    ben.sync()
    cem.sync()
    assert [one.id for one in cem.workspace.comments(draft.id)] == [comment.id]


def test_the_same_field_edited_on_two_desktops_is_a_conflict_and_nothing_is_lost(team, tmp_path) -> None:
    ann, ben = team["ann"], team["ben"]
    ann.join()
    ben.join()
    draft = hand_in(ann.workspace)
    ann.sync()
    ben.sync()
    comment = reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
    ben.sync()
    other = Desktop(tmp_path / "ben-at-home", ben.dsn)
    other.join()
    assert [one.body for one in other.workspace.comments(draft.id)] == ["Clear."]
    reviewing.edit_comment(ben.workspace, comment, "Clear and short.")
    reviewing.edit_comment(other.workspace, other.workspace.comments(draft.id)[0], "Clear, but long.")
    assert other.sync().conflicts == 0
    assert ben.sync().conflicts == 1
    other.sync()
    bodies = {one.workspace.comments(draft.id)[0].body for one in (ben, other)}
    assert bodies == {"Clear, but long."}
    assert ben.workspace.share.waiting().conflicts == other.workspace.share.waiting().conflicts == 1
    other.close()


def test_what_was_made_before_joining_is_sent(team) -> None:
    ann, ben = team["ann"], team["ben"]
    draft = hand_in(ann.workspace)
    ann.join()
    ben.join()
    assert [one.id for one in ben.workspace.drafts()] == [draft.id]
    assert ann.workspace.share.waiting().to_send == 0


def test_a_mentor_who_is_moved_away_keeps_nothing_of_the_mentee(team) -> None:
    ann, ben = team["ann"], team["ben"]
    ann.join()
    ben.join()
    draft = hand_in(ann.workspace)
    ann.sync()
    ben.sync()
    reviewing.comment_on_draft(ben.workspace, ben.workspace.drafts()[0], CommentKind.PRAISE, "Clear.")
    team["admin"].part("sync_ben", "sync_ann")
    result = ben.sync()
    assert ben.workspace.drafts() == ()
    assert len(result.lost_scopes) == 1
    assert result.refused + ben.workspace.share.waiting().refused >= 1
    assert draft.id


def test_the_server_is_restored_and_everything_is_there_again(team) -> None:
    ann, ben = team["ann"], team["ben"]
    ann.join()
    ben.join()
    draft = hand_in(ann.workspace)
    ann.sync()
    ben.sync()
    team["admin"].restored()
    reviewing.comment_on_draft(ben.workspace, ben.workspace.drafts()[0], CommentKind.PRAISE, "Clear.")
    ben.sync()
    ann.sync()
    assert [one.id for one in ben.workspace.drafts()] == [draft.id]
    assert len(ben.workspace.comments(draft.id)) == 1


def test_leaving_keeps_everything_here(team) -> None:
    ann = team["ann"]
    ann.join()
    draft = hand_in(ann.workspace)
    ann.sync()
    ann.workspace.share.leave()
    assert [one.id for one in ann.workspace.drafts()] == [draft.id]
    make_comment(ann.workspace, draft)
    ann.join()
    assert ann.workspace.share.waiting().to_send == 0


def test_a_sync_with_nothing_to_do_asks_once(team) -> None:
    ann = team["ann"]
    ann.join()
    hand_in(ann.workspace)
    ann.sync()
    ann.sync()  # reads back what it sent
    asked = []
    real, ann.remote._ask = ann.remote._ask, lambda query, *values: asked.append(query) or real(query, *values)
    assert (ann.sync().sent, len(asked)) == (0, 1)
