"""What coverage costs in SSC (rule 2): R(need(o, e)) − R(need(o, s)), so that all charges of a run add up."""

from fractions import Fraction
from itertools import pairwise

import pytest

from autossa.domain.charges import charge_line, charge_lines, multiplied, need, rounded_need, total
from autossa.domain.dates import add_months
from tests.domain.story import d, line


@pytest.mark.parametrize(
    ("quantity", "rate", "start", "end", "exact", "rounded"),
    [
        (500, "1", "2026-01-31", "2027-01-31", "500", 50000),
        (500, "1", "2026-01-31", "2026-02-28", "125/3", 4167),
        (7, "1", "2026-01-31", "2026-03-31", "7/6", 117),
        (40, "0.5", "2026-01-31", "2026-02-14", "5/6", 83),
        (3, "0.01", "2026-01-31", "2026-02-28", "1/400", 0),
        (6, "0.01", "2026-01-31", "2026-02-28", "1/200", 1),  # half a hundredth goes up
    ],
)
def test_need_is_exact_and_rounded_once(
    quantity: int, rate: str, start: str, end: str, exact: str, rounded: int
) -> None:
    line_ = line(quantity, rate)
    span = d(start), d(end), d("2026-01-31")
    assert need(line_, *span) == Fraction(exact)
    assert rounded_need(line_, *span) == rounded


@pytest.mark.parametrize(
    ("quantity", "rate", "anchor", "months_each", "charges"),
    [
        pytest.param(
            500,
            "1",
            "2026-01-31",
            1,
            [4167, 4166, 4167, 4167, 4166, 4167, 4167, 4166, 4167, 4167, 4166, 4167],
            id="500.00 in months",
        ),
        pytest.param(7, "1", "2024-02-29", 3, [175, 175, 175, 175], id="7.00 in quarters"),
        pytest.param(7, "1", "2024-02-29", 1, [58, 59, 58, 58, 59, 58, 58, 59, 58, 58, 59, 58], id="7.00 in months"),
        pytest.param(7, "1", "2024-02-29", 12, [700], id="7.00 in one"),
        pytest.param(1, "0.01", "2026-01-31", 1, [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], id="0.01 in months"),
        pytest.param(1, "0.99", "2026-05-31", 3, [25, 25, 24, 25], id="0.99 in quarters"),
    ],
)
def test_a_year_adds_up_however_it_is_cut(
    quantity: int, rate: str, anchor: str, months_each: int, charges: list[int]
) -> None:
    bounds = [add_months(d(anchor), k) for k in range(0, 13, months_each)]
    found = [charge_line(line(quantity, rate, anchor), *span, d(anchor)) for span in pairwise(bounds)]
    assert [charge.ssc for charge in found if charge] == charges
    assert sum(charges) == quantity * Fraction(rate) * 100


# A run from 1 January 2026, 1200 units at 1 SSC: 100.00 a month; January and March have 31 days, February 28.
@pytest.mark.parametrize(
    ("added", "ended", "start", "end", "charged", "origin_ssc"),
    [
        pytest.param("2025-06-01", None, "2026-01-01", "2026-02-01", "2026-01-01 2026-02-01", 10000, id="older"),
        pytest.param("2026-01-16", None, "2026-01-01", "2026-02-01", "2026-01-16 2026-02-01", 5161, id="joins within"),
        pytest.param(
            "2026-01-16", None, "2026-02-01", "2026-03-01", "2026-02-01 2026-03-01", 10000, id="joined before"
        ),
        pytest.param("2025-06-01", "2026-02-15", "2026-02-01", "2026-03-01", "2026-02-01 2026-02-15", 5000, id="ends"),
        pytest.param("2026-02-01", None, "2026-01-01", "2026-02-01", None, 0, id="not yet"),
        pytest.param("2025-06-01", "2026-01-01", "2026-01-01", "2026-02-01", None, 0, id="no longer"),
        pytest.param("2026-01-16", "2026-01-16", "2026-01-01", "2026-02-01", None, 0, id="never alive"),
        pytest.param("2025-06-01", None, "2025-11-01", "2026-01-16", "2026-01-01 2026-01-16", 4839, id="before A"),
    ],
)
def test_a_line_is_charged_for_the_days_it_was_alive(
    added: str, ended: str | None, start: str, end: str, charged: str | None, origin_ssc: int
) -> None:
    charge = charge_line(line(added=added, ended=ended), d(start), d(end), d("2026-01-01"))
    if charged is None:
        assert charge is None
    else:
        assert charge is not None
        assert (f"{charge.start} {charge.end}", charge.ssc) == (charged, origin_ssc)
        assert charge.origin == max(d(added), d("2026-01-01"))


def test_the_charges_of_a_line_that_joins_and_leaves_add_up_to_its_whole_need() -> None:
    anchor, joined, left = d("2026-01-31"), d("2026-03-10"), d("2026-11-05")
    line_ = line(37, "7.77", "2026-03-10", "2026-11-05")
    bounds = [add_months(anchor, k) for k in range(13)]
    charges = [charge_line(line_, *span, anchor) for span in pairwise(bounds)]
    assert sum(charge.ssc for charge in charges if charge) == rounded_need(line_, joined, left, anchor)


def test_a_charge_may_be_nothing_though_the_line_was_alive() -> None:
    charge = charge_line(line(1, "0.01"), d("2026-01-01"), d("2026-01-02"), d("2026-01-01"))
    assert charge is not None
    assert charge.ssc == 0


@pytest.mark.parametrize(
    ("ssc", "multiplier", "expected"),
    [(1935, "2", 3870), (1935, "1", 1935), (1935, "1.5", 2903), (1934, "1.5", 2901), (1, "0.5", 1), (1935, "0", 0)],
)
def test_a_late_charge_is_multiplied_and_a_fraction_goes_half_up(ssc: int, multiplier: str, expected: int) -> None:
    charge = charge_line(line(), d("2026-01-01"), d("2026-01-07"), d("2026-01-01"))
    assert charge is not None
    late = multiplied(charge._replace(ssc=ssc), Fraction(multiplier))
    assert (late.ssc, late.multiplier) == (expected, Fraction(multiplier))
    assert late._replace(ssc=charge.ssc, multiplier=charge.multiplier) == charge


def test_lines_are_charged_in_order_and_requested_ones_never() -> None:
    lines = (
        line(12, number=1, license_id="L1"),
        line(24, number=2, license_id="L2", confirmed=False),
        line(36, number=3),
    )
    charges = charge_lines(lines, d("2026-01-01"), d("2026-02-01"), d("2026-01-01"))
    assert [(charge.line.number, charge.ssc) for charge in charges] == [(1, 100), (3, 300)]
    assert total(charges) == 400
