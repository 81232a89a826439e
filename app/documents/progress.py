"""How far reading a file is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadProgress:
    """``done`` of ``total`` pages are read; both are 0 while LibreOffice opens the file."""

    done: int
    total: int
