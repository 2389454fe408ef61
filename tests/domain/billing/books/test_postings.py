"""What each kind of document, payment and use of credits posts, by hand; a debit is above 0."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from autossa.domain.billing.books.ahead import deferred_ahead
from autossa.domain.billing.books.items import (
    Claim,
    ClaimKind,
    Collecting,
    Item,
    Payment,
    PaymentKind,
    State,
    days_overdue,
    rest_of,
    state_of,
)
from autossa.domain.billing.books.lots import Cut, GivenBack, Lot, Taken, TakenAway, Use, with_movements
from autossa.domain.billing.books.postings import Ledger, Span, Transaction, balances, of_items, of_lots, of_payments
from autossa.domain.billing.books.vat import vat_of
from autossa.domain.billing.vat import Treatment
from autossa.domain.invoices import Reason
from tests.domain.billing.payments.story import d

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
VAT19 = Fraction(19, 100)


INVOICE = Claim(
    ClaimKind.INVOICE, "i", "INV-2026-000001", d("01-10"), d("01-24"), "ada", "EUR", 10000, 1900, 11900, VAT19,
    Treatment.DOMESTIC,
)  # fmt: skip
NOTE = replace(INVOICE, kind=ClaimKind.CREDIT_NOTE, key="c", day=d("02-01"), net=-10000, tax=-1900, gross=-11900)
PART = replace(NOTE, net=-2500, tax=-475, gross=-2975)


def paid(day: str, amount: int, kind: PaymentKind = PaymentKind.RECEIVED, document: str = "i") -> Payment:
    return Payment(d(day), amount, "ada", "EUR", document, kind)


def sums(transactions: Iterable[Transaction]) -> dict[str, int]:
    """By ledger, what is not 0; each transaction adds up."""
    found: dict[str, int] = {}
    listed = list(transactions)
    for one in listed:
        assert sum(leg.amount for leg in one.legs) == 0, one
    for (_, account), amount in balances(listed).items():
        found[account.ledger.value] = found.get(account.ledger.value, 0) + amount
    return {ledger: amount for ledger, amount in found.items() if amount}


DOCUMENTS: dict[str, tuple[Item, dict[str, int]]] = {
    "invoice": (Item(INVOICE), {"receivable": 11900, "deferred": -10000, "vat": -1900}),
    "voided": (Item(INVOICE, (NOTE,)), {}),
    "corrected in part": (Item(INVOICE, (PART,)), {"receivable": 8925, "deferred": -7500, "vat": -1425}),
    "paid": (Item(INVOICE, (), (paid("01-20", 11900),)), {"bank": 11900, "deferred": -10000, "vat": -1900}),
    "paid in part": (
        Item(INVOICE, (), (paid("01-20", 4000),)),
        {"bank": 4000, "receivable": 7900, "deferred": -10000, "vat": -1900},
    ),
    "paid, then voided: the payer has it to its credit": (
        Item(INVOICE, (NOTE,), (paid("01-20", 11900),)),
        {"bank": 11900, "payer_credit": -11900},
    ),
    "voided, then paid all the same": (
        Item(INVOICE, (NOTE,), (paid("02-03", 11900),)),
        {"bank": 11900, "payer_credit": -11900},
    ),
    "voided and paid on one day": (
        Item(INVOICE, (NOTE,), (paid("02-01", 11900),)),
        {"bank": 11900, "payer_credit": -11900},
    ),
    "paid beyond": (
        Item(INVOICE, (), (paid("01-20", 12000),)),
        {"bank": 12000, "payer_credit": -100, "deferred": -10000, "vat": -1900},
    ),
    "paid wrongly, and that reversed": (
        Item(INVOICE, (), (paid("01-20", 4000), paid("01-21", -4000))),
        {"receivable": 11900, "deferred": -10000, "vat": -1900},
    ),
    "paid from credit on account": (
        Item(INVOICE, (), (paid("01-20", 11900, PaymentKind.ALLOCATED),)),
        {"payer_credit": 11900, "deferred": -10000, "vat": -1900},
    ),
    "written off": (
        Item(INVOICE, (), (paid("01-20", 11897), paid("03-01", 3, PaymentKind.WRITTEN_OFF))),
        {"bank": 11897, "write_offs": 3, "deferred": -10000, "vat": -1900},
    ),
    "fee": (
        Item(replace(INVOICE, kind=ClaimKind.FEE, net=500, tax=0, gross=500, rate=Fraction(0))),
        {"receivable": 500, "fees": -500},
    ),
    "fee waived: it was never earned": (
        Item(
            replace(INVOICE, kind=ClaimKind.FEE, net=500, tax=0, gross=500, rate=Fraction(0)),
            (),
            (paid("02-01", 500, PaymentKind.WAIVED),),
        ),
        {},
    ),
    "collected, and returned": (
        Item(INVOICE, (), (paid("01-24", 11900), paid("01-28", -11900, PaymentKind.RETURNED))),
        {"receivable": 11900, "deferred": -10000, "vat": -1900},
    ),
    "what was beyond it is used elsewhere": (
        Item(INVOICE, (NOTE,), (paid("01-20", 11900), paid("02-03", -11900, PaymentKind.ALLOCATED))),
        {"bank": 11900, "payer_credit": -11900},
    ),
    "returned after it was credited": (
        Item(INVOICE, (NOTE,), (paid("01-20", 11900), paid("02-03", -11900, PaymentKind.RETURNED))),
        {},
    ),
    "written off, then voided: no loss, and no credit of the payer": (
        Item(INVOICE, (NOTE,), (paid("01-20", 11900, PaymentKind.WRITTEN_OFF),)),
        {},
    ),
    "paid in part, the rest written off, then half of it credited": (
        Item(
            INVOICE,
            (replace(NOTE, net=-5000, tax=-950, gross=-5950),),
            (
                paid("01-20", 7000),
                paid("01-28", 4900, PaymentKind.WRITTEN_OFF),
            ),
        ),
        {"bank": 7000, "payer_credit": -1050, "deferred": -5000, "vat": -950},
    ),
    "reverse charge": (
        Item(replace(INVOICE, tax=0, gross=10000, rate=Fraction(0), treatment=Treatment.REVERSE_CHARGE)),
        {"receivable": 10000, "deferred": -10000},
    ),
    "a sum that does not add up is seen": (
        Item(replace(INVOICE, gross=11901)),
        {"receivable": 11901, "deferred": -10000, "vat": -1900, "rounding": -1},
    ),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_a_document_posts(kind: str) -> None:
    item, wanted = DOCUMENTS[kind]
    assert sums(of_items([item], YEAR)) == wanted
    assert rest_of(item, YEAR.last) == wanted.get("receivable", 0)


def test_money_on_account_comes_and_goes() -> None:
    on_account = [paid("01-02", 900, document=""), paid("01-03", 400, PaymentKind.PAID_OUT, "")]
    assert sums(of_payments(on_account, YEAR)) == {"bank": 500, "payer_credit": -500}


def test_money_of_nobody_is_found_to_be_of_a_payer() -> None:
    unknown = replace(paid("01-02", 900, document=""), payer="")
    transactions = list(of_payments([unknown, paid("01-05", 900, PaymentKind.ASSIGNED, "")], YEAR))
    assert sums(transactions) == {"bank": 900, "payer_credit": -900}
    credits = {a.of: amount for (_, a), amount in balances(transactions).items() if a.ledger is Ledger.PAYER_CREDIT}
    assert credits == {"": 0, "ada": -900}


STATES = [
    ((), (), "01-10", State.OPEN),
    ((), (), "01-24", State.OPEN),
    ((), (), "01-25", State.OVERDUE),
    ((), (paid("01-25", 11900),), "01-25", State.PAID),
    ((), (paid("01-25", 11900),), "01-24", State.OPEN),
    ((NOTE,), (), "02-01", State.CREDITED),
    ((NOTE,), (), "01-31", State.OVERDUE),
    ((PART,), (paid("02-02", 8925),), "02-02", State.PAID),
    ((NOTE,), (paid("01-20", 11900), paid("02-03", -11900, PaymentKind.ALLOCATED)), "02-03", State.CREDITED),
    ((NOTE,), (paid("02-03", 11900),), "02-03", State.PAID),
    ((), (paid("03-01", 11900, PaymentKind.WRITTEN_OFF),), "03-01", State.WRITTEN_OFF),
    ((), (paid("03-01", 11900, PaymentKind.WAIVED),), "03-01", State.WAIVED),
    ((), (paid("01-24", 11900), paid("01-25", -11900, PaymentKind.RETURNED)), "02-01", State.RETURNED),
    ((), (paid("01-24", 11900), paid("01-25", -11900)), "02-01", State.OVERDUE),
    ((), (paid("01-24", 9), paid("01-25", -9, PaymentKind.RETURNED), paid("01-26", 9)), "02-01", State.OVERDUE),
    ((), (replace(paid("01-24", 11900), final_on=d("03-21")),), "03-20", State.PROCESSING),
    ((), (replace(paid("01-24", 11900), final_on=d("03-21")),), "03-21", State.PAID),
]


@pytest.mark.parametrize(("notes", "payments", "day", "state"), STATES)
def test_the_state_follows(notes: tuple[Claim, ...], payments: tuple[Payment, ...], day: str, state: State) -> None:
    assert state_of(Item(INVOICE, notes, payments), d(day)) is state


COLLECTED = Item(INVOICE, collecting=(Collecting(d("01-20"), d("01-30")),))


@pytest.mark.parametrize(
    ("day", "state", "overdue"),
    [
        ("01-19", State.OPEN, 0),
        ("01-20", State.PROCESSING, 0),
        ("01-29", State.PROCESSING, 0),
        ("01-30", State.OVERDUE, 6),
    ],
)
def test_what_is_being_collected_is_not_overdue(day: str, state: State, overdue: int) -> None:
    assert (state_of(COLLECTED, d(day)), days_overdue(COLLECTED, d(day))) == (state, overdue)


# ---------------------------------------------------------------- lots


def lot(value: int, *uses: Use, currency: str = "EUR", **more: object) -> Lot:
    return Lot("l", currency, Treatment.DOMESTIC, VAT19, d("01-10"), value, uses, **more)  # type: ignore[arg-type]


def use(value: int, start: str, end: str, reason: Reason = Reason.EXTENSION, day: str = "01-10") -> Use:
    return Use("b", reason, d(day), d(start), d(end), value)


USES: dict[str, tuple[Lot, list[tuple[str, int, int]]]] = {
    "a month, day by day": (
        lot(3100, use(3100, "02-01", "03-01")),
        [("01-31", 0, 3100), ("02-01", 111, 2989), ("02-14", 1550, 1550), ("02-28", 3100, 0), ("12-31", 3100, 0)],
    ),
    "booked late: what is past at once": (
        lot(3100, use(3100, "01-01", "02-01")),
        [("01-09", 0, 0), ("01-10", 1000, 2100), ("01-31", 3100, 0)],
    ),
    "a gap at once": (
        lot(3100, use(3100, "01-01", "01-10", Reason.GAP)),
        [("01-09", 0, 0), ("01-10", 3100, 0)],
    ),
    "half a cent goes up": (
        lot(1, use(1, "02-01", "02-03")),
        [("02-01", 1, 0), ("02-02", 1, 0)],
    ),
    "yen, without decimals": (
        lot(5156, use(5156, "02-01", "03-01"), currency="JPY"),
        [("02-01", 184, 4972), ("02-28", 5156, 0)],
    ),
    "fils, three decimals": (
        lot(10001, use(10001, "02-01", "02-04"), currency="KWD"),
        [("02-01", 3334, 6667), ("02-02", 6667, 3334), ("02-03", 10001, 0)],
    ),
    "nothing booked: deferred without an end": (lot(5000), [("01-10", 0, 5000), ("12-31", 0, 5000)]),
    "credited while it was earned": (
        lot(2800, replace(use(2800, "02-01", "03-01"), cuts=(Cut(d("02-11"), 2800),)), cuts=(Cut(d("02-11"), 2800),)),
        [("02-10", 1000, 1800), ("02-11", 0, 0), ("02-28", 0, 0)],
    ),
    "credited in part: what is left is earned over all its days": (
        lot(2800, replace(use(2800, "02-01", "03-01"), cuts=(Cut(d("02-11"), 1400),)), cuts=(Cut(d("02-11"), 1400),)),
        [("02-10", 1000, 1800), ("02-11", 550, 850), ("02-28", 1400, 0)],
    ),
    "what staff took away will be used by nobody": (
        lot(2800, breakage=(Cut(d("03-01"), 800),)),
        [("02-28", 0, 2800), ("03-01", 800, 2000)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", USES)
def test_what_is_earned_and_deferred(kind: str) -> None:
    one, days = USES[kind]
    for day, earned, deferred in days:
        assert (one.earned_until(d(day)) + one.broken_until(d(day)), one.deferred_on(d(day))) == (earned, deferred), day
        found = sums(of_lots([one], Span(YEAR.first, d(day))))
        assert -found.get("revenue", 0) - found.get("breakage", 0) == earned


def test_what_is_earned_is_posted_once_a_month() -> None:
    one = lot(5900, use(5900, "01-15", "03-15"))
    posted = [(one.day, one.legs[1].amount) for one in of_lots([one], Span(YEAR.first, d("03-20")))]
    assert posted == [(d("01-31"), -1700), (d("02-28"), -2800), (d("03-20"), -1400)]


def test_credits_without_a_document_have_another_side() -> None:
    one = lot(500, has_document=False)
    assert sums(of_lots([one], YEAR)) == {"clearing": 500, "deferred": -500}


def taken(booking: str, ssc: int, day: str = "02-01") -> Taken:
    return Taken(booking, Reason.MANUAL, d(day), d("02-01"), d("03-01"), ssc)


def test_the_shares_of_a_lot_add_up() -> None:
    """1000 SSC for 10.00: thirds are 3.33, 3.34, 3.33; the last one takes all that is left."""
    one = with_movements(lot(1000), 300, [taken("a", 100), taken("b", 100), taken("c", 100)])
    assert [use.value for use in one.uses] == [333, 334, 333]
    assert one.unused_on(d("02-01")) == 0


def test_what_comes_back_comes_back_at_its_worth() -> None:
    movements = [taken("a", 100), GivenBack("a", d("02-10")), TakenAway(d("02-11"), 50), taken("b", 250, "02-12")]
    one = with_movements(lot(1000), 300, movements)
    assert [use.value for use in one.uses] == [333, 833]
    assert one.breakage == (Cut(d("02-11"), 167),)
    assert one.deferred_on(d("02-10")) == 1000
    assert one.earned_until(d("12-31")) + one.broken_until(d("12-31")) == 1000


def test_more_than_there_is_is_refused() -> None:
    with pytest.raises(ValueError, match="left"):
        with_movements(lot(1000), 300, [taken("a", 301)])


def test_granted_credits_are_worth_nothing() -> None:
    one = with_movements(lot(0), 300, [taken("a", 300)])
    assert sums(of_lots([one], YEAR)) == {}


# ---------------------------------------------------------------- pages


def test_a_day_knows_nothing_of_what_came_later() -> None:
    one = lot(2800, replace(use(2800, "02-01", "03-01"), cuts=(Cut(d("02-11"), 2800),)), cuts=(Cut(d("02-11"), 2800),))
    (ahead,) = deferred_ahead([one], d("02-10"), months=2)
    assert ahead.deferred == 1800
    assert [(month.last, month.earned, month.deferred) for month in ahead.months] == [
        (d("02-28"), 1800, 0),
        (d("03-31"), 0, 0),
    ]
    (after,) = deferred_ahead([one], d("02-11"), months=2)
    assert after.deferred == 0


def test_the_vat_of_a_month_is_that_of_its_documents() -> None:
    (line,) = vat_of([INVOICE, NOTE, replace(INVOICE, day=d("02-03"))], Span(d("02-01"), d("02-28")))
    assert (line.documents, line.notes, line.net, line.tax) == (1, 1, 0, 0)
    assert (line.billed_tax, line.noted_tax) == (1900, -1900)
