"""What was due before a use case is booked first, as of the days it was due: a silence changes nothing (rule 5)."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.plans import STANDARD_OPTIONS
from autossa.domain.policies import Policy
from autossa.domain.rights import Right
from autossa.operations import contracts, credits, licenses
from autossa.operations.billing import payers
from autossa.operations.organisations import delegations, merging, standing
from autossa.operations.organisations.vat import NewTreatment, set_treatment
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.queries.projects.facts import facts_of_project
from autossa.queries.runs.verify import check_all
from autossa.store import models
from tests.cast.members import ctx, member, partner
from tests.cast.shop import ALICE, VERA, Shop, d, on, taxed_at
from tests.store.looking import activities, broken_laws, covered, periods, rows, stored_balance, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]

MONTHS = [
    "2026-01-15 2026-02-15 2026-01-15",
    "2026-02-15 2026-03-15 2026-02-01",
    "2026-03-15 2026-04-15 2026-03-01",
    "2026-04-15 2026-05-15 2026-04-01",
]


def add(project: UUID) -> None:
    licenses.add(project=project, license_id="L2", license_type="OPERATOR", quantity=10, ctx=on("2026-04-20"))


USE_CASES: list[Callable[[UUID], Any]] = [
    add,
    lambda p: credits.top_up(project=p, ssc=1_00, ctx=on("2026-04-20", ALICE)),
    lambda p: licenses.return_license(project=p, license_id="L1", quantity=600, ctx=on("2026-04-20", ALICE)),
    lambda p: licenses.activate(project=p, license_id="L1", ctx=on("2026-04-20", ALICE)),
    lambda p: contracts.cancel(project=p, ctx=on("2026-04-20", ALICE)),
    lambda p: contracts.suspend(project=p, ctx=on("2026-04-20", VERA)),
]


@pytest.mark.parametrize("use_case", USE_CASES)
def test_three_silent_months_are_booked_before_anything_else(shop: Shop, use_case: Callable[[UUID], Any]) -> None:
    silent, watched = shop.under_contract("Silent"), shop.under_contract("Watched")
    for day in ("2026-01-15", "2026-02-01", "2026-03-01", "2026-04-01", "2026-04-20"):
        renewals.run_project(project=watched, ctx=on(day))
    for project in (silent, watched):
        use_case(project)
        renewals.run_project(project=project, ctx=on("2026-04-20"))
        assert periods(project) == MONTHS
    assert facts_of_project(silent) == facts_of_project(watched)
    assert broken_laws() == {}
    assert list(check_all()) == []


def test_an_addition_after_the_silence_is_charged_to_the_end_of_what_was_due(shop: Shop) -> None:
    project = shop.under_contract()
    add(project)
    assert periods(project, "addition") == ["2026-04-20 2026-05-15 2026-04-20"]
    # 10 x 12 a year for 25 of the 30 days from 15 April: 120 / 12 x 25/30 = 8.33
    assert value("SELECT ssc FROM settlements WHERE reason = 'addition'") == 8_33
    assert covered(project)[-1] == "2026-04-15 2026-05-15 auto"


def test_what_was_caught_up_is_invoiced_today_under_one_year_s_numbers(shop: Shop) -> None:
    project = shop.under_contract(day="2025-11-15")
    credits.top_up(project=project, ssc=1_00, ctx=on("2026-01-02", ALICE))
    assert rows("SELECT issued_on, number, start FROM invoices ORDER BY number") == [
        (d("2026-01-02"), 1, d("2025-11-15")),
        (d("2026-01-02"), 2, d("2025-12-15")),
        (d("2026-01-02"), 3, d("2026-01-15")),
    ]


def test_the_catching_up_is_nobody_s_use_case(shop: Shop) -> None:
    """One activity row: that of the use case. What was booked by itself is in the journals."""
    project = shop.under_contract()
    before = activities(project)
    add(project)
    assert [action for _, action, _ in activities(project)[len(before) :]] == ["add_license"]


def test_the_run_after_a_use_case_books_what_the_use_case_made_due(shop: Shop) -> None:
    project = shop.in_review()
    renewals.run(ctx=on("2026-01-15"))
    contracts.approve(project=project, ctx=on("2026-01-15"), book_at_once=False)  # after the run of that day
    assert renewals.run(ctx=on("2026-01-15")).periods == 1


def test_running_a_day_twice_or_thrice_changes_nothing(shop: Shop) -> None:
    project = shop.under_contract()
    reports = [renewals.run(ctx=on("2026-03-10")) for _ in range(3)]
    assert [(r.projects, r.periods) for r in reports] == [(1, 3), (0, 0), (0, 0)]
    renewals.run_project(project=project, ctx=on("2026-03-10"))
    assert periods(project) == MONTHS[:3]


# ---- a contract that ended in the silence


def test_a_new_contract_is_concluded_under_the_policy_of_its_day_also_when_the_old_one_ended_unnoticed(
    shop: Shop,
) -> None:
    """The daily run may not have taken place on the day the former contract ended."""
    noticed, unnoticed = shop.booked("Noticed", option="flex_monthly"), shop.booked("Unnoticed", option="flex_monthly")
    for project in (noticed, unnoticed):
        contracts.cancel(project=project, ctx=on("2026-01-16", ALICE))  # to 2026-03-15
        renewals.run_project(project=project, ctx=on("2026-02-01"))
    cheaper = tuple(
        option if option.name != "annual_yearly" else type(option)("annual_yearly", 12, 3, 12, Fraction(-1, 10))
        for option in STANDARD_OPTIONS
    )
    ctx = on("2026-02-10")
    policy = catalogue.set_policy(policy=Policy(options=cheaper), starts_on=d("2026-03-10"), ctx=ctx)
    renewals.run_project(project=noticed, ctx=on("2026-03-15"))
    for project in (noticed, unnoticed):
        contracts.conclude(project=project, option="annual_yearly", ctx=on("2026-03-16", ALICE))
    found = rows("SELECT v.policy_id FROM contracts c JOIN plan_versions v ON v.id = c.plan_id WHERE c.number = 2")
    assert found == [(policy,), (policy,)]
    for project in (noticed, unnoticed):
        contracts.approve(project=project, ctx=on("2026-03-16"))
        renewals.run_project(project=project, ctx=on("2026-03-16"))
    facts = [facts_of_project(project) for project in (noticed, unnoticed)]
    assert facts[0] == facts[1]


def test_a_new_contract_takes_the_project_s_price_list_also_when_the_old_one_ended_unnoticed(shop: Shop) -> None:
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-16", ALICE))
    ctx = on("2026-02-20")
    francs = catalogue.add_price_list(name="Franc", currency="CHF", ctx=ctx)
    catalogue.set_price(price_list=francs, price=Fraction(2), starts_on=d("2026-01-01"), ctx=ctx)
    rows("UPDATE projects SET price_list_id = %s RETURNING id", francs)
    contracts.conclude(project=project, option="flex_monthly", ctx=on("2026-03-16", ALICE))
    contracts.approve(project=project, ctx=on("2026-03-16"))
    renewals.run_project(project=project, ctx=on("2026-03-16"))
    assert rows("SELECT currency, reason, net FROM invoices ORDER BY number") == [
        ("EUR", "extension", 103_00),
        ("EUR", "extension", 103_00),
        ("CHF", "gap", 6_46),  # a day: 100.00 / 31 = 3.23 SSC
        ("CHF", "extension", 206_00),
    ]
    assert stored_balance(project) == (0, 0)


# ---- who pays, and at which VAT


@pytest.fixture
def paul(shop: Shop) -> UUID:
    """A partner abroad, whose invoices are without VAT; Alice's company gives it access."""
    key = partner()
    delegations.give(customer=shop.alice, partner=key, rights=[Right.BILLING], ctx=on("2026-01-15"))
    return key


