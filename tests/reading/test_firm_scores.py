"""Weights decide which candidates are firms, and overlapping ones share one chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reading import firm_scores
from crm.reading.firm_candidates import Candidate
from crm.reading.firm_shapes import FirmForm

STRETCHES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    min_size=1,
    max_size=12,
    unique=True,
)


def candidate(start: int, end: int) -> Candidate:
    form = FirmForm(start=start, end=end, core_start=start, core_end=end, rule="全称")
    return Candidate(form=form, source="全称")


@given(STRETCHES, st.floats(-5, 5))
def test_stretches_over_one_character_have_one_chance_between_them(
    stretches: list[tuple[int, int]], score: float
) -> None:
    for rivals in firm_scores.groups(stretches):
        likely = firm_scores.chances(rivals, dict.fromkeys(rivals, score))
        for at in range(27):
            assert sum(likely[start, end] for start, end in rivals if start <= at < end) <= 1.000001


def test_a_stretch_without_rivals_has_the_chance_its_score_says() -> None:
    likely = firm_scores.chances([(3, 7)], {(3, 7): 0.0})

    assert likely[3, 7] == pytest.approx(0.5)


def test_of_two_beginnings_the_better_one_is_chosen() -> None:
    found = {(0, 8): (candidate(0, 8), {"surplus"}), (2, 8): (candidate(2, 8), {"clean"})}

    forms = firm_scores.choose(found, {"surplus": 1.0, "clean": 3.0})

    assert [(form.start, form.end) for form in forms] == [(2, 8)]


def test_what_nothing_speaks_for_is_left_out() -> None:
    assert firm_scores.choose({(0, 4): (candidate(0, 4), {"doubt"})}, {"doubt": -2.0}) == []


def test_the_shipped_weights_are_read() -> None:
    assert 100 < len(firm_scores.weights()) < 1000
