"""The people of the demo: who can be entered as, and how they come to be there. They have no passwords."""

from uuid import UUID

from autossa.domain.billing.addresses import read_address
from autossa.domain.billing.vat import Confirmation, Treatment
from autossa.operations.accounts.create import create_account
from autossa.operations.billing import order_numbers
from autossa.operations.context import ActionContext, Actor
from autossa.operations.organisations import contacts, create, delegations, edit, people
from autossa.operations.organisations.edit import BillingDetails
from autossa.operations.organisations.vat import NewTreatment
from autossa.operations.vendor.seller import save_seller
from autossa.store import models
from autossa.workbench.demo_organisations import (
    DELEGATIONS,
    EVERYBODY,
    NEWCOMER,
    SELLER,
    VENDOR,
    DemoOrganisation,
    DemoPerson,
)

__all__ = ["DELEGATIONS", "PEOPLE", "DemoPerson", "enter", "load"]

_PERSONS = tuple(person for company in EVERYBODY for person in company.persons())
_VENDOR_PERSON = VENDOR.persons()[0].email
PEOPLE = tuple(person for person in _PERSONS if person.has_card)


def enter(company: DemoOrganisation, kind: str, ctx: ActionContext) -> UUID:
    """A company of the demo, as staff enters it."""
    return create.create(
        kind=kind,
        name=company.name,
        number=company.number,
        vat=_vat(company, ctx),
        country=company.country,
        vat_id=company.vat_id,
        ctx=ctx,
    )


def _vat(company: DemoOrganisation, ctx: ActionContext) -> NewTreatment | None:
    """How it is taxed; the vendor itself is not."""
    if company.number == "VENDOR":
        return None
    if company.treatment is not Treatment.REVERSE_CHARGE:
        return NewTreatment(company.treatment)
    return NewTreatment(company.treatment, confirmation=Confirmation("7f3a-2041-90bc", ctx.today, "BZSt"))


def load(ctx: ActionContext) -> None:
    """Give the demo its people, contacts and addresses; nothing happens when they are there already."""
    if models.User.objects.filter(email=PEOPLE[0].email).exists():
        return
    enter(NEWCOMER, "partner", ctx)
    numbers = dict(models.Organisation.objects.values_list("number", "id"))
    users = {person.email: _person(person, numbers[person.number], ctx) for person in _PERSONS}
    for company in EVERYBODY:
        _complete(company, numbers[company.number], as_person(company.persons()[0].email, users, ctx))
    save_seller(new=SELLER, ctx=as_person(_VENDOR_PERSON, users, ctx))
    order_numbers.set_order_number(
        payer=numbers["C101"], number="4500012345", starts_on=ctx.today, ctx=as_person(PEOPLE[0].email, users, ctx)
    )
    for email, customer, partner, rights in DELEGATIONS:
        delegations.give(
            customer=numbers[customer], partner=numbers[partner], rights=rights, ctx=as_person(email, users, ctx)
        )


def as_person(email: str, users: dict[str, UUID], ctx: ActionContext) -> ActionContext:
    """The same occasion, with one of the demo's people doing it."""
    name = next(person.name for person in _PERSONS if person.email == email)
    return ActionContext(Actor(name, users[email]), ctx.today, ctx.now)


def _person(person: DemoPerson, organisation: UUID, ctx: ActionContext) -> UUID:
    user = create_account(email=person.email, name=person.name, language=person.language, ctx=ctx)
    people.join(user=user, organisation=organisation, role=person.role, ctx=ctx)
    return user


def _complete(company: DemoOrganisation, organisation: UUID, ctx: ActionContext) -> None:
    """Its address, and who gets its invoices."""
    models.Organisation.objects.filter(pk=organisation).update(country=company.country, vat_id=company.vat_id)
    new = BillingDetails(
        read_address(company.address), company.country, company.vat_id, company.accounts, company.buyer_reference,
        company.language,
    )  # fmt: skip
    edit.edit(organisation=organisation, new=new, ctx=ctx)
    if company.needs_order_number:
        order_numbers.need_order_number(payer=organisation, needed=True, ctx=ctx)
    # Invoices go to the accounts department; everything else to the owners, each in the language they read.
    accounts = contacts.Contact("billing", "", company.accounts, company.language)
    contacts.add(organisation=organisation, new=accounts, ctx=ctx)
