"""Somebody of the customer is asked to approve a quote: by a link that is theirs, expires, and works once."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from autossa.domain.rights import Right
from autossa.gateways.mail.memory import MemoryGateway
from autossa.operations.context import ActionContext, Actor
from autossa.operations.errors import Invalid
from autossa.operations.orders import accepting, consents, making
from autossa.operations.orders.consents import ApproverNotFound, ConsentNotValid, CustomerDoesNotPay
from autossa.operations.organisations import delegations, people
from autossa.operations.runs.delivery import deliver
from autossa.queries.orders.approvers import find_asked
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.members import at, contact, ctx, member, partner
from tests.cast.shop import Shop, on
from tests.cast.sold import quote
from tests.store.looking import activities, everything_as_text, rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]

VISITOR = Actor("Visitor", address="192.0.2.7")


@pytest.fixture
def pia(shop: Shop) -> models.User:
    """Of a partner that may see the contracts of Alice's company, and orders nothing for it."""
    firm = partner()
    delegations.give(customer=shop.alice, partner=firm, rights=[Right.CONTRACTS], ctx=on("2026-01-10"))
    return member(firm, "pia@example.com", "manager")


def visit(day: str = "2026-01-22") -> ActionContext:
    return ActionContext(VISITOR, at(day).date(), at(day))


def ask(key: UUID, person: models.User, by: models.User, message: str = "") -> str:
    approver = public_id("usr", person.id)
    return consents.ask(quote=key, approver=approver, message=message, ctx=ctx(by))


def asked(shop: Shop, pia: models.User) -> tuple[UUID, models.User, str]:
    alice = member(shop.alice, "alice@example.com", "owner")
    key = quote(shop, shop.project(), ctx=ctx(pia))
    return key, alice, ask(key, alice, pia, "Before March, please")


def test_whoever_approves_orders_as_themselves(shop: Shop, pia: models.User) -> None:
    key, alice, secret = asked(shop, pia)
    assert consents.approve(secret=secret, ctx=visit())
    order = models.LicenseOrder.objects.get()
    assert (order.quote_id, order.ordered_by, order.ordered_by_name) == (key, alice.id, "Alice")
    assert models.Quote.objects.get().accepted_by_name == "Alice"
    with pytest.raises(ConsentNotValid):
        consents.approve(secret=secret, ctx=visit())
    assert models.LicenseOrder.objects.count() == 1
    assert [row[:2] for row in activities(order.project_id)[-4:]] == [
        ("Pia", "make_quote"), ("Pia", "ask_approval"), ("Alice", "order_licenses"), ("Alice", "accept_quote"),
    ]  # fmt: skip


def test_a_contact_without_an_account_approves_by_name(shop: Shop, pia: models.User) -> None:
    contact(shop.alice, "billing", "books@example.com")
    key = quote(shop, shop.project(), ctx=ctx(pia))
    row = models.Contact.objects.get()
    secret = consents.ask(quote=key, approver=row.public_id, ctx=ctx(pia))
    assert consents.approve(secret=secret, ctx=visit())
    assert rows("SELECT ordered_by, ordered_by_name FROM license_orders") == [(None, "books@example.com")]


def test_who_declines_says_why_and_the_quote_stays(shop: Shop, pia: models.User) -> None:
    key, _alice, secret = asked(shop, pia)
    with pytest.raises(Invalid, match="reason"):
        consents.decline(secret=secret, reason=" ", ctx=visit())
    consents.decline(secret=secret, reason="Too dear", ctx=visit())
    with pytest.raises(ConsentNotValid):
        consents.approve(secret=secret, ctx=visit())
    assert not models.LicenseOrder.objects.exists()
    assert value("SELECT reason FROM consents") == "Too dear"
    assert value("SELECT count(*) FROM outbox WHERE topic = 'mail.quote_declined'") == 1
    assert accepting.accept(quote=key, ctx=ctx(_alice, "2026-01-23"))


def test_the_secret_is_kept_nowhere_once_its_mail_is_written(shop: Shop, pia: models.User) -> None:
    _key, _alice, secret = asked(shop, pia)
    assert find_asked(secret, at("2026-01-21")) is not None
    assert secret not in str(rows("SELECT digest FROM consents"))

    while deliver(gateway=MemoryGateway(), now=at("2026-01-20", 13)).did_something:
        pass
    assert secret not in everything_as_text()


@pytest.mark.parametrize("secret", ["", "nonsense", "x" * 500])
def test_another_secret_is_nobodys(shop: Shop, pia: models.User, secret: str) -> None:
    asked(shop, pia)
    assert find_asked(secret, at("2026-01-21")) is None
    with pytest.raises(ConsentNotValid):
        consents.approve(secret=secret, ctx=visit())


def test_a_link_expires(shop: Shop, pia: models.User) -> None:
    _key, _alice, secret = asked(shop, pia)
    late = at("2026-01-20") + consents.VALIDITY
    assert find_asked(secret, late - timedelta(seconds=1)) is not None
    assert find_asked(secret, late) is None
    with pytest.raises(ConsentNotValid):
        consents.approve(secret=secret, ctx=replace(visit("2026-02-03"), now=late))


def test_who_is_no_longer_there_approves_nothing(shop: Shop, pia: models.User) -> None:
    _key, alice, secret = asked(shop, pia)
    member(shop.alice, "bob@example.com", "owner")
    membership = models.Membership.objects.get(user=alice)
    people.remove(membership=membership.id, organisation=shop.alice, ctx=on("2026-01-21"))
    assert find_asked(secret, at("2026-01-22")) is None
    with pytest.raises(ConsentNotValid):
        consents.approve(secret=secret, ctx=visit())


def test_the_newest_request_alone_holds(shop: Shop, pia: models.User) -> None:
    key, alice, first = asked(shop, pia)
    second = ask(key, alice, pia)
    with pytest.raises(ConsentNotValid):
        consents.approve(secret=first, ctx=visit())
    assert consents.approve(secret=second, ctx=visit())


def test_what_was_accepted_or_withdrawn_need_not_be_approved(shop: Shop, pia: models.User) -> None:
    key, alice, secret = asked(shop, pia)
    other = quote(shop, models.Project.objects.get().id, ctx=ctx(pia))
    too = ask(other, alice, pia)
    accepting.accept(quote=key, ctx=ctx(alice, "2026-01-21"))
    making.withdraw(quote=other, ctx=ctx(pia, "2026-01-21"))
    for one in (secret, too):
        with pytest.raises(ConsentNotValid):
            consents.approve(secret=one, ctx=visit())
    assert models.LicenseOrder.objects.count() == 1


def test_only_who_may_approve_can_be_asked(shop: Shop, pia: models.User) -> None:
    key = quote(shop, shop.project(), ctx=ctx(pia))
    for person in (
        member(shop.alice, "vic@example.com", "viewer"),
        member(shop.charlie, "c@example.com", "owner"),
        pia,
    ):
        with pytest.raises(ApproverNotFound):
            ask(key, person, pia)
    with pytest.raises(ApproverNotFound):
        consents.ask(quote=key, approver="nonsense", ctx=ctx(pia))


def test_the_customer_does_not_approve_what_a_partner_pays(shop: Shop) -> None:
    firm = partner()
    delegations.give(customer=shop.alice, partner=firm, rights=[Right.BILLING], ctx=on("2026-01-10"))
    paul, alice = member(firm, "paul@example.com", "owner"), member(shop.alice, "alice@example.com", "owner")
    key = quote(shop, shop.project(), payer=firm, ctx=ctx(paul))
    with pytest.raises(CustomerDoesNotPay):
        ask(key, alice, paul)
