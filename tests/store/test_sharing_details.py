"""What a person looks at of sharing and decides about it, with a server's answers made by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import NotFoundError
from app.domain.ids import new_id
from app.domain.people import Directory, Membership, Person, Team
from app.domain.review import CommentKind
from app.services import phrases, settling
from app.services.arrivals import arrived, note, seen
from app.services.sharing_details import Choice
from app.services.syncing import Answer, Head, Page, RemoteConflict, RemoteRow
from app.store.workspace import open_workspace

BEN, MIRA, TEAM, OWN, SHARED = (new_id() for _ in range(5))
PEOPLE = Directory(
    (Person(BEN, "Ben"), Person(MIRA, "Mira")),
    (Team(TEAM, "Harbour"),),
    (Membership(f"{TEAM}/{BEN}", TEAM, BEN, True), Membership(f"{TEAM}/{MIRA}", TEAM, MIRA, True)),
    (),
)


def heads(version=0):
    return [
        Head(OWN, "personal", BEN, "", "self", version, "epoch", 1),
        Head(SHARED, "team", "", TEAM, "lead,member", version, "epoch", 1),
    ]


@pytest.fixture
def store(tmp_path: Path):
    made = open_workspace(tmp_path / "ben")
    made.share.join("host=h dbname=d user=ben", BEN, PEOPLE, heads())
    yield made
    made.close()


def sent(store, status, version=1):
    """Send what waits, and let the server give this answer to all of it; return the fields of the first."""
    batch = store.share.next_batch(100, 0)
    store.share.answered(batch, [Answer(one.op_id, status, version) for one in batch.operations])
    return dict(batch.operations[0].fields)


def test_what_waits_is_said_by_what_it_is_about(store):
    assert store.share.details().waiting == ()
    phrases.add_phrase(store, CommentKind.PRAISE, "Say who counted.", TEAM)
    (about,) = store.share.details().waiting
    assert (about.kind, about.words, settling.kind_words(about.kind)) == (
        "phrase",
        "Say who counted.",
        "Comment of the library",
    )


def test_what_was_refused_can_be_sent_again(store):
    phrase = phrases.add_phrase(store, CommentKind.PRAISE, "Say who counted.", TEAM)
    sent(store, "denied")
    details = store.share.details()
    (refused,) = details.refused
    assert (refused.fields["body"], details.counts.refused, details.waiting) == ("Say who counted.", 1, ())
    store.share.send_again(refused.op_id)
    again = store.share.details()
    assert (again.refused, [one.row_id for one in again.waiting]) == ((), [phrase.id])
    assert store.share.next_batch(100, 0).operations[0].fields["body"] == "Say who counted."


def test_what_is_gone_cannot_be_sent_again(store):
    phrase = phrases.add_phrase(store, CommentKind.PRAISE, "Say who counted.", TEAM)
    sent(store, "denied")
    phrases.delete_phrase(store, phrase)
    (refused,) = store.share.details().refused
    with pytest.raises(NotFoundError, match="Copy the text"):
        store.share.send_again(refused.op_id)
    store.share.drop(refused.op_id)
    assert store.share.details().refused == ()


def test_a_new_row_that_was_refused_goes_when_it_is_forgotten_and_comes_back_whole(store):
    phrase = phrases.add_phrase(store, CommentKind.PRAISE, "Say who counted.", TEAM)
    sent(store, "denied")
    phrases.edit_phrase(store, replace(phrase, body="Say who."))
    (refused,) = store.share.details().refused
    store.share.drop(refused.op_id)
    assert phrases.phrases(store) == ()
    assert store.share.next_batch(100, 0) is None
    phrases.edit_phrase(store, phrase)  # undone, or from a window that still showed it
    fields = store.share.next_batch(100, 0).operations[0].fields
    assert (fields["body"], fields["team_id"], fields["deleted"]) == ("Say who counted.", TEAM, False)


def test_a_row_that_the_server_has_stays_when_a_refused_change_is_forgotten(store):
    phrase = phrases.add_phrase(store, CommentKind.PRAISE, "Say who counted.", TEAM)
    sent(store, "ok")
    phrases.edit_phrase(store, replace(phrase, body="Say who."))
    sent(store, "denied", 2)
    (refused,) = store.share.details().refused
    store.share.drop(refused.op_id)
    assert [one.id for one in phrases.phrases(store)] == [phrase.id]


def clash(store):
    """Let Mira have changed a phrase of the team first, while Ben changed it here."""
    phrases.add_phrase(store, CommentKind.PRAISE, "Say who counted.", TEAM)
    fields = sent(store, "ok")
    (phrase,) = phrases.phrases(store)
    phrases.edit_phrase(store, replace(phrase, body="Say who counted and who paid."))
    sent(store, "conflict", 3)
    row = RemoteRow(phrase.id, "phrase", fields | {"body": "Say who counted, and when."}, MIRA, 3, 5)
    lost = RemoteConflict(
        new_id(),
        "phrase",
        phrase.id,
        "body",
        '"Say who counted, and when."',
        MIRA,
        '"Say who counted and who paid."',
        BEN,
        3,
    )
    store.share.take(heads(3)[1], Page((row,), (lost,), 3))
    (found,) = store.share.details().clashes
    return found


def body(store):
    return phrases.phrases(store)[0].body


def test_a_clash_has_both_values_and_what_was_before(store):
    found = clash(store)
    assert (found.kept_by, found.lost_by, found.before) == (MIRA, BEN, '"Say who counted."')
    assert found.is_open
    assert settling.clash_words(found) == "Comment of the library, words"
    assert settling.is_text(found)
    assert body(store) == "Say who counted, and when."


@pytest.mark.parametrize(
    ("choice", "text", "expected"),
    [
        (Choice.KEPT, "", "Say who counted, and when."),
        (Choice.OTHER, "", "Say who counted and who paid."),
        (Choice.NEW, "Say who, when, and who paid.", "Say who, when, and who paid."),
    ],
)
def test_each_way_to_settle(store, choice, text, expected):
    settling.settle(store, clash(store), choice, text)
    (found,) = store.share.details().clashes
    assert (found.choice, found.is_open, body(store)) == (choice, False, expected)
    assert bool(store.share.details().waiting) == (choice is not Choice.KEPT)
    assert store.share.waiting().conflicts == 0


def test_news_is_kept_until_it_was_seen(store):
    rows = [
        RemoteRow(new_id(), "assignment", {"title": "Bus lanes", "deleted": False}, MIRA, 4, 5),
        RemoteRow(new_id(), "assignment", {"title": "Mine", "deleted": False}, BEN, 4, 5),
    ]
    fresh = note(store, rows)
    assert [one.sentence for one in fresh] == ["Mira changed the assignment “Bus lanes”."]
    note(store, rows)
    assert [one.sentence for one in arrived(store)] == ["Mira changed the assignment “Bus lanes”."]
    seen(store, arrived(store))
    assert arrived(store) == ()
