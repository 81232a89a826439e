from app.citations.formats import read_entries
from app.domain.reference import Rejected

GOOD = "Kim, A., & Roe, B. (2020). Learning to route cargo through harbours. Journal of Ports, 12(3), 5–9."


def test_one_reference_a_line(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text(f"{GOOD}\n\n~~~\n{'x' * 100_000}\n{GOOD.replace('2020', '2021')}\n", encoding="utf-8")
    first, tildes, long, last = read_entries(path)
    assert (first[1].title, first[1].year) == ("Learning to route cargo through harbours", 2020)
    assert first[1].container == "Journal of Ports"
    assert [type(one) for one in (tildes, long)] == [Rejected, Rejected]
    assert (tildes.line, tildes.reason) == (3, "The line does not read as a reference.")
    assert last[1].year == 2021
    assert last[0] != first[0]
