"""What is written into the margin of a copy of the draft, for other programs to show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A note on ``text[start:end]`` of a document, or on the whole of it where both are None."""

    start: int | None
    end: int | None
    text: str
    author: str
