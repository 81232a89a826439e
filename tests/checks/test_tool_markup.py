"""Left-over markup of chat tools is found wherever it was left, and nowhere where it is the subject."""

import pytest

from app.checks.tool_markup import CHECK
from app.domain.document import BlockKind, Link, Style
from tests.checks.drafts import draft, findings, findings_in, quotes


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Rents rose turn0search3 last year.", "turn0search3"),
        (
            "Rents rose. \ue200cite\ue202turn0search0\ue202turn1view2\ue201 More.",
            "\ue200cite\ue202turn0search0\ue202turn1view2\ue201",
        ),
        ("Rents rose citeturn0search3turn0news1 last year.", "citeturn0search3turn0news1"),
        ("It fell :contentReference[oaicite:0]{index=0} again.", ":contentReference[oaicite:0]{index=0}"),
        ("It fell【12†source】【13:2†report.pdf】.", "【12†source】【13:2†report.pdf】"),
        ("[cite_start]The plan is sound. [cite: 1, 22]", "[cite_start]"),
        ("See [attached_file:1] for more.", "[attached_file:1]"),
        ("See https://example.org/a?utm_source=chatgpt.com for it.", "utm_source=chatgpt.com"),
        ("Download it (sandbox:/mnt/data/plan.xlsx).", "sandbox:/mnt/data/plan.xlsx"),
        ("<think>The user wants a plan</think> We plan.", "<think>"),
        ("The end.<|endoftext|>", "<|endoftext|>"),
        ("Die Mieten stiegen turn0search3 im Jahr 2020.", "turn0search3"),
    ],
)
def test_each_kind_of_markup_is_found(text: str, quote: str) -> None:
    assert quotes(CHECK, text)[0] == quote


def test_markup_inside_a_long_quotation_was_left_over() -> None:
    text = (
        "The report says: “Rents in the inner city rose for the third year in a row turn0search3, and will rise again.”"
    )
    assert quotes(CHECK, text) == ["turn0search3"]


def test_markup_in_table_footnote_and_bibliography_is_found() -> None:
    parts = [
        (BlockKind.TABLE_CELL, "12 [cite: 3]"),
        (BlockKind.HEADING, "# References"),
        "Smith, J. (2020). Rents. https://example.org?utm_source=openai",
        (BlockKind.FOOTNOTE, "See turn1view0."),
    ]
    assert quotes(CHECK, *parts) == ["[cite: 3]", "utm_source=openai", "turn1view0"]


@pytest.mark.parametrize(
    "text",
    [
        "Chat tools leave marks such as “oaicite” or 'turn0search0' in the text.",
        "We searched for the string contentReference[oaicite:0] in all reports.",
        "The site counts visits with utm_source=newsletter and utm_source=openairlines.",
        "Turn 0 of the search took 3 seconds; turn 2 viewed 1 file.",
        "We cite: 12 reports [3] and a cited start.",
        "In F# one writes x |> f <| y, and in our notation a <|> b.",
        "I think <b>this</b> is it; the thinker thinks.",
    ],
)
def test_the_subject_or_a_look_alike_is_left_alone(text: str) -> None:
    assert quotes(CHECK, text) == []


def test_code_and_comments_are_left_alone() -> None:
    parts = [
        (BlockKind.CODE, "print('turn0search0')"),
        (BlockKind.COMMENT, "turn0search0?"),
        (BlockKind.QUOTE, "turn0search0"),
    ]
    assert quotes(CHECK, *parts) == []
    text = "The mark turn0search0 is theirs."
    assert findings_in(CHECK, draft(text, styles=(Style(9, 21, code=True),))) == ()


def test_a_link_whose_target_was_tagged_is_found_once() -> None:
    text = "See the report on rents."
    document = draft(
        text, links=(Link(8, 14, "https://example.org/r?utm_source=chatgpt.com"), Link(18, 23, "https://example.org"))
    )
    (finding,) = findings_in(CHECK, document)
    assert (finding.start, finding.end) == (8, 14)
    assert "utm_source=chatgpt.com" in finding.message
    text = "https://example.org/r?utm_source=chatgpt.com"
    assert len(findings(CHECK, text, links=(Link(0, len(text), text),))) == 1
