"""What a chat tool leaves in a text: its own voice, words around its answer, Markdown marks."""

import pytest

from app.checks import assistant_framing, chatbot_voice, markdown_left
from app.domain.document import BlockKind, Kind
from tests.checks.drafts import quotes


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("As an AI language model, I cannot visit a library.", "As an AI language model"),
        ("As of my last knowledge update, it had 40 seats.", "As of my last knowledge update"),
    ],
)
def test_the_tools_voice_is_found(text, quote):
    assert quotes(chatbot_voice.CHECK, "First words.", text)[0].startswith(quote)


@pytest.mark.parametrize(
    "text",
    [
        "The tool answered: “As an AI language model, I cannot do that.”",
        "Phrases such as “as an AI language model” give it away.",
        "ChatGPT: As an AI language model, I cannot do that.",
        "We use an AI language model to sort letters.",
    ],
)
def test_a_quoted_voice_is_left_alone(text):
    assert quotes(chatbot_voice.CHECK, text) == []


def test_words_around_an_answer_are_found_first_and_last():
    parts = ("Certainly! Here is the report.", "It has a middle.", "It ends. I hope this helps!")
    assert quotes(assistant_framing.CHECK, *parts) == ["Certainly! Here is", "I hope this helps"]


def test_the_same_words_in_the_middle_are_left_alone():
    parts = ("It begins.", "Certainly! Here is the report. I hope this helps.", "It ends.")
    assert quotes(assistant_framing.CHECK, *parts) == []


def test_a_quoted_closing_is_left_alone():
    assert quotes(assistant_framing.CHECK, "It begins.", "Her mail ended with “I hope this helps”.") == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("**Cost.** It cost much.", "**Cost.**"),
        ("## Method", "## Method"),
        ("See [the plan](https://example.org/plan) there.", "[the plan](https://example.org/plan)"),
        ("Der **Plan** ist gut.", "**Plan**"),
    ],
)
def test_markdown_is_found_in_word_and_pdf(text, quote):
    assert quotes(markdown_left.CHECK, text) == [quote]
    assert quotes(markdown_left.CHECK, text, kind=Kind.PDF) == [quote]
    assert quotes(markdown_left.CHECK, text, kind=Kind.MARKDOWN) == []


@pytest.mark.parametrize(
    "text", ["2 ** 3 ** 4", "p < 0.05 **, p < 0.01 ***", "*Note.* It is so.", "# 1 choice", "[1](a)"]
)
def test_stars_and_signs_people_type_are_left_alone(text):
    assert quotes(markdown_left.CHECK, text) == []


def test_code_may_hold_markdown():
    assert quotes(markdown_left.CHECK, (BlockKind.CODE, "**bold**")) == []


def test_a_letter_may_offer_more_help():
    closing = "Let me know if you need anything else."
    assert quotes(assistant_framing.CHECK, "It begins.", closing) == [closing.rstrip(".")]
    assert quotes(assistant_framing.CHECK, "Dear Ms Nolan,", "It begins.", closing) == []
