"""Turn other office formats into one that is read, with LibreOffice where it is installed.

It runs apart, with a profile of its own that forbids macros and links to elsewhere, and is stopped when it takes long.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.domain.document import Kind
from app.domain.errors import CancelledError, ResourceLimitError, UnreadableFileError

_SECONDS = 120.0
_POLL_SECONDS = 0.05
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
)
_TARGETS = {Kind.DOCX: "docx:Office Open XML Text", Kind.PDF: "pdf"}
# Named, because LibreOffice takes what it cannot make out for plain text and shows the markup.
_FILTERS = {".rtf": "Rich Text Format", ".odt": "writer8", ".html": "HTML (StarWriter)", ".xml": "MS Word 2003 XML"}
_META = re.compile(rb"<meta\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*+>", re.IGNORECASE)
_CLOSED = "LibreOffice cannot open this file; it is damaged, or protected with a password."
_CLOSED_SLIDES = (
    "LibreOffice cannot open this file; it is damaged or protected with a password, or LibreOffice's part for "
    "presentations (Impress) is not installed."
)
_SAFE_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse">
<value>true</value></prop></item>
</oor:items>
"""


def find_libreoffice() -> str | None:
    """Return LibreOffice's program, or None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def convert(data: bytes, suffix: str, kind: Kind, cancelled: Callable[[], bool] = lambda: False) -> bytes:
    """Return ``data``, a file whose name ends in ``suffix``, as a DOCX or PDF.

    Raises UnreadableFileError when LibreOffice cannot open it or is not there, ResourceLimitError, CancelledError.
    """
    program = find_libreoffice()
    if program is None:
        raise UnreadableFileError("Files of this kind are read with LibreOffice, which is not installed here.")
    with tempfile.TemporaryDirectory(prefix="stet-office-") as name:
        folder = Path(name)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SAFE_SETTINGS, encoding="utf-8")
        source = folder / f"draft{suffix}"
        source.write_bytes(_META.sub(_without_notes, data) if suffix == ".html" else data)
        _run(_command(program, folder, source, kind), folder, cancelled)
        written = folder / "out" / f"draft.{kind}"
        if not written.exists():
            raise UnreadableFileError(_CLOSED_SLIDES if kind is Kind.PDF else _CLOSED)
        return written.read_bytes()


def _command(program: str, folder: Path, source: Path, kind: Kind) -> list[str]:
    options = [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    if source.suffix in _FILTERS:
        options.append(f"--infilter={_FILTERS[source.suffix]}")
    return [program, *options, "--convert-to", _TARGETS[kind], "--outdir", str(folder / "out"), str(source)]


def _without_notes(tag: re.Match[bytes]) -> bytes:
    """Leave out what LibreOffice would turn into a comment of the draft: any tag that tells no encoding."""
    return tag[0] if b"charset" in tag[0].lower() else b""


def _run(command: list[str], folder: Path, cancelled: Callable[[], bool]) -> None:
    """Run the program to its end, or end it and all that it started."""
    # Without a display of its own; a session of its own, so that the office process behind the launcher ends with it.
    environment = os.environ | {"SAL_USE_VCLPLUGIN": "svp", "HOME": str(folder)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - the program found above, and names made here
        command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, start_new_session=os.name == "posix"
    )
    end = time.monotonic() + _SECONDS
    try:
        while process.poll() is None:
            if cancelled():
                raise CancelledError("Stopped.")
            if time.monotonic() > end:
                raise ResourceLimitError(
                    "LibreOffice took more than two minutes for this file. Save it as DOCX or PDF."
                )
            time.sleep(_POLL_SECONDS)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None and os.name == "posix":
        os.killpg(process.pid, 9)
    elif process.poll() is None:
        process.kill()
    process.wait()
