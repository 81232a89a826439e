from contextlib import suppress

import pytest

from app.citations.formats import read_entries
from app.domain.errors import BadInputError, UnreadableFileError
from app.domain.reference import Rejected

BIBTEX = "@article{kim2020, title={A quiet harbour}, author={Kim, Ana}, year={2020}, journal={Ports}}\n"
RIS = "TY  - JOUR\nTI  - A quiet harbour\nAU  - Kim, Ana\nPY  - 2020\nJO  - Ports\nER  - \n"
CSL = (
    '[{"id": "kim2020", "title": "A quiet harbour", "author": [{"family": "Kim", "given": "Ana"}], '
    '"issued": {"date-parts": [[2020, 3]]}, "container-title": "Ports"}]'
)
JSONL = '{"id": "kim2020", "title": "A quiet harbour", "authors": ["Kim, Ana"], "year": 2020, "journal": "Ports"}\n'
CSV = 'id,title,authors,year,journal\nkim2020,A quiet harbour,"Kim, Ana",2020,Ports\n'


def entries(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_entries(path))


@pytest.mark.parametrize(
    ("name", "content"),
    [("l.bib", BIBTEX), ("l.ris", RIS), ("l.json", CSL), ("l.jsonl", JSONL), ("l.csv", CSV)],
)
@pytest.mark.parametrize("named", [True, False], ids=["by its name", "by its content"])
def test_every_format_gives_the_same_work(tmp_path, name, content, named):
    ((id_, work),) = entries(tmp_path, name if named else "list.data", content)
    assert id_ == "kim2020" or name == "l.ris"
    assert (work.title, work.authors, work.year, work.container) == ("A quiet harbour", ("Kim, Ana",), 2020, "Ports")


def test_a_record_without_title_and_identifier_is_rejected_alone(tmp_path):
    content = "id,title,authors,year,doi\na,,Kim,2020,\nb,Kept,Kim,2020,\nc,,Kim,2020,10.1000/x\n"
    rejected, *kept = entries(tmp_path, "l.csv", content)
    assert rejected == Rejected("l.csv", 2, "The record has neither a title nor an identifier.")
    assert [id_ for id_, _ in kept] == ["b", "c"]


def test_a_record_without_id_has_the_same_one_every_time(tmp_path):
    line = '{"title": "A quiet harbour", "year": 2020}\n'
    first, second, other = entries(tmp_path, "l.jsonl", line * 2 + line.replace("2020", "2021"))
    assert first[0] == second[0] != other[0]
    assert first[0].startswith("r-")


def test_a_file_that_is_no_list_says_what_to_do(tmp_path):
    with pytest.raises(BadInputError, match=r"notes\.docx is not a source list.*BibTeX"):
        entries(tmp_path, "notes.docx", "Just some prose.")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableFileError, match=r"gone\.bib cannot be read"):
        list(read_entries(tmp_path / "gone.bib"))


@pytest.mark.parametrize("name", ["l.bib", "l.ris", "l.jsonl"])
def test_an_empty_file_holds_nothing(tmp_path, name):
    assert entries(tmp_path, name, "") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(("name", "content"), [("l.bib", BIBTEX), ("l.csv", CSV), ("l.ris", RIS), ("l.jsonl", JSONL)])
def test_the_encoding_is_found(tmp_path, name, content, encoding):
    title = "Über die Lage der Häfen in Österreich und der Schweiz während der Kriegsjahre"
    content = content.replace("A quiet harbour", title)
    ((_, work),) = entries(tmp_path, name, content.encode(encoding))
    assert work.title == title


@pytest.mark.parametrize(
    ("name", "content"), [("l.bib", BIBTEX), ("l.csv", CSV), ("l.ris", RIS), ("l.json", CSL), ("l.jsonl", JSONL)]
)
def test_a_very_long_title_is_kept_whole(tmp_path, name, content):
    title = "word " * 19_999 + "end"
    ((_, work),) = entries(tmp_path, name, content.replace("A quiet harbour", title))
    assert work.title == title


@pytest.mark.parametrize("name", ["l.bib", "l.ris", "l.json", "l.jsonl", "l.csv"])
@pytest.mark.parametrize("content", [b"\x00" * 64, b"\xff\xfe\xff", b"{" * 5000, b"@article{" * 500, b'"' * 999])
def test_hostile_bytes_end_in_records_rejections_or_one_sentence(tmp_path, name, content):
    with suppress(BadInputError):
        for entry in entries(tmp_path, name, content):
            assert isinstance(entry, (Rejected, tuple))
