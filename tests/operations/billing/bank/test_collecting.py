"""Invoices that are collected: how they are due, in which file they go, and that nothing is collected twice."""

from datetime import date
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.facts import Return, Source, Why
from autossa.domain.billing.payments.mandates import Scheme
from autossa.domain.billing.payments.returns import Returned, take_back
from autossa.operations.billing.bank import collecting, files
from autossa.operations.billing.payments import mandates, methods
from autossa.operations.billing.payments.desk import open_desk
from autossa.operations.billing.payments.receiving import receive, record
from autossa.operations.runs import renewals
from autossa.queries.billing import shelf
from autossa.queries.billing.bank.collections import Left, collection_plan
from autossa.queries.billing.documents import document_of
from autossa.queries.runs.verify.invoice_facts import wrong_due_days
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import ALICE, Shop, d, on
from tests.documents.billing.sepa.made import assert_valid, texts
from tests.operations.billing.bank.debtors import (
    COLLECTED,
    CREDITOR_ID,
    HERS,
    OTHER,
    RUN,
    debited,
    give,
    invoiced,
    offer_debits,
)

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def _file(day: str = RUN, collect_on: date = COLLECTED) -> models.BankOrder:
    key = collecting.make_file(day=collect_on, scheme=Scheme.CORE, ctx=on(day))
    connection.check_constraints()  # as at the end of its transaction
    return models.BankOrder.objects.get(pk=key)


def _content(file: models.BankOrder) -> bytes:
    return files.content_of(order=file.pk, ctx=on(RUN))


def test_an_invoice_says_when_it_is_collected_and_from_where(shop: Shop) -> None:
    (invoice,) = debited(shop)
    assert (invoice.method, invoice.due_on) == ("direct_debit", COLLECTED)
    document = document_of(invoice.id)
    assert document.method is Method.DIRECT_DEBIT
    assert list(wrong_due_days()) == []
    assert document.debited is not None
    assert (document.debited.account, document.debited.mandate) == ("•••• 6199", "C1-M1")
    assert document.debited.creditor_id == CREDITOR_ID
    mandates.amend(payer=shop.alice, account=mandates.Account(OTHER, "Alice"), ctx=on("2026-02-21", ALICE))
    mandates.revoke(payer=shop.alice, ctx=on("2026-02-22", ALICE))
    assert document_of(invoice.id) == document


def test_what_was_issued_before_stays_a_transfer(shop: Shop) -> None:
    (invoice,) = invoiced(shop)
    offer_debits("2026-02-21")
    give(shop.alice, "2026-02-21")
    assert models.Invoice.objects.get(pk=invoice.id).method == "transfer"
    assert document_of(invoice.id).debited is None


@pytest.mark.parametrize("why", ["revoked", "unconfirmed", "not offered", "contract chose", "no choice"])
def test_without_an_active_mandate_or_the_choice_it_is_a_transfer(shop: Shop, why: str) -> None:
    offer_debits()
    if why != "no choice":
        give(shop.alice, scheme=Scheme.B2B if why == "unconfirmed" else Scheme.CORE)
    shop.under_contract(quantity=100, day="2026-02-19")
    if why == "revoked":
        mandates.revoke(payer=shop.alice, ctx=on("2026-02-19", ALICE))
    elif why == "not offered":
        models.PaymentPolicy.objects.create(
            starts_on="2026-02-19", methods=[], tolerance=5, uses_credit=True, passes_on_fees=True, prenotify_days=5,
            lead_days=1, core_final_days=56, b2b_final_days=3, mandate_months=36, set_at=on("2026-02-19").now,
        )  # fmt: skip
    elif why == "contract chose":
        contract = models.Contract.objects.get().pk
        methods.choose(payer=shop.alice, contract=contract, method=Method.TRANSFER, ctx=on("2026-02-19", ALICE))
    renewals.run(ctx=on(RUN))
    (invoice,) = models.Invoice.objects.filter(payer=shop.alice)
    assert invoice.method == "transfer"
    assert invoice.due_on == date(2026, 3, 6)


def test_a_file_holds_what_is_due_and_is_the_same_whenever_it_is_read(shop: Shop) -> None:
    invoices = debited(shop, "Office", "Branch")
    file = _file()
    content = _content(file)
    assert_valid(content, "pain.008.001.08")
    assert content == _content(file)
    assert file.sha256 == shelf.digest(content)
    assert texts(content, "SeqTp") == ["FRST"]
    assert texts(content, "IBAN")[-1] == HERS
    total = sum(one.gross for one in invoices)
    assert (file.total, file.count) == (total, 1)
    debit = models.Debit.objects.get()
    assert debit.amount == total == sum(part.amount for part in debit.parts.all())
    assert not models.DebitNotice.objects.exists()
    assert collection_plan(d(RUN)).files == ()
    with pytest.raises(collecting.NothingToCollect):
        _file()


