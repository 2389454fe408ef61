"""What was invoiced for the customers of a partner: its own invoices, and those that it may see for them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from autossa.domain.amounts import Money
from autossa.domain.dates import add_months
from autossa.domain.invoices import Reason
from autossa.domain.rights import Action, Right
from autossa.queries.access import Account, project_actions
from autossa.queries.organisations.lookup import names_of
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.models.billing.invoices import COLLECTIVE

MONTHS = 12
NEWEST = 200


@dataclass(frozen=True, slots=True)
class PartnerInvoice:
    """One document; money in minor units of `currency`, below 0 for a credit note.

    `project` is the public id where the reader may open its invoices, else empty. A collective invoice is of no project
    and for no one reason.
    """

    number: str
    is_credit_note: bool
    issued_on: date
    customer: str
    project: str
    project_name: str
    payer: str
    reason: Reason | None
    start: date
    end: date
    net: Money
    tax: Money
    gross: Money
    currency: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What was invoiced to one payer for a customer (for all of them where it has no name), in one currency."""

    customer: str
    payer: str
    currency: str
    count: int
    net: Money
    tax: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class PartnerInvoices:
    """The sums since a day, by customer, then by payer over all customers; and the newest documents since then."""

    since: date
    by_customer: tuple[Sum, ...]
    by_payer: tuple[Sum, ...]
    rows: tuple[PartnerInvoice, ...]
    has_more: bool


def partner_invoices(account: Account, partner: UUID, today: date) -> PartnerInvoices:
    """The last twelve months, in a constant number of queries for the documents.

    Of projects that the partner has billing rights on and the reader may see the money of; and whatever it pays itself.
    """
    since = add_months(today, -MONTHS)
    with snapshot():
        open_to = projects_with_money(account, partner, today)
        wanted = Q(project__in=open_to) | Q(payer=partner)
        found = models.Invoice.objects.filter(wanted, issued_on__gte=since).select_related("project__customer")
        documents = list(found.order_by("-issued_on", "-id"))
        payers = names_of({row.payer for row in documents})
        rows = tuple(_row(row, payers, open_to) for row in documents)
    return PartnerInvoices(
        since,
        _sums(rows, lambda row: (row.customer, row.payer, row.currency)),
        _sums(rows, lambda row: ("", row.payer, row.currency)),
        rows[:NEWEST],
        len(rows) > NEWEST,
    )


def projects_with_money(account: Account, partner: UUID, today: date) -> frozenset[UUID]:
    """The projects of a partner's customers whose money it may see, and the reader may."""
    given = models.HandOver.objects.in_force(today).filter(partner=partner, rights__contains=[Right.BILLING.value])
    whole = given.filter(project=None).values("customer")
    single = given.exclude(project=None).values("project")
    found = models.Project.objects.filter(Q(customer__in=whole) | Q(pk__in=single)).values_list("id", "customer_id")
    return frozenset(
        key for key, customer in found if Action.VIEW_BILLING in project_actions(account, key, customer, today)
    )


def _row(row: models.Invoice, payers: dict[UUID, str], open_to: frozenset[UUID]) -> PartnerInvoice:
    return PartnerInvoice(
        number=row.full_number,
        is_credit_note=row.series != "INV",
        issued_on=row.issued_on,
        customer=row.project.customer.name if row.project else "",
        project=row.project.public_id if row.project and row.project_id in open_to else "",
        project_name=row.project.name if row.project else "",
        payer=payers.get(row.payer, ""),
        reason=Reason(row.reason) if row.reason != COLLECTIVE else None,
        start=row.start,
        end=row.end,
        net=row.net,
        tax=row.tax,
        gross=row.gross,
        currency=row.currency,
    )


def _sums(rows: Iterable[PartnerInvoice], key: Callable[[PartnerInvoice], tuple[str, str, str]]) -> tuple[Sum, ...]:
    grouped: dict[tuple[str, str, str], list[PartnerInvoice]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return tuple(
        Sum(
            *named,
            sum(not one.is_credit_note for one in found),
            sum(one.net for one in found),
            sum(one.tax for one in found),
            sum(one.gross for one in found),
        )
        for named, found in sorted(grouped.items())
    )
