"""Golden files for every report format; STET_GOLDEN=write renews them after a wanted change."""

import json
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.exports.report_html import report_html
from app.exports.report_json import report_values
from app.exports.report_text import report_text, shorten
from tests.exports.made_report import TEXT, make_report

GOLDEN = Path(__file__).parent / "golden"
FORMATS = {
    "report.json": lambda: (
        json.dumps(report_values(make_report(), with_text=True), ensure_ascii=False, indent=1) + "\n"
    ),
    "report.txt": lambda: report_text(make_report()),
    "report.html": lambda: report_html(make_report()),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_reads_as_published(name):
    made = FORMATS[name]()
    if os.environ.get("STET_GOLDEN") == "write":
        (GOLDEN / name).write_text(made, encoding="utf-8")
    assert made == (GOLDEN / name).read_text(encoding="utf-8")


def test_json_keys_are_those_scripts_rely_on():
    (document,) = report_values(make_report())["documents"]
    assert "text" not in document
    assert {
        "path",
        "sha256",
        "kind",
        "words",
        "pages",
        "language",
        "warnings",
        "findings",
        "references",
        "densities",
    } <= set(document)
    finding = {"check", "tier", "start", "end", "quote", "where", "message", "question", "criterion", "related"}
    assert set(document["findings"][0]) == finding
    reference = {
        "start",
        "end",
        "raw",
        "where",
        "kind",
        "parsed",
        "verdict",
        "reasons",
        "notices",
        "library",
        "record_id",
        "fields",
    }
    assert reference <= set(document["references"][0])
    for entry in document["findings"]:
        assert TEXT[entry["start"] : entry["end"]] == entry["quote"]


def test_html_escapes_the_authors_words_and_runs_no_script():
    class Tags(HTMLParser):
        seen: set

        def handle_starttag(self, tag, attrs):
            self.seen.add(tag)

    parser = Tags()
    parser.seen = set()
    parser.feed(report_html(make_report()))
    assert "repairs" not in parser.seen
    assert not parser.seen & {"script", "img", "link", "iframe"}


def test_long_quotes_are_cut_in_the_middle():
    assert shorten("one\ntwo") == "one two"
    assert shorten("a" * 50 + "b" * 50, 20) == "aaaaaaaa … bbbbbbbb"
