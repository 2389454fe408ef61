"""Who can be named as payer of a contract when it is concluded: nobody pays on somebody else's word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from autossa.domain.billing.vat import Rate, dated_rate
from autossa.domain.rights import Action, Kind, Right, Role
from autossa.queries.access import Account, Project, organisation_may
from autossa.store import models
from autossa.store.engine.billing.vat_rates import RateTable, load_rates

_RIGHTS = frozenset({Right.CONTRACTS, Right.BILLING})


class Lack(StrEnum):
    """What an organisation lacks to be invoiced."""

    ADDRESS = "address"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Payer:
    """An organisation that can pay; invoices to it carry VAT at its dated rates, none where there are none.

    `lacks` is what its invoices need and nobody has entered; `can_edit` says that the reader may enter it.
    """

    key: UUID
    id: str
    name: str
    is_customer: bool
    tax_rates: tuple[Rate, ...]
    lacks: tuple[Lack, ...] = ()
    can_edit: bool = False


def payers_of(account: Account, project: Project, today: date) -> tuple[Payer, ...]:
    """The customer; and the partners that somebody acts in, where contracts or billing are handed over to them.

    Any other partner must agree first: see `operations.billing.payers`.
    """
    partners = partners_that_pay(account, project.id, project.customer_id, today)
    customer = project.customer_id
    found = models.Organisation.objects.filter(pk__in=[customer, *partners]).select_related("treatment")
    table = load_rates()
    with_contact = set(
        models.Contact.objects.filter(organisation__in=found, purpose="billing").values_list("organisation", flat=True)
    )
    return tuple(
        Payer(
            row.pk,
            row.public_id,
            row.name,
            row.pk == customer,
            _rates(row, table),
            tuple(_lacks(row, has_contact=row.pk in with_contact)),
            organisation_may(account, row, Action.EDIT_ORGANISATION),
        )
        for row in sorted(found, key=lambda row: (row.pk != customer, row.name))
    )


def _lacks(row: models.Organisation, *, has_contact: bool) -> Iterator[Lack]:
    if not row.address.text:
        yield Lack.ADDRESS
    if not has_contact:
        yield Lack.CONTACT


def tax_rates_of(payer: UUID) -> tuple[Rate, ...] | None:
    """The dated rates of VAT on invoices to an organisation, () for none; None when there is no such organisation."""
    row = models.Organisation.objects.select_related("treatment").filter(pk=payer).first()
    return None if row is None else _rates(row, load_rates())


def tax_rate_on(payer: UUID, day: date) -> Fraction | None:
    """The rate of VAT on what is sold to an organisation on a day, 0 for none; None when there is none such."""
    rates = tax_rates_of(payer)
    return None if rates is None else dated_rate(rates, day) if rates else Fraction(0)


def _rates(row: models.Organisation, table: RateTable) -> tuple[Rate, ...]:
    return table.of(row.treatment.treatment, row.treatment.rate_class) if row.treatment else ()


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
