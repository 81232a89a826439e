import pytest

from app.citations.formats_table import read_table
from app.domain.errors import BadInputError


def read(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return list(read_table(path))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, mark):
    ((line, id_, work),) = read(tmp_path, mark.join(["Year", "Title", "ID"]) + "\n" + mark.join(["2020", "T", "a"]))
    assert (line, id_, work.title, work.year) == (2, "a", "T", 2020)


def test_a_row_with_too_many_fields_is_rejected_alone(tmp_path):
    first, second = read(tmp_path, "title,year\nOne,2020,x,y\nTwo,2021\n")
    assert first == (2, "", "The row has 4 fields, the first line 2.")
    assert second[2].title == "Two"


def test_a_field_may_run_over_lines(tmp_path):
    found = read(tmp_path, 'title,year\n"One\ntwo",2020\n\nThree,2021\n')
    assert [(line, work.title) for line, _, work in found] == [(2, "One two"), (5, "Three")]


@pytest.mark.parametrize("column", ["venue", "journal", "booktitle", "Publication Title", "Source title", "container"])
def test_the_columns_for_where_it_appeared(tmp_path, column):
    ((_, _, work),) = read(tmp_path, f"title,{column}\nOne,Ports\n")
    assert work.container == "Ports"


def test_the_columns_of_a_zotero_export(tmp_path):
    header = '"Key","Item Type","Publication Year","Author","Title","Publication Title","ISSN","DOI","Url"'
    row = '"AB12","journalArticle","2020","Kim, Ana; Roe, Bo","One","Ports","","10.1000/x","https://a.example"'
    ((_, id_, work),) = read(tmp_path, header + "\n" + row + "\n")
    assert (id_, work.authors, work.year, work.container) == ("AB12", ("Kim, Ana", "Roe, Bo"), 2020, "Ports")
    assert (work.doi, work.url, work.kind) == ("10.1000/x", "https://a.example", "article")


def test_a_table_without_titles_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(BadInputError, match="no column called “title”"):
        read(tmp_path, "name,age\nAda,36\n")
