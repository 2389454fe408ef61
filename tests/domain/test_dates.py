"""Anchored months (rule 1): A ⊕ k, and months(s, e; A) as exact fractions.

Expected values are written down by hand, many from published examples of others; their sources are named by title.
"""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from autossa.domain.amounts import half_up
from autossa.domain.dates import add_months, boundary_index, days_in_month, month_index, months, read_day
from tests.domain.story import d

STRIPE = "Stripe Docs: Set the subscription billing renewal date"
RFC_7529 = "RFC 7529: RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD"
DATEUTIL = "dateutil documentation: relativedelta examples"
JAVA = "Java SE API: LocalDate.plusMonths"
JAVA_RULE = "Stack Overflow: java.time, what date is one month after 31 January"
NODA = "Time Machine for Dart (after Noda Time): LocalDate.addMonths"
DATABRICKS = "Databricks SQL: add_months"
ORACLE = "Oracle OLAP DML Reference: ADD_MONTHS, End-of-Month Calculation"
GEEKS = "GeeksforGeeks: LocalDate plusMonths and minusMonths"


@pytest.mark.parametrize(
    ("source", "anchor", "k", "day"),
    [
        (STRIPE, "2026-01-31", 1, "2026-02-28"),
        (STRIPE, "2028-01-31", 1, "2028-02-29"),
        (STRIPE, "2026-01-31", 2, "2026-03-31"),
        (STRIPE, "2026-01-31", 3, "2026-04-30"),
        (STRIPE, "2026-09-02", 1, "2026-10-02"),
        (RFC_7529, "2014-01-31", 1, "2014-02-28"),
        (RFC_7529, "2014-01-31", 2, "2014-03-31"),
        (RFC_7529, "2014-01-31", 3, "2014-04-30"),
        (DATEUTIL, "2003-01-27", 1, "2003-02-27"),
        (DATEUTIL, "2003-01-31", 1, "2003-02-28"),
        (DATEUTIL, "2003-01-31", 2, "2003-03-31"),
        (DATEUTIL, "2000-02-28", 12, "2001-02-28"),
        (DATEUTIL, "2000-02-29", 12, "2001-02-28"),
        (DATEUTIL, "1999-02-28", 12, "2000-02-28"),
        (DATEUTIL, "1999-03-01", 12, "2000-03-01"),
        (DATEUTIL, "2001-02-28", -12, "2000-02-28"),
        (DATEUTIL, "2001-03-01", -12, "2000-03-01"),
        (JAVA, "2007-03-31", 1, "2007-04-30"),
        (JAVA_RULE, "2011-01-15", 1, "2011-02-15"),
        (JAVA_RULE, "2011-01-31", 1, "2011-02-28"),
        (JAVA_RULE, "2012-01-31", 1, "2012-02-29"),
        (JAVA_RULE, "2013-10-31", 4, "2014-02-28"),
        (JAVA_RULE, "2013-10-31", -4, "2013-06-30"),
        (JAVA_RULE, "2012-02-29", 12, "2013-02-28"),
        (NODA, "2011-01-30", 1, "2011-02-28"),
        (NODA, "2011-03-30", -1, "2011-02-28"),
        (DATABRICKS, "2016-08-31", 1, "2016-09-30"),
        (DATABRICKS, "2016-08-31", -6, "2016-02-29"),
        (ORACLE, "2000-01-30", 1, "2000-02-29"),
        (GEEKS, "2018-08-31", 1, "2018-09-30"),
        (GEEKS, "2018-07-31", -1, "2018-06-30"),
        ("rules: the anchor's own day, not the month's end", "2026-02-28", 1, "2026-03-28"),
        ("rules: k may be negative", "2026-03-31", -1, "2026-02-28"),
        ("rules: k may be negative", "2026-01-31", -11, "2025-02-28"),
        ("rules: nothing added", "2026-01-31", 0, "2026-01-31"),
        ("rules: over the year's end", "2025-12-31", 2, "2026-02-28"),
        ("a century that is no leap year", "2096-02-29", 48, "2100-02-28"),
        ("a century that is one", "1996-02-29", 48, "2000-02-29"),
    ],
)
def test_months_are_added_to_the_anchor(source: str, anchor: str, k: int, day: str) -> None:
    assert add_months(d(anchor), k) == d(day), source


@pytest.mark.parametrize(
    ("anchor", "step", "days"),
    [
        pytest.param(
            "2025-01-31",
            1,
            "2025-02-28 2025-03-31 2025-04-30 2025-05-31 2025-06-30 2025-07-31 2025-08-31 2025-09-30 2025-10-31 "
            "2025-11-30 2025-12-31 2026-01-31",
            id="31 January, a year of months",
        ),
        pytest.param("2027-12-31", 1, "2028-01-31 2028-02-29 2028-03-31", id="31 December before a leap year"),
        pytest.param(
            "2024-02-29",
            12,
            "2025-02-28 2026-02-28 2027-02-28 2028-02-29 2029-02-28",
            id="29 February over five years",
        ),
        pytest.param("2024-02-29", 3, "2024-05-29 2024-08-29 2024-11-29 2025-02-28 2025-05-29", id="quarters from it"),
        pytest.param("2026-01-30", 1, "2026-02-28 2026-03-30 2026-04-30", id="30 January"),
        pytest.param("2026-03-31", -1, "2026-02-28 2026-01-31 2025-12-31 2025-11-30", id="backwards"),
    ],
)
def test_months_are_never_chained(anchor: str, step: int, days: str) -> None:
    found = [add_months(d(anchor), step * (k + 1)) for k in range(len(days.split()))]
    assert [str(day) for day in found] == days.split()


