"""Credit notes for invoices of orders: money alone, what was ordered stays (billing 7, 8)."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from autossa.domain.billing.credit_notes import Pick
from autossa.domain.orders.orders import Wanted
from autossa.operations import credits
from autossa.operations.billing import credit_notes
from autossa.operations.credits import orders as credit_orders
from autossa.operations.errors import Invalid
from autossa.operations.orders import licenses as orders
from autossa.queries.billing.books.reading import books
from autossa.queries.billing.documents import document_of
from autossa.queries.billing.invoices import invoice_rows
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import ALICE, VERA, Shop, on
from tests.cast.sold import order, sell
from tests.store.looking import contents

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("all_is_right_afterwards")]

UNCHANGED = ("lots", "transfers", "coverage", "licenses", "license_lines", "credit_orders", "license_orders")


def licenses_ordered(shop: Shop) -> models.Invoice:
    """Ten ports and two operators, booked: 500.00 and 600.00 net."""
    sell(shop)
    wanted = (Wanted("PORT", 10), Wanted("OPERATOR", 2))
    orders.book(order=order(shop, shop.project(), *wanted, gross=1309_00), ctx=on("2026-01-20"))
    return models.Invoice.objects.get(series="INV", reason="order")


def credits_ordered(shop: Shop) -> models.Invoice:
    """100 SSC for 100.00, booked; with a hundred ports they last for a year."""
    key, project = new_id(), shop.project(quantity=100)
    credit_orders.place(
        order=key, project=project, ssc=100_00, payer=shop.alice, gross=119_00, ctx=on("2026-01-20", ALICE)
    )
    credit_orders.book(order=key, ctx=on("2026-01-20"))
    return models.Invoice.objects.get(series="INV", reason="order")


def credit(invoice: models.Invoice, *picks: Pick, day: str = "2026-01-25") -> models.Invoice:
    credit_notes.credit(invoice=invoice.id, picks=picks, reason="Goodwill", ctx=on(day, VERA))
    return models.Invoice.objects.filter(series="CN").latest("id")


def net(note: models.Invoice) -> list[tuple[str, int]]:
    return [(line.name or "SSC", line.net) for line in document_of(note.id).lines]


def test_a_line_a_share_and_the_rest_of_licenses(shop: Shop) -> None:
    invoice = licenses_ordered(shop)
    before = {name: rows for name, rows in contents().items() if name in UNCHANGED}
    first = credit(invoice, Pick(0, quantity=3))
    second = credit(invoice, Pick(1, amount=1))
    last = credit(invoice)
    assert [len(net(note)) for note in (first, second, last)] == [1, 1, 2]
    assert (first.net, second.net, last.net) == (-150_00, -1, -949_99)
    assert sum(note.tax for note in (first, second, last)) == -invoice.tax
    with pytest.raises(Invalid, match="Nothing is left"):
        credit(invoice)
    after = contents()
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("pick", [Pick(0, amount=500_01), Pick(2), Pick(0, quantity=11)])
def test_never_more_than_was_ordered(shop: Shop, pick: Pick) -> None:
    invoice = licenses_ordered(shop)
    with pytest.raises(Invalid):
        credit(invoice, pick)
    assert not models.Invoice.objects.filter(series="CN").exists()


@pytest.mark.parametrize("make", [licenses_ordered, credits_ordered])
def test_a_whole_note_says_what_the_invoice_said(shop: Shop, make: object) -> None:
    assert callable(make)
    invoice = make(shop)
    note = credit(invoice)
    billed, noted = document_of(invoice.id), document_of(note.id)
    assert [(line.name, -line.units, line.price, -line.net) for line in noted.lines] == [
        (line.name, line.units, line.price, line.net) for line in billed.lines
    ]
    assert (noted.gross, noted.paid_on) == (-billed.gross, None)
    (row,) = invoice_rows([note], {})
    assert (row.is_credit_note, row.corrects, row.net) == (True, invoice.full_number, note.net)


def earned_and_deferred(day: date) -> tuple[int, int]:
    with books(day) as found:
        lots = list(found.lots())
    assert sum(lot.worth_on(day) for lot in lots) == sum(
        row.net for row in models.Invoice.objects.filter(issued_on__lte=day)
    )
    return sum(lot.earned_until(day) for lot in lots), sum(lot.deferred_on(day) for lot in lots)


@pytest.mark.parametrize("amount", [10_00, 100_00])
def test_credits_that_were_paid_back_are_worth_less_from_then_on(shop: Shop, amount: int) -> None:
    invoice = credits_ordered(shop)
    project: UUID = invoice.project_id  # type: ignore[assignment]
    credits.extend(project=project, months=6, ctx=on("2026-02-01", ALICE))
    used = 100_00 - models.Project.objects.get(pk=project).free
    assert 0 < used < 100_00
    whole = earned_and_deferred(date(2026, 3, 1))
    credit(invoice, Pick(0, amount=amount), day="2026-03-02")
    assert sum(earned_and_deferred(date(2026, 3, 1))) == sum(whole)
    for day in (date(2026, 3, 2), date(2026, 6, 1), date(2027, 3, 1)):
        earned, deferred = earned_and_deferred(day)
        assert earned + deferred == 100_00 - amount
        assert min(earned, deferred) >= 0
    rest = 100_00 - used  # nobody used it: it pays the note first
    assert earned_and_deferred(date(2027, 3, 1)) == ((used, rest - amount) if amount < rest else (100_00 - amount, 0))


def test_what_is_used_after_a_note_has_its_share_of_the_rest(shop: Shop) -> None:
    invoice = credits_ordered(shop)
    credit(invoice, Pick(0, amount=50_00))
    credits.extend(project=invoice.project_id, months=12, ctx=on("2026-02-01", ALICE))  # type: ignore[arg-type]
    assert earned_and_deferred(date(2027, 3, 1)) == (50_00, 0)
    assert Fraction(document_of(invoice.id).net) == 100_00
