"""People in teams, assignments, the states of work, reviews with scores, letters, releases, answers, and the history."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ADDED = (
    "person ADD COLUMN active BOOLEAN DEFAULT '1' NOT NULL",
    "scope ADD COLUMN team_id VARCHAR CONSTRAINT fk_scope_team_id REFERENCES team (id)",
    "comment ADD COLUMN why VARCHAR DEFAULT '' NOT NULL",
    "comment ADD COLUMN good VARCHAR DEFAULT '' NOT NULL",
    "comment ADD COLUMN suggestion VARCHAR DEFAULT '' NOT NULL",
    "comment ADD COLUMN criterion VARCHAR DEFAULT '' NOT NULL",
    "placement ADD COLUMN state VARCHAR DEFAULT 'placed' NOT NULL",
    "placement ADD COLUMN near INTEGER",
    "deliverable ADD COLUMN author_id VARCHAR CONSTRAINT fk_deliverable_author_id REFERENCES person (id)",
    "deliverable ADD COLUMN mentee_id VARCHAR CONSTRAINT fk_deliverable_mentee_id REFERENCES person (id)",
    "deliverable ADD COLUMN assignment_id VARCHAR CONSTRAINT fk_deliverable_assignment_id REFERENCES assignment (id)",
)
ME = "(SELECT person_id FROM device WHERE retired_ms IS NULL)"
SEARCH = (
    """CREATE VIRTUAL TABLE said_search USING fts5(
       body, quote, content='said', content_rowid='sequence', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER said_added AFTER INSERT ON said BEGIN
       INSERT INTO said_search(rowid, body, quote) VALUES (new.sequence, new.body, new.quote); END""",
    """CREATE TRIGGER said_removed AFTER DELETE ON said BEGIN
       INSERT INTO said_search(said_search, rowid, body, quote)
       VALUES ('delete', old.sequence, old.body, old.quote); END""",
)


def upgrade() -> None:
    make_tables()
    # Columns are added plainly: making a table anew would part it from those that refer to it.
    for column in ADDED:
        op.execute(f"ALTER TABLE {column}")
    op.create_index("ix_comment_reviewers", "comment", ["draft_id", "author_id", "deleted"])
    op.create_index("ix_placement_revision_id", "placement", ["revision_id"])
    op.create_index("ix_deliverable_mentee_id", "deliverable", ["mentee_id"])
    op.execute(f"UPDATE deliverable SET author_id = {ME}")
    op.execute(f"INSERT INTO admin SELECT {ME}, {ME}, 0, created_ms, updated_ms FROM person WHERE id = {ME}")
    make_steps_anew()
    for statement in SEARCH:
        op.execute(statement)


def make_steps_anew() -> None:
    """Steps are of a subject, which need not be a draft, and of a person."""
    op.rename_table("step", "old_step")
    op.drop_index("ix_step_draft_id", "old_step")
    op.create_table(
        "step",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undone", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("made_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_step_person_id"),
        sa.PrimaryKeyConstraint("sequence", name="pk_step"),
    )
    op.execute(
        f'INSERT INTO step SELECT sequence, draft.deliverable_id, {ME}, act, "before", "after", undone, made_ms '
        "FROM old_step JOIN draft ON draft.id = draft_id"
    )
    op.drop_table("old_step")
    op.create_index("ix_step_subject", "step", ["subject"])


def make_tables() -> None:
    op.create_table(
        "phrase_use",
        sa.Column("phrase_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("phrase_id", "person_id", name="pk_phrase_use"),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_team"),
    )
    op.create_table(
        "admin",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_admin_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_admin"),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_membership_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])
    op.create_index("ix_membership_team_id", "membership", ["team_id"])
    op.create_table(
        "pairing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("mentor_id", sa.String(), nullable=False),
        sa.Column("mentee_id", sa.String(), nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mentee_id"], ["person.id"], name="fk_pairing_mentee_id"),
        sa.ForeignKeyConstraint(["mentor_id"], ["person.id"], name="fk_pairing_mentor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pairing"),
    )
    op.create_index("ix_pairing_mentee_id", "pairing", ["mentee_id"])
    op.create_index("ix_pairing_mentor_id", "pairing", ["mentor_id"])
    op.create_table(
        "phrase",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), server_default="", nullable=False),
        sa.Column("why", sa.String(), server_default="", nullable=False),
        sa.Column("good", sa.String(), server_default="", nullable=False),
        sa.Column("suggestion", sa.String(), server_default="", nullable=False),
        sa.Column("criterion", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_phrase_author_id"),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name="fk_phrase_scope_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_phrase_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_phrase"),
    )
    op.create_index("ix_phrase_author_id", "phrase", ["author_id"])
    op.create_index("ix_phrase_team_id", "phrase", ["team_id"])
    op.create_table(
        "rubric",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_rubric_author_id"),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name="fk_rubric_scope_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_rubric_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rubric"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("brief", sa.String(), server_default="", nullable=False),
        sa.Column("audience", sa.String(), server_default="", nullable=False),
        sa.Column("due_ms", sa.Integer(), nullable=True),
        sa.Column("rubric_id", sa.String(), nullable=True),
        sa.Column("policy", sa.String(), server_default="", nullable=False),
        sa.Column("sources", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("data_class", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_assignment_author_id"),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubric.id"], name="fk_assignment_rubric_id"),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name="fk_assignment_scope_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_assignment_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_team_id", "assignment", ["team_id"])
    op.create_table(
        "letter",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("strength", sa.String(), server_default="", nullable=False),
        sa.Column("improvement", sa.String(), server_default="", nullable=False),
        sa.Column("next_task", sa.String(), server_default="", nullable=False),
        sa.Column("strength_evidence", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("improvement_evidence", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("next_task_evidence", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_letter_author_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_letter_draft_id"),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name="fk_letter_scope_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
    )
    op.create_index("ix_letter_draft_id", "letter", ["draft_id"])
    op.create_table(
        "mark",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_mark_author_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_mark_draft_id"),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name="fk_mark_scope_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mark"),
    )
    op.create_index("ix_mark_draft_id", "mark", ["draft_id"])
    op.create_table(
        "reflection",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("did", sa.String(), server_default="", nullable=False),
        sa.Column("happened", sa.String(), server_default="", nullable=False),
        sa.Column("next_time", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_reflection_author_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_reflection_draft_id"),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name="fk_reflection_scope_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reflection"),
    )
    op.create_index("ix_reflection_draft_id", "reflection", ["draft_id"])
    op.create_table(
        "release",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("scores", sa.String(), nullable=False),
        sa.Column("items", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_release_author_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_release_draft_id"),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name="fk_release_scope_id"),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
    )
    op.create_index("ix_release_author_id", "release", ["author_id"])
    op.create_index("ix_release_draft_id", "release", ["draft_id"])
    op.create_table(
        "review",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("rubric_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_review_author_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_review_draft_id"),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubric.id"], name="fk_review_rubric_id"),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name="fk_review_scope_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
    )
    op.create_index("ix_review_author_id", "review", ["author_id"])
    op.create_index("ix_review_draft_id", "review", ["draft_id"])
    op.create_table(
        "submission",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("tools", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("sections", sa.String(), server_default="", nullable=False),
        sa.Column("data_class", sa.String(), nullable=False),
        sa.Column("minutes_saved", sa.Integer(), nullable=True),
        sa.Column("prompts", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_submission_author_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_submission_draft_id"),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name="fk_submission_scope_id"),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
    )
    op.create_index("ix_submission_draft_id", "submission", ["draft_id"])
    op.create_table(
        "said",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("mentee_id", sa.String(), nullable=True),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("check_id", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("said_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_said_author_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_said_draft_id"),
        sa.ForeignKeyConstraint(["mentee_id"], ["person.id"], name="fk_said_mentee_id"),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name="fk_said_release_id"),
        sa.PrimaryKeyConstraint("sequence", name="pk_said"),
    )
    op.create_index("ix_said_draft_id", "said", ["draft_id"])
    op.create_index("ix_said_mentee_id", "said", ["mentee_id"])
    op.create_index("ix_said_release_id", "said", ["release_id"])
    op.create_table(
        "score",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_score_author_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_score_draft_id"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name="fk_score_review_id"),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name="fk_score_scope_id"),
        sa.PrimaryKeyConstraint("id", name="pk_score"),
    )
    op.create_index("ix_score_draft_id", "score", ["draft_id"])
    op.create_table(
        "reply",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("comment_id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.Integer(), nullable=False),
        sa.Column("updated_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_reply_author_id"),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name="fk_reply_comment_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_reply_draft_id"),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name="fk_reply_scope_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reply"),
    )
    op.create_index("ix_reply_comment_id", "reply", ["comment_id"])
    op.create_index("ix_reply_draft_id", "reply", ["draft_id"])