@pytest.mark.parametrize(("anchor", "k"), [("9999-12-01", 1), ("0001-01-31", -1), ("2026-01-31", 12 * 9000)])
def test_the_calendar_ends(anchor: str, k: int) -> None:
    with pytest.raises(OverflowError, match="outside the calendar"):
        add_months(d(anchor), k)


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [(2026, 1, 31), (2026, 2, 28), (2028, 2, 29), (1900, 2, 28), (2000, 2, 29), (2026, 4, 30)],
)
def test_days_in_a_month(year: int, month: int, days: int) -> None:
    assert days_in_month(year, month) == days


@pytest.mark.parametrize(
    ("anchor", "day", "k", "is_boundary"),
    [
        ("2026-01-31", "2026-01-31", 0, True),
        ("2026-01-31", "2026-02-27", 0, False),
        ("2026-01-31", "2026-02-28", 1, True),
        ("2026-01-31", "2026-03-28", 1, False),
        ("2026-01-31", "2026-03-31", 2, True),
        ("2026-01-31", "2026-01-30", -1, False),
        ("2026-01-31", "2025-12-31", -1, True),
        ("2024-02-29", "2025-02-28", 12, True),
        ("2024-02-29", "2028-02-28", 47, False),
        ("2024-02-29", "2028-02-29", 48, True),
        ("2026-05-15", "2026-05-14", -1, False),
    ],
)
def test_the_anchored_month_of_a_day(anchor: str, day: str, k: int, is_boundary: bool) -> None:
    assert month_index(d(anchor), d(day)) == k
    assert boundary_index(d(anchor), d(day)) == (k if is_boundary else None)


CHARGEBEE = "Chargebee Support: Proration calculation logic (649 $, begun 31 January, renewed 1 February)"
SALESFORCE = "Salesforce Help: Monthly Proration Examples (cycles from the 5th, 28 March 2025 to 4 February 2026, 90 $)"
LEDGERBEE = "LedgerBee Docs: Proration (200.00 a month, 11 July to the anchor on the 1st)"
CODESK = "Co-desk: How Prorata Billing Works (300 € a month, joined on 20 January)"
CALCBRIGHT = "CalcBright: Prorated Rent Calculator (1,500 $ a month, moved in on 11 March)"
EZYPAY = "Ezypay: Prorate Calculation (11 May to 4 June, by the days of each calendar month)"
YORLET = "Yorlet Docs: Prorations (a month from 15 January 2024)"
JAVA_PERIOD = "Java SE API: Period.between (one year, two months and three days)"
JAVA_UNTIL = "Java SE API: LocalDate.until (one day short of two months)"
DATEUTIL_AGE = "dateutil documentation: how old is John (25 years, 5 months, 12 days)"
DATEUTIL_MILLENNIUM = "dateutil documentation: since the millennium changed (2 years, 8 months, 16 days)"
DATEUTIL_DIFFERENCE = "dateutil documentation: the other way around (1 month, 7 days)"
TEMPORAL = "TC39 Temporal: PlainDate.until (P12Y5M7D)"
POSTGRES_SHORT = "PostgreSQL committers' list: age() adds days, then full months (30 days, less than a month)"
POSTGRES_MONTH = "PostgreSQL general list: Get interval in months (1 mon)"
POSTGRES_LONG = "PostgreSQL general list: Get interval in months (1 mon 4 days)"
ISDA = "ISDA memorandum, The Actual-Actual Day Count Fraction (1999), ICMA method: "


def mixed(text: str) -> Fraction:
    """An exact number written as a sum: "1 + 7/31"."""
    return sum((Fraction(part.strip()) for part in text.split("+")), Fraction(0))


