"""A merge hands nobody control: what moves, what ends, who is told, and who comes in by whose word."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.rights import Right, Role
from autossa.operations import contracts, licenses
from autossa.operations.accounts import tokens
from autossa.operations.billing import payers
from autossa.operations.credits import orders
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import (
    admissions,
    contacts,
    create,
    delegations,
    invitations,
    merging,
    people,
    standing,
)
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import renewals
from autossa.queries.access import account_of_token, load_account
from autossa.queries.organisations.people import people_page
from autossa.queries.runs.verify import check_all
from autossa.store import models
from tests.cast.members import ctx, member, partner
from tests.cast.shop import ALICE, Shop, on
from tests.notify.post import Post, key_of
from tests.operations.organisations.looking import roles, row
from tests.store.looking import broken_laws, contents

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY = on("2026-01-20").today


@pytest.fixture
def double(shop: Shop) -> dict[str, Any]:
    """Charlie's company turns out to be Alice's: it has a project of the same name under contract, and everything."""
    found: dict[str, Any] = {"alice": member(shop.alice, "alice@example.com", "viewer")}
    charlie = found["charlie"] = member(shop.charlie, "charlie@example.com", "owner")
    models.Membership.objects.create(user=found["alice"], organisation_id=shop.charlie, role="owner")
    found["office"], found["paul"] = shop.project(), partner()
    other = create_project(customer=shop.charlie, name="Office", price_list=shop.price_list, ctx=on("2026-01-15"))
    licenses.add(project=other, license_id="L1", license_type="PORT", quantity=1200, ctx=on("2026-01-15"))
    contracts.conclude(project=other, option="annual_monthly", ctx=on("2026-01-15"))
    contracts.approve(project=other, ctx=on("2026-01-15", ALICE))
    renewals.run_project(project=other, ctx=on("2026-01-15"))
    found["other"] = other
    found["given"] = delegations.give(
        customer=shop.charlie, partner=found["paul"], rights=[Right.BILLING], ctx=ctx(charlie)
    )
    payers.ask(project=other, payer=found["paul"], ctx=ctx(member(found["paul"], "paul@example.com", "owner")))
    invitations.invite(organisation=shop.charlie, email="new@example.com", role=Role.VIEWER, ctx=ctx(charlie))
    found["token"] = tokens.create(
        user=charlie.id, organisation=shop.charlie, name="T", scopes=["read"], lasts=timedelta(30), ctx=ctx(charlie)
    )
    for organisation, email in ((shop.alice, "it@example.com"), (shop.charlie, "it@example.com")):
        contacts.add(organisation=organisation, new=contacts.Contact("admin", "", email, "en"), ctx=ctx(charlie))
    contacts.add(
        organisation=shop.charlie, new=contacts.Contact("billing", "", "pay@example.com", "en"), ctx=ctx(charlie)
    )
    return found


def test_a_merge_moves_what_must_and_ends_the_rest(shop: Shop, double: dict[str, Any]) -> None:
    vera = member(shop.vendor, "vera@example.com", "admin")
    merging.merge(duplicate=shop.charlie, into=shop.alice, ctx=ctx(vera))

    owned = dict(models.Project.objects.values_list("id", "name"))
    assert owned == {double["office"]: "Office", double["other"]: "Office (C2)"}
    assert set(models.Project.objects.values_list("customer", flat=True)) == {shop.alice}
    assert models.Contract.objects.get(project=double["other"]).payer_id == shop.alice
    assert models.Invoice.objects.get(project=double["other"]).payer == shop.charlie  # as it was issued
    assert roles(shop.alice) == [("alice@example.com", "viewer")]  # as before, though owner of the duplicate
    kept = models.Contact.objects.filter(organisation=shop.alice).values_list("purpose", "email")
    assert list(kept) == [("admin", "it@example.com")]
    assert row(shop.charlie).merged_into_id == shop.alice
    assert row(shop.charlie).suspended_on == DAY
    assert not models.Invitation.objects.filter(withdrawn_at=None).exists()
    assert not models.PayerChange.objects.filter(refused_at=None).exists()
    assert account_of_token(double["token"], "read", ctx(vera).now, DAY) is None

    renewals.run(ctx=on("2026-02-15"))
    assert [one.payer for one in models.Invoice.objects.order_by("number")] == [shop.charlie, shop.alice]
    assert broken_laws() == {}
    assert list(check_all()) == []


def test_what_a_duplicate_gave_a_partner_ends(shop: Shop, double: dict[str, Any]) -> None:
    """Whoever registers a company a second time lets no partner act for the first one."""
    merging.merge(duplicate=shop.charlie, into=shop.alice, ctx=on("2026-01-20"))
    (given,) = models.HandOver.objects.all()
    assert (given.pk, given.ends_on) == (double["given"], DAY)


def test_what_customers_gave_a_partner_is_given_to_the_one_that_stays_and_they_are_told(shop: Shop) -> None:
    alice, twice = member(shop.alice, "alice@example.com", "owner"), partner("Paul's Phones again", "P2")
    kept, post = partner(), Post()
    given = delegations.give(customer=shop.alice, partner=twice, rights=[Right.BILLING], ctx=ctx(alice))
    post.forget()
    merging.merge(duplicate=twice, into=kept, ctx=on("2026-01-20"))
    (anew,) = models.HandOver.objects.exclude(pk=given)
    assert (anew.customer_id, anew.partner_id, anew.project_id) == (shop.alice, kept, None)
    assert (anew.starts_on, anew.ends_on, anew.rights) == (DAY, None, ["billing"])
    assert models.HandOver.objects.get(pk=given).ends_on == DAY
    (told,) = [mail for mail in post.collect() if key_of(mail) == "handed_over"]
    assert told.to == "alice@example.com"


@pytest.mark.parametrize("which", ["the customer", "the partner", "the partner, whose access had ended", "both"])
def test_a_partner_that_pays_does_so_to_the_end_of_its_term_whoever_is_merged(shop: Shop, which: str) -> None:
    """What it was given ends with the duplicate, or is given to the partner that stays and then taken back."""
    twice, kept = partner("Paul's Phones again", "P2"), partner()
    pays = kept if which == "the customer" else twice
    project = create_project(customer=shop.charlie, name="Office", price_list=shop.price_list, ctx=on("2026-01-15"))
    licenses.add(project=project, license_id="L1", license_type="PORT", quantity=1200, ctx=on("2026-01-15"))
    given = delegations.give(customer=shop.charlie, partner=pays, rights=[Right.BILLING], ctx=on("2026-01-15"))
    contracts.conclude(project=project, option="flex_monthly", payer=pays, ctx=on("2026-01-15"))
    contracts.approve(project=project, ctx=on("2026-01-15", ALICE))
    if which == "the partner, whose access had ended":
        delegations.revoke(delegation=given, customer=shop.charlie, ctx=on("2026-01-16"))
    if which != "the customer":
        merging.merge(duplicate=twice, into=kept, ctx=on("2026-01-20"))
    if which in ("the customer", "both"):
        merging.merge(duplicate=shop.charlie, into=shop.alice, ctx=on("2026-01-20"))
    if which == "the partner":
        anew = models.HandOver.objects.get(partner=kept)
        delegations.revoke(delegation=anew.id, customer=shop.charlie, ctx=on("2026-01-20"))
    renewals.run(ctx=on("2026-03-01"))
    customer = shop.alice if which in ("the customer", "both") else shop.charlie
    assert [one.payer for one in models.Invoice.objects.order_by("number")] == [pays, customer, customer]
    assert list(check_all()) == []


def test_an_order_that_waits_for_its_payment_is_paid_by_the_one_that_stays(shop: Shop, double: dict[str, Any]) -> None:
    office, day = double["other"], on("2026-01-20", ALICE)
    placed = [UUID(int=number) for number in (71, 72)]
    for order in placed:
        orders.place(order=order, project=office, ssc=100_00, payer=shop.charlie, gross=119_00, ctx=day)
    orders.withdraw(order=placed[0], project=office, ctx=day)
    merging.merge(duplicate=shop.charlie, into=shop.alice, ctx=on("2026-01-20"))
    payer = dict(models.CreditOrder.objects.values_list("id", "payer"))
    assert payer == {placed[0]: shop.charlie, placed[1]: shop.alice}
    assert list(check_all()) == []


# ---- who comes in


@pytest.fixture
def two(shop: Shop) -> dict[str, models.User]:
    """Alice owns the company that stays; Mallory registered it again, with Max, and is a viewer at Alice's too."""
    found = {
        "alice": member(shop.alice, "alice@example.com", "owner"),
        "mallory": member(shop.charlie, "mallory@example.com", "owner"),
        "max": member(shop.charlie, "max@example.com", "manager"),
        "both": member(shop.charlie, "both@example.com", "owner"),
        "vera": member(shop.vendor, "vera@example.com", "admin"),
    }
    models.Membership.objects.create(user=found["both"], organisation_id=shop.alice, role="viewer")
    return found


