"""What a partner does for a customer that is not there yet: invite it, and create its first project."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from autossa.domain.rights import Kind, Right, Role
from autossa.operations import contacts, handovers, invitations, organisations, projects
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.occasions import Occasion
from autossa.store import models
from autossa.store.models.organisations import PURPOSES


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """Who is invited: the company, its first owner's address, and the name of the project."""

    company: str
    country: str
    email: str
    language: str
    project: str


def invite_customer(*, partner: UUID, new: NewCustomer, price_list: UUID, by: Occasion) -> UUID:
    """All or nothing: an unverified customer, its project, all rights on that for the partner, its owner's invitation.

    The customer can take every right back once it has joined. Gives the project. Raises Invalid, NotFound.
    """
    if not new.company.strip():
        raise Invalid("name the company")
    with transaction.atomic():
        if not models.Organisation.objects.filter(pk=partner, kind=Kind.PARTNER.value, suspended_on=None).exists():
            raise NotFound("there is no such partner")
        customer = organisations.create(
            kind="customer", name=new.company.strip(), number=organisations.draw_number("C"), verified=False, by=by
        )
        models.Organisation.objects.filter(pk=customer).update(country=new.country)
        for purpose in PURPOSES:
            contact = contacts.Contact(purpose, "", new.email, new.language)
            contacts.add(organisation=customer, new=contact, by=by)
        project = projects.create(customer=customer, name=new.project, price_list=price_list, by=by)
        handovers.give(customer=customer, partner=partner, project=project, rights=list(Right), by=by)
        invitations.invite(organisation=customer, email=new.email, role=Role.OWNER, by=by)
    return project
