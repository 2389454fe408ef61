"""People for the small world: a customer's owner and colleagues, partners, hand-overs, staff that acted on behalf."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from autossa.domain.rights import Right, Role
from autossa.operations.accounts import impersonation, tokens
from autossa.operations.context import ActionContext, Actor
from autossa.operations.organisations import contacts, create, delegations, invitations, standing
from autossa.store import models
from tests.cast.people import make_person
from tests.cast.world import NOW, TODAY

CUSTOMER = "Nordlicht Klinikverbund gGmbH"
OWNERS = {"en": "greta.holm@nordlicht.example", "de": "jonas.reuter@nordlicht.example"}
STAFF = {"en": "vera.sand@example.com", "de": "vera.sonne@example.com"}


def build() -> dict[str, UUID]:
    """The ids of those who are signed in, by address: owners and staff, one for each language."""
    vendor = models.Organisation.objects.get(kind="vendor")
    found = models.Organisation.objects.filter(name=CUSTOMER)
    found.update(street="Förde 12", post_code="24103", city="Kiel", country="DE", vat_id="DE136695976")
    customer = found.get()
    people = {
        **{email: make_person(email, (vendor.id, Role.ADMIN), language=code) for code, email in STAFF.items()},
        **{email: make_person(email, (customer.id, Role.OWNER), language=code) for code, email in OWNERS.items()},
    }
    make_person("lena.marten@nordlicht.example", (customer.id, Role.MANAGER))
    make_person("ole.brix@nordlicht.example", (customer.id, Role.VIEWER))
    models.Membership.objects.update(created_at=NOW - timedelta(days=300))  # pictures show since when
    _customer(customer.id, people[OWNERS["en"]])
    _staff(customer.id, people[STAFF["en"]])
    return people


def customer() -> str:
    """The customer's id, as addresses have it."""
    return models.Organisation.objects.get(name=CUSTOMER).public_id


def _customer(customer: UUID, owner: UUID) -> None:
    ctx = _by("Greta Holm", owner, NOW - timedelta(days=60))
    invitations.invite(organisation=customer, email="ida.lund@nordlicht.example", role=Role.MANAGER, ctx=ctx)
    invitations.invite(organisation=customer, email="finn.thode@nordlicht.example", role=Role.VIEWER, ctx=_at(ctx, NOW))
    for purpose, name, email in (
        ("admin", "IT operations", "it@nordlicht.example"),
        ("billing", "Accounts payable", "invoices@nordlicht.example"),
    ):
        contacts.add(organisation=customer, new=contacts.Contact(purpose, name, email, "de"), ctx=ctx)
    klar, weber = _partner("Klar Netzwerke", "P-1"), _partner("Systemhaus Weber", "P-2")
    former = delegations.give(customer=customer, partner=weber, rights=[Right.LICENSES], ctx=ctx)
    delegations.revoke(delegation=former, customer=customer, ctx=_at(ctx, NOW - timedelta(days=20)))
    later = _at(ctx, NOW - timedelta(days=20))
    delegations.give(customer=customer, partner=klar, rights=list(Right), ctx=later)
    project = models.Project.objects.filter(customer=customer).values_list("id", flat=True).get()
    until = TODAY + timedelta(days=85)
    delegations.give(
        customer=customer, partner=weber, rights=[Right.BILLING], project=project, ends_on=until, ctx=_at(ctx, NOW)
    )
    lasts = timedelta(days=90)
    tokens.create(user=owner, organisation=customer, name="Stock", scopes=["read", "licenses"], lasts=lasts, ctx=later)


def _staff(customer: UUID, staff: UUID) -> None:
    ctx = _by("Vera Sand", staff, NOW - timedelta(hours=2))
    impersonation.start(
        user=staff, organisation=customer, reason="Ticket 4711: enter a license as told by phone", ctx=ctx
    )
    impersonation.stop(user=staff, ctx=replace(ctx, actor=replace(ctx.actor, acting_for=customer)))
    create.create(kind="customer", name="Tischlerei Bohm", number="C-1100", verified=False, ctx=ctx)
    closed = create.create(kind="customer", name="Alte Ziegelei", number="C-1101", ctx=ctx)
    standing.suspend(organisation=closed, reason="Insolvent", ctx=ctx)


def _partner(name: str, number: str) -> UUID:
    return create.create(kind="partner", name=name, number=number, ctx=_by("Auto SSA", None, NOW))


def _by(name: str, user: UUID | None, moment: datetime) -> ActionContext:
    return ActionContext(Actor(name, user, address="192.0.2.17" if user else None), moment.date(), moment)


def _at(ctx: ActionContext, moment: datetime) -> ActionContext:
    return ActionContext(ctx.actor, moment.date(), moment)
