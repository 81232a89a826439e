"""The parts of a policy as a person sees them: words and fields over the data of its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from widgets.policy_fields import Field

TIERS = {"ask": "Ask the author", "fix": "Fix", "consider": "Consider"}
DATA = {"public": "public", "internal": "internal", "confidential": "confidential", "personal": "personal"}
_DETECTORS = {
    "email": "email addresses",
    "phone": "phone numbers",
    "iban": "bank accounts",
    "card": "card numbers",
    "national_id": "identity numbers",
    "secrets": "passwords and keys",
    "confidential": "marks of confidence",
}
_TONE = {
    "absolutes": "promises nobody can keep",
    "hedging": "hedges in a row",
    "condescension": "words that talk down",
    "blame": "blame of the reader",
    "contractions": "contractions (a fact)",
    "slang": "casual words",
    "exclamation": "exclamation marks",
    "dodges": "passives that hide who",
    "inclusive": "words that leave people out",
}
_EXAMPLES = (
    Field("examples.bad", "Must be found in", "lines", note="One sentence a line. They are run as you type."),
    Field("examples.ok", "Must not be found in", "lines"),
)


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A part by its name in the file, its words and fields; one of many records has ``title`` and ``fresh``."""

    name: str
    words: str
    fields: tuple[Field, ...]
    note: str = ""
    title: str = ""
    fresh: Mapping[str, Any] | None = None


PARTS = (
    PartSpec(
        "",
        "About it",
        (
            Field("title", "Name"),
            Field("id", "Short name", note="Letters, digits, “-”. Assignments and files know the policy by it."),
            Field("version", "Version"),
            Field("describes", "For which texts", "text"),
        ),
    ),
    PartSpec(
        "approved_tools",
        "Approved tools",
        (
            Field("name", "Tool"),
            Field("id", "Short name"),
            Field("data", "May read texts that are", "checks", DATA, note="None ticked: any text."),
        ),
        title="name",
        fresh={"id": "tool", "name": "New tool"},
    ),
    PartSpec(
        "disclosure",
        "AI-use disclosure",
        (
            Field("required", "Every text says how AI was used, or that it was not", "flag"),
            Field(
                "preset",
                "As asked for by",
                "choice",
                {"": "Nobody in particular", "ieee": "IEEE", "icmje": "ICMJE", "apa": "APA"},
            ),
            Field(
                "must_name",
                "It must name",
                "checks",
                {"tool": "the tool", "sections": "the parts of the text", "level": "how far"},
                note="None ticked: what the guideline above asks for.",
            ),
        ),
    ),
    PartSpec(
        "data_classes",
        "Data in the text",
        (
            Field("name", "Name"),
            Field("detect", "Look for", "checks", _DETECTORS),
            Field("tier", "Shown as", "choice", TIERS),
            Field("allow", "Allowed all the same", "lines", note="One a line; * stands for anything: *@example.org"),
            *_EXAMPLES,
        ),
        note="What is found is shown masked.",
        title="name",
        fresh={"name": "personal", "detect": ["email"]},
    ),
    PartSpec("sections", "Sections", (Field("required", "Headings every text has", "lines", note="One a line."),)),
    PartSpec(
        "terms",
        "Terms",
        (
            Field("avoid", "Avoid", note="* after three letters or more stands for any ending: guarante*"),
            Field("prefer", "Prefer"),
            Field("tier", "Shown as", "choice", TIERS),
            Field("why", "Why", note="The author reads this beside the finding."),
            *_EXAMPLES,
        ),
        title="avoid",
        fresh={"avoid": "new term"},
    ),
    PartSpec(
        "tone",
        "Tone",
        (
            Field("avoid", "Avoid", "checks", _TONE),
            Field("sentence_words.max", "Most words in a sentence", "number"),
            Field("reading_grade.max", "Highest reading grade (Flesch–Kincaid)", "number"),
        ),
        note="For English texts.",
    ),
    PartSpec(
        "citations",
        "Citations",
        (
            Field("min_per_1000_words", "Fewest citations in 1,000 words", "number"),
            Field(
                "need_identifier",
                "Each entry of the references has one of",
                "checks",
                {"doi": "DOI", "isbn": "ISBN", "url": "address"},
            ),
        ),
    ),
    PartSpec(
        "length",
        "Length",
        (Field("min_words", "Fewest words", "number"), Field("max_words", "Most words", "number")),
    ),
)
