"""Mandates and choices: what is kept of an account, what is refused in words, and what the vendor decides."""

import pytest

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.operations.billing.payments import mandates, methods, policy
from autossa.operations.billing.payments.mandates import Account, read_account
from autossa.operations.billing.payments.papers import mandate_file
from autossa.store import models
from tests.cast.shop import ALICE, Shop, d, on
from tests.operations.billing.bank.debtors import CREDITOR_ID, DAY, HERS, give, offer_debits

pytestmark = [pytest.mark.store, pytest.mark.django_db]
BELGIAN, SWISS, BRAZILIAN = "BE71 0961 2345 6769", "CH5604835012345678009", "BR1800360305000010009795493C1"


@pytest.mark.parametrize(
    ("account", "refused"),
    [
        (Account(HERS[:-1] + "0", "Alice"), mandates.AccountNotAnIban),
        (Account("", "Alice"), mandates.AccountNotAnIban),
        (Account(BRAZILIAN, "Alice"), mandates.AccountNotSepa),
        (Account(SWISS, "Alice"), mandates.AccountBicNeeded),
        (Account(SWISS, "Alice", bic="UBSWCHZH80A"), mandates.AccountTownNeeded),
        (Account(HERS, "Alice", bic="12"), mandates.AccountBicInvalid),
        (Account(HERS, "發注"), mandates.HolderNotWritable),
    ],
)
def test_a_wrong_account_is_refused_in_words(account: Account, refused: type[Exception]) -> None:
    with pytest.raises(refused) as found:
        read_account(account)
    assert account.iban == "" or account.iban not in str(found.value)


def test_an_account_is_kept_plain_and_its_bic_derived() -> None:
    assert read_account(Account(BELGIAN, " Alice Ltd ")) == Account("BE71096123456769", "Alice Ltd", "GKCCBEBB")
    swiss = Account(SWISS, "Alice", "UBSWCHZH80A", "Zürich", "CH")
    assert read_account(swiss) == swiss


def test_a_payer_has_one_mandate_at_a_time_each_with_its_reference(shop: Shop) -> None:
    offer_debits()
    assert give(shop.alice) == "C1-M1"
    with pytest.raises(mandates.MandateInForce):
        give(shop.alice)
    mandates.revoke(payer=shop.alice, ctx=on(DAY, ALICE))
    assert give(shop.alice) == "C1-M2"
    with pytest.raises(mandates.MandateNotFound):
        mandates.stop(mandate=models.Mandate.objects.get(reference="C1-M1").pk, ctx=on(DAY))


def test_no_mandate_where_none_is_offered_or_read(shop: Shop) -> None:
    with pytest.raises(mandates.DebitsNotOffered):
        give(shop.alice)
    offer_debits()
    with pytest.raises(mandates.MandateTextMissing):
        mandates.give(payer=shop.alice, account=Account(HERS, "Alice"), text=" ", ctx=on(DAY, ALICE))


def test_only_a_business_mandate_is_confirmed_and_once(shop: Shop) -> None:
    offer_debits()
    give(shop.alice)
    with pytest.raises(mandates.MandateNotConfirmable):
        mandates.confirm(mandate=models.Mandate.objects.get().pk, ctx=on(DAY))


def test_a_choice_needs_the_offer_and_a_mandate(shop: Shop) -> None:
    with pytest.raises(methods.MethodNotOffered):
        methods.choose(payer=shop.alice, method=Method.CARD, ctx=on(DAY, ALICE))
    offer_debits()
    with pytest.raises(mandates.NoMandate):
        methods.choose(payer=shop.alice, method=Method.DIRECT_DEBIT, ctx=on(DAY, ALICE))
    shop.in_review(day=DAY)
    contract = models.Contract.objects.get().pk
    with pytest.raises(methods.NotPaidByThem):
        methods.choose(payer=shop.charlie, contract=contract, method=Method.TRANSFER, ctx=on(DAY))
    methods.choose(payer=shop.alice, contract=contract, method=None, ctx=on(DAY, ALICE))
    assert models.PaymentChoice.objects.get().method == ""


def test_the_copy_is_the_same_each_time(shop: Shop) -> None:
    offer_debits()
    give(shop.alice)
    key = models.Mandate.objects.get().pk
    name, content = mandate_file(mandate=key, day=d(DAY))
    assert name == "C1-M1.pdf"
    assert content == mandate_file(mandate=key, day=d(DAY))[1]
    with pytest.raises(mandates.MandateNotFound):
        mandate_file(mandate=key, day=d(DAY), payer=shop.charlie)


def test_the_policy_is_a_new_version_or_nothing(shop: Shop) -> None:
    offer_debits()
    same = {"methods": [Method.DIRECT_DEBIT], "creditor_id": f" {CREDITOR_ID.lower()} ", "policy": PaymentPolicy()}
    assert policy.set_payment_policy(**same, ctx=on(DAY)) is None  # type: ignore[arg-type]
    with pytest.raises(policy.PolicyNumberInvalid) as found:
        policy.set_payment_policy(**{**same, "policy": PaymentPolicy(prenotify_days=91)}, ctx=on(DAY))  # type: ignore[arg-type]
    assert found.value.field == "prenotify_days"
    with pytest.raises(policy.CreditorIdInvalid):
        policy.set_payment_policy(**{**same, "creditor_id": "DE98"}, ctx=on(DAY))  # type: ignore[arg-type]
    assert models.PaymentPolicy.objects.count() == 1


def test_direct_debits_need_an_account_of_ours(shop: Shop) -> None:
    with pytest.raises(policy.CollectingAccountNeeded):
        policy.set_payment_policy(
            methods=[Method.DIRECT_DEBIT], creditor_id=CREDITOR_ID, policy=PaymentPolicy(), ctx=on(DAY)
        )
