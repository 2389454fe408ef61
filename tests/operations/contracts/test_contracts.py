"""Contracts through the store: what each keeps, its journal, its payer, questions (rules 4, 7)."""

import json
from fractions import Fraction
from uuid import UUID

import pytest

from autossa.domain.comparisons import Offer, figures, make_offer
from autossa.domain.policies import Policy
from autossa.operations import contracts, licenses
from autossa.operations.errors import Changed, Invalid
from autossa.operations.organisations import create, standing
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.queries.runs.verify import check_all
from autossa.store.engine.load import load_projects
from tests.cast.shop import ALICE, NO_VAT, VERA, Shop, d, on
from tests.store.looking import activities, column, contents, outbox, rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_each_change_of_state_is_a_row_of_the_journal(shop: Shop) -> None:
    project = shop.in_review(option="flex_monthly")
    contracts.ask(project=project, question="Which PBX is it?", ctx=on("2026-01-16"))
    contracts.answer(project=project, text="The one in Vienna", ctx=on("2026-01-17", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-18"))
    renewals.run(ctx=on("2026-01-18"))
    contracts.suspend(project=project, ctx=on("2026-01-19"), reason="Unpaid")
    contracts.resume(project=project, ctx=on("2026-01-20"))
    contracts.cancel(project=project, ctx=on("2026-01-21", ALICE))
    contracts.undo_cancellation(project=project, ctx=on("2026-01-22", ALICE))
    contracts.cancel(project=project, ctx=on("2026-01-23", ALICE))
    for day in ("2026-02-01", "2026-03-15"):
        renewals.run(ctx=on(day))
    assert rows("SELECT day, status, ends_on FROM contract_events ORDER BY id") == [
        (d("2026-01-15"), "in_review", None),
        (d("2026-01-16"), "question", None),
        (d("2026-01-17"), "in_review", None),
        (d("2026-01-18"), "active", None),
        (d("2026-01-19"), "suspended", None),
        (d("2026-01-20"), "active", None),
        (d("2026-01-21"), "", d("2026-03-15")),
        (d("2026-01-21"), "ending", None),
        (d("2026-01-22"), "", None),
        (d("2026-01-22"), "active", None),
        (d("2026-01-23"), "", d("2026-03-15")),
        (d("2026-01-23"), "ending", None),
        (d("2026-03-15"), "ended", None),
    ]
    assert rows("SELECT status, decided_on, ends_on FROM contracts") == [("ended", d("2026-01-18"), d("2026-03-15"))]
    assert list(check_all()) == []


def test_question_and_answer_are_on_record_with_who_said_them(shop: Shop) -> None:
    project = shop.in_review()
    contracts.ask(project=project, question="Which PBX is it?", ctx=on("2026-01-16", VERA))
    contracts.answer(project=project, text="The one in Vienna", ctx=on("2026-01-17", ALICE))
    assert activities(project)[-2:] == [
        ("Vera", "ask_question", {"question": "Which PBX is it?"}),
        ("Alice", "answer_question", {"answer": "The one in Vienna"}),
    ]


def test_the_payer_is_the_customer_unless_another_is_named(shop: Shop) -> None:
    own, other = shop.project("Own"), shop.project("Other")
    contracts.conclude(project=own, option="annual_monthly", ctx=on("2026-01-15", ALICE))
    contracts.conclude(project=other, option="annual_monthly", payer=shop.charlie, ctx=on("2026-01-15", ALICE))
    for project in (own, other):
        contracts.approve(project=project, ctx=on("2026-01-15"))
    renewals.run(ctx=on("2026-01-15"))
    for table, name in (("contracts", "payer_id"), ("invoices", "payer")):
        found = dict(rows(f"SELECT project_id, {name} FROM {table}"))
        assert found == {own: shop.alice, other: shop.charlie}


def test_a_contract_keeps_the_policy_and_prices_it_was_concluded_under(shop: Shop) -> None:
    """Its renewal lead, its adjustments, its price list; a project that concludes later has the new ones."""
    old = shop.booked("Old")
    later = Policy(renewal_lead_days=0)
    catalogue.set_policy(policy=later, starts_on=d("2026-01-20"), ctx=on("2026-01-02"))
    francs = catalogue.add_price_list(name="Franc", currency="CHF", ctx=on("2026-01-20"))
    rows("UPDATE projects SET price_list_id = %s RETURNING id", francs)
    new = shop.under_contract("New", "2026-01-20")
    renewals.run(ctx=on("2026-01-20"))
    renewals.run(ctx=on("2026-02-01"))
    assert value("SELECT count(*) FROM settlements WHERE project_id = %s", old) == 2
    assert value("SELECT count(*) FROM settlements WHERE project_id = %s", new) == 1
    assert set(column("SELECT currency FROM invoices WHERE project_id = %s", old)) == {"EUR"}


def test_a_new_price_counts_from_the_next_term_on(shop: Shop) -> None:
    shop.booked(option="flex_monthly")
    ctx = on("2026-01-16")
    catalogue.set_price(price_list=shop.price_list, price=Fraction(2), starts_on=d("2026-02-01"), ctx=ctx)
    renewals.run(ctx=on("2026-02-01"))
    assert column("SELECT net FROM invoices ORDER BY number") == [103_00, 206_00]


def test_an_organisation_that_is_not_verified_concludes_nothing(shop: Shop) -> None:
    ctx = on("2026-01-15")
    stranger = create.create(kind="customer", name="Stranger", number="C9", verified=False, ctx=ctx)
    project = create_project(customer=stranger, name="Office", price_list=shop.price_list, ctx=ctx)
    licenses.add(project=project, license_id="L1", license_type="PORT", quantity=1, ctx=ctx)
    before = contents()
    with pytest.raises(Invalid, match="not verified"):
        contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-16", ALICE))
    assert contents() == before
    standing.verify(organisation=stranger, vat=NO_VAT, ctx=ctx)
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-16", ALICE))


def test_who_concluded_a_contract_does_not_approve_it(shop: Shop) -> None:
    project = shop.project()
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-15", VERA))  # on Alice's behalf
    before = contents()
    with pytest.raises(Invalid, match="somebody else must approve"):
        contracts.approve(project=project, ctx=on("2026-01-15", VERA))
    assert contents() == before


def test_contracts_of_a_project_count_on(shop: Shop) -> None:
    project = shop.project()
    for day in ("2026-01-16", "2026-01-17", "2026-01-18"):
        contracts.conclude(project=project, option="flex_monthly", ctx=on(day, ALICE))
        if day != "2026-01-18":
            contracts.withdraw(project=project, ctx=on(day, ALICE))
    found = rows("SELECT number, status FROM contracts ORDER BY number")
    assert found == [(1, "withdrawn"), (2, "withdrawn"), (3, "in_review")]
    assert outbox(project).count("contract.concluded") == 3


def test_a_rejected_review_is_excused_when_the_gap_is_looked_at_again(shop: Shop) -> None:
    """Rule 4: days in a review that was rejected do not count towards the grace."""
    project = shop.covered()  # to 2026-02-15
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-03-01", ALICE))
    contracts.reject(project=project, ctx=on("2026-03-25"))
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-03-26", ALICE))
    found = rows("SELECT gap_start, gap_late, gap_excused FROM contracts ORDER BY number")
    assert found == [(d("2026-02-15"), False, 0), (d("2026-02-15"), False, 25)]  # 24 of the review, one to react
    contracts.approve(project=project, ctx=on("2026-03-26"))
    renewals.run(ctx=on("2026-03-26"))
    assert list(check_all()) == []


# ---- what was agreed to


def agreed_today(project: UUID, day: str) -> dict[str, str]:
    facts = load_projects([project], d(day), lock=False)[project].project
    offer = make_offer(facts, d(day), facts.terms.policy.option("annual_yearly"))
    assert isinstance(offer, Offer)
    return figures(offer)


def test_only_what_was_agreed_to_is_concluded_and_it_is_kept_with_the_deed(shop: Shop) -> None:
    project = shop.project()
    agreed = agreed_today(project, "2026-01-20")
    licenses.add(project=project, license_id="L2", license_type="OPERATOR", quantity=1, ctx=on("2026-01-20"))
    with pytest.raises(Changed) as raised:
        contracts.conclude(project=project, option="annual_yearly", agreed=agreed, ctx=on("2026-01-20", ALICE))
    assert figures(raised.value.now) == agreed_today(project, "2026-01-20") != agreed
    assert value("SELECT count(*) FROM contracts") == 0
    agreed = figures(raised.value.now)
    contracts.conclude(project=project, option="annual_yearly", agreed=agreed, ctx=on("2026-01-20", ALICE))
    (kept,) = column("SELECT details->'agreed' FROM activity WHERE action = 'conclude_contract'")
    assert json.loads(kept) == agreed
