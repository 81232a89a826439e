"""More training strings: the fields of gold rows printed in other styles, in English, German and French.

The public sets hold few German and French references, web pages, bodies as authors and citations in notes. Each
string here takes its authors, title and container from gold rows, its labels are exact by construction.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.citations.parse_features import Span, tokenise
from app.citations.parse_names import is_initials, split_names
from tests.evaluations.reference_gold import Gold, gold_pieces

STYLES = (
    "{authors:inverted/} ({year}): {title}. {place}: {publisher}.",
    "{authors:inverted/} ({year}): {title}. 2. Aufl. {place}: {publisher}.",
    "{authors:inverted;} ({year}): {title}, {place}: {publisher}.",
    "{authors:inverted/}: {title}. {place}: {publisher} {year}.",
    "{authors:inverted/}: {title}. {place} {year}.",
    "{authors:inverted/}, {title}, {place} {year}, S. {pages}.",
    (
        "{authors:inverted/} ({year}): {title}. In: {editor:inverted/} (Hrsg.): "
        "{container}. {place}: {publisher}, S. {pages}."
    ),
    (
        "{authors:inverted/}: {title}. In: {editor:inverted/} (Hrsg.): {container}. "
        "{place}: {publisher} {year}, S. {pages}."
    ),
    "{authors:inverted;} ({year}): {title}. In: {container} {volume} ({issue}), S. {pages}.",
    "{authors:inverted;} ({year}): {title}. In: {container}, Jg. {volume}, H. {issue}, S. {pages}.",
    "{authors:inverted/}, {title}, in: {container} {volume} ({year}), S. {pages}.",
    "{authors:body} ({year}): {title}. {place}. Online verfügbar unter {url}, zuletzt geprüft am 03.04.2021.",
    "{authors:initials&} ({year}). {title}. {publisher}.",
    "{authors:initials&} ({year}). {title} (2nd ed.). {publisher}. {url}",
    "{authors:initials&} ({year}). {title}. In {editor:leading&} (Eds.), {container} (pp. {pages}). {publisher}.",
    "{authors:initials&} ({year}). {title}. {container}, {volume}({issue}), {pages}. https://doi.org/{doi}",
    "{authors:initials&} ({year}). {title} [Unpublished doctoral dissertation]. {publisher}.",
    "{authors:body}. ({year}). {title}. {url}",
    "{authors:body}. ({year}). {title} (Report No. 12). {publisher}. {url}",
    "{authors:initials&} ({year}, March 3). {title}. {container}. {url}",
    "{authors:body}. ({year}, June 12). {title}. Retrieved July 4, 2021, from {url}",
    "{authors:plain&}, {title} ({place}: {publisher}, {year}), 45.",
    "{authors:plain&}, “{title},” {container} {volume}, no. {issue} ({year}): {pages}.",
    "{authors:plain&}, {title} ({publisher} {year}) 45.",
    "{authors:plain&}, ‘{title}’ ({year}) {volume} {container} {pages}.",
    "{authors:plain&}, “{title},” in {container}, ed. {editor:plain&} ({place}: {publisher}, {year}), {pages}.",
    "{authors:mla}. {title}. {publisher}, {year}.",
    "{authors:mla}. “{title}.” {container}, vol. {volume}, no. {issue}, {year}, pp. {pages}.",
    "{authors:mla}. “{title}.” {container}, {year}, {url}.",
    "{authors:mla}. {title}. {place}: {publisher}, {year}.",
    "{authors:mla}. “{title}.” In {container}, edited by {editor:plain&}, {pages}. {place}: {publisher}, {year}.",
    "{authors:leading&}, “{title},” {container}, vol. {volume}, no. {issue}, pp. {pages}, {year}.",
    "{authors:leading&}, “{title},” in {container}, {year}, pp. {pages}, doi: {doi}.",
    "{authors:leading&}, {title}. {place}: {publisher}, {year}.",
    "{authors:body}, “{title},” {year}. [Online]. Available: {url}",
    "{authors:initials&} ({year}) ‘{title}’, {container}, {volume}({issue}), pp. {pages}. doi:{doi}.",
    "{authors:initials&} ({year}) {title}. {place}: {publisher}.",
    (
        "{authors:initials&} ({year}) ‘{title}’, in {editor:initials&} (eds.) "
        "{container}. {place}: {publisher}, pp. {pages}."
    ),
    "{authors:body} ({year}) {title}. Available at: {url} (Accessed: 3 March 2021).",
    "{authors:inverted,} « {title} », {container}, vol. {volume}, n° {issue}, {year}, p. {pages}.",
    "{authors:inverted,} {title}, {place}, {publisher}, {year}.",
    "{authors:inverted,} ({year}). {title}. {place} : {publisher}.",
    "{authors:vancouver}. {title}. {container}. {year};{volume}({issue}):{pages}.",
    "{authors:vancouver}. {title}. {container}. {year};{volume}({issue}):{pages}. https://doi.org/{doi}",
    "{authors:vancouver}. {title}. {container}. {year};{volume}({issue}):{pages}. https://doi.org/{doi} PMID: 31556764",
    "{authors:vancouver}. {title}. {container}. {year};{volume}:{pages}.",
    "{authors:vancouver}. {title}. {container}. {year};{volume}:{pages}. doi: {doi}.",
    "{authors:vancouver}. {title}. {container}. {year} Mar 3;{volume}({issue}):{pages}. doi: {doi}.",
    "{authors:vancouver}. {title}. {container} {year};{volume}({issue}):{pages}.",
    "{authors:vancouver}. {title}. {container}. {year};{volume}({issue}).",
    "{authors:vancouver}. {title}. {container}. {year};{volume}. https://doi.org/{doi}",
    "{authors:vancouver}. {title}. {container}. {year}.",
    "{authors:vancouver}. {title}. {place}: {publisher}; {year}.",
    "{authors:vancouver}. {title}. 2nd ed. {place}: {publisher}; {year}.",
    (
        "{authors:vancouver}. {title}. In: {editor:vancouver}, editors. "
        "{container}. {place}: {publisher}; {year}. p. {pages}."
    ),
    "{authors:vancouver}. {title}. In: {container}. {publisher}; {year}. pp. {pages}.",
    "{authors:body}. {title} [Internet]. {place}: {publisher}; {year} [cited 2021 Mar 3]. Available from: {url}",
    "{title}. Available from: {url}",
    "{authors:chicago}. “{title}.” {container} {volume}, no. {issue} ({year}): {pages}. https://doi.org/{doi}.",
    "{authors:chicago}. {year}. “{title}.” {container} {volume} ({issue}): {pages}.",
    "{authors:chicago}. “{title}.” In {container}, {pages}. {publisher}, {year}. Available at: {url}.",
    "{authors:chicago}. {year}. {title}. {place}: {publisher}.",
    "{authors:plain&}, “{title}”, {container}, {volume}/{issue} ({year}), pp. {pages}.",
    "{authors:inverted;} {title}. {container} {volume}/{issue}, {year}, S. {pages}.",
    "{authors:mla}. “{title},” {container}, {volume}, {issue} (Spring {year}), {pages}.",
    "{authors:plain&}, ‘{title}’, {container}, {volume}: {issue} ({year}), {pages}.",
    "{authors:initials&} ({year}). {title}. {container} {volume} (March): {pages}.",
    "{authors:leading&}, {title}, {container}, v. {volume}, n. {issue}, p. {pages}. {year}.",
    "{authors:leading&}, {title}, {container}, v. {volume}, pp. {pages}. {year}.",
    "{authors:inverted;} {title}. {container}. {year}. Vol. {volume}, No. {issue}. P. {pages}.",
    "{authors:plain&}. {title}. {container} Volume {volume}, Number {issue}, {year}",
    "{authors:leading&}, {title}, {container} {volume}:{issue} ({year}) {pages}.",
    "{authors:inverted;} {title}. {container}. {year}, {volume}, {issue}, {pages}.",
    "{authors:plain&}. {title}. {container}, ({issue}):{pages}, {year}.",
    "{authors:leading&}, “{title},” {container}, Vol.{volume}, No.{issue}, pp.{pages}, {year}.",
    "{authors:plain&}, « {title} », {container}, {year}/{issue} Vol. {volume}, p. {pages}",
    (
        "{authors:inverted,} « {title} », dans {editor:plain&} (dir.), {container}, "
        "{place}, {publisher}, {year}, p. {pages}."
    ),
)
_FIRST = ("National", "International", "European", "Federal", "Royal", "Central", "Regional", "Independent", "World")
_BODY = (
    "Institute",
    "Agency",
    "Council",
    "Commission",
    "Association",
    "Organization",
    "Office",
    "Department",
    "Ministry",
)
_OF = ("Statistics", "Slow Travel", "Public Health", "Labour Research", "Water Quality", "Standards and Testing")
_GERMAN = ("Bundesamt für Zeitfragen", "Statistisches Landesamt", "Institut für Wartekunde", "Verband der Uhrmacher")
_ODD = {
    "issue": ("Suppl {}", "S{}", "3–4", "1-2", "Pt {}", "{} Suppl"),
    "pages": ("e{0}34", "{0}012", "{0}17–9", "{0}1–78", "S{0}–S9", "{0}4-{0}8.e2", "{0}"),
    "volume": ("{}", "{}A", "1{}"),
}
_ODD_SHARE = 0.35
_MANY = 4
_SLOT = re.compile(r"\{(\w+)(?::([\w]*)([&/;,]?))?\}")


@dataclass(frozen=True)
class Rendered:
    """A string with the label of each token."""

    text: str
    tokens: list[Span]
    labels: list[str]


@dataclass(frozen=True)
class _Pool:
    """Values of gold rows by label."""

    names: list[tuple[str, ...]]
    values: dict[str, list[str]]


def render(rows: Sequence[Gold], count: int, seed: int = 0) -> list[Rendered]:
    """Return ``count`` strings made from the fields of ``rows``."""
    rng = random.Random(seed)
    pool = _pool(rows)
    return [_fill(rng.choice(STYLES), pool, rng) for _ in range(count)]


def _pool(rows: Sequence[Gold]) -> _Pool:
    values: dict[str, list[str]] = {}
    names = []
    for gold in rows:
        for label, piece in gold_pieces(gold):
            if label == "authors":
                split = split_names(piece)[0]
                names += [split] if split and all("," in name for name in split) else []
            elif _is_clean(label, piece):
                values.setdefault(label, []).append(piece)
    return _Pool(names, values)


def _is_clean(label: str, piece: str) -> bool:
    if label == "year":
        return bool(re.fullmatch(r"\d{4}", piece))
    if label in ("volume", "issue"):
        return bool(re.fullmatch(r"\d{1,3}", piece))
    return label in ("title", "container", "publisher", "place", "pages") and 2 < len(piece) < 150


def _fill(style: str, pool: _Pool, rng: random.Random) -> Rendered:
    text, spans, place = "", [], 0
    for slot in _SLOT.finditer(style):
        label, form, mark = slot.groups()
        value = _value(label, form or "", mark or "", pool, rng)
        text += style[place : slot.start()]
        spans.append((len(text), len(text) + len(value), label))
        text, place = text + value, slot.end()
    text += style[place:]
    tokens = tokenise(text)
    labels = [
        next((label for first, last, label in spans if start < last and end > first), "O") for start, end in tokens
    ]
    return Rendered(text, tokens, labels)


def _value(label: str, form: str, mark: str, pool: _Pool, rng: random.Random) -> str:
    if form == "body":
        return _body(rng)
    if label in ("authors", "editor"):
        return _authors(rng.choice(pool.names)[: rng.choice((1, 1, 2, 2, 3, 5))], form, mark)
    if label == "doi":
        return f"10.{rng.randint(1000, 9999)}/{rng.choice(('j.abc', 's', 'xyz'))}.{rng.randint(1000, 10**7)}"
    if label == "url":
        site, page = rng.choice(("example", "agency", "news", "statistik")), rng.choice(("report", "a/b", "x-y"))
        return f"https://www.{site}.org/{page}"
    if label in _ODD and rng.random() < _ODD_SHARE:
        return rng.choice(_ODD[label]).format(rng.randint(2, 900))
    return rng.choice(pool.values[label])


def _body(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return rng.choice(_GERMAN)
    return f"{rng.choice(_FIRST)} {rng.choice(_BODY)}" + (f" for {rng.choice(_OF)}" if rng.random() < 0.5 else "")


def _authors(names: tuple[str, ...], form: str, mark: str) -> str:
    pairs = [tuple(part.strip() for part in name.split(",", 1)) for name in names]
    if form == "mla":
        return _mla(pairs)
    if form == "chicago":
        return _chicago(pairs)
    if form == "vancouver":
        return ", ".join(_run_together(*pair) for pair in pairs) + (", et al" if len(pairs) > _MANY else "")
    shown = [_one(family, given, form) for family, given in pairs]
    if mark in ("/", ";", ","):
        return {"/": " / ", ";": "; ", ",": ", "}[mark].join(shown)
    joint = " & " if form == "initials" else " and "
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + joint + shown[-1]


def _mla(pairs: list[tuple[str, ...]]) -> str:
    family, given = pairs[0]
    if len(pairs) > 2:
        return f"{family}, {given}, et al"
    return f"{family}, {given}" + (f", and {pairs[1][1]} {pairs[1][0]}" if len(pairs) == 2 else "")


def _chicago(pairs: list[tuple[str, ...]]) -> str:
    names = [", ".join(pairs[0]), *(f"{given} {family}" for family, given in pairs[1:])]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + ", and " + names[-1]


def _run_together(family: str, given: str) -> str:
    return f"{family} {''.join(_letters(given))}"


def _letters(given: str) -> list[str]:
    letters = given if is_initials(given) else "".join(word[0] for word in given.split() if word[0].isalpha())
    return [letter.upper() for letter in re.sub(r"[\W\d_]", "", letters)[:3]]


def _one(family: str, given: str, form: str) -> str:
    if form == "inverted":
        return f"{family}, {given}"
    dotted = " ".join(f"{letter}." for letter in _letters(given)) or given
    if form == "initials":
        return f"{family}, {dotted}"
    return f"{dotted if form == 'leading' else given} {family}"
