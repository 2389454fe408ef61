"""The money of the days ahead, and expected against received (forecast of payments)."""

from dataclasses import replace
from datetime import date

import pytest

from autossa.domain.billing.documents import Method
from autossa.domain.billing.forecast import Certainty, Expected, end_of, forecast, months_before, of_item
from autossa.domain.billing.payments.facts import Collection, Return
from tests.domain.billing.payments.story import account, credit_note, d, invoice, receipt

A = invoice("1")


@pytest.mark.parametrize(
    ("day", "promised", "disputed", "on", "certainty"),
    [
        ("01-20", None, False, "01-24", Certainty.OPEN),
        ("01-24", None, False, "01-24", Certainty.OPEN),
        ("01-25", None, False, "01-25", Certainty.OVERDUE),
        ("01-25", "02-03", False, "02-03", Certainty.PROMISED),
        ("02-04", "02-03", False, "02-04", Certainty.OVERDUE),
        ("01-20", "02-03", True, "01-24", Certainty.DISPUTED),
    ],
)
def test_when_a_document_is_expected(
    day: str, promised: str | None, disputed: bool, on: str, certainty: Certainty
) -> None:
    found = of_item(account(A).items["1"], d(day), Method.CARD, d(promised) if promised else None, disputed)
    assert found == Expected(d(on), 11900, "EUR", Method.CARD, certainty)


def test_what_is_collected_is_surest_and_what_is_settled_is_not_expected() -> None:
    collecting = (Collection("k", "1", 11900, d("01-24"), d("01-20")),)
    found = of_item(account(A, collections=collecting).items["1"], d("01-21"), Method.DIRECT_DEBIT)
    assert found is not None
    assert found.certainty is Certainty.COLLECTING
    assert of_item(account(A, notes=(credit_note(A, "01-15"),)).items["1"], d("01-21"), Method.TRANSFER) is None


def expected(day: str, amount: int, currency: str = "EUR", certainty: Certainty = Certainty.OPEN) -> Expected:
    method = Method.CARD if certainty is Certainty.RENEWAL else Method.TRANSFER
    return Expected(d(day), amount, currency, method, certainty)


def test_ninety_days_by_method_and_certainty() -> None:
    given = [
        expected("01-01", 100), expected("01-01", 50), expected("01-08", 7, certainty=Certainty.RENEWAL),
        expected("03-31", 20), expected("04-01", 4000), expected("01-02", 9, "CHF"),
    ]  # fmt: skip
    chf, eur = forecast(given, d("01-01"))
    assert (chf.currency, chf.total, eur.total) == ("CHF", 9, 177)
    assert eur.by_certainty() == {Certainty.OPEN: 170, Certainty.RENEWAL: 7}
    assert eur.by_method() == {Method.TRANSFER: 170, Method.CARD: 7}
    weeks = eur.weeks()
    assert len(weeks) == 13
    assert weeks[0] == (d("01-01"), {Certainty.OPEN: 150})
    assert weeks[1] == (d("01-08"), {Certainty.RENEWAL: 7})
    assert sum(sum(amounts.values()) for _, amounts in weeks) == eur.total


def test_expected_against_received() -> None:
    later = invoice("2", 5000, "02-20", "03-06")
    one = account(
        A, later, notes=(credit_note(A, "02-05", 1900),),
        receipts=(receipt("p", 10000, "02-02"), receipt("q", 77, "04-02")),
        returns=(Return("p", d("03-03"), 10000, "AM04"),),
    )  # fmt: skip
    other = replace(one, currency="USD")
    found = months_before([one, other], "EUR", d("03-15"), 3)
    assert [(month.first, month.expected, month.received) for month in found] == [
        (d("01-01"), 10000, 0), (d("02-01"), 0, 10000), (d("03-01"), 5000, -10000),
    ]  # fmt: skip
    assert end_of(found[1]) == d("02-28")
    assert [month.expected for month in months_before([one], "EUR", d("01-31"), 1)] == [11900]
    assert len(months_before([], "EUR", date(2026, 1, 31))) == 12
