"""A release is what it was when it was clicked, whatever its author does before it is sent."""

from pathlib import Path

from app.domain.review import CommentKind
from app.services import reading_feedback, reviewing
from app.services.releasing import release
from tests.sync.teams import shared_team
from tests.sync.test_client import Desktop, hand_in


def test_a_comment_deleted_after_the_click_is_in_the_release(empty_database: str, tmp_path: Path) -> None:
    with shared_team(empty_database) as dsns:
        ann, ben = (Desktop(tmp_path / who, dsns[who]) for who in ("ann", "ben"))
        ann.join()
        ben.join()
        draft = hand_in(ann.workspace)
        ann.sync()
        ben.sync()
        comment = reviewing.comment_on_draft(ben.workspace, draft, CommentKind.PRAISE, "Clear.")
        release(ben.workspace, [draft.id])
        reviewing.delete_comment(ben.workspace, comment)
        assert ben.sync().refused == 0
        ann.sync()
        (said,) = reading_feedback.read(ann.workspace, draft.id)
        assert [one.body for one in said.comments] == ["Clear."]
        reading_feedback.reply(ann.workspace, draft.id, comment.id, "Thank you.")
        ann.sync()
        ben.sync()
        assert [one.body for one in reading_feedback.threads(ben.workspace, draft.id)[comment.id]] == ["Thank you."]
        assert ben.workspace.comments(draft.id) == ()
        for one in (ann, ben):
            one.close()
