"""The formulas give the figures that places have published (DOMAIN 2.6)."""

from decimal import Decimal

import pytest

from crm.domain import kpi


def percent(value: Decimal | None) -> Decimal:
    assert value is not None
    return (value * 100).quantize(Decimal("0.01"))


def test_pace_gap_of_panzhihua() -> None:
    assert percent(kpi.pace_gap(Decimal("1.2564"), 10)) == Decimal("42.31")


def test_pace_gap_of_jiangmen() -> None:
    assert percent(kpi.pace_gap(Decimal("0.972"), 10)) == Decimal("13.87")


def test_behind_schedule_is_negative() -> None:
    assert percent(kpi.pace_gap(kpi.completion_rate(40, 100), 6)) == Decimal("-10.00")


def test_rates_of_a_cohort_of_1093_signings() -> None:
    cohort = kpi.Cohort(signed=1093, started=907, completed=401)
    assert percent(cohort.start_rate) == Decimal("82.98")
    assert percent(cohort.completed_rate) == Decimal("36.69")


def test_rates_of_a_cohort_of_218_signings() -> None:
    cohort = kpi.Cohort(signed=218, started=199, in_production=118)
    assert percent(cohort.start_rate) == Decimal("91.28")
    assert percent(cohort.production_rate) == Decimal("54.13")


def test_funds_rate_as_published() -> None:
    assert percent(kpi.funds_rate(Decimal("2794.49"), Decimal("6129.09"))) == Decimal("45.59")


def test_yearly_completion_as_published() -> None:
    assert percent(kpi.completion_rate(Decimal("219.22"), Decimal("589"))) == Decimal("37.22")
    assert percent(kpi.completion_rate(78, 132)) == Decimal("59.09")


def test_investment_rate_against_the_year_plan() -> None:
    assert percent(kpi.investment_rate(Decimal("1.08"), Decimal("1.5"))) == Decimal("72.00")


def test_more_started_than_signed_is_no_cohort() -> None:
    with pytest.raises(ValueError, match="not one cohort"):
        kpi.Cohort(signed=3, started=4)


@pytest.mark.parametrize(
    "rate",
    [
        kpi.completion_rate(5, 0),
        kpi.signing_rate(0, 0),
        kpi.registration_conversion(0, 0),
        kpi.fixed_asset_conversion(Decimal(1), Decimal(0)),
        kpi.chain_fit(0, 0),
        kpi.year_on_year(5, 0),
        kpi.pace_gap(None, 3),
        kpi.Cohort(signed=0).start_rate,
    ],
)
def test_without_a_base_there_is_no_rate(rate: Decimal | None) -> None:
    assert rate is None


def test_signing_rate_counts_those_still_negotiating() -> None:
    assert kpi.signing_rate(3, 9) == Decimal("0.25")


def test_growth_against_last_year() -> None:
    assert kpi.year_on_year(110, 100) == Decimal("0.1")
    assert kpi.year_on_year(90, 100) == Decimal("-0.1")


@pytest.mark.parametrize("months", [-1, 13])
def test_a_year_has_twelve_months(months: int) -> None:
    with pytest.raises(ValueError, match="months"):
        kpi.time_progress(months)


@pytest.mark.parametrize(
    ("completion", "word"),
    [("1.2", "已超额"), ("1", "已超额"), ("0.8", "进展良好"), ("0.6", "正常推进"), ("0.5999", "需关注")],
)
def test_standing_words(completion: str, word: str) -> None:
    assert kpi.standing(Decimal(completion)) == word


def test_no_standing_without_a_target() -> None:
    assert kpi.standing(None) == ""


def test_unit_score_caps_each_indicator() -> None:
    indicators = [
        kpi.Scored(completion=Decimal("3"), weight=Decimal("50")),
        kpi.Scored(completion=Decimal("0.5"), weight=Decimal("50")),
        kpi.Scored(completion=None, weight=Decimal("10")),
    ]
    assert kpi.unit_score(indicators) == Decimal("75.0")


@pytest.mark.parametrize(
    ("days", "points"), [(23, 10), (20, 10), (19, 9), (15, 9), (14, 8), (10, 8), (9, 7), (2, 0), (0, 0)]
)
def test_points_for_days_at_the_post(days: int, points: int) -> None:
    assert kpi.stationed_days_score(days) == points


def test_absence_found_costs_ten_points() -> None:
    assert kpi.stationed_days_score(20, absences=1) == 0


def test_points_against_the_best_of_the_group() -> None:
    assert kpi.share_of_best(6, 8, 20) == Decimal(15)
    assert kpi.share_of_best(0, 0, 20) == 0
