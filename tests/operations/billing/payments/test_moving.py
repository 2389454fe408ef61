"""A payment that was assigned to the wrong payer is moved: both accounts tell it, nothing is deleted."""

from uuid import UUID

import pytest
from django.db import Error, transaction

from autossa.domain.billing.books.items import State, state_of
from autossa.domain.billing.books.postings import Ledger, balances
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.statement import Movement, statement
from autossa.operations.billing.payments import allocating, moving, receiving, returning
from autossa.operations.billing.payments.desk import NoSuchPayer
from autossa.operations.billing.payments.errors import (
    AlreadyReturned,
    MoreThanLeftOfPayment,
    NoSuchClaim,
    NoSuchPayment,
    NotAssigned,
    NothingToMove,
    NotMovable,
)
from autossa.queries.billing.books.reading import books
from autossa.queries.billing.forecast.money import money_ahead
from autossa.queries.billing.payments.accounts import account_of
from autossa.queries.billing.payments.payment_page import payment_page
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import Shop, d, on
from tests.operations.billing.payments.accounts import DAY, VERA, account, by, enter, invoices, rest

pytestmark = [pytest.mark.store, pytest.mark.django_db]
LATER = "2026-03-09"


def _move(shop: Shop, payment: UUID, *documents: UUID, day: str = LATER) -> UUID:
    return moving.move(payment=payment, payer=shop.charlie, documents=documents, ctx=by(VERA, day))


def _charlies(shop: Shop) -> Account:
    return account_of(shop.charlie, "EUR")


def test_what_it_had_paid_is_open_again_and_the_other_payer_has_the_money(shop: Shop) -> None:
    first, second = invoices(shop)
    before = rest(first)
    payment = enter(shop, before + 5_00, first)
    there = _move(shop, payment)
    assert (rest(first), account(shop).on_account(d(LATER))) == (before, 0)
    assert state_of(account(shop).items[str(first)], d(LATER)) in (State.OPEN, State.OVERDUE)
    assert _charlies(shop).on_account(d(LATER)) == before + 5_00
    row = models.Payment.objects.get(pk=there)
    assert (row.payer_id, row.amount, row.day, row.source) == (shop.charlie, before + 5_00, d(DAY), "staff")
    assert models.Payment.objects.get(pk=payment).moved == before + 5_00
    assert list(check_all()) == []
    assert second  # never touched


def test_both_accounts_and_both_payments_tell_it(shop: Shop) -> None:
    first, _ = invoices(shop)
    payment = enter(shop, 1_00, first)
    there = _move(shop, payment)
    off, at = payment_page(payment), payment_page(there)
    assert off.moved_to is not None
    assert off.moved_to.payer == at.payment.payer
    assert at.moved_from is not None
    assert at.moved_from.payer == off.payment.payer
    assert [step.what for step in off.steps] == ["allocated", "allocated", "moved"]
    lines = statement(account(shop), d("2026-02-01"), d(LATER)).lines
    assert [line.amount for line in lines if line.what is Movement.MOVED] == [1_00]
    (line,) = statement(_charlies(shop), d("2026-02-01"), d(LATER)).lines
    assert (line.what, line.day, line.amount) == (Movement.PAYMENT, d(LATER), -1_00)
    said = dict(models.Activity.objects.filter(action__startswith="move_payment").values_list("organisation", "action"))
    assert said == {shop.alice: "move_payment_off", shop.charlie: "move_payment"}


def test_the_bank_got_it_once_on_the_day_it_came(shop: Shop) -> None:
    first, _ = invoices(shop)
    payment = enter(shop, 1_00, first)
    before = money_ahead(d(LATER))[0].months
    _move(shop, payment)
    assert money_ahead(d(LATER))[0].months == before
    for day in (DAY, LATER):
        with books(d(day)) as found:
            posted = balances(found.transactions())
        sums = {ledger: sum(a for (_, one), a in posted.items() if one.ledger is ledger) for ledger in Ledger}
        credit = account(shop).on_account(d(day)) + _charlies(shop).on_account(d(day))
        assert (sums[Ledger.BANK], -sums[Ledger.PAYER_CREDIT], sum(sums.values())) == (1_00, credit, 0)