@pytest.mark.parametrize(
    ("source", "anchor", "start", "end", "expected", "monthly", "charged"),
    [
        (CHARGEBEE, "2023-01-31", "2023-01-31", "2023-02-01", "1/28", "649", "23.18"),
        (SALESFORCE, "2025-03-05", "2025-03-28", "2025-04-05", "8/31", None, None),
        (SALESFORCE, "2025-03-05", "2025-03-28", "2026-02-05", "10 + 8/31", "90", "923.23"),
        (LEDGERBEE, "2025-07-01", "2025-07-11", "2025-08-01", "21/31", "200", "135.48"),
        (CODESK, "2025-01-01", "2025-01-20", "2025-02-01", "12/31", "300", "116.13"),
        (CALCBRIGHT, "2026-03-01", "2026-03-11", "2026-04-01", "21/31", "1500", "1016.13"),
        (EZYPAY, "2025-05-01", "2025-05-11", "2025-06-05", "21/31 + 4/30", None, None),
        (YORLET, "2024-01-15", "2024-01-15", "2024-01-30", "15/31", None, None),
        (YORLET, "2024-01-15", "2024-01-15", "2024-02-05", "21/31", None, None),
        (JAVA_PERIOD, "2010-01-15", "2010-01-15", "2011-03-18", "14 + 3/31", None, None),
        (JAVA_UNTIL, "2012-06-15", "2012-06-15", "2012-08-14", "1 + 30/31", None, None),
        (DATEUTIL_AGE, "1978-04-05", "1978-04-05", "2003-09-17", "305 + 12/30", None, None),
        (DATEUTIL_MILLENNIUM, "2001-01-01", "2001-01-01", "2003-09-17", "32 + 16/30", None, None),
        (DATEUTIL_DIFFERENCE, "2003-09-17", "2003-09-17", "2003-10-24", "1 + 7/31", None, None),
        (TEMPORAL, "2006-08-24", "2006-08-24", "2019-01-31", "149 + 7/31", None, None),
        (POSTGRES_SHORT, "2004-05-29", "2004-05-29", "2004-06-28", "30/31", None, None),
        (POSTGRES_MONTH, "2008-01-01", "2008-01-01", "2008-02-01", "1", None, None),
        (POSTGRES_LONG, "2008-01-01", "2008-01-01", "2008-02-05", "1 + 4/29", None, None),
        (ISDA + "semi-annual", "2003-11-01", "2003-11-01", "2004-05-01", "6", None, None),
        (ISDA + "short first, second period", "1999-07-01", "1999-07-01", "2000-07-01", "12", None, None),
        (ISDA + "long first, second period", "2003-07-15", "2003-07-15", "2004-01-15", "6", None, None),
        (ISDA + "short final, penultimate", "1999-07-30", "1999-07-30", "2000-01-30", "6", None, None),
        (STRIPE, "2026-01-31", "2026-02-28", "2026-03-31", "1", None, None),
        (RFC_7529, "2014-01-31", "2014-01-31", "2014-04-30", "3", None, None),
    ],
)
def test_published_day_counts_hold(
    source: str, anchor: str, start: str, end: str, expected: str, monthly: str | None, charged: str | None
) -> None:
    span = months(d(start), d(end), d(anchor))
    assert span == mixed(expected), source
    if monthly and charged:
        assert half_up(span * Fraction(monthly) * 100) == Fraction(charged) * 100, source


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-01-31", "2026-02-28", "1"),
        ("2026-01-31", "2026-02-14", "1/2"),
        ("2026-02-28", "2026-03-31", "1"),
        ("2026-02-28", "2026-03-01", "1/31"),
        ("2026-02-27", "2026-03-01", "1/28 + 1/31"),
        ("2026-03-31", "2026-04-30", "1"),
        ("2025-12-31", "2026-01-31", "1"),  # before the anchor
        ("2026-01-30", "2026-02-01", "1/31 + 1/28"),  # across it
        ("2026-02-14", "2026-02-14", "0"),
        ("2026-02-15", "2026-02-14", "0"),  # an empty period
    ],
)
def test_months_from_31_january(start: str, end: str, expected: str) -> None:
    assert months(d(start), d(end), d("2026-01-31")) == mixed(expected)


@pytest.mark.parametrize("anchor", ["2024-02-29", "2023-01-31", "2025-12-31", "2024-06-15"])
def test_months_count_each_day_once_and_add_up(anchor: str) -> None:
    first = d(anchor) - timedelta(days=400)
    days = [first + timedelta(days=n) for n in range(1300)]
    fractions = [months(day, day + timedelta(days=1), d(anchor)) for day in days]
    assert {fraction.numerator for fraction in fractions} == {1}
    assert {fraction.denominator for fraction in fractions} <= {28, 29, 30, 31}
    assert sum(fractions) == months(days[0], days[-1] + timedelta(days=1), d(anchor))


def test_a_year_is_twelve_months_from_any_day() -> None:
    for offset in range(366 * 4 + 1):
        anchor = date(2023, 1, 1) + timedelta(days=offset)
        assert months(anchor, add_months(anchor, 12), anchor) == 12


@pytest.mark.parametrize("text", ["2026-02-01", "1.2.2026", "01.02.2026", "1/2/2026", "01/02/2026"])
def test_a_day_is_read_with_the_day_first_in_every_language(text: str) -> None:
    assert read_day(text) == date(2026, 2, 1)


@pytest.mark.parametrize(
    "text",
    ["", "02/13/2026", "2026-02-30", "9999-12-31", "31.12.9999", "2200-01-01", "1899-12-31", "0001-01-01", "0000-00-00",
     "20260201", "2026-W05-7", "2026-2-1", "1.2.26", "1/2/26", "01-02-2026", "2026/02/01", "2026-02-01T10:00", "soon",
     "\u0662026-02-01", "99999-01-01"],
)  # fmt: skip
def test_what_is_no_day_of_an_agreement_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"after the year|is not a date|must be in|range"):
        read_day(text)
