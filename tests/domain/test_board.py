"""Places of cards that were put somewhere by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm.domain.board import SPACING, between, own_place, spread

some_places = st.lists(st.integers(-200, 200), min_size=2, max_size=12).map(sorted)


def test_newer_cards_stand_above_older_ones():
    assert own_place(7) < own_place(6)


def test_a_place_lies_between_its_neighbours_and_beyond_the_ends():
    assert between(0, SPACING) == SPACING // 2
    assert between(None, 0) == -SPACING
    assert between(0, None) == SPACING
    assert between(None, None) == 0


def test_neighbours_without_room_leave_no_place():
    assert between(4, 5) is None
    assert between(4, 4) is None


@given(some_places, st.data())
def test_room_is_made_without_changing_the_order(places, data):
    at = data.draw(st.integers(1, len(places) - 1))
    moved = spread(places, at)
    after = [moved.get(place, old) for place, old in enumerate(places)]

    assert after == sorted(after)
    assert between(after[at - 1], after[at]) is not None
