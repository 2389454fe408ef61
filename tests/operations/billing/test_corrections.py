"""Voiding (rule 10): a period or an addition is taken back by new rows, and the right thing is booked again."""

from fractions import Fraction
from uuid import UUID

import pytest

from autossa.operations import contracts, credits, licenses
from autossa.operations.billing import corrections
from autossa.operations.errors import Refused
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from tests.cast.shop import ALICE, VERA, Shop, d, on
from tests.store.looking import (
    column,
    contents,
    covered,
    lots,
    periods,
    rows,
    settlement_ids,
    stored_balance,
    value,
)  # fmt: skip

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("all_is_right_afterwards")]


def void(settlement: UUID, day: str = "2026-01-20", reason: str = "Wrong") -> str:
    try:
        corrections.void(settlement=settlement, reason=reason, ctx=on(day, VERA))
    except Refused as refused:
        return refused.refusal.code.value
    return "done"


def newest(project: UUID, reason: str = "extension") -> UUID:
    return settlement_ids(project, reason)[-1]


def paid_from_three_lots(shop: Shop) -> UUID:
    """A month for 100.00: 20.00 and 30.00 from the balance, 50.00 recharged by invoice."""
    project = shop.under_contract()
    for ssc in (20_00, 30_00):
        credits.top_up(project=project, ssc=ssc, ctx=on("2026-01-15"))
    renewals.run_project(project=project, ctx=on("2026-01-15"))
    assert lots(project) == {
        1: ("top_up", 20_00, 0, 0), 2: ("top_up", 30_00, 0, 0), 3: ("recharge", 50_00, 0, 0),
    }  # fmt: skip
    return project


# ---- a period


def test_the_credits_of_a_period_go_back_to_their_lots_and_the_recharge_goes(shop: Shop) -> None:
    project = paid_from_three_lots(shop)
    assert void(newest(project)) == "done"
    assert stored_balance(project) == (50_00, 0)
    assert lots(project) == {
        1: ("top_up", 20_00, 20_00, 0), 2: ("top_up", 30_00, 30_00, 0), 3: ("recharge", 50_00, 0, 0),
    }  # fmt: skip
    assert rows(
        "SELECT kind, debit, credit, ssc, lots, lot_ssc FROM transfers WHERE corrects IS NOT NULL ORDER BY id"
    ) == [
        ("restore", "used", "free", 100_00, [1, 2, 3], [20_00, 30_00, 50_00]),
        ("recharge_void", "free", "bought", 50_00, [3], [50_00]),
    ]


def test_each_transfer_of_a_void_names_the_one_it_takes_back(shop: Shop) -> None:
    project = paid_from_three_lots(shop)
    void(newest(project))
    found = rows(
        "SELECT n.kind, o.kind, n.settlement = o.settlement FROM transfers n JOIN transfers o ON o.id = n.corrects"
        " ORDER BY n.id"
    )
    assert found == [("restore", "consume_extension", True), ("recharge_void", "recharge", True)]


def test_a_credit_note_has_its_own_number_and_the_opposite_amounts(shop: Shop) -> None:
    project = paid_from_three_lots(shop)
    void(newest(project), "2026-01-20")
    invoice, note = rows(
        'SELECT id, series, year, number, issued_on, net, tax, gross, start, "end", settlement, corrects'
        " FROM invoices ORDER BY series DESC"
    )
    assert invoice[1:8] == ("INV", 2026, 1, d("2026-01-15"), 50_00, 9_50, 59_50)
    assert note[1:8] == ("CN", 2026, 1, d("2026-01-20"), -50_00, -9_50, -59_50)
    assert note[8:] == (*invoice[8:11], invoice[0])


def test_the_coverage_is_revoked_by_a_row_that_names_its_grant(shop: Shop) -> None:
    project = shop.booked()
    void(newest(project))
    assert covered(project) == []
    grant, revoke = rows('SELECT id, day, start, "end", revokes FROM coverage_entries ORDER BY id')
    assert grant[1:] == (d("2026-01-15"), d("2026-01-15"), d("2026-02-15"), None)
    assert revoke[1:] == (d("2026-01-20"), d("2026-01-15"), d("2026-02-15"), grant[0])


