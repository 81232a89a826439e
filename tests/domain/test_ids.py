import uuid

from app.domain.ids import new_id, now_ms


def test_ids_are_version_seven_and_carry_their_time():
    before = now_ms()
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= now_ms()


def test_ids_are_unique_and_never_go_back_in_time():
    ids = [new_id() for _ in range(2000)]
    stamps = [uuid.UUID(made).int >> 80 for made in ids]
    assert len(set(ids)) == 2000
    assert stamps == sorted(stamps)
