from app.citations.formats import read_entries
from app.domain.reference import Rejected

TWO = """\
%0 Journal Article
%F smith
%A Smith, Ann
%A Roe, Bo
%D 2021
%T How doors are counted
 by hand
%J Journal of Doors
%V 4
%P 12-19

%0 Book
%E Lang, Cy
%D 1999
%T Hinges
%I Door Press
%@ 978-3-16-148410-0
"""


def read(tmp_path, text, name="list.enw"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return list(read_entries(path))


def test_fields_and_continued_lines(tmp_path):
    (id_, work), (_, book) = read(tmp_path, TWO)
    assert id_ == "smith"
    assert work.title == "How doors are counted by hand"
    assert work.authors == ("Smith, Ann", "Roe, Bo")
    assert (work.year, work.container, work.volume, work.pages) == (2021, "Journal of Doors", "4", "12-19")
    assert book.authors == ("Lang, Cy",)
    assert (book.publisher, book.isbn) == ("Door Press", "9783161484100")


def test_the_content_tells_the_format(tmp_path):
    assert len(read(tmp_path, TWO, "list")) == 2


def test_a_record_without_a_title_is_rejected_with_its_line(tmp_path):
    _, _, rejected = read(tmp_path, TWO + "\n%0 Book\n%D 2001\n")
    assert isinstance(rejected, Rejected)
    assert rejected.line == 19


def test_a_translated_title_is_a_second_form_of_the_record(tmp_path):
    found = read(tmp_path, TWO.replace("%T Hinges", "%T Hinges\n%Q Scharniere"))
    assert [work.title for _, work in found[1:]] == ["Hinges", "Scharniere"]
    assert found[1][1].authors == found[2][1].authors
