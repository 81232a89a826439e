"""The tables of the workspace.

Conventions: ids are UUIDv7 text made here. A row that will travel to other people's computers has ``scope_id`` (who
may see it), ``version`` (the server's number it was last seen with, 0 for never), ``deleted`` (a tombstone) and two
times in UTC milliseconds, which are for display and never decide anything. What belongs to this computer alone (the
device, settings, undo, where a file was last seen) lives in tables of its own, so that no travelling row carries it.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from app.store.columns import Prose, key, listing, metadata, prose, times, to, tombstone, travelling

HEAD = "0006"
"""The newest migration; a workspace with a higher one was written by a newer Stet."""

TABLES = metadata

person = Table(
    "person",
    metadata,
    key(),
    Column("name", Prose, nullable=False),
    tombstone(),
    *times(),
    Column("active", Boolean, nullable=False, server_default="1"),
)

scope = Table(
    "scope",
    metadata,
    key(),
    # "local" holds work that belongs to no mentee yet and never leaves this computer.
    Column(
        "kind", String, CheckConstraint("kind IN ('local', 'personal', 'mentee', 'team')", name="kind"), nullable=False
    ),
    to("person_id", "person", nullable=True),
    tombstone(),
    *times(),
    to("team_id", "team", nullable=True),
)

team = Table("team", metadata, key(), Column("name", Prose, nullable=False), tombstone(), *times())

# The device in use is the one that is not retired; its person is the one who works here.
device = Table(
    "device",
    metadata,
    key(),
    to("person_id", "person"),
    Column("created_ms", Integer, nullable=False),
    Column("retired_ms", Integer),
)

admin = Table("admin", metadata, key(), to("person_id", "person"), tombstone(), *times())

membership = Table(
    "membership",
    metadata,
    key(),
    to("team_id", "team", index=True),
    to("person_id", "person", index=True),
    Column("is_lead", Boolean, nullable=False, server_default="0"),
    tombstone(),
    *times(),
)

pairing = Table(
    "pairing",
    metadata,
    key(),
    to("mentor_id", "person", index=True),
    to("mentee_id", "person", index=True),
    tombstone(),
    *times(),
)

# ``text`` is the file as it was; scores name this row, so it never changes.
rubric = travelling(
    "rubric",
    to("author_id", "person"),
    to("team_id", "team", nullable=True),
    Column("name", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("title", Prose, nullable=False),
    Column("text", Prose, nullable=False),
)

policy = travelling(
    "policy",
    to("author_id", "person"),
    to("team_id", "team", nullable=True),
    Column("name", String, nullable=False),
    Column("title", Prose, nullable=False),
    Column("text", Prose, nullable=False),
)

dismissed_rule = travelling(
    "dismissed_rule",
    to("author_id", "person"),
    to("team_id", "team", nullable=True),
    Column("rule", String, nullable=False),
    Column("reason", Prose, nullable=False),
)

assignment = travelling(
    "assignment",
    to("author_id", "person"),
    to("team_id", "team", nullable=True, index=True),
    Column("title", Prose, nullable=False),
    prose("brief"),
    prose("audience"),
    Column("due_ms", Integer),
    to("rubric_id", "rubric", nullable=True),
    prose("policy"),
    listing("sources"),
    Column("data_class", String, nullable=False),
)

# ``mentee_id`` is NULL for work that its author keeps on this computer for nobody else.
deliverable = travelling(
    "deliverable",
    Column("title", Prose, nullable=False),
    to("author_id", "person", nullable=True),
    to("mentee_id", "person", nullable=True, index=True),
    to("assignment_id", "assignment", nullable=True),
)

draft = travelling(
    "draft",
    to("deliverable_id", "deliverable", index=True),
    Column("number", Integer, nullable=False),
    Column("sha256", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("name", Prose, nullable=False),
    # No foreign key: it would close a circle with revision.draft_id.
    Column("revision_id", String, nullable=False, server_default=""),
)

# Where a draft's file was seen on this computer; a later sight gets a higher sequence.
place = Table(
    "place",
    metadata,
    Column("sequence", Integer, primary_key=True),
    to("draft_id", "draft"),
    Column("path", Prose, nullable=False),
    Column("opened_ms", Integer, nullable=False),
    UniqueConstraint("draft_id", "path"),
)

# Immutable. ``content`` is the canonical text, UTF-8, zlib.
revision = travelling(
    "revision",
    to("draft_id", "draft", index=True),
    Column("extractor", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# ``revision_id`` is the revision it was written on, empty for a remark on the whole draft.
comment = travelling(
    "comment",
    to("draft_id", "draft", index=True),
    to("author_id", "person"),
    Column("kind", String, nullable=False),
    Column("body", Prose, nullable=False),
    Column("finding", Prose, nullable=False),
    Column("resolved", Boolean, nullable=False),
    to("revision_id", "revision", nullable=True),
    prose("why"),
    prose("good"),
    prose("suggestion"),
    prose("criterion"),
)

Index("ix_comment_reviewers", comment.c.draft_id, comment.c.author_id, comment.c.deleted)

# Where a comment stands on one revision; a comment carried to other revisions, also of later drafts, has a row for
# each. One on a whole draft has a row where it was carried to, with a span that says nothing.
placement = travelling(
    "placement",
    to("comment_id", "comment", index=True),
    to("revision_id", "revision", index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("exact", Prose, nullable=False),
    Column("prefix", Prose, nullable=False),
    Column("suffix", Prose, nullable=False),
    Column("headings", JSON, nullable=False),
    Column("page", Integer),
    Column("state", String, nullable=False, server_default="placed"),
    Column("near", Integer),
)

decision = travelling(
    "decision",
    to("draft_id", "draft", index=True),
    to("author_id", "person"),
    Column("finding", Prose, nullable=False),
    Column("choice", String, nullable=False),
    Column("reason", Prose, nullable=False),
)

library = travelling(
    "library",
    Column("name", Prose, nullable=False, index=True),
    Column("records", Integer, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("files", JSON, nullable=False),
)

library_segment = travelling(
    "library_segment",
    to("library_id", "library", index=True),
    Column("position", Integer, nullable=False),
    Column("digest", String, nullable=False),
)

submission = travelling(
    "submission",
    to("draft_id", "draft", index=True),
    to("author_id", "person"),
    Column("level", String, nullable=False),
    listing("tools"),
    prose("sections"),
    Column("data_class", String, nullable=False),
    Column("minutes_saved", Integer),
    prose("prompts"),
)

review = travelling(
    "review",
    to("draft_id", "draft", index=True),
    to("author_id", "person", index=True),
    to("rubric_id", "rubric", nullable=True),
)

score = travelling(
    "score",
    to("draft_id", "draft", index=True),
    to("author_id", "person"),
    to("review_id", "review"),
    Column("criterion", String, nullable=False),
    Column("level", String, nullable=False),
    prose("comment"),
)

letter = travelling(
    "letter",
    to("draft_id", "draft", index=True),
    to("author_id", "person"),
    *map(prose, ("strength", "improvement", "next_task")),
    *map(listing, ("strength_evidence", "improvement_evidence", "next_task_evidence")),
)

# Added, never changed: a correction is another row. ``snapshot`` and ``scores`` are all that the mentee reads.
release = travelling(
    "release",
    to("draft_id", "draft", index=True),
    to("author_id", "person", index=True),
    Column("outcome", String, nullable=False),
    Column("scores", Prose, nullable=False),
    listing("items"),
    prose("note"),
)
release.append_column(Column("snapshot", Prose, nullable=False))  # last: it is long, and lists do without it

reply = travelling(
    "reply",
    to("draft_id", "draft", index=True),
    to("author_id", "person"),
    to("comment_id", "comment", index=True),
    Column("body", Prose, nullable=False),
)

reflection = travelling(
    "reflection",
    to("draft_id", "draft", index=True),
    to("author_id", "person"),
    *map(prose, ("did", "happened", "next_time")),
)

mark = travelling(
    "mark",
    to("draft_id", "draft", index=True),
    to("author_id", "person"),
    Column("target_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("value", Integer, nullable=False),
    prose("words"),
)

phrase = travelling(
    "phrase",
    to("author_id", "person", index=True),
    to("team_id", "team", nullable=True, index=True),
    Column("kind", String, nullable=False),
    *map(prose, ("body", "why", "good", "suggestion", "criterion")),
)

# How often and when a phrase was used on this computer.
phrase_use = Table(
    "phrase_use",
    metadata,
    Column("phrase_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("uses", Integer, nullable=False),
    Column("used_ms", Integer, nullable=False),
)

# What the newest release of each draft by each mentor says, a row for each comment, criterion and part of the letter:
# made from the snapshots, for the history and its search.
said = Table(
    "said",
    metadata,
    Column("sequence", Integer, primary_key=True),
    to("release_id", "release", index=True),
    to("draft_id", "draft", index=True),
    to("mentee_id", "person", nullable=True),
    to("author_id", "person"),
    Column("part", String, nullable=False),
    Column("item_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("criterion", Prose, nullable=False),
    Column("check_id", Prose, nullable=False),
    Column("quote", Prose, nullable=False),
    Column("body", Prose, nullable=False),
    Column("said_ms", Integer, nullable=False),
    # all that the counts of what comes back need, so that they never read the words
    Index("ix_said_mentee_id", "mentee_id", "said_ms", "check_id", "draft_id"),
)

# To be run after the tables are made.
SEARCH = (
    """CREATE VIRTUAL TABLE said_search USING fts5(
       body, quote, content='said', content_rowid='sequence', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER said_added AFTER INSERT ON said BEGIN
       INSERT INTO said_search(rowid, body, quote) VALUES (new.sequence, new.body, new.quote); END""",
    """CREATE TRIGGER said_removed AFTER DELETE ON said BEGIN
       INSERT INTO said_search(said_search, rowid, body, quote)
       VALUES ('delete', old.sequence, old.body, old.quote); END""",
)

# What a person did, for undo; ``before`` and ``after`` are the review changes that bring either state back. The steps
# that are ``undone`` come after those that are not. They hold a draft's words, so whatever erases it erases them too.
# ``subject`` is the deliverable, or the word for what else was changed ("assignments"). Each person has their own.
step = Table(
    "step",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("subject", String, nullable=False, index=True),
    to("person_id", "person"),
    Column("act", String, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("undone", Boolean, nullable=False, server_default="0"),
    Column("made_ms", Integer, nullable=False),
)

# A field of a row that was here already and came changed from a shared database: what it said before, and the version
# that the row had then. A save by somebody who was shown an older state is merged with these. The newest stays for
# good, so that no sequence is given twice.
arrived = Table(
    "arrived",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("row_id", String, nullable=False, index=True),
    Column("field", String, nullable=False),
    Column("value", JSON),
    Column("base", Integer, nullable=False),
    Column("at_ms", Integer, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("updated_ms", Integer, nullable=False),
)
