"""A bank took money back: exactly what it had paid is open again, a fee is claimed, a mandate stops where it should."""

from datetime import UTC, datetime

import pytest

from autossa.domain.billing.documents import Method
from autossa.operations.billing.payments import refunds, returning
from autossa.operations.billing.payments.errors import AlreadyReturned, NoSuchPayment
from autossa.operations.billing.payments.payout_accounts import confirm_account
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import ALICE, Shop, d
from tests.operations.billing.payments.accounts import DAY, FIONA, IBAN, VERA, account, by, enter, invoices, owed, rest

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("all_is_right_afterwards")]


def test_exactly_what_it_paid_is_open_again(shop: Shop) -> None:
    first, second = invoices(shop)
    enter(shop, rest(second), second)
    gross = rest(first)
    payment = enter(shop, gross, first)
    before = owed(shop)
    returning.return_payment(payment=payment, code="am04", fee=3_50, ctx=by(FIONA))
    assert (rest(first), rest(second)) == (gross, 0)
    fee = models.Fee.objects.get()
    assert (fee.amount, fee.number, fee.reason, rest(fee.id)) == (3_50, 1, "returned", 3_50)
    assert models.Claim.objects.get(pk=fee.id).number == "FEE-2026-000001"
    assert owed(shop) == before + gross + 3_50
    assert models.OutboxMessage.objects.filter(topic="payment.returned").count() == 1
    with pytest.raises(AlreadyReturned):
        returning.return_payment(payment=payment, amount=1, ctx=by(FIONA))


def test_a_part_goes_from_the_account_first(shop: Shop) -> None:
    first, _ = invoices(shop)
    payment = enter(shop, owed(shop) + 10_00, first)
    returning.return_payment(payment=payment, amount=10_00, ctx=by(FIONA))
    assert owed(shop) == 0
    returning.return_payment(payment=payment, amount=1_00, ctx=by(FIONA))
    assert owed(shop) == 1_00
    assert not models.Fee.objects.exists()


@pytest.mark.parametrize(("passes_on", "claimed"), [(True, 1), (False, 0)])
def test_the_fee_is_claimed_where_the_policy_says_so(shop: Shop, passes_on: bool, claimed: int) -> None:
    first, _ = invoices(shop)
    payment = enter(shop, rest(first), first)
    models.PaymentPolicy.objects.create(
        starts_on=d("2026-01-01"), methods=[], tolerance=5, uses_credit=True, passes_on_fees=passes_on,
        prenotify_days=5, lead_days=1, core_final_days=56, b2b_final_days=3, mandate_months=36, set_at=by(VERA).now,
    )  # fmt: skip
    returning.return_payment(payment=payment, fee=3_50, ctx=by(FIONA))
    assert models.Fee.objects.count() == claimed


@pytest.mark.parametrize(("code", "stops"), [("AC04", True), ("MD06", True), ("AM04", False), ("", False)])
@pytest.mark.parametrize("method", [Method.DIRECT_DEBIT, Method.TRANSFER])
def test_some_reasons_stop_the_mandate(shop: Shop, code: str, stops: bool, method: Method) -> None:
    first, _ = invoices(shop)
    mandate = models.Mandate.objects.create(
        reference="M-1", payer_id=shop.alice, signed_on=d("2026-01-02"), iban=IBAN, holder="Alice",
        text="Yes", scheme="CORE", signed_at=datetime(2026, 1, 2, tzinfo=UTC),
    )  # fmt: skip
    payment = enter(shop, rest(first), first, method=method)
    returning.return_payment(payment=payment, code=code, ctx=by(FIONA))
    mandate.refresh_from_db()
    is_debit = method is Method.DIRECT_DEBIT
    assert (mandate.stopped_on, mandate.stop_code) == ((d(DAY), code) if stops and is_debit else (None, ""))


def test_what_was_paid_out_before_is_owed(shop: Shop) -> None:
    invoices(shop)
    payment = enter(shop, owed(shop) + 20_00)
    confirm_account(payer=shop.alice, iban=IBAN, holder="Alice Ltd", ctx=by(ALICE))
    key = refunds.propose(payer=shop.alice, currency="EUR", amount=20_00, reason="Asked for", ctx=by(FIONA))
    refunds.approve(refund=key, ctx=by(VERA))
    amount = models.Payment.objects.get().amount
    returning.return_payment(payment=payment, ctx=by(FIONA))
    assert account(shop).on_account(d(DAY)) == -20_00
    assert owed(shop) == amount - 20_00


def test_what_is_wrong_is_refused(shop: Shop) -> None:
    first, _ = invoices(shop)
    payment = enter(shop, rest(first), first)
    with pytest.raises(returning.ReturnCodeInvalid):
        returning.return_payment(payment=payment, code="closed", ctx=by(FIONA))
    with pytest.raises(returning.FeeBelowZero):
        returning.return_payment(payment=payment, fee=-1, ctx=by(FIONA))
    with pytest.raises(NoSuchPayment):
        returning.return_payment(payment=new_id(), ctx=by(FIONA))
    assert rest(first) == 0
