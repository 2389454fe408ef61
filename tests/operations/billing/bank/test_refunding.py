"""Approved refunds go into one file, once; one that was not sent can be discarded."""

from uuid import UUID

import pytest

from autossa.domain.billing.documents import Method
from autossa.operations.billing.bank import files, refunding
from autossa.operations.billing.payments import receiving
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import ALICE, BOB, VERA, Shop, d, on
from tests.documents.billing.sepa.made import assert_valid, texts
from tests.operations.billing.bank.debtors import HERS, offer_debits

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY = "2026-02-14"
"""A Saturday: it is paid out on Monday."""


def _approved(shop: Shop, amount: int = 12_34) -> models.Refund:
    payment = new_id()
    receiving.enter(
        payment=payment,
        payer=shop.alice,
        amount=amount,
        currency="EUR",
        method=Method.TRANSFER,
        day=d(DAY),
        ctx=on(DAY),
    )
    account = models.PayoutAccount.objects.create(
        payer_id=shop.alice, iban=HERS, holder="Alice Ltd", confirmed_by=_user(ALICE.user), confirmed_at=on(DAY).now
    )
    refund = models.Refund.objects.create(
        payer_id=shop.alice, currency="EUR", amount=amount, account=account, reason="Paid twice",
        proposed_by=_user(VERA.user), proposed_at=on(DAY).now, approved_on=DAY, approved_by=_user(BOB.user),
        approved_at=on(DAY).now,
    )  # fmt: skip
    models.Payout.objects.create(refund=refund, payment_id=payment, day=DAY, amount=amount)
    return refund


def _user(key: UUID | None) -> UUID:
    assert key is not None
    return key


def test_a_file_of_refunds_is_valid_and_made_once(shop: Shop) -> None:
    offer_debits()
    refund = _approved(shop)
    made = refunding.make_refund_file(ctx=on(DAY))
    file = models.BankOrder.objects.get(pk=made)
    content = files.content_of(order=made, ctx=on(DAY))
    assert_valid(content, "pain.001.001.09")
    assert texts(content, "EndToEndId") == [refund.pk.hex.upper()]
    assert texts(content, "InstdAmt") == ["12.34"]
    assert (file.day, file.total, file.count) == (d("2026-02-16"), 12_34, 1)
    with pytest.raises(refunding.NothingToRefund):
        refunding.make_refund_file(ctx=on(DAY))
    files.take_back(order=made, ctx=on(DAY))
    assert refunding.make_refund_file(ctx=on(DAY)) != made


def test_without_an_account_of_ours_no_file_is_made(shop: Shop) -> None:
    _approved(shop)
    with pytest.raises(refunding.BankFileNotPossible, match="IBAN"):
        refunding.make_refund_file(ctx=on(DAY))
    assert not models.BankOrder.objects.exists()
