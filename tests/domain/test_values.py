"""Plain data becomes the value it was made of."""

import json
from dataclasses import asdict

from hypothesis import given
from hypothesis import strategies as st

from app.domain.feedback import Letter, Mark
from app.domain.review import Anchor, Comment
from app.domain.values import build, build_in_order, field_names

KINDS = st.sampled_from([Comment, Anchor, Letter, Mark])


@given(data=st.data(), kind=KINDS)
def test_a_value_comes_back_from_json(data: st.DataObject, kind: type) -> None:
    value = data.draw(st.from_type(kind))
    assert build(kind, json.loads(json.dumps(asdict(value)))) == value


@given(data=st.data(), kind=KINDS)
def test_a_value_comes_back_from_its_fields_in_order(data: st.DataObject, kind: type) -> None:
    value = data.draw(st.from_type(kind))
    fields = asdict(value)
    assert build_in_order(kind, [fields[name] for name in field_names(kind)]) == value


def test_what_is_missing_has_its_default() -> None:
    given = {"id": "c", "draft_id": "d", "author_id": "a", "kind": "praise", "body": "", "anchor": None}
    comment = build(Comment, given | {"created_ms": 1, "updated_ms": 1})
    assert (comment.why, comment.resolved, comment.finding) == ("", False, "")
