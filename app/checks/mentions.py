"""Tell whether a phrase is used or only talked about: quoted, set as code, or led in by "phrases such as"."""

import re
from bisect import bisect_right
from functools import cache

from app.checks.lexicon import choice, read_words
from app.checks.running_text import is_code, quotations
from app.domain.document import Block, Document

_BEFORE = 40
_ROOM_IN_QUOTE = 40
_SPEAKER = re.compile(
    r"[\W_]{0,4}(?:Chat ?GPT|GPT[\w.\- ]{0,10}|Claude|Gemini|Copilot|Grok|Llama|Assistant|AI|KI|Bot|Chatbot"
    r"|Model|LLM|Response)"
    r"[\w. ()\-]{0,20}[*_]{0,2}:",
    re.IGNORECASE,
)


def is_mentioned(document: Document, block: Block, start: int, end: int) -> bool:
    """Tell whether ``start`` to ``end`` of ``block`` is quoted, set as code or led in as an example."""
    return is_code(document, start, end) or is_quoted(document, block, start, end) or is_led_in(document, block, start)


def is_quoted(document: Document, block: Block, start: int, end: int, room: int | None = None) -> bool:
    """Tell whether the span stands inside a quotation, with at most ``room`` characters beside it when given."""
    spans = quotations(document, block)
    index = bisect_right(spans, start, key=lambda span: span[0]) - 1
    if index < 0 or spans[index][1] < end:
        return False
    return room is None or spans[index][1] - spans[index][0] - (end - start) <= room


def is_mentioned_alone(document: Document, block: Block, start: int, end: int) -> bool:
    """Tell whether the span is talked about by itself; inside a longer quotation it was left over, not quoted."""
    return (
        is_code(document, start, end)
        or is_quoted(document, block, start, end, _ROOM_IN_QUOTE)
        or is_led_in(document, block, start)
    )


def is_led_in(document: Document, block: Block, start: int) -> bool:
    """Tell whether words such as "phrases like" stand right before ``start``."""
    before = document.text[max(block.start, start - _BEFORE) : start]
    return _cues().search(before) is not None


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{choice(read_words('mention-cues'))})[ \t\n:,(\[]{{0,4}}\Z", re.IGNORECASE)


def is_transcript(document: Document, block: Block) -> bool:
    """Tell whether the block is a turn of a printed conversation with a chat tool."""
    return _SPEAKER.match(document.text, block.start, block.end) is not None
