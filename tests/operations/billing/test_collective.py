"""Collective invoices: what waits, what is issued when, voids before and after, changes in the middle (billing 5)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from autossa.domain.billing.credit_notes import Pick
from autossa.domain.billing.cycles import Cycle, Every
from autossa.operations import contracts
from autossa.operations.billing import collective, corrections, credit_notes
from autossa.operations.billing.order_numbers import set_order_number
from autossa.operations.runs import renewals
from autossa.queries.billing.books.reading import books
from autossa.queries.billing.documents import collective_document, document_of
from autossa.queries.billing.issued.collected import collected_of, collective_page
from autossa.store import models
from tests.cast.members import partner
from tests.cast.shop import ALICE, VERA, Shop, d, on
from tests.store.looking import contents, settlement_ids

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("all_is_right_afterwards")]
DAILY, FIRST = Cycle(Every.DAILY), Cycle(Every.MONTHLY, 1)


def collect(shop: Shop, cycle: Cycle = FIRST, day: str = "2026-01-15") -> None:
    collective.set_cycle(payer=shop.alice, cycle=cycle, starts_on=d(day), ctx=on(day, VERA))


def run(day: str) -> None:
    renewals.run(ctx=on(day))


def documents() -> list[models.Invoice]:
    return list(models.Invoice.objects.filter(series="INV").order_by("number"))


def settled(projects: list[UUID]) -> int:
    return models.Settlement.objects.filter(project__in=projects).count()


@pytest.fixture
def projects(shop: Shop) -> list[UUID]:
    """Two projects whose months begin on 15 and 20 January; their payer is invoiced on the first of each month."""
    collect(shop)
    found = [shop.under_contract("Office"), shop.under_contract("Branch", "2026-01-20", quantity=600)]
    run("2026-01-20")
    return found


def test_bookings_wait_and_the_document_of_the_month_has_a_section_for_each_project(
    shop: Shop, projects: list[UUID]
) -> None:
    assert documents() == []
    assert [(one.expected_on, one.number) for one in collected_of(projects[0], d("2026-01-20"))] == [
        (d("2026-02-01"), "")
    ]
    run("2026-01-31")
    assert documents() == []
    run("2026-02-01")
    (found,) = documents()
    document = document_of(found.id)
    nets = {line.section: line.net for line in document.lines}
    assert list(nets) == ["Branch", "Office"]
    assert sum(nets.values()) == document.net == found.net
    assert document.vat[0].tax == found.tax
    assert (found.issued_on, found.due_on, found.reason) == (d("2026-02-01"), d("2026-02-15"), "collective")
    assert (document.supplied_from, document.number) == (d("2026-01-15"), "INV-2026-000001")
    assert [one.number for one in collected_of(projects[0], d("2026-02-01"))][-1] == found.full_number


def test_doing_it_again_issues_nothing_more(projects: list[UUID]) -> None:
    run("2026-02-01")
    before = contents()
    assert collective.issue_due(ctx=on("2026-02-01")) == 0
    assert contents() == before


def test_the_second_month_is_as_complete_as_the_first(projects: list[UUID]) -> None:
    for day in ("2026-02-01", "2026-02-06", "2026-02-20", "2026-03-01", "2026-03-06", "2026-03-25", "2026-04-01"):
        run(day)
    first, second, third = documents()
    assert [one.issued_on.isoformat() for one in (first, second, third)] == ["2026-02-01", "2026-03-01", "2026-04-01"]
    assert first.net == second.net == third.net
    assert models.InvoiceSection.objects.count() == 6
    assert {one.booked_on for one in models.Collected.objects.filter(on_invoice=None)} == {d("2026-04-01")}


def test_missed_days_are_caught_up_month_by_month(projects: list[UUID]) -> None:
    """Nothing was run from 20 January on: the documents are those that would have been, issued when it runs again."""
    run("2026-03-05")
    assert [one.sections.count() for one in documents()] == [2]
    booked = models.Collected.objects.filter(on_invoice=None)
    assert {one.booked_on for one in booked} == {d("2026-03-05")}
    run("2026-04-01")
    assert not models.Collected.objects.filter(on_invoice=None).exclude(booked_on="2026-04-01").exists()


def test_daily_is_the_day_before(shop: Shop) -> None:
    collect(shop, DAILY)
    shop.under_contract()
    run("2026-01-15")
    assert documents() == []
    run("2026-01-16")
    assert [(one.issued_on, one.start) for one in documents()] == [(d("2026-01-16"), d("2026-01-15"))]


def test_a_void_before_the_document_leaves_the_booking_out(shop: Shop, projects: list[UUID]) -> None:
    void(settlement_ids(projects[1], "extension")[-1], "2026-01-21")
    run("2026-01-31")  # books the period again
    run("2026-02-01")
    (found,) = documents()
    assert models.Invoice.objects.filter(series="CN").count() == 0
    assert sorted(found.sections.values_list("settlement", flat=True)) == [
        settlement_ids(projects[0], "extension")[0], settlement_ids(projects[1], "extension")[1]
    ]  # fmt: skip
    assert any(one.is_left_out for one in collected_of(projects[1], d("2026-02-01")))


def test_a_void_after_the_document_credits_its_section(shop: Shop, projects: list[UUID]) -> None:
    run("2026-02-01")
    (found,) = documents()
    void(settlement_ids(projects[1], "extension")[-1], "2026-02-02")
    note = models.Invoice.objects.get(series="CN")
    document = document_of(note.id)
    assert (note.corrects, note.project_id, document.corrects) == (
        found.id, projects[1], (found.full_number, found.issued_on)
    )  # fmt: skip
    assert {line.section for line in document.lines} == {"Branch"}
    assert document.net == note.net == -models.Collected.objects.filter(project=projects[1]).earliest("settlement").net


def test_lines_of_several_sections_are_credited_at_once_and_voids_take_the_rest(
    shop: Shop, projects: list[UUID]
) -> None:
    _now(shop)
    (found,) = documents()
    ctx = on("2026-01-21", VERA)
    credit_notes.credit(invoice=found.id, picks=[Pick(0, amount=1_01), Pick(1, amount=2_02)], reason="Sorry", ctx=ctx)
    for project in projects:
        void(settlement_ids(project, "extension")[-1], "2026-01-21")
    notes = models.Invoice.objects.filter(series="CN")
    assert sum(note.net for note in notes) == -found.net
    assert sum(note.tax for note in notes) == -found.tax
    with pytest.raises(credit_notes.NothingLeft):
        credit_notes.credit(invoice=found.id, reason="Again", ctx=on("2026-01-21"))


def _now(shop: Shop) -> None:
    """Both bookings stand on one document of 20 January: nothing was due since."""
    collect(shop, Cycle(), "2026-01-20")
    assert collective.issue_due(ctx=on("2026-01-20")) == 1


def void(settlement: UUID, day: str) -> None:
    corrections.void(settlement=settlement, reason="Wrong", ctx=on(day, VERA))


def test_a_change_to_each_lets_nothing_wait(shop: Shop, projects: list[UUID]) -> None:
    collect(shop, Cycle(), "2026-01-25")
    run("2026-01-25")
    (found,) = documents()
    assert (found.reason, found.sections.count()) == ("collective", 2)
    run("2026-02-15")
    assert [one.reason for one in documents()] == ["collective", "extension", "extension"]


def test_a_change_of_the_day_moves_what_waits(shop: Shop, projects: list[UUID]) -> None:
    collect(shop, Cycle(Every.MONTHLY, 10), "2026-01-25")
    run("2026-02-01")
    assert documents() == []
    run("2026-02-10")
    assert [one.sections.count() for one in documents()] == [3]  # what the run of 1 February booked, too


def test_a_setting_to_come_changes_nothing_yet(shop: Shop) -> None:
    collective.set_cycle(payer=shop.alice, cycle=FIRST, starts_on=d("2026-02-01"), ctx=on("2026-01-15"))
    shop.booked()
    assert [one.reason for one in documents()] == ["extension"]
    with pytest.raises(collective.CycleInThePast):
        collective.set_cycle(payer=shop.alice, cycle=FIRST, starts_on=d("2026-01-14"), ctx=on("2026-01-15"))
    with pytest.raises(collective.NoSuchPayer):
        collective.set_cycle(payer=shop.vendor, cycle=FIRST, starts_on=d("2026-01-15"), ctx=on("2026-01-15"))


def test_order_numbers_are_documents_of_their_own(shop: Shop, projects: list[UUID]) -> None:
    contract = models.Contract.objects.get(project=projects[0])
    set_order_number(
        payer=shop.alice, contract=contract.id, number="PO 7", starts_on=d("2026-01-22"), ctx=on("2026-01-22", ALICE)
    )
    run("2026-02-01")
    assert sorted((one.order_number, one.sections.count()) for one in documents()) == [("", 1), ("PO 7", 1)]


def test_the_page_says_what_waits_and_what_was_issued(shop: Shop, projects: list[UUID]) -> None:
    page = collective_page(shop.alice, d("2026-01-21"))
    assert [(one.together.due, len(one.bookings)) for one in page.waiting] == [(d("2026-02-01"), 2)]
    run("2026-02-01")
    page = collective_page(shop.alice, d("2026-02-01"))
    assert [(one.number, one.projects, one.left) for one in page.issued] == [
        ("INV-2026-000001", 2, documents()[0].gross)
    ]


def test_earned_and_deferred_are_what_was_invoiced_on_every_day(shop: Shop, projects: list[UUID]) -> None:
    """Nothing before the document; then all of it, less what notes take back."""
    _now(shop)
    (found,) = documents()
    credit_notes.credit(invoice=found.id, picks=[Pick(0, amount=3_33)], reason="Sorry", ctx=on("2026-01-22", VERA))
    void(settlement_ids(projects[1], "extension")[-1], "2026-01-25")
    notes = list(models.Invoice.objects.filter(series="CN"))
    for day in (date(2026, 1, 15) + timedelta(days=n) for n in range(60)):
        invoiced = sum(one.net for one in [found, *notes] if one.issued_on <= day)
        with books(day) as read:
            lots = list(read.lots())
        assert sum(lot.earned_until(day) + lot.deferred_on(day) for lot in lots) == invoiced, day


def test_the_database_refuses_a_section_too_many(shop: Shop, projects: list[UUID]) -> None:
    run("2026-02-01")
    (found,) = documents()
    run("2026-02-15")
    waiting = models.Collected.objects.filter(on_invoice=None).earliest("settlement")
    with pytest.raises(IntegrityError, match="add up"), transaction.atomic():
        models.InvoiceSection.objects.create(invoice=found, position=9, name="Office", settlement=waiting)
    with pytest.raises(IntegrityError, match="add up"), transaction.atomic():
        _write_again(found)


def _write_again(row: models.Invoice) -> None:
    """Another document of the same amount, without sections."""
    row.pk, row.number = UUID(int=8), 77
    row.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_payer_that_cannot_be_invoiced_keeps_nobody_else_waiting(
    shop: Shop, projects: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> int:
        raise RuntimeError("no")

    monkeypatch.setattr(collective, "issue_of", fail)
    run("2026-02-15")
    monkeypatch.undo()
    assert documents() == []
    assert settled(projects) >= 3
    run("2026-02-16")
    assert len(documents()) == 1


def test_who_pays_for_others_finds_whose_project_it_is(shop: Shop) -> None:
    paul = partner()
    collective.set_cycle(payer=paul, cycle=DAILY, starts_on=d("2026-01-15"), ctx=on("2026-01-15", VERA))
    project = shop.project()
    contracts.conclude(project=project, option="annual_monthly", payer=paul, ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-15"))
    shop.booked("Branch")  # paid by the customer, each by itself
    collective.issue_due(ctx=on("2026-01-16"))
    found = models.Invoice.objects.get(reason="collective")
    assert {line.section for line in document_of(found.id).lines} == {"Office · Alice Ltd"}
    assert found.payer == paul
    assert collective_document(paul, found.id) is not None
    assert collective_document(shop.alice, found.id) is None
    assert [one.payer for one in collected_of(project, d("2026-01-16"))] == ["Paul's Phones"]
