from app.citations.formats_bibtex import read_bibtex
from app.domain.reference import Work


def read(tmp_path, text):
    path = tmp_path / "list.bib"
    path.write_text(text, encoding="utf-8")
    return list(read_bibtex(path))


def work_of(tmp_path, fields):
    ((_, _, work),) = read(tmp_path, f"@article{{key, {fields}}}")
    return work


def test_an_entry_that_breaks_off_costs_that_entry_alone_and_names_its_line(tmp_path, caplog):
    text = "@book{one, title={First}}\n\n@book{two, title={Second, year={1990}\n\n@book{three, title={Third}}\n"
    found = read(tmp_path, text)
    assert [(line, id_) for line, id_, _ in found] == [(1, "one"), (3, ""), (5, "three")]
    assert found[1][2] == "The entry breaks off or does not follow BibTeX."
    assert caplog.records == []


def test_lines_count_on_past_the_first_stretch(tmp_path):
    good = "".join(f"@book{{k{number}, title={{Number {number}}}}}\n" for number in range(900))
    found = read(tmp_path, good + "@book{bad, title={x}\n@book{last, title={Last}}\n")
    assert len(found) == 902
    assert [line for line, _, work in found if isinstance(work, str)] == [901]
    assert found[-1][:2] == (902, "last")


def test_the_same_key_twice_keeps_both(tmp_path):
    found = read(tmp_path, "@book{a, title={One}}\n@book{a, title={Two}}\n")
    assert [(line, work.title) for line, _, work in found] == [(1, "One"), (2, "Two")]


def test_latex_becomes_characters(tmp_path):
    work = work_of(tmp_path, r"title={{\"U}ber \emph{na\"{\i}ve} caf\'es --- \& {DNA}}, author={M{\"u}ller, J{\o}rgen}")
    assert work.title == "Über naïve cafés — & DNA"
    assert work.authors == ("Müller, Jørgen",)


def test_names_in_braces_stay_whole(tmp_path):
    assert work_of(tmp_path, "title={T}, author={{Ministry of Roads and Bridges} and Doe, Ann}").authors == (
        "Ministry of Roads and Bridges",
        "Doe, Ann",
    )


def test_others_means_et_al(tmp_path):
    work = work_of(tmp_path, "title={T}, author={Doe, Ann and others}")
    assert (work.authors, work.et_al) == (("Doe, Ann",), True)


def test_strings_are_resolved_across_stretches(tmp_path):
    text = '@string{jp = "Journal of Ports"}\n'
    text += "".join(f"@article{{k{number}, title={{T}}, journal=jp}}\n" for number in range(500))
    found = read(tmp_path, text)
    assert {work.container for _, _, work in found} == {"Journal of Ports"}
    assert [line for line, _, _ in found] == list(range(2, 502))


def test_biblatex_names_are_understood(tmp_path):
    work = work_of(tmp_path, "title={T}, journaltitle={J}, date={2019-04-01}, eprint={1904.00001}, eprinttype={arxiv}")
    assert (work.container, work.year, work.arxiv) == ("J", 2019, "1904.00001")


def test_comments_and_prose_between_entries_are_passed_over(tmp_path):
    text = "Exported by hand.\n@comment{old}\n@preamble{ {x} }\n@book{a, title={One}}\n"
    assert [(line, id_) for line, id_, _ in read(tmp_path, text)] == [(4, "a")]


def test_every_field_arrives(tmp_path):
    fields = (
        "title={T}, author={Doe, Ann}, year=2001, journal={J}, volume=3, number=4, pages={5--9}, doi={https://doi.org/"
        "10.1000/ABC}, isbn={0-306-40615-2}, url={https://a.example/x_y}, publisher={P}"
    )
    assert work_of(tmp_path, fields) == Work(
        "T", ("Doe, Ann",), False, 2001, "J", "3", "4", "5–9", "10.1000/abc", "9780306406157", "",
        "https://a.example/x_y", "P", "article",
    )  # fmt: skip
