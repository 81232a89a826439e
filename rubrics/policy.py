"""A team's policy for work with AI tools, as its file states it, with self-tests that run when it loads.

The file holds no regular expressions: a policy that arrives from somebody else can neither hang nor leak.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rubrics.load import load_file, parse_file
from rubrics.model import Line, Name, Part, Text
from rubrics.policy_data import Detector, find_data
from rubrics.policy_terms import find_terms, index_terms, words_of

Tier = Literal["fix", "ask", "consider"]
Level = Literal["tool", "sections", "level"]
ToneTarget = Literal[
    "absolutes", "hedging", "condescension", "blame", "contractions", "slang", "exclamation", "dodges", "inclusive"
]
_LEAST_STEM = 3


class Examples(Part):
    """Texts that a rule must find (``bad``) and must leave alone (``ok``); they are run when the file loads."""

    bad: tuple[Line, ...] = ()
    ok: tuple[Line, ...] = ()


class Tool(Part):
    """An AI tool that may be used, and the classes of data it may be given."""

    id: Name
    name: Line
    data: tuple[Name, ...] = ()


class DataClass(Part):
    """Data that must not stand in a text: what finds it, how grave it is, and what is allowed all the same."""

    detect: Annotated[tuple[Detector, ...], Field(min_length=1)]
    tier: Tier = "ask"
    allow: Annotated[tuple[Line, ...], Field(max_length=500)] = ()
    examples: Examples = Examples()

    @model_validator(mode="after")
    def _examples_hold(self) -> "DataClass":
        _run_examples(self.examples, "detect", self._finds)
        return self

    def _finds(self, text: str) -> bool:
        return next(find_data(text, self.detect, self.allow), None) is not None


class Disclosure(Part):
    """Whether a text must say that AI tools were used, and what it must name."""

    required: bool = True
    preset: Literal["ieee", "icmje", "apa"] | None = None
    must_name: tuple[Level, ...] = ()

    @property
    def names(self) -> tuple[Level, ...]:
        """What the disclosure must name: as said here, else as the preset has it."""
        return self.must_name or _PRESETS.get(self.preset or "", ())


# IEEE asks for the tool, the sections and the level of use; ICMJE for which tool and how it was used; APA for the tool.
_PRESETS: dict[str, tuple[Level, ...]] = {
    "ieee": ("tool", "sections", "level"),
    "icmje": ("tool", "level"),
    "apa": ("tool",),
}


class Sections(Part):
    """Headings that a text must have."""

    required: Annotated[tuple[Line, ...], Field(max_length=50)] = ()


class Term(Part):
    """A wording to avoid, and the better one; ``*`` at the end of the last word stands for any ending."""

    avoid: Line
    prefer: Line | None = None
    why: Line | None = None
    tier: Tier = "ask"
    examples: Examples = Examples()

    @model_validator(mode="after")
    def _examples_hold(self) -> "Term":
        words = words_of(self.avoid)
        if not words or any("*" in word for word in words[:-1]) or "*" in words[-1][:_LEAST_STEM]:
            raise ValueError(f"“{self.avoid}” is no term: “*” may only end its last word, after three letters.")
        index = index_terms([self.avoid])
        _run_examples(self.examples, f"“{self.avoid}”", lambda text: next(find_terms(text, index), None) is not None)
        return self


class AtMost(Part):
    """An upper limit."""

    max: Annotated[int, Field(gt=0, le=1000)]


class Tone(Part):
    """Targets for the tone: limits, and habits to avoid."""

    reading_grade: AtMost | None = None
    sentence_words: AtMost | None = None
    avoid: tuple[ToneTarget, ...] = ()


class Citations(Part):
    """How many citations the text needs, and which identifier each entry of its list of references needs."""

    min_per_1000_words: Annotated[Decimal, Field(ge=0, le=200)] = Decimal()
    need_identifier: tuple[Literal["doi", "isbn", "url"], ...] = ()


class Length(Part):
    """How long the text may be, in words of its running text."""

    min_words: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    max_words: Annotated[int, Field(gt=0, le=10_000_000)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Length":
        if self.max_words is not None and self.min_words > self.max_words:
            raise ValueError(f"“min_words” is {self.min_words}, above “max_words” {self.max_words}.")
        return self


class Policy(Part):
    """A policy at one version."""

    schema_: Literal["stet-policy/1"] = Field(alias="schema")
    id: Name
    version: Name
    title: Line = "Policy"
    describes: Text = ""
    approved_tools: Annotated[tuple[Tool, ...], Field(max_length=200)] = ()
    data_classes: Annotated[dict[Name, DataClass], Field(max_length=50, default_factory=dict)]
    disclosure: Disclosure = Disclosure(required=False)
    sections: Sections = Sections()
    terms: Annotated[tuple[Term, ...], Field(max_length=100_000)] = ()
    tone: Tone = Tone()
    citations: Citations = Citations()
    length: Length = Length()

    @model_validator(mode="after")
    def _hangs_together(self) -> "Policy":
        for what, names in (("tools", [tool.id for tool in self.approved_tools]), ("terms", list(self._terms()))):
            twice = next((name for name, count in Counter(names).items() if count > 1), None)
            if twice is not None:
                raise ValueError(f"Two {what} are called “{twice}”. Keep one of them.")
        return self

    def _terms(self) -> Iterator[str]:
        return (" ".join(words_of(term.avoid)) for term in self.terms)


def _run_examples(examples: Examples, rule: str, finds: Callable[[str], bool]) -> None:
    """Raise ValueError for the first example that the rule gets wrong."""
    for text in examples.bad:
        if not finds(text):
            raise ValueError(f"The self-test failed: {rule} does not find the bad example “{text}”.")
    for text in examples.ok:
        if finds(text):
            raise ValueError(f"The self-test failed: {rule} finds something in the ok example “{text}”.")


def load_policy(path: Path) -> Policy:
    """Read one policy file and run its self-tests. Raises RubricFileError."""
    return load_file(path, Policy)


def parse_policy(text: str, name: str) -> Policy:
    """Read a policy from text; ``name`` stands in its problems. Raises RubricFileError."""
    return parse_file(text, name, Policy)


def ready_policies() -> tuple[Policy, ...]:
    """Return the policies that come with Stet, by title."""
    folder = Path(__file__).parent / "policies"
    return tuple(sorted(map(load_policy, folder.glob("*.yaml")), key=lambda policy: policy.title))


def policy_schema() -> dict[str, object]:
    """Return the JSON Schema of policy files, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Policy.model_json_schema(by_alias=True)}
