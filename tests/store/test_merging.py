"""A page from the shared database comes between what a person was shown and what they save."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.feedback import Reply
from app.domain.ids import new_id
from app.domain.people import Directory, Pairing, Person
from app.domain.review import Comment, CommentKind
from app.services.reading_feedback import edit_reply
from app.services.reviewing import comment_on_draft, delete_comment, edit_comment, explain_comment, open_draft
from app.services.submitting import Disclosure, hand_in, new_work
from app.services.syncing import Answer, Batch, Head, Page, RemoteRow
from app.services.undoing import undo
from app.store.schema import comment as comments
from app.store.sharing_schema import fields_of, merged, outbox
from app.store.workspace import SqliteWorkspace, open_workspace
from tests.store.making import TEXT, make_document

ME, ANN, MENTEE, OWN = new_id(), new_id(), new_id(), new_id()


@pytest.fixture
def workspace(tmp_path: Path):
    opened = open_workspace(tmp_path / "ws")
    heads = [
        Head(MENTEE, "mentee", ANN, "", "mentor", 0, "epoch", 1),
        Head(OWN, "personal", ME, "", "self", 0, "epoch", 1),
    ]
    people = (Person(ME, "Ben"), Person(ANN, "Ann"))
    directory = Directory(people, (), (), (Pairing(f"{ME}/{ANN}", ME, ANN),), frozenset())
    opened.share.join("host=example.org", ME, directory, heads)
    yield opened
    opened.close()


@pytest.fixture
def comment(workspace: SqliteWorkspace) -> Comment:
    """A comment that is on the server, as version 1."""
    work = new_work(workspace, "Tea report", ANN)
    draft = open_draft(workspace, Path("tea.txt"), TEXT.encode(), make_document(), work.id).draft
    hand_in(workspace, draft.id, Disclosure())
    made = comment_on_draft(workspace, draft, CommentKind.QUESTION, "Which studies?")
    with workspace.share._writing() as connection:
        connection.execute(outbox.delete())
        connection.execute(comments.update().values(version=1))
    return workspace.comment(made.id)


def arrive(workspace: SqliteWorkspace, comment: Comment, version: int = 2, **changes: object) -> frozenset[str]:
    """Let the comment come from the server with changes; return what is news of it."""
    with workspace.share._writing() as connection:
        row = connection.execute(select(comments).where(comments.c.id == comment.id)).mappings().one()
    fields = {name: row[name] for name in fields_of("comment")} | changes
    page = Page((RemoteRow(comment.id, "comment", fields, comment.author_id, version, 9),), (), version)
    return workspace.share.take(Head(MENTEE, "mentee", ANN, "", "mentor", version, "epoch", 1), page)


def waiting(workspace: SqliteWorkspace) -> dict[str, object]:
    """Return the fields of the comment that wait to be sent, and ``base``, the version they are said to have seen."""
    with workspace.share._writing() as connection:
        row = connection.execute(select(outbox).where(outbox.c.kind == "comment")).one_or_none()
    names = fields_of("comment")
    return {"base": row.base, "fields": [one for bit, one in enumerate(names) if row.mask >> bit & 1]} if row else {}


def test_a_row_that_is_read_again_is_no_news(workspace, comment) -> None:
    assert arrive(workspace, comment, why="It is short.") == {comment.id}
    assert arrive(workspace, comment, version=3) == set()


def test_what_came_stays_where_the_person_left_it_alone(workspace, comment) -> None:
    arrive(workspace, comment, kind="praise", why="It is short.")
    edit_comment(workspace, comment, "Mine.")
    kept = workspace.comment(comment.id)
    assert (kept.body, kept.kind, kept.why) == ("Mine.", CommentKind.PRAISE, "It is short.")
    assert waiting(workspace) == {"base": 2, "fields": ["body"]}


def test_a_field_that_both_changed_is_sent_as_unseen(workspace, comment) -> None:
    arrive(workspace, comment, body="Theirs.")
    arrive(workspace, comment, version=3, body="Theirs again.")
    edit_comment(workspace, comment, "Mine.")
    assert workspace.comment(comment.id).body == "Mine."
    assert waiting(workspace) == {"base": 1, "fields": ["body"]}


def test_what_was_shown_may_be_replaced(workspace, comment) -> None:
    arrive(workspace, comment, body="Theirs.")
    edit_comment(workspace, workspace.comment(comment.id), "Mine.")
    assert waiting(workspace) == {"base": 2, "fields": ["body"]}


def test_what_is_read_for_a_save_counts_as_shown_only_when_the_window_showed_it(workspace, comment) -> None:
    workspace.show(workspace.seen())
    arrive(workspace, comment, body="Theirs.")
    edit_comment(workspace, workspace.comment(comment.id), "Mine.")
    assert waiting(workspace)["base"] == 1
    workspace.show(workspace.seen())
    arrive(workspace, comment, version=3, why="Because.")
    workspace.show(workspace.seen())
    explain_comment(workspace, workspace.comment(comment.id), why="Mine.")
    assert workspace.comment(comment.id).why == "Mine."


def test_words_for_what_was_deleted_meanwhile_bring_it_back(workspace, comment) -> None:
    arrive(workspace, comment, deleted=True)
    assert workspace.comment(comment.id) is None
    edit_comment(workspace, comment, "Mine.")
    assert workspace.comment(comment.id).body == "Mine."
    assert waiting(workspace) == {"base": 1, "fields": ["body"]}


def test_a_save_that_says_nothing_new_leaves_it_deleted(workspace, comment) -> None:
    arrive(workspace, comment, deleted=True)
    edit_comment(workspace, comment, comment.body)
    assert workspace.comment(comment.id) is None
    assert waiting(workspace) == {}


def test_a_delete_of_what_changed_meanwhile_is_for_the_server_to_refuse(workspace, comment) -> None:
    arrive(workspace, comment, body="Theirs.")
    delete_comment(workspace, comment)
    assert waiting(workspace) == {"base": 1, "fields": ["deleted"]}


def test_what_came_is_kept_where_a_field_waits_to_be_sent(workspace, comment) -> None:
    edit_comment(workspace, comment, "Mine.")
    arrive(workspace, comment, body="Theirs.", why="It is short.")
    kept = workspace.comment(comment.id)
    assert (kept.body, kept.why) == ("Mine.", "It is short.")
    assert waiting(workspace) == {"base": 1, "fields": ["body"]}


def test_undo_does_not_take_back_what_somebody_else_changed(workspace, comment) -> None:
    draft = workspace.draft(comment.draft_id)
    edit_comment(workspace, comment, "Mine.")
    arrive(workspace, comment, why="It is short.")
    undone = undo(workspace, draft, make_document())
    assert not undone.applied
    assert workspace.comment(comment.id).body == "Mine."


@pytest.mark.parametrize(
    "changes",
    [{"kind": "shout"}, {"body": 5}, {"body": None}, {"resolved": "no"}, {"revision_id": ["x"]}, {"deleted": 1}],
)
def test_a_row_that_fits_nothing_is_passed_over(workspace, comment, changes) -> None:
    arrive(workspace, comment, **changes)
    assert workspace.comment(comment.id) == comment
    new = replace(comment, id=new_id())
    with workspace.share._writing() as connection:
        row = connection.execute(select(comments).where(comments.c.id == comment.id)).mappings().one()
    fields = {name: row[name] for name in fields_of("comment") if name != "draft_id"}
    page = Page((RemoteRow(new.id, "comment", fields, comment.author_id, 3, 9),), (), 3)
    workspace.share.take(Head(MENTEE, "mentee", ANN, "", "mentor", 3, "epoch", 1), page)
    assert workspace.comment(new.id) is None
    assert workspace.share.reached()[MENTEE][0] == 3


def settled(workspace: SqliteWorkspace, version: int) -> int:
    """Let what waits be sent and taken as that version; return the version that the comment counts as seen up to."""
    batch = workspace.share.next_batch(100, 0)
    workspace.share.answered(batch, [Answer(one.op_id, "ok", version) for one in batch.operations])
    with workspace.share._writing() as connection:
        return connection.execute(select(comments.c.version)).scalar_one()


def test_what_was_sent_as_by_one_who_had_seen_less_counts_as_seen_once_it_is_kept(workspace, comment) -> None:
    """Else a server that is brought back would not be given it again."""
    arrive(workspace, comment, body="Theirs.")
    edit_comment(workspace, replace(comment, seen=0), "Mine.")
    assert waiting(workspace)["base"] == 1
    assert settled(workspace, 5) == 5


def test_what_was_typed_while_the_words_before_were_on_their_way_counts_as_seen_too(workspace, comment) -> None:
    edit_comment(workspace, comment, "First.")
    batch = workspace.share.next_batch(100, 0)
    edit_comment(workspace, comment, "Second.")
    workspace.share.answered(batch, [Answer(one.op_id, "ok", 5) for one in batch.operations])
    assert settled(workspace, 6) == 6


def typed_over(workspace: SqliteWorkspace, comment: Comment) -> Batch:
    """Let the person type over words that came unseen, seal that, and go on typing; return the batch."""
    arrive(workspace, comment, body="Theirs.")
    edit_comment(workspace, replace(comment, seen=0), "Mine.")
    batch = workspace.share.next_batch(100, 0)
    edit_comment(workspace, workspace.comment(comment.id), "Mine, and more.")
    return batch


def test_what_is_typed_while_words_are_on_their_way_has_seen_no_more_than_these(workspace, comment) -> None:
    first = typed_over(workspace, comment)
    second = workspace.share.next_batch(100, first.number)
    assert [one.base for batch in (first, second) for one in batch.operations] == [1, 1]


def test_what_is_typed_before_a_conflict_is_known_has_not_seen_what_was_kept(workspace, comment) -> None:
    batch = typed_over(workspace, comment)
    assert waiting(workspace)["base"] == 2
    workspace.share.answered(batch, [Answer(one.op_id, "conflict", 5) for one in batch.operations])
    assert waiting(workspace)["base"] == 1
    with workspace.share._writing() as connection:
        assert sorted(row.version for row in connection.execute(select(merged))) == [2, 5]


def test_what_was_kept_of_a_row_whose_other_words_were_not_is_noted(workspace, comment) -> None:
    edit_comment(workspace, comment, "Mine.")
    workspace.share.next_batch(100, 0)
    with workspace.share._writing() as connection:
        connection.execute(comments.update().values(version=0))
        connection.execute(outbox.delete())
    assert settled(workspace, 5) == 0
    with workspace.share._writing() as connection:
        assert [row.version for row in connection.execute(select(merged))] == [5]


def test_an_answer_is_edited_though_its_comment_has_not_come_yet(workspace, comment) -> None:
    """A page may hold the answer and not the comment, which has changed since."""
    answer, about = new_id(), new_id()
    fields = {
        "draft_id": comment.draft_id,
        "author_id": ME,
        "comment_id": about,
        "body": "Two of them.",
        "deleted": False,
    }
    page = Page((RemoteRow(answer, "reply", fields, ME, 2, 9),), (), 2)
    workspace.share.take(Head(MENTEE, "mentee", ANN, "", "mentor", 3, "epoch", 1), page)
    (reply,) = workspace.records(Reply, id=answer)
    edit_reply(workspace, reply, "Two of them; I add both.")
    assert workspace.records(Reply, id=answer)[0].body == "Two of them; I add both."
