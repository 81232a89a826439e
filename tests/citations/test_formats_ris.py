from app.citations.formats_ris import read_ris


def read(tmp_path, text):
    path = tmp_path / "list.ris"
    path.write_text(text, encoding="utf-8")
    return list(read_ris(path))


def test_every_field_arrives(tmp_path):
    ((line, id_, work),) = read(
        tmp_path,
        "TY  - JOUR\nID  - k1\nTI  - T\nAU  - Doe, Ann\nAU  - Roe, Bo\nPY  - 2001/03//\nJO  - J\nVL  - 3\nIS  - 4\n"
        "SP  - 5\nEP  - 9\nDO  - 10.1000/ABC\nSN  - 1234-5679\nUR  - https://a.example\nPB  - P\nER  - \n",
    )
    assert (line, id_) == (1, "k1")
    assert (work.title, work.authors, work.year, work.container) == ("T", ("Doe, Ann", "Roe, Bo"), 2001, "J")
    assert (work.volume, work.issue, work.pages, work.doi, work.isbn) == ("3", "4", "5-9", "10.1000/abc", "12345679")
    assert (work.url, work.publisher, work.kind) == ("https://a.example", "P", "article")


def test_a_record_without_its_end_is_neither_lost_nor_merged(tmp_path):
    found = read(tmp_path, "TY  - BOOK\nTI  - One\n\nTY  - BOOK\nTI  - Two\nER  - \n")
    assert [(line, work.title) for line, _, work in found] == [(1, "One"), (4, "Two")]


def test_lines_of_windows_and_prose_before_the_first_record(tmp_path):
    found = read(tmp_path, "Exported\r\n\r\nTY  - BOOK\r\nTI  - One\r\nER  - \r\n")
    assert [(line, work.title) for line, _, work in found] == [(3, "One")]


def test_a_chapter_names_its_book(tmp_path):
    ((_, _, work),) = read(tmp_path, "TY  - CHAP\nTI  - Part\nT2  - Whole\nER  - \n")
    assert (work.kind, work.title, work.container) == ("chapter", "Part", "Whole")


def test_a_translation_is_a_second_form_of_the_record(tmp_path):
    text = (
        "TY  - JOUR\nID  - k1\nTI  - Tihi dani\nTT  - Quiet days\nAU  - Ким, Ана\nTA  - Kim, Ana\nPY  - 2001\nER  - \n"
    )
    found = [(id_, work.title, work.authors, work.year) for _, id_, work in read(tmp_path, text)]
    assert found == [("k1", "Tihi dani", ("Ким, Ана",), 2001), ("k1", "Quiet days", ("Kim, Ana",), 2001)]
    assert [work.title for _, _, work in read(tmp_path, text.replace("TI  - Tihi dani\n", ""))] == ["Quiet days"]
