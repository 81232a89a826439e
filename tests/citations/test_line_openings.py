import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.citations.find import find_references
from app.citations.line_openings import line_features, opening_chances
from tests.citations.drafts import draft

STYLES = {
    "author and date": [
        (
            "Marlowe, J. T., & Quist, B. (2021). Tidal habits of urban herons along the northern quays. Journal "
            "of Invented Birds, 12(3), 123–130."
        ),
        "Okafor, N. (2018). The quiet ledger: Accounts and their keepers in small firms. Harbour Press.",
        (
            "Tan, R., Lind, M., & Poe, C. (2019). On slowness, and why the harbour clock was never repaired. "
            "Annals of Delay, 4(1), 1–19."
        ),
        "van der Berg, A. (2017). Bridges and their keepers. River Studies, 8, 10–45.",
    ],
    "initials without stops": [
        (
            "Marlowe JT, Quist B. Tidal habits of urban herons along the northern quays. J Invented Birds "
            "2021;12(3):123-30."
        ),
        "Okafor N. The quiet ledger: accounts in small firms. Ann Harbour Econ 2018;4:1-19.",
        (
            "Tan R, Lind M, Poe C. On slowness and the harbour clock that was never repaired at all. Ann Delay "
            "2019;44:100-9."
        ),
        "Berg A. Bridges and their keepers. River Stud 2017;8:10-45.",
    ],
    "initials first": [
        (
            "J. T. Marlowe and B. Quist. Tidal habits of urban herons along the northern quays. Journal of "
            "Invented Birds, 12(3):123–130, 2021."
        ),
        "N. Okafor. The quiet ledger: Accounts and their keepers in small firms. Harbour Press, 2018.",
        (
            "R. Tan, M. Lind, and C. Poe. On slowness, and why the harbour clock was never repaired. Annals of "
            "Delay, 4(1):1–19, 2019."
        ),
        "A. van der Berg. Bridges and their keepers. River Studies, 8:10–45, 2017.",
    ],
}


@pytest.mark.parametrize("width", [60, 75, 90])
@pytest.mark.parametrize("style", STYLES)
def test_a_list_in_one_block_without_numbers_and_indents_is_cut(style, width):
    entries = STYLES[style]
    block = "\n".join(line for entry in entries for line in textwrap.wrap(entry, width, break_on_hyphens=False))
    found = find_references(draft("# References", block))
    assert [one.raw for one in found] == entries


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=12))
def test_any_lines_get_a_chance_each(lines):
    chances = opening_chances(lines)
    assert len(chances) == len(line_features(lines)) == len(lines)
    assert all(0 <= chance <= 1.000001 for chance in chances)
