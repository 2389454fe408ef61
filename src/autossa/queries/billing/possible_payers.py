"""Who can be named as payer of a contract when it is concluded: nobody pays on somebody else's word."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from autossa.domain.rights import Kind, Right, Role
from autossa.queries.access import Account, Project
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.ids import public_id

_RIGHTS = frozenset({Right.CONTRACTS, Right.BILLING})


@dataclass(frozen=True, slots=True)
class Payer:
    """An organisation that can pay; invoices to it carry VAT at its rate (19 % = 19/100)."""

    key: UUID
    id: str
    name: str
    is_customer: bool
    tax_rate: Fraction


def payers_of(account: Account, project: Project, today: date) -> tuple[Payer, ...]:
    """The customer; and the partners that somebody acts in, where contracts or billing are handed over to them.

    Any other partner must agree first: see `operations.billing.payers`.
    """
    partners = partners_that_pay(account, project.id, project.customer_id, today)
    customer = project.customer_id
    found = models.Organisation.objects.filter(pk__in=[customer, *partners]).values_list("id", "name", "tax_rate")
    return tuple(
        Payer(key, public_id("org", key), name, key == customer, fraction(rate))
        for key, name, rate in sorted(found, key=lambda row: (row[0] != customer, row[1]))
    )


def tax_rate_of(payer: UUID) -> Fraction | None:
    """The share of VAT on invoices to an organisation (19 % is 19/100); None when there is no such one."""
    rate = models.Organisation.objects.filter(pk=payer).values_list("tax_rate", flat=True).first()
    return None if rate is None else fraction(rate)


def partners_that_pay(account: Account, project: UUID, customer: UUID, today: date) -> frozenset[UUID]:
    """The partners that somebody can name as payer of a customer's project."""
    if account.person.acting_for is not None:
        return frozenset()
    members = account.person.members
    mine = {one.organisation for one in members if one.kind is Kind.PARTNER and one.role is not Role.VIEWER}
    return frozenset(
        given.partner
        for given in account.delegations
        if given.partner in mine
        and given.customer == customer
        and given.holds(project, today)
        and given.rights & _RIGHTS
    )
