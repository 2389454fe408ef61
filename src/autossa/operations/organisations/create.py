"""What the vendor does for a partner or a customer that is not there yet: enter it, and invite who leads it."""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db import transaction

from autossa.domain.rights import Kind
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.organisations import contacts, invitations, organisations


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """Who is entered; a number is drawn where none is given. `tax_rate` is the share of VAT (19 % is 19/100).

    `owner` is the address of whoever is to lead it; nobody is invited without one.
    """

    kind: Kind
    name: str
    number: str
    country: str
    vat_id: str
    tax_rate: Fraction
    owner: str = ""
    language: str = "en"


def enter(*, new: NewOrganisation, ctx: ActionContext) -> UUID:
    """All or nothing: the organisation, verified by being entered, its contact, and its owner's invitation.

    Raises Invalid: the vendor, a number that another one has, no VAT id of the country, no e-mail address.
    """
    if new.kind is Kind.VENDOR:
        raise Invalid("there is one vendor only; enter a partner or a customer")
    with transaction.atomic():
        key = organisations.create(
            kind=new.kind.value,
            name=new.name,
            number=new.number.strip() or organisations.draw_number(new.kind[0].upper()),
            tax_rate=new.tax_rate,
            country=new.country,
            vat_id=new.vat_id,
            ctx=ctx,
        )
        if new.owner:
            contacts.add_everywhere(organisation=key, email=new.owner, language=new.language, ctx=ctx)
            invitations.invite_owner(organisation=key, email=new.owner, ctx=ctx, language=new.language)
    return key
