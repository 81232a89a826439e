"""Tell the language of a document."""

import re
from functools import cache

from app.checks.lexicon import read_words
from app.checks.remembering import once_per_document
from app.checks.running_text import prose_blocks
from app.domain.document import Document

_SAMPLE = 20_000
_LEAST_WORDS = 20
_ENGLISH_SHARE = 0.15
_WORD = re.compile(r"\w{1,40}")


@once_per_document
def language_of(document: Document) -> str:
    """Return the ISO 639-1 code of the document's main language, "" where the text is too short to tell.

    Plain English is recognised by its function words; only for other text is the classifier loaded (about a second).
    """
    sample = _sample(document)
    words = _WORD.findall(sample)
    if len(words) < _LEAST_WORDS:
        return ""
    function_words = frozenset(read_words("english-function-words"))
    share = sum(word.casefold() in function_words for word in words) / len(words)
    return "en" if share >= _ENGLISH_SHARE else _classify(sample)


def language_name(code: str) -> str:
    """Return the English name of a language code, or the code itself."""
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    return dict(entry.split(" ", 1) for entry in read_words("languages"))


def _sample(document: Document) -> str:
    """Return up to 20,000 characters of prose, taken from the beginning and the middle."""
    blocks = prose_blocks(document)
    pieces = [document.text_of(block)[:_SAMPLE] for block in blocks[:200] + blocks[len(blocks) // 2 :][:200]]
    text = "\n".join(pieces) or document.text
    return text[: _SAMPLE // 2] + "\n" + text[-_SAMPLE // 2 :] if len(text) > _SAMPLE else text


def _classify(sample: str) -> str:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(_names()))
    return str(identifier.classify(sample)[0])
