import zipfile

import pytest

from app.citations import formats_xlsx
from app.citations.formats import read_entries
from app.domain.errors import BadInputError
from app.domain.reference import Rejected

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHARED = f"<sst {MAIN}><si><t>Title</t></si><si><r><t>A quiet </t></r><r><t>harbour</t></r></si></sst>"
SHEET = f"""<worksheet {MAIN}><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>ID</t></is></c><c r="B1" t="s"><v>0</v></c>
<c r="D1" t="str"><v>Year</v></c></row>
<row r="2"><c r="A2" t="str"><v>a</v></c><c r="B2" t="s"><v>1</v></c><c r="D2"><v>2020</v></c></row>
<row r="3"/>
<row r="4"><c r="A4" t="str"><v>b</v></c></row>
</sheetData></worksheet>"""


def workbook(tmp_path, sheet=SHEET, shared=SHARED):
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", shared)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


def test_rows_of_the_first_sheet(tmp_path):
    (id_, work), rejected = read_entries(workbook(tmp_path))
    assert (id_, work.title, work.year) == ("a", "A quiet harbour", 2020)
    assert rejected == Rejected("list.xlsx", 4, "The record has neither a title nor an identifier.")


@pytest.mark.parametrize("data", [b"PK nothing", b"", b"\x00" * 99])
def test_a_file_that_is_no_workbook_is_one_sentence(tmp_path, data):
    path = tmp_path / "list.xlsx"
    path.write_bytes(data)
    with pytest.raises(BadInputError, match=r"list\.xlsx is not an Excel workbook"):
        list(read_entries(path))


@pytest.mark.parametrize("sheet", ["<worksheet", SHEET.replace("<v>1</v>", "<v>99</v>")])
def test_a_damaged_sheet_is_one_sentence(tmp_path, sheet):
    with pytest.raises(BadInputError, match="save it as CSV"):
        list(read_entries(workbook(tmp_path, sheet)))


def test_a_sheet_far_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(formats_xlsx, "_LARGEST", 100)
    with pytest.raises(BadInputError, match="larger than"):
        list(read_entries(workbook(tmp_path)))


def test_a_sheet_without_titles_is_refused(tmp_path):
    with pytest.raises(BadInputError, match="no column called “title”"):
        list(read_entries(workbook(tmp_path, SHEET.replace('t="s"><v>0</v>', "><v>5</v>"))))
