"""What may be done only so often: counted for each of those the table names, by all workers together."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.limits import DAY, HOUR, QUARTER, TABLE, Deed, Limit, Whose
from autossa.domain.rights import Right, Role
from autossa.operations import contracts, licenses, limits
from autossa.operations.accounts import mails, registrations
from autossa.operations.billing import payers
from autossa.operations.billing.orders.deciding import OrderNotVerified
from autossa.operations.context import SYSTEM, ActionContext, Actor
from autossa.operations.contracts.conclude import PayerNotVerified
from autossa.operations.credits import orders
from autossa.operations.errors import Invalid
from autossa.operations.licenses import activation_keys
from autossa.operations.organisations import contacts, create, customers, delegations, errors, invitations
from autossa.operations.projects.edit import create_project
from autossa.operations.vendor import mails as vendor_mails
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.members import ctx, member, partner
from tests.cast.shop import ALICE, BOB, NOW, Shop, d, noon, on
from tests.store.looking import stored_balance

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def most(deed: Deed, whose: Whose) -> int:
    return min(limit.most for limit in TABLE[deed] if limit.whose is whose)


def visit(number: int = 0, address: str | None = None, user: int | None = None, later: timedelta = timedelta()) -> Any:
    actor = Actor("Somebody", UUID(int=user) if user else None, address=address or f"198.51.100.{number}")
    return ActionContext(actor, d("2026-01-20"), NOW + later)


def until_refused(act: Callable[[int], object], at_most: int = 500) -> tuple[int, limits.LimitReached]:
    for number in range(at_most):
        try:
            act(number)
        except limits.LimitReached as reached:
            return number, reached
    raise AssertionError("never refused")


# ---------------------------------------------------------------- counting


@pytest.mark.parametrize("deed", Deed)
def test_each_limit_of_the_table_holds(deed: Deed, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[Whose, Callable[[int], Any]] = {
        Whose.PERSON: lambda n: limits.count(deed, visit(n, user=9), organisations=[new_id()], email=f"{n}@a.example"),
        Whose.ORGANISATION: lambda n: limits.count(
            deed, visit(n, user=n + 10), organisations=[UUID(int=5)], email=f"{n}@b.example"
        ),
        Whose.VISITOR: lambda n: limits.count(
            deed, visit(address="203.0.113.7", user=n + 10), organisations=[new_id()], email=f"{n}@c.example"
        ),
        Whose.MAILBOX: lambda n: limits.count(
            deed, visit(n, user=n + 10), organisations=[new_id()], email="one@d.example"
        ),
    }
    for limit in TABLE[deed]:
        models.LimitCount.objects.all().delete()
        monkeypatch.setitem(TABLE, deed, (limit,))
        assert until_refused(given[limit.whose])[0] == limit.most, limit


def test_a_span_slides_and_says_when_it_is_possible_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE, Deed.EXPORT, (Limit(Whose.PERSON, 2, HOUR),))
    for minutes in (0, 50):
        limits.count(Deed.EXPORT, visit(user=9, later=timedelta(minutes=minutes)))
    with pytest.raises(limits.TooManyExports) as refused:
        limits.count(Deed.EXPORT, visit(user=9, later=timedelta(minutes=59)))
    assert refused.value.facts == {"again": NOW + HOUR}
    limits.count(Deed.EXPORT, visit(user=9, later=HOUR))
    with pytest.raises(limits.TooManyExports) as refused:  # no double portion around the turn of an hour
        limits.count(Deed.EXPORT, visit(user=9, later=HOUR))
    assert refused.value.facts == {"again": NOW + timedelta(minutes=110)}


@pytest.mark.parametrize(
    "addresses",
    [
        ["2001:db8:1:2::1", "2001:DB8:1:2:ffff::9", "2001:db8:1:2:0:0:0:3"],
        ["192.0.2.9", "::ffff:192.0.2.9", "::ffff:c000:209"],
    ],
)
def test_one_line_is_one_visitor_however_its_address_is_written(
    addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TABLE, Deed.REGISTER, (Limit(Whose.VISITOR, len(addresses) - 1, HOUR),))
    assert until_refused(lambda n: limits.count(Deed.REGISTER, visit(address=addresses[n])))[0] == len(addresses) - 1
    limits.count(Deed.REGISTER, visit(address="2001:db8:1:3::1"))


@pytest.mark.parametrize(
    "written",
    [
        ["ann@example.com", "ANN@Example.COM", " ann+news@example.com"],
        ["ann@müller.example", "ann@xn--mller-kva.example", "Ann+1@MÜLLER.example."],
    ],
)
def test_one_mailbox_is_one_however_it_is_written(written: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE, Deed.WRITE, (Limit(Whose.MAILBOX, 2, HOUR),))
    assert until_refused(lambda n: limits.count(Deed.WRITE, visit(n), email=written[n]))[0] == 2
    limits.count(Deed.WRITE, visit(), email="ben@example.com")


def test_what_nobody_pushes_is_not_counted() -> None:
    for _ in range(200):
        limits.count(Deed.INVITE, ActionContext(Actor("root (command line)"), d("2026-01-20"), NOW))
        limits.count(Deed.WRITE, ActionContext(SYSTEM, d("2026-01-20"), NOW), email="ann@example.com")
    assert not models.LimitCount.objects.exists()


def test_what_counts_no_more_is_forgotten_and_nobody_can_be_read_from_it() -> None:
    limits.count(Deed.WRITE, visit(), email="ann@example.com")
    assert "ann" not in str(list(models.LimitCount.objects.values_list("key")))
    assert limits.purge_expired(now=NOW + DAY) == 0
    assert limits.purge_expired(now=NOW + 3 * DAY) == 2


# ---------------------------------------------------------------- what is counted


def test_invitations_are_limited_for_a_person_and_for_an_organisation(shop: Shop) -> None:
    people = [member(shop.alice, f"owner{n}@example.com", "owner") for n in range(4)]

    def invite(number: int, who: int) -> None:
        email = f"new{number}-{who}@example.com"
        invitations.invite(organisation=shop.alice, email=email, role=Role.VIEWER, ctx=ctx(people[who]))

    assert until_refused(lambda n: invite(n, 0))[0] == most(Deed.INVITE, Whose.PERSON)
    done, reached = until_refused(lambda n: invite(n, 1))
    assert done == most(Deed.INVITE, Whose.ORGANISATION) - most(Deed.INVITE, Whose.PERSON)
    assert isinstance(reached, limits.TooManyInvitations)


def test_one_mailbox_gets_few_invitations_whoever_invites(shop: Shop) -> None:
    owners = [(org, member(org, f"{org.hex}@example.com", "owner")) for org in (shop.alice, shop.charlie)]

    def invite(number: int) -> None:
        organisation, owner = owners[number % 2]
        email = f"victim+{number}@example.com"
        invitations.invite(organisation=organisation, email=email, role=Role.VIEWER, ctx=ctx(owner))

    done, reached = until_refused(invite)
    assert done == most(Deed.WRITE, Whose.MAILBOX)
    assert isinstance(reached, limits.TooManyEmails)
    assert models.OutboxMessage.objects.filter(topic="mail.invitation").count() == done


def test_an_invitation_sent_again_and_again_is_limited(shop: Shop) -> None:
    owner = member(shop.alice, "owner@example.com", "owner")
    invitations.invite(organisation=shop.alice, email="new@example.com", role=Role.VIEWER, ctx=ctx(owner))

    def renew(_: int) -> None:
        (open_one,) = models.Invitation.objects.filter(withdrawn_at=None)
        invitations.renew(invitation=open_one.id, organisation=shop.alice, ctx=ctx(owner))

    assert until_refused(renew)[0] == most(Deed.WRITE, Whose.MAILBOX) - 1


def test_registrations_to_one_mailbox_are_limited_wherever_they_come_from(shop: Shop) -> None:
    def register(number: int) -> None:
        details = registrations.Details(f"ann+{number}@a.example", "Ann", "A", "DE", "", "Street 1", "en")
        registrations.register(details=details, ctx=visit(number))

    assert until_refused(register)[0] == most(Deed.WRITE, Whose.MAILBOX)


@pytest.mark.parametrize("key", ["account_new_address", "account_unknown"])
def test_mails_about_log_in_to_a_mailbox_nobody_has_proven_are_limited(key: str) -> None:
    def send(number: int) -> None:
        mails.send(key=key, to="victim@a.example", language="en", path="/", ctx=visit(number))

    allowed = most(Deed.WRITE, Whose.MAILBOX)
    if key == "account_unknown":  # silently: else it would tell who has no account
        for number in range(allowed + 3):
            send(number)
    else:
        assert until_refused(send)[0] == allowed
    assert models.OutboxMessage.objects.count() == allowed


def test_what_tells_somebody_of_a_change_of_their_account_is_always_sent() -> None:
    for number in range(30):
        mails.send(key="account_changed", to="ann@a.example", language="en", path="/", ctx=visit(number))
    assert models.OutboxMessage.objects.count() == 30


def test_test_mails_are_limited(shop: Shop) -> None:
    done, _ = until_refused(
        lambda _: vendor_mails.send_test(to="victim@a.example", language="en", ctx=on("2026-01-20"))
    )
    assert done == most(Deed.WRITE, Whose.MAILBOX)


def test_orders_are_limited(shop: Shop) -> None:
    project = shop.project()

    def place(_: int) -> None:
        orders.place(order=new_id(), project=project, ssc=100, payer=shop.alice, gross=119, ctx=on("2026-01-20", ALICE))

    assert until_refused(place)[0] == most(Deed.ORDER, Whose.PERSON)


def test_wrong_keys_are_limited_and_right_ones_are_not_counted(shop: Shop) -> None:
    project = shop.project()
    for _ in range(2 * most(Deed.WRONG_KEY, Whose.PERSON)):
        key = activation_keys.make(ssc=100, ctx=on("2026-01-20"))
        activation_keys.redeem(key=key, project=project, ctx=on("2026-01-20", ALICE))
    balance = stored_balance(project)

    def guess(number: int) -> None:
        with pytest.raises(activation_keys.KeyNotRedeemable):
            activation_keys.redeem(key=f"GUESS-{number}", project=project, ctx=on("2026-01-20", ALICE))

    key = activation_keys.make(ssc=100, ctx=on("2026-01-20"))
    allowed = most(Deed.WRONG_KEY, Whose.PERSON)
    for number in range(allowed):
        guess(number)
    with pytest.raises(limits.TooManyWrongKeys, match="too many wrong keys"):  # the right one as well
        activation_keys.redeem(key=key, project=project, ctx=on("2026-01-20", ALICE))
    assert stored_balance(project) == balance
    activation_keys.redeem(key=key, project=project, ctx=on("2026-01-20", BOB))
    later = ActionContext(ALICE, d("2026-01-20"), noon("2026-01-20") + QUARTER)
    with pytest.raises(activation_keys.KeyNotRedeemable):
        activation_keys.redeem(key=key, project=project, ctx=later)


def test_what_is_asked_of_others_is_limited(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE, Deed.REQUEST, (Limit(Whose.PERSON, 1, HOUR),))
    setup = on("2026-01-20", SYSTEM)
    project = create_project(customer=shop.alice, name="Office", price_list=shop.price_list, ctx=setup)
    licenses.add(project=project, license_id="L1", license_type="PORT", quantity=1, ctx=setup)
    other, now = partner(), on("2026-01-20", ALICE)
    contact = contacts.Contact("billing", "", "b@a.example", "en")
    acts: list[Callable[[], object]] = [
        lambda: licenses.request(
            project=project, license_id="L2", license_type="PORT", quantity=1, origin="customer", ctx=now
        ),
        lambda: contracts.conclude(project=project, option="annual_monthly", ctx=now),
        lambda: payers.ask(project=project, payer=other, ctx=now),
        lambda: delegations.give(customer=shop.alice, partner=other, rights=[Right.LICENSES], ctx=now),
        lambda: delegations.revoke(delegation=new_id(), customer=shop.alice, ctx=now),
        lambda: create_project(customer=shop.alice, name="Second", price_list=shop.price_list, ctx=now),
        lambda: contacts.add(organisation=shop.alice, new=contact, ctx=now),
        lambda: contacts.change(contact=new_id(), organisation=shop.alice, new=contact, ctx=now),
    ]
    limits.count(Deed.REQUEST, now)
    for act in acts:
        with pytest.raises(limits.TooManyRequests):
            act()


# ---------------------------------------------------------------- before the vendor has verified


def unverified(kind: str = "customer", owner: str = "ann@ann.example") -> tuple[UUID, models.User]:
    key = create.create(kind=kind, name="Ann Ltd", number=f"U-{kind}", verified=False, ctx=on("2026-01-20", SYSTEM))
    return key, member(key, owner, "owner")


@pytest.mark.parametrize(
    ("email", "allowed"),
    [
        ("ben@ann.example", True),
        ("BEN@Ann.Example", True),
        ("ben@other.example", False),
        ("ben@sub.ann.example", False),
        ("ben@ann.example.evil.example", False),
        ("ben@annexample", False),
    ],
)
def test_who_is_not_verified_invites_nobody_from_outside(shop: Shop, email: str, allowed: bool) -> None:
    organisation, owner = unverified()
    with nullcontext() if allowed else pytest.raises(Invalid, match=r"Until the vendor has verified Ann Ltd|no e-mail"):
        invitations.invite(organisation=organisation, email=email, role=Role.VIEWER, ctx=ctx(owner))
    assert models.OutboxMessage.objects.filter(topic="mail.invitation").exists() == allowed


@pytest.mark.parametrize(("email", "allowed"), [("ben@ann.example", True), ("ben@elsewhere.example", False)])
def test_nor_does_it_have_us_write_to_strangers_as_contacts(shop: Shop, email: str, allowed: bool) -> None:
    organisation, owner = unverified()
    own = contacts.Contact("admin", "", "ann@ann.example", "en")
    key = contacts.add(organisation=organisation, new=own, ctx=ctx(owner))
    new = contacts.Contact("billing", "", email, "en")
    with nullcontext() if allowed else pytest.raises(contacts.ContactOutside):
        contacts.add(organisation=organisation, new=new, ctx=ctx(owner))
    with nullcontext() if allowed else pytest.raises(contacts.ContactOutside):
        contacts.change(contact=key, organisation=organisation, new=replace(new, purpose="license"), ctx=ctx(owner))
    assert models.Contact.objects.filter(organisation=organisation, email=email).exists() is allowed
    vera = member(shop.vendor, "vera@vendor.example", "reviewer")
    contacts.add(organisation=organisation, new=replace(new, purpose="admin"), ctx=ctx(vera))


def test_a_provider_of_private_mail_is_nobodys_own_domain(shop: Shop) -> None:
    organisation, owner = unverified(owner="ann@gmail.com")
    with pytest.raises(invitations.InvitedFromOutside):
        invitations.invite(organisation=organisation, email="ben@gmail.com", role=Role.VIEWER, ctx=ctx(owner))
    own = contacts.Contact("admin", "", "ann@gmail.com", "en")
    contacts.add(organisation=organisation, new=own, ctx=ctx(owner))


def test_the_same_domain_written_otherwise_is_the_same(shop: Shop) -> None:
    organisation, owner = unverified(owner="ann@xn--mller-kva.example")
    invitations.invite(organisation=organisation, email="ben@müller.example", role=Role.VIEWER, ctx=ctx(owner))


def test_staff_invites_into_an_organisation_that_is_not_verified(shop: Shop) -> None:
    organisation, _ = unverified()
    vera = member(shop.vendor, "vera@vendor.example", "reviewer")
    invitations.invite(organisation=organisation, email="new@other.example", role=Role.OWNER, ctx=ctx(vera))


def test_a_partner_that_is_not_verified_invites_no_customer(shop: Shop) -> None:
    key, owner = unverified("partner")
    new = customers.NewCustomer("Carla SA", "FR", "carla@carla.example", "en", "Site")
    with pytest.raises(errors.NotVerified):
        customers.invite_customer(partner=key, new=new, price_list=shop.price_list, ctx=ctx(owner))
    models.Organisation.objects.filter(pk=key).update(verified_on=d("2026-01-02"))
    customers.invite_customer(partner=key, new=new, price_list=shop.price_list, ctx=ctx(owner))


@pytest.mark.parametrize("who", ["customer", "payer"])
def test_nothing_is_ordered_before_customer_and_payer_are_verified(shop: Shop, who: str) -> None:
    project, other = shop.project(), partner()
    owner = member(other, "paul@partner.example", "owner")
    delegations.give(customer=shop.alice, partner=other, rights=[Right.BILLING], ctx=on("2026-01-16", SYSTEM))
    left_out = shop.alice if who == "customer" else other
    models.Organisation.objects.filter(pk=left_out).update(verified_on=None)
    order = {"order": new_id(), "project": project, "ssc": 100, "payer": other, "gross": 100, "ctx": ctx(owner)}
    with pytest.raises(OrderNotVerified):
        orders.place(**order)  # type: ignore[arg-type]
    assert not models.CreditOrder.objects.exists()
    models.Organisation.objects.filter(pk=left_out).update(verified_on=d("2026-01-02"))
    assert orders.place(**order)  # type: ignore[arg-type]


def test_no_contract_is_paid_by_who_is_not_verified(shop: Shop) -> None:
    project, other = shop.project(), partner()
    models.Organisation.objects.filter(pk=other).update(verified_on=None)
    with pytest.raises(PayerNotVerified):
        contracts.conclude(project=project, option="annual_monthly", payer=other, ctx=on("2026-01-20", ALICE))
