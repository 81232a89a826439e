"""The chat tool speaking of itself: "As an AI language model, I …", knowledge cut-offs, refusals."""

from collections.abc import Iterator

from app.checks.lexicon import read_phrases
from app.checks.mentions import is_mentioned, is_transcript
from app.checks.reporting import report, shorten
from app.checks.running_text import written_blocks
from app.domain.document import Document
from app.domain.finding import Check, Finding, Tier


def find_chatbot_voice(document: Document) -> Iterator[Finding]:
    """Yield each such phrase, unless it is quoted, given as an example or part of a transcript."""
    phrases = read_phrases("chatbot-voice")
    for block in written_blocks(document):
        for match in phrases.finditer(document.text, block.start, block.end):
            if not is_mentioned(document, block, *match.span()) and not is_transcript(document, block):
                message = f"Here a chat tool speaks of itself: “{shorten(match.group())}”."
                yield report(CHECK, match.span(), message, "What do you want to say here yourself?")


CHECK = Check(
    id="chatbot-voice",
    version=2,
    tier=Tier.FIX,
    title="Chat tool speaking of itself",
    why="The sentence was meant for the person at the keyboard, not for the reader.",
    run=find_chatbot_voice,
)
