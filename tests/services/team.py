"""A small team in a real workspace: Lea leads it, Ben mentors Ana, and Mo mentors nobody."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.document import Block, BlockKind, Document, Kind
from app.services import people, reviewing, submitting
from app.services.reviewing import OpenDraft
from app.services.submitting import Disclosure
from app.store.workspace import SqliteWorkspace

TEXT = (
    "1 Summary\nThe library opened on two evenings a week from March to May. In the evenings 212 people came, most of "
    "them students.\nStaff counted everyone at the door and wrote the number down by hand.\n2 What it cost\nTwo people "
    "worked each evening, and the heating was on for three hours more. The trial cost 4,300 pounds in all.\n"
)
NEXT = TEXT.replace("most of them students", "most of them students and pupils").replace("by hand", "in a book")
RUBRIC = """schema: stet-rubric/1
id: brief
version: "1"
title: Brief
criteria:
  - id: ACC
    dimension: accuracy
    title: Sources exist
    weight: 60
    evidence: [vague-attribution]
    gate: {below: meets, caps_total_at: 50}
    levels:
      - {id: fails, label: Fails, points: 0}
      - {id: partly, label: Partly, points: 2}
      - {id: meets, label: Meets, points: 4}
  - id: TON
    dimension: tone
    title: Plain words
    weight: 40
    levels:
      - {id: fails, label: Fails, points: 0}
      - {id: meets, label: Meets, points: 3}
"""


def make_document(text: str = TEXT) -> Document:
    data = text.encode("utf-8", "surrogatepass")
    blocks = (Block(BlockKind.PARAGRAPH, 0, len(text)),)
    return Document(Kind.TEXT, hashlib.sha256(data).hexdigest(), "txt/1", text, blocks, ())


def open_text(store: SqliteWorkspace, text: str = TEXT, work_id: str = "", name: str = "brief.txt") -> OpenDraft:
    return reviewing.open_draft(store, Path(name), text.encode("utf-8", "surrogatepass"), make_document(text), work_id)


@dataclass(frozen=True)
class Team:
    """The workspace and the ids of its people; ``by`` works as one of them for a while."""

    store: SqliteWorkspace
    id: str
    lea: str
    ben: str
    ana: str
    mo: str

    @contextmanager
    def by(self, person_id: str) -> Iterator[SqliteWorkspace]:
        before = self.store.setting(people.ACTING_AS)
        self.store.put_setting(people.ACTING_AS, person_id)
        try:
            yield self.store
        finally:
            self.store.put_setting(people.ACTING_AS, before)

    def work(self, title: str = "Evening opening", assignment_id: str = "") -> str:
        """Make work of Ana's; return its id."""
        with self.by(self.ana) as store:
            return submitting.new_work(store, title, self.ana, assignment_id).id

    def handed_in(self, text: str = TEXT, work_id: str = "", **disclosure) -> OpenDraft:
        """Return a draft of Ana's that she has handed in."""
        with self.by(self.ana) as store:
            opened = open_text(store, text, work_id or self.work())
            submitting.hand_in(store, opened.draft.id, Disclosure(**disclosure))
        return opened


def make_team(store: SqliteWorkspace) -> Team:
    lea = people.rename_person(store, store.me(), "Lea").id
    ben, ana, mo = (people.add_person(store, name).id for name in ("Ben", "Ana", "Mo"))
    team = people.add_team(store, "Reports").id
    people.join_team(store, lea, team, lead=True)
    for person_id in (ben, ana, mo):
        people.join_team(store, person_id, team)
    people.pair_up(store, ben, ana)
    return Team(store, team, lea, ben, ana, mo)