def test_nobody_comes_in_by_a_merge_itself(shop: Shop, two: dict[str, models.User]) -> None:
    merging.merge(duplicate=shop.charlie, into=shop.alice, ctx=ctx(two["vera"]))
    assert roles(shop.alice) == [("alice@example.com", "owner"), ("both@example.com", "viewer")]
    assert not models.Admission.objects.exists()
    account = load_account(two["mallory"].id, DAY, ctx(two["vera"]).now)
    assert account is not None
    assert account.person.members == ()


def test_whom_staff_names_an_owner_lets_in_as_a_viewer(shop: Shop, two: dict[str, models.User]) -> None:
    post = Post()
    named = [two["mallory"].id, two["max"].id]
    merging.merge(duplicate=shop.charlie, into=shop.alice, people=named, ctx=ctx(two["vera"]))
    assert roles(shop.alice) == [("alice@example.com", "owner"), ("both@example.com", "viewer")]
    waiting = models.Admission.objects.order_by("user__email")
    assert [one.user_id for one in waiting] == named
    shown = people_page(shop.alice, ctx(two["vera"]).now).admissions
    assert [one.email for one in shown] == ["mallory@example.com", "max@example.com"]
    mails = {mail.to: mail for mail in post.collect()}
    assert key_of(mails["alice@example.com"]) == "organisation_merged"
    assert "mallory@example.com" in mails["alice@example.com"].text
    assert key_of(mails["mallory@example.com"]) == "organisation_closed"

    first, second = waiting
    admissions.admit(admission=first.id, organisation=shop.alice, ctx=ctx(two["alice"]))
    admissions.decline(admission=second.id, organisation=shop.alice, ctx=ctx(two["alice"]))
    assert ("mallory@example.com", "viewer") in roles(shop.alice)
    assert "max@example.com" not in dict(roles(shop.alice))
    for key in (first.id, second.id):
        for act in (admissions.admit, admissions.decline):
            with pytest.raises(NotFound):
                act(admission=key, organisation=shop.alice, ctx=ctx(two["alice"]))