def another_pays(shop: Shop, paul: UUID) -> None:
    alice, pia = member(shop.alice, "alice@example.com", "owner"), member(paul, "pia@example.com", "owner")
    for contract in models.Contract.objects.filter(payer=shop.alice):
        change = payers.ask(project=contract.project_id, payer=paul, ctx=ctx(alice, "2026-02-03"))
        payers.confirm(change=change, confirmer=paul, ctx=ctx(pia, "2026-02-03"))


def access_ends(shop: Shop, _: UUID, day: str = "2026-02-03") -> None:
    for given in models.HandOver.objects.all():
        delegations.revoke(delegation=given.id, customer=shop.alice, ctx=on(day))


def given_access_again(shop: Shop, paul: UUID) -> None:
    """In the term after which the customer would have paid again."""
    delegations.give(customer=shop.alice, partner=paul, rights=[Right.BILLING], ctx=on("2026-02-03"))


def seven_percent() -> NewTreatment:
    return taxed_at(Fraction(7), on("2026-01-15"))


def another_rate(shop: Shop, paul: UUID) -> None:
    for organisation in (shop.alice, paul):
        set_treatment(organisation=organisation, new=seven_percent(), ctx=on("2026-02-03"))


def verified_anew(shop: Shop, paul: UUID) -> None:
    models.Organisation.objects.filter(pk=shop.alice).update(verified_on=None)
    standing.verify(organisation=shop.alice, vat=seven_percent(), ctx=on("2026-02-03"))


def customer_merged(shop: Shop, paul: UUID) -> None:
    set_treatment(organisation=shop.charlie, new=seven_percent(), ctx=on("2026-02-02"))
    merging.merge(duplicate=shop.alice, into=shop.charlie, ctx=on("2026-02-03"))


def partner_merged(shop: Shop, paul: UUID) -> None:
    kept = partner("Paula's Phones", "P2")
    set_treatment(organisation=kept, new=seven_percent(), ctx=on("2026-02-02"))
    merging.merge(duplicate=paul, into=kept, ctx=on("2026-02-03"))


@pytest.mark.parametrize("by_partner", [False, True])
@pytest.mark.parametrize(
    "what_happens",
    [another_pays, access_ends, given_access_again, another_rate, verified_anew, customer_merged, partner_merged],
)
def test_a_late_run_changes_neither_who_pays_nor_the_vat(
    shop: Shop, paul: UUID, what_happens: Callable[[Shop, UUID], None], by_partner: bool
) -> None:
    """Two equal projects, a period of each due on 1 February: the one is run then, the other after what happens."""
    payer = paul if by_partner else shop.alice
    projects = [shop.project(name) for name in ("Punctual", "Late")]
    for project in projects:
        contracts.conclude(project=project, option="flex_monthly", payer=payer, ctx=on("2026-01-15", ALICE))
        contracts.approve(project=project, ctx=on("2026-01-15"))
    if what_happens is given_access_again:
        access_ends(shop, paul, "2026-01-20")
    renewals.run_project(project=projects[0], ctx=on("2026-02-01"))
    what_happens(shop, paul)
    renewals.run(ctx=on("2026-03-20"))
    invoiced = "SELECT start, payer, tax_rate, net, gross FROM invoices WHERE project_id = %s ORDER BY start"
    found = [rows(invoiced, project) for project in projects]
    assert found[0] == found[1]
    assert len(found[0]) == 3
    assert list(check_all()) == []
