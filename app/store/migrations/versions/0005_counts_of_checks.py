"""An index of all that is counted of what was said, so that the words are not read for it."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.drop_index("ix_said_mentee_id", "said")
    op.create_index("ix_said_mentee_id", "said", ["mentee_id", "said_ms", "check_id", "draft_id"])