def test_the_next_run_books_the_period_again_with_the_next_number(shop: Shop) -> None:
    project = paid_from_three_lots(shop)
    void(newest(project))
    assert renewals.run(ctx=on("2026-01-20")).periods == 1
    assert periods(project) == ["2026-01-15 2026-02-15 2026-01-20"]
    assert covered(project) == ["2026-01-15 2026-02-15 auto"]
    assert column("SELECT revision FROM settlements ORDER BY id") == [0, 1]
    assert rows("SELECT series, number, net FROM invoices ORDER BY series, number") == [
        ("CN", 1, -50_00), ("INV", 1, 50_00), ("INV", 2, 50_00),
    ]  # fmt: skip


def test_what_is_put_right_in_between_is_booked(shop: Shop) -> None:
    """Half as many ports more had been ordered and nobody had typed it in."""
    project = shop.booked()
    void(newest(project))
    licenses.add(project=project, license_id="L2", license_type="PORT", quantity=600, ctx=on("2026-01-20"))
    renewals.run(ctx=on("2026-01-20"))
    assert column("SELECT ssc FROM settlements ORDER BY id") == [100_00, 141_94]  # and 26/31 of 600 a year


def test_the_reason_stays_with_the_void(shop: Shop) -> None:
    project = shop.booked()
    void(newest(project), reason="The return was not recorded")
    assert rows("SELECT day, reason FROM voids") == [(d("2026-01-20"), "The return was not recorded")]


def test_a_void_on_the_last_possible_day_and_the_day_after(shop: Shop) -> None:
    project = shop.booked(option="annual_yearly")
    assert void(newest(project), "2026-02-15") == "too_late_to_void"
    assert void(newest(project), "2026-02-14") == "done"


def test_an_older_period_waits_until_the_newer_one_is_voided(shop: Shop) -> None:
    project = shop.booked()
    renewals.run(ctx=on("2026-02-01"))
    older, newer = settlement_ids(project, "extension")
    assert void(older, "2026-02-02") == "booked_since"
    assert void(newer, "2026-02-02") == "done"
    assert void(older, "2026-02-02") == "done"
    assert covered(project) == []
    assert renewals.run(ctx=on("2026-02-02")).periods == 2
    assert periods(project) == ["2026-01-15 2026-02-15 2026-02-02", "2026-02-15 2026-03-15 2026-02-02"]


@pytest.mark.parametrize("booked_again", [False, True])
def test_a_second_void_is_refused_and_writes_nothing(shop: Shop, booked_again: bool) -> None:
    """Also when the same period stands again: that is another settlement."""
    project = shop.booked()
    first = newest(project)
    assert void(first) == "done"
    if booked_again:
        renewals.run(ctx=on("2026-01-20"))
    before = contents()
    assert void(first, "2026-01-21") == "not_booked"
    assert contents() == before
    if booked_again:
        assert void(newest(project), "2026-01-21") == "done"


def test_a_period_can_be_voided_again_and_again_each_time_it_is_booked(shop: Shop) -> None:
    project = shop.booked()
    for day in ("2026-01-16", "2026-01-17", "2026-01-18"):
        assert void(newest(project), day) == "done"
        renewals.run(ctx=on(day))
    assert column("SELECT revision FROM settlements ORDER BY id") == [0, 1, 2, 3]
    assert column("SELECT number FROM invoices WHERE series = 'CN' ORDER BY number") == [1, 2, 3]
    assert covered(project) == ["2026-01-15 2026-02-15 auto"]


def test_a_period_that_cost_nothing_to_invoice_has_no_credit_note(shop: Shop) -> None:
    project = shop.under_contract()
    credits.top_up(project=project, ssc=100_00, ctx=on("2026-01-15"))
    renewals.run(ctx=on("2026-01-15"))
    assert void(newest(project)) == "done"
    assert stored_balance(project) == (100_00, 0)
    assert value("SELECT count(*) FROM invoices") == 0


@pytest.mark.parametrize("reason", ["manual", "gap"])
def test_neither_a_manual_extension_nor_a_gap_is_voided(shop: Shop, reason: str) -> None:
    project = shop.covered()
    if reason == "gap":
        contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-02-20", ALICE))
        contracts.approve(project=project, ctx=on("2026-02-20"))
    assert void(newest(project, reason), "2026-02-20" if reason == "gap" else "2026-01-20") == "not_booked"


# ---- an addition


def add(project: UUID, day: str = "2026-01-20", license_id: str = "L2", quantity: int = 10) -> UUID:
    licenses.add(
        project=project,
        license_id=license_id,
        license_type="OPERATOR",
        quantity=quantity,
        ctx=on(day),
        order_reference="",
    )
    return newest(project, "addition")


