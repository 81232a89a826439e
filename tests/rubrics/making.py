"""Rubrics made for tests."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from rubrics.model import Criterion, Gate, Level, Rubric

TEXT = """\
schema: stet-rubric/1
id: brief
version: "2"
title: Brief
criteria:
  - id: ACC
    dimension: accuracy
    title: Sources exist
    weight: 60
    gate: {below: meets, caps_total_at: 50}
    levels:
      - {id: fails, label: Fails, points: 0}
      - {id: meets, label: Meets, points: 4}
  - id: TON
    dimension: tone
    title: Plain words
    weight: 40
    levels:
      - {id: fails, label: Fails, points: 0}
      - {id: partly, label: Partly, points: 1.5}
      - {id: meets, label: Meets, points: 3}
"""
_words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@st.composite
def rubrics(draw):
    """Any rubric that follows the rules: weights add up to 100, levels ascend, some criteria have a gate."""
    cuts = draw(st.sets(st.integers(1, 9_999), max_size=4))
    edges = [0, *sorted(cuts), 10_000]
    criteria = [
        draw(_criterion(f"C{number}", Decimal(high - low) / 100)) for number, (low, high) in enumerate(pairwise(edges))
    ]
    return Rubric(schema="stet-rubric/1", id="made", version="1", title=draw(_words), criteria=tuple(criteria))


@st.composite
def _criterion(draw, name, weight):
    points = sorted(draw(st.sets(st.integers(0, 1000), min_size=2, max_size=9)))
    levels = tuple(Level(id=f"l{n}", label=draw(_words), points=points_) for n, points_ in enumerate(points))
    gated = draw(st.booleans())
    gate = Gate(below=levels[-1].id, caps_total_at=draw(st.integers(0, 100))) if gated else None
    return Criterion(id=name, dimension="accuracy", title=draw(_words), weight=weight, gate=gate, levels=levels)
