"""Pages lie one below the other, and each point of them belongs to one place on one page."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from widgets.pdf_layout import PageLayout


@given(
    st.lists(st.tuples(st.floats(50, 900), st.floats(50, 900)), min_size=1, max_size=20),
    st.floats(0.2, 4),
    st.floats(100, 2000),
)
def test_pages_lie_one_below_the_other(sizes, scale, room):
    layout = PageLayout(sizes, scale, room)
    areas = [layout.area(number) for number in range(len(sizes))]
    assert all(upper.bottom() < lower.top() for upper, lower in pairwise(areas))
    assert areas[-1].bottom() < layout.height
    assert all(area.right() <= layout.icon_left + 1 for area in areas)
    for number, area in enumerate(areas):
        assert layout.page_at(area.center().y()) == number
        assert list(layout.pages_between(area.top(), area.bottom())) == [number]
        spot = layout.spot(area.center())
        assert (layout.point(spot) - area.center()).manhattanLength() < 0.01
    assert list(layout.pages_between(0, layout.height)) == list(range(len(sizes)))
