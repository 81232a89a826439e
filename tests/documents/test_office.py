import socketserver
import subprocess
from pathlib import Path

import pytest

from app.documents import office
from app.documents.docx import read as read_docx
from app.domain.document import BlockKind, Kind
from app.domain.errors import CancelledError, ResourceLimitError, UnreadableFileError

RTF = rb"{\rtf1\ansi{\b Evening opening}\par The trial ran on two evenings.\par}"
HTML = b"""<html><head><meta name='created' content='a>b'><meta charset='utf-8'></head>
<body><h1>Evening opening</h1><p>The trial ran on <b>two</b> evenings.</p></body></html>"""

needs_office = pytest.mark.skipif(office.find_libreoffice() is None, reason="LibreOffice is not installed")


@needs_office
@pytest.mark.parametrize(("data", "suffix"), [(RTF, ".rtf"), (HTML, ".html")])
def test_another_format_is_read_as_word_text(data, suffix):
    document = read_docx(office.convert(data, suffix, Kind.DOCX)).document
    assert "The trial ran on two evenings." in document.text
    if suffix == ".html":
        assert [block.kind for block in document.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


@needs_office
def test_a_picture_from_elsewhere_is_not_fetched():
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        server.timeout = 0.2
        asked = []
        server.process_request = lambda request, _: asked.append(request)
        address = f"http://127.0.0.1:{server.server_address[1]}/x.png"
        page = f'<html><body><p>Words</p><img src="{address}"></body></html>'
        assert "Words" in read_docx(office.convert(page.encode(), ".html", Kind.DOCX)).document.text
        server.handle_request()
        assert asked == []


@needs_office
def test_the_work_can_be_cancelled_and_leaves_no_process():
    with pytest.raises(CancelledError):
        office.convert(RTF, ".rtf", Kind.DOCX, cancelled=lambda: True)
    assert (
        "stet-office-" not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    )


def fake_office(tmp_path, monkeypatch, script):
    """Put a program of that name first in the path; nothing else of the machine is changed."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")


def test_a_file_that_cannot_be_opened_gets_a_sentence(tmp_path, monkeypatch):
    fake_office(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(UnreadableFileError, match="damaged, or protected"):
        office.convert(b"nothing", ".odt", Kind.DOCX)
    with pytest.raises(UnreadableFileError, match="presentations \\(Impress\\) is not installed"):
        office.convert(b"nothing", ".odp", Kind.PDF)


def test_a_program_that_hangs_is_ended(tmp_path, monkeypatch):
    fake_office(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; sleep 600")
    monkeypatch.setattr(office, "_SECONDS", 0.5)
    with pytest.raises(ResourceLimitError, match="two minutes"):
        office.convert(b"nothing", ".odt", Kind.DOCX)
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


def test_without_libreoffice_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PLACES", ())
    with pytest.raises(UnreadableFileError, match="not installed here"):
        office.convert(b"nothing", ".odt", Kind.DOCX)
