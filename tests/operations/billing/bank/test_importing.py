"""Statements are imported: each entry once, a wrong file not at all, and what came is booked by the rules."""

import io
import zipfile
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.billing.bank.faults import FileFault
from autossa.domain.billing.payments.facts import Why
from autossa.domain.billing.references import creditor_reference, everything_reference
from autossa.operations.billing.bank.importing import NoOwnAccount, Upload
from autossa.operations.orders.paid import import_statements, plan_import
from autossa.store import models
from autossa.workbench.bank.statements import Version
from tests.cast.shop import Shop, on
from tests.cast.statements import ALICES, DAY, OTHERS, bring, paid, statement, went

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def _claim(key: UUID) -> models.Claim:
    return models.Claim.objects.get(pk=key)


def _whys() -> list[str]:
    return list(models.PaymentAssignment.objects.order_by("payment__day", "payment_id").values_list("why", flat=True))


def test_what_names_an_invoice_pays_it(invoices: list[UUID]) -> None:
    first, second = map(_claim, invoices)
    done = bring(
        paid(first.rest, f"Invoice {first.number} thanks"),
        paid(second.rest, reference=creditor_reference(second.number)),
    )
    assert (done.settled.assigned, done.settled.waiting) == (2, 0)
    assert [_claim(key).rest for key in invoices] == [0, 0]
    assert _whys() == [Why.NAMED, Why.NAMED]


def test_an_amount_is_enough_from_an_account_that_is_known(invoices: list[UUID]) -> None:
    first, second = map(_claim, invoices)
    assert bring(paid(second.rest, "thanks")).settled.waiting == 1
    done = bring(paid(first.rest, first.number))
    assert (done.settled.assigned, done.settled.waiting) == (2, 0)
    assert _whys() == [Why.EXACT, Why.NAMED] or _whys() == [Why.NAMED, Why.EXACT]


def test_everything_open_is_paid_by_one_reference(shop: Shop, invoices: list[UUID]) -> None:
    owed = sum(_claim(key).rest for key in invoices)
    done = bring(paid(owed + 5_00, everything_reference("C1")))
    assert done.settled.assigned == 1
    assert [_claim(key).rest for key in invoices] == [0, 0]
    assert models.Payment.objects.get().allocated == owed


def test_what_nobody_knows_waits_and_what_went_out_is_set_aside(invoices: list[UUID]) -> None:
    done = bring(paid(1_23, "a present", iban=OTHERS), went(500_00, name="Landlord"), went(4_50, code="PMNT-MCOP-CHRG"))
    assert (done.settled.assigned, done.settled.waiting) == (0, 1)
    assert models.Payment.objects.get().payer is None
    assert sorted(models.SetAside.objects.values_list("reason", flat=True)) == ["charge", "outgoing"]


@pytest.mark.parametrize("version", list(Version))
def test_importing_again_changes_nothing(invoices: list[UUID], version: Version) -> None:
    lines = [paid(_claim(key).rest, _claim(key).number) for key in invoices]
    bring(*lines)
    before = _state()
    again = bring(*lines, version=version)
    assert (again.files[0].entries, again.files[0].new) == (2, 0)
    halves = [Upload("a.xml", statement(lines[1])), Upload("b.xml", statement(*reversed(lines)))]
    import_statements(files=halves, ctx=on("2026-03-05"))
    assert _state() == before


def test_halves_in_any_order_and_archives_come_to_the_same(invoices: list[UUID]) -> None:
    lines = [
        paid(_claim(key).rest, _claim(key).number, day) for key, day in zip(invoices, ("2026-02-20", DAY), strict=True)
    ]
    lines.append(paid(9_99, "?", "2026-02-25", iban=OTHERS))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("2.xml", statement(lines[2], lines[0]).getvalue())
        file.writestr("1.xml", statement(*lines[1:], version=Version.V02).getvalue())
        file.writestr("notes.txt", "no statement")
    done = import_statements(files=[Upload("all.zip", archive)], ctx=on(DAY))
    assert (done.files[0].entries, done.files[0].new, done.settled.assigned) == (4, 3, 2)
    assert [_claim(key).rest for key in invoices] == [0, 0]
    assert models.BankFile.objects.get().first.isoformat() == "2026-02-20"