def test_a_voided_addition_was_never_alive(shop: Shop) -> None:
    project = shop.booked()
    addition = add(project)
    assert void(addition, "2026-01-21") == "done"
    assert rows("SELECT added_on, ended_on FROM license_lines WHERE number = 2") == [(d("2026-01-20"),) * 2]
    renewals.run(ctx=on("2026-02-01"))
    assert value("SELECT ssc FROM settlements WHERE start = '2026-02-15'") == 100_00
    assert void(addition, "2026-02-02") == "not_booked"


def test_an_addition_s_invoice_is_taken_back_by_a_credit_note(shop: Shop) -> None:
    project = shop.booked()
    addition = add(project)
    void(addition, "2026-01-21")
    found = rows("SELECT series, net FROM invoices WHERE settlement = %s ORDER BY series DESC", addition)
    assert found == [("INV", 8_39), ("CN", -8_39)]
    assert stored_balance(project) == (0, 0)


def test_an_addition_that_the_balance_paid_goes_back_to_it(shop: Shop) -> None:
    project = shop.covered()
    credits.top_up(project=project, ssc=10_00, ctx=on("2026-01-15"))
    assert void(add(project), "2026-01-21") == "done"
    assert stored_balance(project) == (10_00, 0)
    assert covered(project) == ["2026-01-15 2026-02-15 manual"]  # an addition covers nothing of its own


def test_an_addition_is_not_voided_once_a_period_was_booked_on_it(shop: Shop) -> None:
    project = shop.booked()
    addition = add(project)
    renewals.run(ctx=on("2026-02-01"))
    assert void(addition, "2026-02-02") == "booked_since"
    assert void(newest(project), "2026-02-02") == "done"  # that period first
    assert void(addition, "2026-02-02") == "done"


def test_the_lines_of_a_voided_addition_and_of_the_right_one_are_told_apart(shop: Shop) -> None:
    project = shop.booked()
    void(add(project, quantity=100), "2026-01-20")
    add(project, license_id="L3", quantity=10)
    renewals.run(ctx=on("2026-02-01"))
    assert rows("SELECT license, quantity, ssc FROM charges WHERE start >= '2026-02-15' ORDER BY position") == [
        ("L1", 1200, 100_00), ("L3", 10, 10_00),
    ]  # fmt: skip


def test_a_request_that_was_confirmed_is_voided_like_an_addition(shop: Shop) -> None:
    project = shop.booked()
    licenses.request(
        project=project,
        license_id="L2",
        license_type="PORT",
        quantity=12,
        origin="customer",
        ctx=on("2026-01-16", ALICE),
    )
    licenses.confirm(project=project, line=2, ctx=on("2026-01-20"))
    assert void(newest(project, "addition"), "2026-01-21") == "done"
    assert rows("SELECT added_on, ended_on, confirmed FROM license_lines WHERE number = 2") == [
        (d("2026-01-20"), d("2026-01-20"), True)
    ]


def test_a_credit_note_is_the_invoice_s_own_also_when_the_project_has_moved_on(shop: Shop) -> None:
    """Its payer, its contract and its currency, not those of the contract that is in review by now."""
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-16", ALICE))  # to 2026-03-15
    renewals.run(ctx=on("2026-02-01"))
    addition = add(project, "2026-03-10")
    ctx = on("2026-03-15")
    francs = catalogue.add_price_list(name="Franc", currency="CHF", ctx=ctx)
    catalogue.set_price(price_list=francs, price=Fraction(2), starts_on=d("2026-01-01"), ctx=ctx)
    rows("UPDATE projects SET price_list_id = %s RETURNING id", francs)
    contracts.conclude(project=project, option="flex_monthly", payer=shop.charlie, ctx=on("2026-03-15", ALICE))
    assert void(addition, "2026-03-17") == "done"
    invoice, note = rows(
        "SELECT contract, payer, price_list, currency, tax_rate, -net, -tax, -gross FROM invoices WHERE settlement = %s"
        " AND series = 'INV' UNION ALL SELECT contract, payer, price_list, currency, tax_rate, net, tax, gross"
        " FROM invoices WHERE settlement = %s AND series = 'CN'",
        addition,
        addition,
    )
    assert note == invoice
    assert invoice[1] == shop.alice


def test_a_period_of_a_contract_that_has_ended_is_not_voided(shop: Shop) -> None:
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-16", ALICE))
    for day in ("2026-03-01", "2026-03-15"):
        renewals.run(ctx=on(day))
    assert void(newest(project), "2026-03-16") == "too_late_to_void"
    assert value("SELECT status FROM contracts") == "ended"
