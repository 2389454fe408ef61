"""Credit is paid out by two people, to an account that the payer itself confirmed; never more than there is."""

import pytest
from django.db import IntegrityError, transaction

from autossa.operations.billing.payments import payout_accounts, refunds
from autossa.operations.billing.payments.errors import IbanNotConfirmed, MoreThanCredit, NotAboveZero, SamePerson
from autossa.operations.billing.payments.write_offs import PersonNeeded
from autossa.operations.context import Actor
from autossa.store import models
from tests.cast.shop import ALICE, Shop, d
from tests.operations.billing.payments.accounts import DAY, FIONA, IBAN, VERA, account, by, enter, invoices, owed

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("all_is_right_afterwards")]


@pytest.fixture
def credit(shop: Shop) -> int:
    """Alice paid everything, and 50.00 more, in two payments; her account is confirmed."""
    invoices(shop)
    enter(shop, owed(shop) + 20_00)
    enter(shop, 30_00)
    payout_accounts.confirm_account(payer=shop.alice, iban=IBAN, holder="Alice Ltd", ctx=by(ALICE))
    return 50_00


def test_two_people_pay_credit_out(shop: Shop, credit: int) -> None:
    key = refunds.propose(payer=shop.alice, currency="EUR", amount=45_00, reason="Asked for", ctx=by(FIONA))
    assert account(shop).on_account(d(DAY)) == credit  # nothing moved yet
    with pytest.raises(SamePerson):
        refunds.approve(refund=key, ctx=by(FIONA))
    with pytest.raises(refunds.RefundWaits):
        refunds.propose(payer=shop.alice, currency="EUR", amount=1, reason="Again", ctx=by(VERA))
    refunds.approve(refund=key, ctx=by(VERA))
    assert account(shop).on_account(d(DAY)) == 5_00
    assert [row.amount for row in models.Payout.objects.order_by("payment")] == [20_00, 25_00]
    assert models.OutboxMessage.objects.filter(topic="refund.approved").count() == 1
    with pytest.raises(refunds.NoSuchRefund):
        refunds.approve(refund=key, ctx=by(VERA))


def test_a_refund_is_declined(shop: Shop, credit: int) -> None:
    key = refunds.propose(payer=shop.alice, currency="EUR", amount=credit, reason="Asked for", ctx=by(FIONA))
    refunds.decline(refund=key, ctx=by(VERA))
    with pytest.raises(refunds.NoSuchRefund):
        refunds.approve(refund=key, ctx=by(VERA))
    assert account(shop).on_account(d(DAY)) == credit


def test_what_is_wrong_is_refused(shop: Shop, credit: int) -> None:
    def propose(amount: int, actor: Actor = FIONA) -> None:
        refunds.propose(payer=shop.alice, currency="EUR", amount=amount, reason="So", ctx=by(actor))

    with pytest.raises(MoreThanCredit):
        propose(credit + 1)
    with pytest.raises(NotAboveZero):
        propose(0)
    with pytest.raises(PersonNeeded):
        propose(1, Actor("a script"))
    payout_accounts.withdraw_account(payer=shop.alice, ctx=by(ALICE))
    with pytest.raises(IbanNotConfirmed):
        propose(1)
    assert not models.Refund.objects.exists()


def test_an_account_that_was_withdrawn_gets_nothing(shop: Shop, credit: int) -> None:
    key = refunds.propose(payer=shop.alice, currency="EUR", amount=credit, reason="Asked for", ctx=by(FIONA))
    other = "NL91ABNA0417164300"
    payout_accounts.confirm_account(payer=shop.alice, iban=other, holder="Alice Ltd", ctx=by(ALICE))
    with pytest.raises(IbanNotConfirmed):
        refunds.approve(refund=key, ctx=by(VERA))
    assert not models.Payout.objects.exists()


@pytest.mark.parametrize(
    ("iban", "bic", "error"),
    [
        ("DE02120300000000202052", "", payout_accounts.PayoutIbanInvalid),
        ("", "", payout_accounts.PayoutIbanInvalid),
        ("BR1500000000000010932840814P2", "", payout_accounts.PayoutNotSepa),
        (IBAN, "DEUT", payout_accounts.PayoutBicInvalid),
        ("GB33BUKB20201555555555", "", payout_accounts.PayoutBicNeeded),
    ],
)
def test_an_account_is_checked_by_its_digits(shop: Shop, iban: str, bic: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        payout_accounts.confirm_account(payer=shop.alice, iban=iban, bic=bic, holder="Alice", ctx=by(ALICE))
    assert not models.PayoutAccount.objects.exists()


def test_the_same_account_is_confirmed_once_and_logged_masked(shop: Shop) -> None:
    first = payout_accounts.confirm_account(
        payer=shop.alice, iban="de02 1203 0000 0000 2020 51", holder="A", ctx=by(ALICE)
    )
    assert payout_accounts.confirm_account(payer=shop.alice, iban=IBAN, holder="A", ctx=by(ALICE)) == first
    assert models.PayoutAccount.objects.get().iban == IBAN
    details = models.Activity.objects.get(action="confirm_payout_account").details
    assert details == {"iban": "•••• 2051"}


def test_the_database_wants_two_people(shop: Shop, credit: int) -> None:
    key = refunds.propose(payer=shop.alice, currency="EUR", amount=credit, reason="Asked for", ctx=by(FIONA))
    with pytest.raises(IntegrityError, match="refunds_two_people"), transaction.atomic():
        models.Refund.objects.filter(pk=key).update(
            approved_by=FIONA.user, approved_at=by(FIONA).now, approved_on=d(DAY)
        )
