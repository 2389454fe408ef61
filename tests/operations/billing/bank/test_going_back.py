"""Collections are settled, debits and transfers go back, refunds arrive: each finds what it is about."""

from dataclasses import replace
from uuid import UUID

import pytest

from autossa.domain.billing.bank.statements import Entry, Transaction
from autossa.operations.billing.payments import moving
from autossa.queries.billing.bank.imports import import_page
from autossa.queries.billing.bank.payers import known_payers
from autossa.queries.runs.verify import check_all
from autossa.store import models
from tests.cast.debits import collect, give_mandate
from tests.cast.shop import VERA, Shop, noon, on
from tests.cast.statements import ALICES, OTHERS, bring, line, paid, returned, went

pytestmark = [pytest.mark.store, pytest.mark.django_db]
COLLECTED, BACK = "2026-02-10", "2026-02-20"


def _rests(keys: list[UUID]) -> list[int]:
    return [models.Claim.objects.get(pk=key).rest for key in keys]


def _settled(debit: models.Debit, **more: str) -> Entry:
    one = Transaction(debit.amount, end_to_end_id=debit.end_to_end_id, iban=ALICES, **more)
    return line(one, COLLECTED, "PMNT-IDDT-ESDD")


def test_a_collection_settles_every_document_of_it(shop: Shop, invoices: list[UUID]) -> None:
    debit = collect(give_mandate(shop.alice), invoices)
    done = bring(_settled(debit), day=COLLECTED)
    assert (done.settled.assigned, _rests(invoices)) == (1, [0, 0])
    payment = models.Payment.objects.get()
    assert (payment.source, payment.method, payment.debit) == ("collection", "direct_debit", debit)
    assert payment.final_on.isoformat() == "2026-04-07"  # 56 days
    assert set(models.Allocation.objects.values_list("why", flat=True)) == {"collected"}


def test_a_batch_that_the_bank_booked_as_a_sum_is_opened(shop: Shop, invoices: list[UUID]) -> None:
    debit = collect(give_mandate(shop.alice), invoices)
    bring(line(Transaction(debit.amount, payment_id="MSGE1-FRST"), COLLECTED, "PMNT-IDDT-ESDD"), day=COLLECTED)
    assert models.BankPayment.objects.get().end_to_end_id == "E1"
    assert _rests(invoices) == [0, 0]


def test_another_amount_than_was_collected_is_no_collection(shop: Shop, invoices: list[UUID]) -> None:
    debit = collect(give_mandate(shop.alice), invoices)
    bring(_settled(replace_amount(debit, debit.amount - 1)), day=COLLECTED)
    assert models.Payment.objects.get().debit is None


def replace_amount(debit: models.Debit, amount: int) -> models.Debit:
    return models.Debit(amount=amount, end_to_end_id=debit.end_to_end_id)


@pytest.mark.parametrize(("code", "stops"), [("AC04", True), ("AM04", False), ("", False)])
def test_a_returned_debit_opens_exactly_its_documents(shop: Shop, invoices: list[UUID], code: str, stops: bool) -> None:
    before = _rests(invoices)
    debit = collect(give_mandate(shop.alice), invoices)
    bring(_settled(debit), day=COLLECTED)
    done = bring(returned(debit.amount, code, "E1", BACK, fee=3_50), day=BACK)
    assert (done.settled.returned, _rests(invoices)) == (1, before)
    back = models.PaymentReturn.objects.get()
    assert (back.amount, back.fee, back.code) == (debit.amount, 3_50, code or "MS03")
    fee = models.Claim.objects.get(kind="fee")
    assert (fee.number, fee.rest, fee.payer) == ("FEE-2026-000001", 3_50, shop.alice)
    mandate = models.Mandate.objects.get()
    assert (mandate.stopped_on is not None, mandate.stop_code) == (stops, code if stops else "")
    assert models.OutboxMessage.objects.filter(topic="payment.returned").count() == 1
    bring(returned(debit.amount, code, "E1", BACK, fee=3_50), day=BACK)
    assert models.PaymentReturn.objects.count() == 1


