"""What a partner does for a customer that is not there yet: invite it, and create its first project."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from autossa.domain.rights import Kind, Right, Role
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.operations.organisations import contacts, create, delegations, invitations
from autossa.operations.organisations.errors import NotVerified
from autossa.operations.projects.edit import create_project
from autossa.store import models


class PartnerNotFound(NotFound):
    """There is no such partner."""


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """Who is invited: the company, its first owner's address, and the name of the project."""

    company: str
    country: str
    email: str
    language: str
    project: str


def invite_customer(*, partner: UUID, new: NewCustomer, price_list: UUID, ctx: ActionContext) -> UUID:
    """All or nothing: an unverified customer, its project, all rights on that for the partner, its owner's invitation.

    The customer can take every right back once it has joined. Gives the project. Raises PartnerNotFound, NotVerified
    for a partner that is not, Invalid as those five.
    """
    with transaction.atomic():
        found = models.Organisation.objects.filter(pk=partner, kind=Kind.PARTNER.value, suspended_on=None).first()
        if found is None:
            raise PartnerNotFound
        if found.verified_on is None:
            raise NotVerified(name=found.name)
        customer = create.create(
            kind="customer",
            name=new.company,
            number=create.draw_number("C"),
            country=new.country,
            verified=False,
            ctx=ctx,
        )
        contacts.add_everywhere(organisation=customer, email=new.email, language=new.language, ctx=ctx)
        project = create_project(customer=customer, name=new.project, price_list=price_list, ctx=ctx)
        delegations.give(customer=customer, partner=partner, project=project, rights=list(Right), ctx=ctx)
        invitations.invite(
            organisation=customer, email=new.email, role=Role.OWNER, ctx=ctx, language=new.language, by=partner
        )
    return project