def test_an_admission_is_answered_by_its_own_organisation(shop: Shop, two: dict[str, models.User]) -> None:
    merging.merge(duplicate=shop.charlie, into=shop.alice, people=[two["max"].id], ctx=ctx(two["vera"]))
    key = models.Admission.objects.get().id
    before = contents()
    for act in (admissions.admit, admissions.decline):
        with pytest.raises(NotFound):
            act(admission=key, organisation=shop.charlie, ctx=ctx(two["mallory"]))
    assert contents() == before
    people.suspend(user=two["max"].id, ctx=ctx(two["vera"]))
    with pytest.raises(NotFound):
        admissions.admit(admission=key, organisation=shop.alice, ctx=ctx(two["alice"]))


def test_only_members_of_the_duplicate_are_named(shop: Shop, two: dict[str, models.User]) -> None:
    before = contents()
    for user in (two["alice"], two["both"], two["vera"]):
        with pytest.raises(merging.PersonNotInDuplicate):
            merging.merge(duplicate=shop.charlie, into=shop.alice, people=[user.id], ctx=ctx(two["vera"]))
    assert contents() == before


def test_people_who_wait_do_not_come_along_into_a_third_organisation(shop: Shop, two: dict[str, models.User]) -> None:
    merging.merge(duplicate=shop.charlie, into=shop.alice, people=[two["max"].id], ctx=ctx(two["vera"]))
    third = create.create(kind="customer", name="T", number="C9", ctx=on("2026-01-01"))
    merging.merge(duplicate=shop.alice, into=third, ctx=ctx(two["vera"]))
    assert not models.Admission.objects.open().exists()


@pytest.mark.parametrize("side", ["customer", "partner"])
def test_what_a_partner_asked_for_ends_with_either_side(shop: Shop, two: dict[str, models.User], side: str) -> None:
    firm, other = partner(), create.create(kind="partner", name="T", number="P9", ctx=on("2026-01-01"))
    models.AccessRequest.objects.create(
        customer_id=shop.charlie,
        partner_id=firm,
        rights=["billing"],
        asked_by=two["vera"].id,
        asked_at=on("2026-01-01").now,
    )
    gone, kept = (shop.charlie, shop.alice) if side == "customer" else (firm, other)
    merging.merge(duplicate=gone, into=kept, ctx=ctx(two["vera"]))
    assert not models.AccessRequest.objects.open().exists()


def test_nothing_is_merged_into_a_company_that_nobody_verified(shop: Shop) -> None:
    """Who registers a company again does not get what the first one has."""
    again = create.create(kind="customer", name="Alice Ltd", number="C8", verified=False, ctx=on("2026-01-01"))
    before = contents()
    with pytest.raises(merging.TargetNotVerified):
        merging.merge(duplicate=shop.alice, into=again, ctx=on("2026-01-20"))
    assert contents() == before


def test_what_is_not_merged(shop: Shop) -> None:
    paul = partner()
    suspended = create.create(kind="customer", name="S", number="C7", ctx=on("2026-01-01"))
    standing.suspend(organisation=suspended, reason="Does not pay", ctx=on("2026-01-02"))
    before = contents()
    for gone, kept in (
        (shop.alice, shop.alice),
        (shop.alice, paul),
        (shop.vendor, shop.alice),
        (shop.alice, suspended),
    ):
        with pytest.raises((Invalid, NotFound)):
            merging.merge(duplicate=gone, into=kept, ctx=on("2026-01-20"))
    assert contents() == before
    merging.merge(duplicate=shop.charlie, into=shop.alice, ctx=on("2026-01-20"))
    before = contents()
    for gone, kept in ((shop.charlie, shop.alice), (shop.alice, shop.charlie)):
        with pytest.raises(Invalid):
            merging.merge(duplicate=gone, into=kept, ctx=on("2026-01-20"))
    with pytest.raises(Invalid, match="merged"):
        standing.restore(organisation=shop.charlie, ctx=on("2026-01-20"))
    assert contents() == before