def test_it_pays_what_the_right_payer_owes(shop: Shop) -> None:
    first, second = invoices(shop)
    payment = enter(shop, 1_00, first)
    there = _move(shop, payment)
    before = rest(second)
    back = moving.move(payment=there, payer=shop.alice, documents=[second], ctx=by(VERA, LATER))
    assert rest(second) == before - 1_00
    assert len({payment, there, back}) == 3
    assert list(check_all()) == []


def test_credit_that_is_left_pays_what_is_open_again(shop: Shop) -> None:
    first, second = invoices(shop)
    payment = enter(shop, rest(first) + rest(second), first, second)
    enter(shop, 7_00)
    _move(shop, payment)
    assert account(shop).on_account(d(LATER)) == 0
    assert account(shop).owed(d(LATER)) == sum(item.claim.gross for item in account(shop).items.values()) - 7_00


def test_what_went_back_stays_where_it_was(shop: Shop) -> None:
    first, _ = invoices(shop)
    payment = enter(shop, 1_00, first)
    returning.return_payment(payment=payment, amount=40, ctx=by(VERA))
    there = _move(shop, payment)
    assert models.Payment.objects.get(pk=there).amount == 60
    with pytest.raises(AlreadyReturned):
        returning.return_payment(payment=payment, amount=1, ctx=by(VERA, LATER))
    with pytest.raises(MoreThanLeftOfPayment):
        allocating.allocate(payment=payment, document=first, amount=1, ctx=by(VERA, LATER))


def test_what_is_refused(shop: Shop) -> None:
    first, _ = invoices(shop)
    payment, waiting = enter(shop, 1_00, first), new_id()
    receiving.record(waiting, d(DAY), 5, "EUR", on(DAY), method="transfer", source="bank")
    card = new_id()
    receiving.record(card, d(DAY), 5, "EUR", on(DAY), method=Method.CARD.value, source="gateway")
    receiving.assign(payment=card, payer=shop.alice, ctx=on(DAY))
    for wrong, payer, error in (
        (new_id(), shop.charlie, NoSuchPayment), (waiting, shop.charlie, NotAssigned),
        (payment, shop.alice, moving.SamePayer), (payment, new_id(), NoSuchPayer), (card, shop.charlie, NotMovable),
    ):  # fmt: skip
        with pytest.raises(error):
            moving.move(payment=wrong, payer=payer, ctx=by(VERA, LATER))
    with pytest.raises(NoSuchClaim):
        _move(shop, payment, first)
    assert not models.PaymentMove.objects.exists()
    _move(shop, payment)
    with pytest.raises(NothingToMove):
        _move(shop, payment)


@pytest.mark.parametrize("wrong", ["amount", "payer", "nobody"])
def test_the_database_holds_that_it_is_the_same_money_of_another(shop: Shop, wrong: str) -> None:
    first, _ = invoices(shop)
    payment, there = enter(shop, 1_00, first), new_id()
    allocating.reverse(payment=payment, document=first, amount=1_00, ctx=by(VERA, LATER))
    receiving.record(there, d(DAY), 1_00 - (wrong == "amount"), "EUR", on(LATER), method="transfer", source="staff")
    if wrong != "nobody":
        payer = shop.alice if wrong == "payer" else shop.charlie
        models.PaymentAssignment.objects.create(
            payment_id=there, payer_id=payer, day=d(LATER), why="by_hand", at=on(LATER).now
        )
    with pytest.raises(Error, match="same money"), transaction.atomic():
        models.PaymentMove.objects.create(payment_id=payment, to_id=there, day=d(LATER), amount=1_00, at=on(LATER).now)
