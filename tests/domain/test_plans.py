"""The plan table (rule 3) is data, and only sensible data."""

from fractions import Fraction

import pytest

from autossa.domain.plans import STANDARD_OPTIONS, Option


@pytest.mark.parametrize(
    ("name", "term", "notice", "billed", "factor"),
    [
        ("annual_yearly", 12, 3, 12, "0.98"),
        ("annual_quarterly", 12, 3, 3, "0.99"),
        ("annual_monthly", 12, 3, 1, "1"),
        ("flex_monthly", 1, 1, 1, "1.03"),
    ],
)
def test_the_published_options(name: str, term: int, notice: int, billed: int, factor: str) -> None:
    (found,) = [option for option in STANDARD_OPTIONS if option.name == name]
    assert (found.term_months, found.notice_months, found.billed_months) == (term, notice, billed)
    assert found.price_factor == Fraction(factor)


def test_there_are_no_others() -> None:
    assert len(STANDARD_OPTIONS) == 4


@pytest.mark.parametrize(
    ("term", "notice", "billed", "adjustment", "complaint"),
    [
        (0, 1, 1, "0", "at least 1"),
        (12, 0, 1, "0", "at least 1"),
        (12, 3, 0, "0", "at least 1"),
        (12, 3, 5, "0", "must divide the term"),
        (1, 1, 3, "0", "must divide the term"),
        (12, 3, 1, "-1", "must leave a price"),
        (12, 3, 1, "-1.5", "must leave a price"),
    ],
)
def test_an_option_that_cannot_work_is_refused(
    term: int, notice: int, billed: int, adjustment: str, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        Option("odd", term, notice, billed, Fraction(adjustment))
