"""The law of spans finds what breaks it, and holds over files of every format that is read as in the app."""

import sys
from dataclasses import replace

import pytest

from app.documents.text import read
from app.domain.document import Link, NoteMark, Segment
from tests.documents.making_docx import make, p, r, table
from tests.documents.span_law import violations
from tests.evaluations import spans

GOOD = read(b"One two.\n\nThree four.").document


@pytest.mark.parametrize(
    "change",
    [
        {"text": GOOD.text[:-1] + "e\u0301"},
        {"text": "\r" + GOOD.text[1:]},
        {"text": GOOD.text + "\n"},
        {"blocks": GOOD.blocks[::-1]},
        {"blocks": (replace(GOOD.blocks[0], end=4), GOOD.blocks[1])},
        {"blocks": GOOD.blocks[1:]},
        {"segments": ()},
        {"segments": GOOD.segments[:1]},
        {"segments": GOOD.segments[::-1]},
        {"segments": (*GOOD.segments, replace(GOOD.segments[0], start=len(GOOD.text) - 1, end=len(GOOD.text) + 7))},
        {"segments": (Segment(0, 8, "text", 0, 0, 8), Segment(9, 20, "text", 0, 4, 11))},
        {"segments": (Segment(0, 8, "text", 0, 0, 8), Segment(9, 9, "text", 0, 9, 0))},
        {"links": (Link(3, 3, "x"),)},
        {"links": (Link(3, 300, "x"),)},
        {"note_marks": (NoteMark(0, 1, 2),)},
    ],
)
def test_what_breaks_the_law_is_found(change):
    assert violations(GOOD) == []
    assert violations(replace(GOOD, **change)) != []


def test_files_of_a_folder_keep_the_law(tmp_path, monkeypatch, capsys):
    (tmp_path / "a.docx").write_bytes(make(p(r("One")) + table([p(r("two"))])))
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 cut short")
    (tmp_path / "c.txt").write_bytes("Grüße\r\naus Köln".encode("cp1252"))
    (tmp_path / "d.md").write_text("# One\n\n- two[^1]\n\n[^1]: three", encoding="utf-8")
    (tmp_path / "e.docx").write_bytes(make(""))
    monkeypatch.setattr(sys, "argv", ["spans", "--data", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        spans.main()
    assert not ended.value.code
    assert capsys.readouterr().out.splitlines()[-2].split() == ["all", "5", "3", "1", "1", "0", "0"]
