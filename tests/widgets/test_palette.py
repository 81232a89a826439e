"""Contrast after WCAG 2.2, computed for every pair of colours in use."""

import re
from importlib import resources
from itertools import combinations
from math import dist

import pytest

from app.domain.finding import Tier
from app.domain.reference import Verdict
from widgets.looks import COMMENT_LOOK, FIELD_LOOKS, TIER_LOOKS, VERDICT_LOOKS
from widgets.palettes import palettes

SURFACES = ("paper", "panel", "chrome", "raised")
MARKS = ("fix", "ask", "consider", "context", "ok", "part")
SOFT = tuple(f"{mark}_soft" for mark in (*MARKS, "accent"))
TEXT = [
    *(("ink", surface) for surface in (*SURFACES, "hover", *SOFT)),
    *(("ink2", surface) for surface in (*SURFACES, "hover", "accent_soft", "context_soft")),
    *(("accent", surface) for surface in SURFACES),
    ("on_accent", "accent_fill"),
    ("on_accent", "fill_hover"),
]
# "hover" is also the ground beside the pages of a PDF, on which margin icons stand.
SHAPES = [
    *((mark, surface) for mark in (*MARKS, "accent", "control") for surface in SURFACES),
    *((mark, "hover") for mark in (*MARKS, "accent")),
    *((mark, f"{mark}_soft") for mark in (*MARKS, "accent")),
]
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB
SIGHTS = {
    "full colour": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
PLAINLY_ANOTHER = 10  # CIE76; about 2 is just seen


def linear(colour):
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]


def contrast(one, other):
    low, high = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other)
    )
    return (high + 0.05) / (low + 0.05)


def lab(colour, sight):
    rgb = [sum(m * c for m, c in zip(row, linear(colour), strict=True)) for row in sight]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    whites = (0.95047, 1, 1.08883)
    shares = [sum(m * c for m, c in zip(row, rgb, strict=True)) / w for row, w in zip(to_xyz, whites, strict=True)]
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in shares)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_black_on_white_has_the_largest_contrast():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("name", palettes())
def test_text_has_contrast(name):
    colours = palettes()[name]
    assert {pair: contrast(*map(colours.get, pair)) for pair in TEXT if contrast(*map(colours.get, pair)) < 4.5} == {}


@pytest.mark.parametrize("name", palettes())
def test_marks_icons_and_borders_have_contrast(name):
    colours = palettes()[name]
    assert {pair: contrast(*map(colours.get, pair)) for pair in SHAPES if contrast(*map(colours.get, pair)) < 3} == {}


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", palettes())
def test_fix_ask_and_consider_stay_apart(name, sight):
    seen = {mark: lab(palettes()[name][mark], SIGHTS[sight]) for mark in ("fix", "ask", "consider")}
    assert min(dist(seen[one], seen[other]) for one, other in combinations(seen, 2)) > PLAINLY_ANOTHER


def test_every_palette_has_every_colour():
    assert {frozenset(colours) for colours in palettes().values()} == {frozenset(palettes()["light"])}
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colours in palettes().values() for colour in colours.values())


def test_every_colour_named_in_the_style_sheet_exists():
    style = resources.files("resources").joinpath("style", "stet.qss").read_text("utf-8")
    names = set(re.findall(r"\$\{?([a-z]\w*)", style)) - {"sans", "serif", "code", "icons"}
    assert names <= set(palettes()["light"])


def test_tiers_verdicts_and_comments_have_their_own_line_icon_and_colour():
    assert set(TIER_LOOKS) == set(Tier)
    assert set(VERDICT_LOOKS) == set(Verdict)
    assert len({look.icon for look in VERDICT_LOOKS.values()}) == len(Verdict)
    assert len({look.line for look in (*TIER_LOOKS.values(), COMMENT_LOOK)}) == len(Tier) + 1
    looks = [*TIER_LOOKS.values(), *VERDICT_LOOKS.values(), *FIELD_LOOKS.values(), COMMENT_LOOK]
    assert all(look.word and look.colour in palettes()["light"] for look in looks)
