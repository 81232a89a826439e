"""Every check of the product has a page; a check without one has none."""

import pytest

from app.checks.engine import CHECKS
from app.shell.help_pages import check_page, help_page


@pytest.mark.parametrize("check", [check.id for check in CHECKS])
def test_every_check_has_a_page(check):
    assert check_page(check).startswith("# ")


def test_a_page_that_does_not_exist_is_empty():
    assert check_page("of-a-plug-in") == ""
    assert help_page("mentor").startswith("# ")
