"""Data classes are found by their form and checksum, shown masked, and left out where the policy allows them."""

import pytest

from rubrics.policy_data import DETECTORS, find_data, mask


def found(text, *detectors, allow=()):
    return [text[one.start : one.end] for one in find_data(text, detectors or DETECTORS, allow)]


@pytest.mark.parametrize(
    ("detector", "value"),
    [
        ("email", "ada.nolan@wexmoor.net"),
        ("phone", "+44 20 7946 0018"),
        ("phone", "0033 1 42 68 53 00"),
        ("phone", "(650) 253-0000"),
        ("iban", "DE89 3704 0044 0532 0130 00"),
        ("iban", "GB82WEST12345698765432"),
        ("card", "4012 8888 8888 1881"),
        ("card", "378282246310005"),
        ("national_id", "536-90-4399"),
        ("national_id", "54362315K"),
        ("national_id", "RCCMNL83S18D969H"),
        ("secrets", "AKIA" + "IOSFODNN7EXAMPLE"),
        ("secrets", "ghp_" + "a1B2" * 9),
        ("secrets", "-----BEGIN RSA " + "PRIVATE KEY-----"),
        ("secrets", "xoxb-" + "123456789012-abcdefghij"),
        ("confidential", "Strictly confidential"),
        ("confidential", "INTERNAL USE ONLY"),
    ],
)
def test_each_kind_is_found(detector, value):
    assert found(f"It says {value} there.", detector) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Call 2023-2024 or 1,450 visitors, ISBN 978-3-16-148410-0.",
        "The card 4012 8888 8888 1882 is wrong.",
        "DE89 3704 0044 0532 0130 01 is wrong.",
        "The form 000-12-3456 is wrong.",
        "In confidence, the confidential talks ended.",
        "The key is long and the password is secret.",
        "See sk-learn and akia.",
        "Order 4111 1111 1111 1111 is a sample.",
    ],
)
def test_other_numbers_and_words_are_left_alone(text):
    assert found(text) == []


def test_allowed_values_are_left_out():
    text = "Write to ada@acme.example or bob@other.example."
    assert found(text, "email", allow=["*@acme.example"]) == ["bob@other.example"]


def test_only_the_beginning_is_shown():
    assert mask("ada.nolan@wexmoor.net", "email") == "a•••@wexmoor.net"
    assert mask("AKIAIOSFODNN7EXAMPLE", "secrets") == "AKIA••••"
    assert mask("CONFIDENTIAL", "confidential") == "CONFIDENTIAL"


@pytest.mark.parametrize("text", ["1 " * 50_000, "a@" * 50_000, "A" * 100_000, "+1" * 50_000, "eyJ" * 30_000])
def test_hostile_text_is_got_through(text):
    assert found(text) == []
