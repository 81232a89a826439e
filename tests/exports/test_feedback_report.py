"""The feedback report against its golden page, with everything escaped that a person wrote."""

import os
import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.feedback import Letter
from app.domain.placement import State
from app.domain.review import Anchor, Comment, CommentKind
from app.domain.scoring import CriterionScore
from app.exports.feedback_report import FeedbackReport, feedback_body, feedback_html

GOLDEN = Path(__file__).parent / "golden" / "feedback.html"


def comment(id_: str, kind: CommentKind, body: str, anchor: Anchor | None, **more: str) -> Comment:
    return Comment(id_, "d", "m", kind, body, anchor, 0, 0, **more)


HERE = Anchor("r", 10, 25, "Visitors\nwere counted", headings=("Report", "Method <1>"))
COMMENTS = (
    comment("a", CommentKind.PRAISE, "Clear & short.", HERE),
    comment("b", CommentKind.CORRECTION, "Say when.\n\nAnd where.", replace(HERE, page=2, exact="last year"),
            why="Readers plan.", good="In May 2026 …", suggestion="in <May>"),
    comment("c", CommentKind.POLICY, "Name the tool.", None),
    comment("d", CommentKind.QUESTION, "Which?", replace(HERE, exact="some say", state=State.ORPHAN)),
)  # fmt: skip
REPORT = FeedbackReport(
    title="Evening <opening>",
    draft=2,
    mentee="Zoë Ōkubo",
    mentor="Ben O'Neill",
    said_ms=1_700_000_000_000,
    accepted=False,
    letter=Letter("l", "d", "m", 0, 0, "You count.", "", "Date it & source it.", ("a", "gone", "c"), (), ()),
    comments=COMMENTS,
    rubric="Brief, version 1",
    criteria=(
        CriterionScore(
            "ACC", "Sources exist", "accuracy", Decimal(60), Decimal(4), "Partly", Decimal(2), "<b>One</b> is gone."
        ),
        CriterionScore("TON", "Plain words", "tone", Decimal(40), Decimal(3)),
    ),
    arithmetic="Sources exist 30 (60 × 2/4) = 30",
)


def test_the_page_is_as_it_was_looked_at() -> None:
    page = feedback_html(REPORT, "stet 1.0")
    if os.environ.get("STET_GOLDEN") == "write":
        GOLDEN.write_text(page, encoding="utf-8")
    assert page == GOLDEN.read_text(encoding="utf-8")


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = feedback_html(REPORT, "stet 1.0")
    assert not re.search(r"<script|<img|<link|https?:|url\(|\son\w+=", page)


@pytest.mark.parametrize("part", ["strength", "improvement", "next_task"])
def test_a_part_that_says_nothing_is_left_out(part: str) -> None:
    silent = replace(REPORT, letter=replace(REPORT.letter, **{part: "  "}))
    titles = {"strength": "What is strong", "improvement": "What to improve", "next_task": "Next, to practise"}
    assert titles[part] not in feedback_body(silent)


def test_a_report_of_next_to_nothing_still_says_what_it_is() -> None:
    bare = FeedbackReport("Plan", 1, "", "", None, True, None, ())
    assert feedback_body(bare) == '<h1>On Plan</h1>\n<p class="quiet">Draft 1, accepted</p>'


def test_a_long_list_can_be_cut_and_says_so() -> None:
    assert "and 3 more comments" in feedback_body(REPORT, most=1)
    assert feedback_body(REPORT, most=4) == feedback_body(REPORT)


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80).filter(str.strip))
def test_whatever_a_person_writes_is_shown_as_they_wrote_it(words: str) -> None:
    bare = replace(REPORT, comments=(comment("a", CommentKind.PRAISE, words, None),), title=words)
    read = _Texts()
    read.feed(feedback_body(bare))
    assert read.tags <= {"h1", "h2", "p", "ul", "li", "table", "tr", "td"}
    for line in words.splitlines():
        assert line in read.text