def test_the_second_collection_says_that_it_is_not_the_first_and_another_account(shop: Shop) -> None:
    (invoice,) = debited(shop)
    _collected(_file(), invoice)
    mandates.amend(payer=shop.alice, account=mandates.Account(OTHER, "Alice Ltd"), ctx=on("2026-03-01", ALICE))
    renewals.run(ctx=on("2026-03-20"))
    (planned,) = collection_plan(d("2026-03-20")).files
    content = _content(_file("2026-03-20", planned.day))
    assert_valid(content, "pain.008.001.08")
    assert texts(content, "SeqTp") == ["RCUR"]
    assert texts(content, "AmdmntInd") == ["true"]
    assert texts(content, "IBAN")[-1] == OTHER


def test_too_late_for_its_day_the_payer_is_told_another(shop: Shop) -> None:
    (invoice,) = debited(shop)
    late = "2026-02-26"
    (planned,) = collection_plan(d(late)).files
    assert planned.day == date(2026, 3, 3)
    _file(late, planned.day)
    notice = models.DebitNotice.objects.get()
    assert (notice.claim_id, notice.told_on, notice.collect_on) == (invoice.id, d(late), planned.day)
    message = models.OutboxMessage.objects.get(topic="mail.collection_moved")
    assert message.payload["documents"] == [str(invoice.id)]
    assert HERS not in str(message.payload)


def test_a_file_is_taken_back_before_it_is_sent_and_never_after(shop: Shop) -> None:
    debited(shop)
    file = _file()
    files.take_back(order=file.pk, ctx=on(RUN))
    assert collection_plan(d(RUN)).files[0].total == file.total
    with pytest.raises(files.BankFileTakenBack):
        files.mark_sent(order=file.pk, ctx=on(RUN))
    again = _file()
    assert texts(_content(again), "SeqTp") == ["FRST"]
    files.mark_sent(order=again.pk, ctx=on(RUN))
    files.mark_sent(order=again.pk, ctx=on(RUN))
    with pytest.raises(files.BankFileSent):
        files.take_back(order=again.pk, ctx=on(RUN))


def test_a_changed_file_is_not_given_out(shop: Shop) -> None:
    debited(shop)
    file = _file()
    shelf.shelf().delete(file.path)
    shelf.shelf().save(file.path, ContentFile(b"<Document/>"))
    with pytest.raises(files.BankFileDamaged):
        _content(file)


def test_a_returned_document_waits_for_a_person(shop: Shop) -> None:
    (invoice,) = debited(shop)
    payment = _collected(_file(), invoice)
    desk = open_desk(shop.alice, "EUR", on("2026-03-02"))
    returned = take_back(desk.account, Return(str(payment), d("2026-03-02"), invoice.gross, "AM04"), desk.terms.policy)
    assert isinstance(returned, Returned)
    desk.write([*returned.rows, returned.fact])
    day = d("2026-03-03")
    assert [(one.document, one.why) for one in collection_plan(day).left_out] == [(invoice.id, Left.RETURNED)]
    collecting.allow_retry(document=invoice.id, ctx=on("2026-03-03"))
    (planned,) = collection_plan(day).files
    assert [part.document for part in planned.debits[0].parts] == [invoice.id]
    with pytest.raises(collecting.NotReturned):
        collecting.allow_retry(document=invoice.id, ctx=on("2026-03-03"))


def _collected(file: models.BankOrder, invoice: models.Invoice) -> UUID:
    """The bank's money for its one debit."""
    payment, day = new_id(), file.day.isoformat()
    ctx = on(day)
    desk = open_desk(invoice.payer, "EUR", ctx)
    record(
        payment, file.day, invoice.gross, "EUR", ctx, method="direct_debit", source=Source.COLLECTION.value,
        debit=models.Debit.objects.get(file=file), final_on=date(2026, 6, 1),
    )  # fmt: skip
    receive(desk, payment, [invoice.id], Why.COLLECTED)
    return payment


def test_a_disputed_document_is_left_out(shop: Shop) -> None:
    (invoice,) = debited(shop)
    models.Dispute.objects.create(claim_id=invoice.id, day=RUN, reason="Wrong price", set_at=on(RUN).now)
    plan = collection_plan(d(RUN))
    assert plan.files == ()
    assert [one.why for one in plan.left_out] == [Left.DISPUTED]
