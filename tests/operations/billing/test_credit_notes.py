"""Credit notes without a void: money alone; and what a void credits after them (billing 7)."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from autossa.domain.billing.credit_notes import Pick
from autossa.domain.billing.documents import Document, Kind
from autossa.operations.billing import corrections, credit_notes
from autossa.operations.days import DayBeforeLast
from autossa.operations.errors import Invalid
from autossa.operations.runs import renewals
from autossa.queries.billing.documents import document_of
from autossa.store import models
from tests.cast.shop import VERA, Shop, on
from tests.store.looking import contents, settlement_ids

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("all_is_right_afterwards")]


@pytest.fixture
def project(shop: Shop) -> UUID:
    """A month of 500 ports under contract, invoiced for 98.00 net, 18.62 VAT."""
    project = shop.under_contract()
    renewals.run_project(project=project, ctx=on("2026-01-15"))
    return project


@pytest.fixture
def invoice(project: UUID) -> models.Invoice:
    return models.Invoice.objects.get(series="INV")


def credit(invoice: models.Invoice, *picks: Pick, day: str = "2026-01-20", reason: str = "Goodwill") -> str:
    return credit_notes.credit(invoice=invoice.id, picks=picks, reason=reason, ctx=on(day, VERA))


def document(number: str) -> Document:
    series, year, last = number.split("-")
    return document_of(models.Invoice.objects.get(series=series, year=int(year), number=int(last)).id)


def totals(number: str) -> tuple[int, int, int]:
    found = document(number)
    return found.net, found.tax, found.gross


def test_a_whole_invoice_is_credited_and_nothing_else_changes(invoice: models.Invoice, project: UUID) -> None:
    before = {name: rows for name, rows in contents().items() if name in ("coverage", "lots", "transfers", "contracts")}
    note = credit(invoice)
    after = contents()
    assert {name: after[name] for name in before} == before
    assert totals(note) == (-invoice.net, -invoice.tax, -invoice.gross)
    found, billed = document(note), document_of(invoice.id)
    assert found.kind is Kind.CREDIT_NOTE
    assert found.corrects == (invoice.full_number, invoice.issued_on)
    assert (found.buyer, found.order_number, found.lines[0].rate) == (
        billed.buyer, billed.order_number, billed.lines[0].rate
    )  # fmt: skip
    assert [line.units for line in found.lines] == [-line.units for line in billed.lines]
    assert models.CreditReason.objects.get().reason == "Goodwill"


def test_parts_are_amounts_and_the_last_note_takes_the_rest(invoice: models.Invoice) -> None:
    first, second = credit(invoice, Pick(0, amount=33_33)), credit(invoice, Pick(0, quantity=1))
    rest = credit(invoice)
    line = document(first).lines[0]
    assert (line.net, line.units, line.price, line.needed) == (-33_33, -1_00, Fraction(33_33, 100), 0)
    gone = [totals(number) for number in (first, second, rest)]
    assert tuple(map(sum, zip(*gone, strict=True))) == (-invoice.net, -invoice.tax, -invoice.gross)


def test_no_more_than_what_is_left(invoice: models.Invoice) -> None:
    credit(invoice, Pick(0, amount=invoice.net - 1))
    for picks, error in (
        ([Pick(0, amount=2)], credit_notes.MoreThanLeft),
        ([Pick(1, amount=1)], credit_notes.NoSuchLine),
        ([Pick(0, quantity=10_000)], credit_notes.WrongQuantity),
    ):
        with pytest.raises(error):
            credit(invoice, *picks)
    credit(invoice)
    with pytest.raises(credit_notes.NothingLeft):
        credit(invoice)
    assert models.Invoice.objects.filter(series="CN").count() == 2


def test_it_takes_a_reason_and_an_invoice(invoice: models.Invoice) -> None:
    with pytest.raises(Invalid):
        credit(invoice, reason=" ")
    credit(invoice, Pick(0, amount=1))
    with pytest.raises(credit_notes.NoSuchInvoice):
        credit(models.Invoice.objects.get(series="CN"))
    with pytest.raises(DayBeforeLast):
        credit(invoice, day="2026-01-19")


def test_a_void_credits_what_is_left(invoice: models.Invoice, project: UUID) -> None:
    first = credit(invoice, Pick(0, amount=10_01))
    corrections.void(settlement=settlement_ids(project, "extension")[-1], reason="Wrong", ctx=on("2026-01-21", VERA))
    notes = models.Invoice.objects.filter(series="CN").order_by("number")
    assert notes[0].full_number == first
    assert sum(note.net for note in notes) == -invoice.net
    assert sum(note.tax for note in notes) == -invoice.tax
    lines = document_of(notes[1].id).lines
    assert [line.net for line in lines] == [notes[1].net]
    with pytest.raises(credit_notes.NothingLeft):
        credit(invoice, day="2026-01-22")


def test_a_void_of_what_was_credited_whole_needs_no_note(invoice: models.Invoice, project: UUID) -> None:
    credit(invoice)
    corrections.void(settlement=settlement_ids(project, "extension")[-1], reason="Wrong", ctx=on("2026-01-21", VERA))
    assert models.Invoice.objects.filter(series="CN").count() == 1


def test_the_activity_says_who_credited_what(invoice: models.Invoice) -> None:
    credit(invoice, Pick(0, amount=10_00))
    row = models.Activity.objects.get(action="credit_invoice")
    assert (row.actor_name, row.details) == (
        VERA.name, {"invoice": invoice.full_number, "gross": "11.90 EUR", "reason": "Goodwill"}
    )  # fmt: skip


def test_the_database_refuses_more_than_the_invoice(invoice: models.Invoice) -> None:
    """Whatever a program did wrong: note by note, line by line, and in VAT."""
    credit(invoice, Pick(0, amount=invoice.net - 1_00))
    note = models.Invoice.objects.get(series="CN")
    charge = note.credited_lines.get()
    for net, tax, of_line in ((-1_01, 0, 1_01), (-50, -40, 50), (-50, 0, 51), (-1_00, 0, 1_00)):
        with pytest.raises(IntegrityError), transaction.atomic():
            _write(note, charge, net, tax, of_line)
    with transaction.atomic():
        _write(note, charge, -50, -10, 50)
        transaction.set_rollback(True)


def _write(note: models.Invoice, charge: models.CreditedLine, net: int, tax: int, of_line: int) -> None:
    row = models.Invoice.objects.get(pk=note.pk)
    row.pk = UUID(int=9)
    row.number, row.net, row.tax, row.gross = 99, net, tax, net + tax
    row.save(force_insert=True)
    models.CreditedLine.objects.create(
        note_id=row.pk, settlement=charge.settlement, position=charge.position, net=of_line
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_notes_of_another_year_have_its_numbers(invoice: models.Invoice) -> None:
    assert credit(invoice, Pick(0, amount=1)) == "CN-2026-000001"
    assert credit(invoice, Pick(0, amount=1), day="2027-01-02") == "CN-2027-000001"
    assert document("CN-2027-000001").issued_on == date(2027, 1, 2)
