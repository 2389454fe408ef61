"""The rate of a supply: by treatment, by the table, on the day that the policy says."""

from datetime import date
from fractions import Fraction

import pytest

from autossa.domain.billing.vat import Rate, SupplyDate, Treatment, rate_on
from autossa.domain.policies import Policy
from autossa.domain.projects import Terms
from autossa.domain.vat_ids import usual_treatment

TABLE = (
    Rate(date(2020, 1, 1), Fraction(19, 100)),
    Rate(date(2020, 7, 1), Fraction(16, 100)),
    Rate(date(2021, 1, 1), Fraction(19, 100)),
)
JUNE, JULY = date(2020, 6, 17), date(2020, 7, 1)


@pytest.mark.parametrize(
    ("day", "rate"),
    [("2020-01-01", 19), ("2020-06-30", 19), ("2020-07-01", 16), ("2020-12-31", 16), ("2021-01-01", 19)],
)
def test_the_row_that_has_begun_last_counts(day: str, rate: int) -> None:
    assert rate_on(TABLE, Treatment.DOMESTIC, date.fromisoformat(day)) == Fraction(rate, 100)
    assert rate_on(TABLE[::-1], Treatment.DOMESTIC, date.fromisoformat(day)) == Fraction(rate, 100)
    assert rate_on(TABLE, Treatment.REVERSE_CHARGE, date.fromisoformat(day)) == 0


def test_before_the_first_row_there_is_none() -> None:
    with pytest.raises(LookupError, match="2019-12-31"):
        rate_on(TABLE, Treatment.DOMESTIC, date(2019, 12, 31))
    assert rate_on((), Treatment.THIRD_COUNTRY, date(2019, 12, 31)) == 0


@pytest.mark.parametrize(("supply_date", "rate"), [(SupplyDate.FIRST_DAY, 16), (SupplyDate.ISSUE_DAY, 19)])
def test_booked_in_june_for_july(supply_date: SupplyDate, rate: int) -> None:
    terms = Terms(Policy(supply_date=supply_date), tax_rates=TABLE)
    assert terms.tax_rate_on(JULY, JULY, JUNE) == Fraction(rate, 100)


def test_who_pays_next_has_its_own_rates() -> None:
    terms = Terms(tax_rates=TABLE, next_payer=(JULY, Fraction(0)))
    assert terms.tax_rate_on(JUNE, JUNE, JUNE) == Fraction(19, 100)
    assert terms.tax_rate_on(JULY, JULY, JUNE) == 0
    both = Terms(next_payer=(JULY, Fraction(0)), next_tax_rates=TABLE)
    assert both.tax_rate_on(JUNE, JUNE, JUNE) == 0
    assert both.tax_rate_on(JULY, JULY, JUNE) == Fraction(16, 100)


def test_a_scenario_says_one_rate_for_all_days() -> None:
    terms = Terms(tax_rate=Fraction(7, 100))
    assert {terms.tax_rate_on(JUNE, JUNE, JUNE), terms.tax_rate_of_today(JULY)} == {Fraction(7, 100)}


@pytest.mark.parametrize(
    ("country", "vat_id", "usual"),
    [
        ("DE", "", Treatment.DOMESTIC),
        ("AT", "ATU13585627", Treatment.REVERSE_CHARGE),
        ("AT", "", Treatment.DOMESTIC),
        ("CH", "", Treatment.THIRD_COUNTRY),
    ],
)
def test_what_is_usual(country: str, vat_id: str, usual: Treatment) -> None:
    assert usual_treatment(country, vat_id, "DE") is usual
