import uuid

from app.domain.ids import made_ms, new_id, now_ms


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


def test_an_id_sorts_behind_one_of_a_clock_that_was_ahead():
    ahead = str(uuid.UUID(int=(now_ms() + 10**11) << 80 | 0x7FFF << 64 | 0b10 << 62 | (1 << 62) - 1))
    made = new_id(after=ahead)
    assert made > ahead
    assert uuid.UUID(made).version == 7
    assert made_ms(new_id(after=new_id())) <= now_ms() + 2
    assert new_id() < ahead
