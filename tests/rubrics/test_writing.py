"""A file that is written is the rubric or policy that is read again, and a fault is found in its part."""

import pytest

from rubrics.canvas import from_canvas, to_canvas
from rubrics.load import library, parse_rubric
from rubrics.policy import parse_policy, ready_policies
from rubrics.writing import Fault, as_data, as_yaml, faults_of


@pytest.mark.parametrize("policy", ready_policies(), ids=lambda policy: policy.id)
def test_a_written_policy_reads_the_same(policy):
    assert parse_policy(as_yaml(as_data(policy)), "again.yaml") == policy


@pytest.mark.parametrize("rubric", library(), ids=lambda rubric: rubric.id)
def test_a_written_rubric_reads_the_same(rubric):
    assert parse_rubric(as_yaml(as_data(rubric)), "again.yaml") == rubric
    through_canvas = from_canvas(to_canvas(rubric), "canvas.csv")
    assert parse_rubric(as_yaml(as_data(through_canvas)), "again.yaml") == through_canvas


def data():
    return as_data(next(policy for policy in ready_policies() if policy.id == "office"))


def faults(changed):
    return faults_of(as_yaml(changed), parse_policy)


def test_a_policy_without_faults_has_none():
    assert faults(data()) == ()


@pytest.mark.parametrize(
    ("part", "value", "expected"),
    [
        ("terms", [{"avoid": "fine"}, {"avoid": "a*"}], ("terms", 1)),
        ("data_classes", {"one": {"detect": ["email"]}, "two": {"detect": []}}, ("data_classes", 1)),
        ("length", {"min_words": 5, "max_words": 2}, ("length", -1)),
        ("id", "a b", ("id", -1)),
    ],
)
def test_a_fault_is_found_in_its_part_and_item(part, value, expected):
    (fault,) = faults(data() | {part: value})
    assert (fault.part, fault.item) == expected
    assert isinstance(fault, Fault)
