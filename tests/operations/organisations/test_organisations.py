"""Organisations: verified with their share of VAT, verified anew after a change, suspended, merged."""

from datetime import timedelta
from uuid import UUID

import pytest

from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.rights import Right, Role
from autossa.operations import contracts
from autossa.operations.accounts import impersonation, tokens
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import create, delegations, edit, standing
from autossa.operations.runs import renewals
from autossa.queries.access import account_of_token, load_account
from autossa.store import models
from tests.cast.members import ctx, member, partner
from tests.cast.shop import ALICE, NO_VAT, VAT, Shop, on
from tests.operations.organisations.looking import row
from tests.store.looking import contents

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY = on("2026-01-20").today


def treatment(key: UUID) -> str:
    found = row(key).treatment
    return found.treatment if found else ""


# ---- verified


def test_the_treatment_is_chosen_with_each_verification(shop: Shop) -> None:
    """Nobody chose what a new organisation has; nor, after a move, what it had."""
    key = create.create(kind="customer", name="New", number="N1", verified=False, ctx=on("2026-01-20"))
    assert row(key).treatment is None
    standing.verify(organisation=key, vat=VAT, ctx=on("2026-01-20"))
    assert (row(key).verified_on, treatment(key)) == (DAY, "domestic")
    moved = edit.BillingDetails(PostalAddress("Graben 1", "", "1010", "Wien"), "AT", "ATU13585627")
    assert edit.edit(organisation=key, new=moved, ctx=on("2026-01-21"))
    standing.verify(organisation=key, vat=NO_VAT, ctx=on("2026-01-22"))
    assert (row(key).verified_on, treatment(key)) == (on("2026-01-22").today, "third_country")
    said = models.Activity.objects.filter(action="verify_organisation").order_by("id")
    assert [one.details["treatment"] for one in said] == ["domestic", "third_country"]


def test_who_is_verified_already_keeps_its_share(shop: Shop) -> None:
    before = contents()
    standing.verify(organisation=shop.alice, vat=NO_VAT, ctx=on("2026-01-20"))
    assert contents() == before


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        ({}, False),
        ({"street": "Another street"}, False),
        ({"vat_id": "DE136695976"}, True),
        ({"vat_id": ""}, False),
        ({"country": "AT", "vat_id": "ATU13585627"}, True),
        ({"country": "CH"}, True),
    ],
)
def test_another_country_or_vat_id_is_verified_anew(shop: Shop, change: dict[str, str], anew: bool) -> None:
    models.Organisation.objects.filter(pk=shop.alice).update(country="DE", street="A street")
    given = {"street": "A street", "country": "DE", "vat_id": "", **change}
    new = edit.BillingDetails(PostalAddress(given["street"]), given["country"], given["vat_id"])
    assert edit.edit(organisation=shop.alice, new=new, ctx=on("2026-01-20")) is anew
    assert (row(shop.alice).verified_on is None) is anew
    project = shop.project()
    if anew:
        with pytest.raises(Invalid, match="not verified"):
            contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-20", ALICE))
    else:
        contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-20", ALICE))


def test_a_wrong_vat_id_changes_nothing(shop: Shop) -> None:
    before = contents()
    new = edit.BillingDetails(PostalAddress("A street"), "DE", "DE136695977")
    with pytest.raises(Invalid):
        edit.edit(organisation=shop.alice, new=new, ctx=on("2026-01-20"))
    assert contents() == before


def test_a_number_is_given_once(shop: Shop) -> None:
    before = contents()
    for new in (
        edit.Terms("Alice Ltd", "C2"),
        edit.Terms(" ", "C9"),
    ):
        with pytest.raises(Invalid):
            edit.set_terms(organisation=shop.alice, new=new, ctx=on("2026-01-20"))
    assert contents() == before


# ---- suspended


def test_a_suspended_organisation_is_shut_out_and_its_contracts_run_on(shop: Shop) -> None:
    project, alice = shop.booked(), member(shop.alice, "alice@example.com", "owner")
    paul = member(partner(), "paul@example.com", "manager")
    vera = member(shop.vendor, "vera@example.com", "support")
    delegations.give(customer=shop.alice, partner=_partner_of(paul), rights=[Right.LICENSES], ctx=ctx(alice))
    token = tokens.create(
        user=alice.id, organisation=shop.alice, name="T", scopes=["read"], lasts=timedelta(30), ctx=ctx(alice)
    )
    impersonation.start(user=vera.id, organisation=shop.alice, reason="Asked by phone", ctx=ctx(vera))
    standing.suspend(organisation=shop.alice, reason="Does not pay", ctx=ctx(vera))

    account = load_account(alice.id, DAY, ctx(alice).now)
    assert account is not None
    assert account.person.members == ()
    assert account_of_token(token, "read", ctx(alice).now, DAY) is None
    staff = load_account(vera.id, DAY, ctx(vera).now)
    assert staff is not None
    assert staff.person.acting_for is None
    for act in (
        lambda: impersonation.start(user=vera.id, organisation=shop.alice, reason="Again", ctx=ctx(vera)),
        lambda: delegations.give(
            customer=shop.alice, partner=_partner_of(paul), rights=[Right.BILLING], ctx=ctx(alice)
        ),
        lambda: standing.verify(organisation=shop.alice, vat=NO_VAT, ctx=ctx(vera)),
        lambda: standing.suspend(organisation=shop.alice, reason="Again", ctx=ctx(vera)),
    ):
        with pytest.raises((Invalid, NotFound)):
            act()
    renewals.run(ctx=on("2026-02-15"))
    assert models.Settlement.objects.filter(project=project, reason="extension").count() == 2

    standing.restore(organisation=shop.alice, ctx=ctx(vera))
    account = load_account(alice.id, DAY, ctx(alice).now)
    assert account is not None
    assert [one.role for one in account.person.members] == [Role.OWNER]


def test_what_is_not_suspended(shop: Shop) -> None:
    before = contents()
    for organisation, reason in ((shop.vendor, "A joke"), (shop.alice, " ")):
        with pytest.raises(Invalid):
            standing.suspend(organisation=organisation, reason=reason, ctx=on("2026-01-20"))
    with pytest.raises(Invalid):
        standing.restore(organisation=shop.alice, ctx=on("2026-01-20"))
    assert contents() == before


def _partner_of(user: models.User) -> UUID:
    return models.Membership.objects.values_list("organisation_id", flat=True).get(user=user)
