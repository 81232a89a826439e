"""Open the text of a source list whatever its encoding."""

import codecs
from collections.abc import Iterator
from pathlib import Path

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text file with their ends, at bounded memory."""
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as file:
        yield from file


def encoding_of(path: Path) -> str:
    """Return the encoding by its mark, UTF-8 where the whole file is, else the likeliest."""
    with path.open("rb") as file:
        head = file.read(4)
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _guess(path)
    return "utf-8"


def _guess(path: Path) -> str:
    from charset_normalizer import from_bytes

    with path.open("rb") as file:
        best = from_bytes(file.read(1 << 18)).best()
    return best.encoding if best else "cp1252"