def test_a_return_that_comes_before_its_collection_waits_for_it(shop: Shop, invoices: list[UUID]) -> None:
    before = _rests(invoices)
    debit = collect(give_mandate(shop.alice), invoices)
    assert bring(returned(debit.amount, "AM04", "E1", BACK), day=BACK).settled.returned == 0
    done = bring(_settled(debit), day=BACK)
    assert (done.settled.assigned, done.settled.returned) == (1, 1)
    assert _rests(invoices) == before


def test_a_transfer_goes_back_to_where_it_came_from(shop: Shop, invoices: list[UUID]) -> None:
    claim = models.Claim.objects.get(pk=invoices[0])
    bring(paid(claim.rest, claim.number, end_to_end_id="THEIRS"))
    assert bring(returned(claim.gross, "FOCR", "THEIRS", iban=OTHERS)).settled.returned == 0
    assert bring(returned(claim.gross, "FOCR", "THEIRS", iban=ALICES)).settled.returned == 1
    assert _rests(invoices[:1]) == [claim.gross]


def test_a_transfer_that_was_moved_goes_back_from_where_it_is(shop: Shop, invoices: list[UUID]) -> None:
    """The statement, too, says whose it is now; and who sent it is known by that alone."""
    claim = models.Claim.objects.get(pk=invoices[0])
    bring(paid(claim.rest, claim.number, end_to_end_id="THEIRS"))
    first = models.Payment.objects.get()
    there = moving.move(payment=first.pk, payer=shop.charlie, ctx=on("2026-03-02", VERA))
    file = models.BankFile.objects.get()
    found = import_page(file.public_id)
    assert found is not None
    assert [one.payer for one in found.lines] == [models.Organisation.objects.get(pk=shop.charlie).name]
    assert known_payers([ALICES]) == {ALICES: shop.charlie}
    assert bring(returned(claim.gross, "FOCR", "THEIRS", iban=ALICES), day="2026-03-03").settled.returned == 1
    assert models.PaymentReturn.objects.get().payment_id == there
    assert _rests(invoices[:1]) == [claim.gross]
    assert list(check_all()) == []


def test_a_refund_is_known_by_its_end_to_end_id(shop: Shop, invoices: list[UUID]) -> None:
    owed = sum(_rests(invoices))
    claim = models.Claim.objects.get(pk=invoices[0])
    bring(paid(owed + 20_00, claim.number))
    refund = _refund(shop, 20_00)
    name = refund.public_id.replace("_", "").upper()
    done = bring(went(20_00, end_to_end_id=name), went(19_00, end_to_end_id=name))
    refund.refresh_from_db()
    assert done.settled.refunds == 1
    assert refund.bank_payment is not None
    assert refund.bank_payment.amount == -20_00
    back = line(
        replace(
            paid(20_00).transactions[0], end_to_end_id=name, returned=returned(1, "AC04", "x").transactions[0].returned
        )
    )
    bring(back)
    assert models.Payment.objects.latest("id").payer_id == shop.alice


def _refund(shop: Shop, amount: int) -> models.Refund:
    from django.db import transaction

    at = noon("2026-03-01")
    with transaction.atomic():
        account = models.PayoutAccount.objects.create(
            payer_id=shop.alice, iban=ALICES, holder="Alice", confirmed_by=UUID(int=2), confirmed_at=at
        )
        refund = models.Refund.objects.create(
            payer_id=shop.alice, currency="EUR", amount=amount, account=account, reason="asked",
            proposed_by=UUID(int=1), proposed_at=at, approved_on=at.date(), approved_by=UUID(int=3), approved_at=at,
        )  # fmt: skip
        models.Payout.objects.create(refund=refund, payment=models.Payment.objects.get(), day=at.date(), amount=amount)
    return refund