_ATTACKS = {
    FileFault.WRONG_ACCOUNT: lambda: statement(paid(1), account=OTHERS),
    FileFault.HAS_DTD: lambda: _changed(b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY b "c">]>'),
    FileFault.DAMAGED: lambda: io.BytesIO(statement(paid(1), paid(2, "x")).getvalue()[:-300]),
    FileFault.TOO_LARGE: lambda: io.BytesIO(statement(paid(1)).getvalue() + b" " * 25_000_000),
    FileFault.DAY_TO_COME: lambda: statement(paid(1), paid(2, day="2026-03-02")),
    FileFault.OTHER_FORMAT: lambda: io.BytesIO(b"<a/>"),
    FileFault.NO_STATEMENT: lambda: _empty_archive(),
}


def _changed(old: bytes, new: bytes) -> io.BytesIO:
    return io.BytesIO(statement(paid(1)).getvalue().replace(old, new, 1))


def _empty_archive() -> io.BytesIO:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as file:
        file.writestr("notes.txt", "no statement")
    return found


@pytest.mark.parametrize("fault", list(_ATTACKS))
def test_of_a_wrong_file_nothing_is_there(invoices: list[UUID], fault: FileFault) -> None:
    files = [Upload("wrong.xml", _ATTACKS[fault]()), Upload("right.xml", statement(paid(7, "y")))]
    done = import_statements(files=files, ctx=on(DAY))
    assert [one.refused.fault if one.refused else None for one in done.files] == [fault, None]
    assert models.BankFile.objects.get().name == "right.xml"
    assert models.BankEntry.objects.get().amount == 7


def test_a_wrong_statement_after_a_hundred_right_ones_leaves_nothing(invoices: list[UUID]) -> None:
    right = statement(*(paid(number, f"line {number}") for number in range(1, 101))).getvalue()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("1.xml", right)
        file.writestr("2.xml", statement(paid(5), account=OTHERS).getvalue())
    done = import_statements(files=[Upload("all.zip", archive)], ctx=on(DAY))
    assert done.refused[0].refused.file == "2.xml"
    assert not models.BankEntry.objects.exists()
    assert not models.Payment.objects.exists()


def test_a_plan_says_the_same_and_keeps_nothing(invoices: list[UUID]) -> None:
    first = _claim(invoices[0])
    files = [Upload("a.xml", statement(paid(first.rest, first.number)))]
    planned = plan_import(files=files, ctx=on(DAY))
    assert not models.BankEntry.objects.exists()
    assert not models.OutboxMessage.objects.filter(topic="payment.returned").exists()
    assert _claim(invoices[0]).rest == first.rest
    done = import_statements(files=files, ctx=on(DAY))
    assert (planned.settled, planned.files[0].new) == (done.settled, done.files[0].new)


def test_without_an_account_of_our_own_nothing_is_imported(shop: Shop) -> None:
    with pytest.raises(NoOwnAccount):
        bring(paid(1))


def test_a_payment_of_two_payers_or_of_a_shared_account_waits(shop: Shop, invoices: list[UUID]) -> None:
    first = _claim(invoices[0])
    bring(paid(first.rest, first.number))
    models.PaymentAssignment.objects.all()  # Alice's account is known now
    from autossa.operations.billing.payments import receiving

    done = bring(paid(77_00, "for Charlie"))
    assert done.settled.waiting == 1
    waiting = models.Payment.objects.get(payer=None)
    receiving.assign(payment=waiting.pk, payer=shop.charlie, ctx=on(DAY))
    second = _claim(invoices[1])
    assert bring(paid(second.rest, "thanks")).settled.waiting == 1, "two paid from it: whose it is, is not known"
    assert models.Payment.objects.latest("id").sender_iban == ALICES


def _state() -> Any:
    return (
        list(models.BankEntry.objects.order_by("identity").values_list("identity", "amount")),
        list(models.Payment.objects.order_by("id").values_list("id", "payer", "allocated")),
        list(models.Allocation.objects.order_by("id").values_list("payment", "claim", "amount")),
    )
