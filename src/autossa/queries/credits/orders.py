"""Credits that were ordered: what they would cost, who may pay, what waits for its payment."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from autossa.domain import topups
from autossa.domain.amounts import Money, Ssc
from autossa.domain.billing.terms import TermsDeed
from autossa.domain.derivations import Derivation
from autossa.domain.gaps import Enough
from autossa.domain.projects import paid_at
from autossa.domain.refusals import Refusal
from autossa.domain.rights import Kind, Right, Role
from autossa.domain.topups import Quote
from autossa.queries.as_of import project_as_of
from autossa.queries.billing.possible_payers import tax_rates_of
from autossa.queries.vendor.terms.acceptances import Acceptance, acceptances_of
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.ids import new_id, public_id, read_public_id

PAGE = 50


@dataclass(frozen=True, slots=True)
class Order:
    """One order. SSC in hundredths, money in minor units of `currency`, `price` of one SSC in units of it.

    `accepted` is what of the vendor's terms it was placed with.
    """

    id: str
    key: UUID
    project: str
    project_name: str
    customer: str
    payer: str
    ssc: Ssc
    price: Fraction
    net: Money
    tax: Money
    gross: Money
    currency: str
    state: str
    ordered_on: date
    ordered_at: datetime
    ordered_by: str
    decided_at: datetime | None
    decided_by: str
    reason: str
    accepted: tuple[Acceptance, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What a top-up costs today; `id` names the order to be, so that a form sent twice makes one."""

    id: str
    quote: Quote
    currency: str
    why: Derivation


@dataclass(frozen=True, slots=True)
class OrderList:
    """A page of orders, and where to go on."""

    rows: tuple[Order, ...]
    next_after: str | None


def offer_top_up(
    project: UUID, day: date, ssc: Ssc, payer: UUID, priced_on: date | None = None
) -> Offer | Refusal | None:
    """What so many SSC cost an organisation that pays for them, at the price of the day or of the one `priced_on`.

    Refused: `no_price`. None for an unknown project.
    """
    found, rates = project_as_of(project, day), tax_rates_of(payer)
    if found is None or rates is None:
        return None
    quote = topups.quote(paid_at(found.project, rates).terms, day, ssc, priced_on)
    if isinstance(quote, Refusal):
        return quote
    return Offer(public_id("ord", new_id()), quote, found.currency, topups.why_quote(quote))


def possible_payers(project: UUID, user: UUID | None, day: date) -> tuple[tuple[UUID, str], ...]:
    """Who can be named as the payer of an order by somebody, the customer first.

    The customer; and a partner that the project is handed over to with the right to its billing, when the person is
    its owner or manager. Nobody pays on another's word: not even a partner that pays the open contract already.
    """
    customer = models.Project.objects.values_list("customer_id", flat=True).get(pk=project)
    in_force = models.HandOver.objects.in_force(day).of_project(project)
    handed = in_force.filter(customer=customer, rights__contains=[Right.BILLING.value])
    own = models.Membership.objects.filter(
        user=user, role__in=[Role.OWNER.value, Role.MANAGER.value], organisation__kind=Kind.PARTNER.value
    ).filter(organisation__in=handed.values("partner"))
    wanted = Q(pk=customer) | Q(pk__in=own.values("organisation"))
    found = models.Organisation.objects.filter(wanted, suspended_on=None).values_list("id", "name")
    return tuple(sorted(found, key=lambda row: (row[0] != customer, row[1])))


def unverified(project: UUID, payer: UUID | None = None) -> str | None:
    """The name of the project's customer, or of who is to pay, where the vendor has not verified them; else None."""
    unknown = models.Organisation.objects.filter(verified_on=None).values_list("name", flat=True)
    customer = models.Project.objects.filter(pk=project).values("customer")
    payers = [payer] if payer else []
    involved = unknown.filter(pk__in=customer).union(unknown.filter(pk__in=payers))  # with "or" no index helps
    return next(iter(involved[:1]), None)


def orders_of(project: UUID) -> tuple[Order, ...]:
    """The orders of a project, newest first; the open ones before the others."""
    found = _orders().filter(project=project).order_by("-ordered_at", "-id")[:200]
    return tuple(sorted(_with_terms(found), key=lambda order: order.state != "open"))


def open_orders_of(project: UUID) -> tuple[Order, ...]:
    """The orders of a project that wait for their payment, newest first."""
    found = _orders().filter(project=project, state="open").order_by("-ordered_at", "-id")[:200]
    return _with_terms(found)


def ordered_ssc(projects: Collection[UUID]) -> dict[UUID, Ssc]:
    """What is ordered for these projects and waits for its payment. One query; none for no project."""
    if not projects:
        return {}
    found = models.CreditOrder.objects.filter(project__in=projects, state="open").order_by()
    return dict(found.values_list("project_id").annotate(Sum("ssc")))


def ordered_against(refusal: Refusal | None, project: UUID) -> Ssc:
    """What is ordered for a project to which credits were refused. One query; none where no credits are missing."""
    missing = refusal is not None and refusal.missing_ssc
    return ordered_ssc([project]).get(project, 0) if missing else 0


def to_order(missing: Ssc, ordered: Ssc, enough: Enough | None = None) -> Ssc:
    """What of the missing credits is not ordered yet: as much as is `enough` when it arrives, where that is known.

    Nothing when all that is missing today is ordered: the order was made large enough for its own way.
    """
    if ordered >= missing:
        return 0
    return max(0, (enough.ssc if enough else missing) - ordered)


def find_order(text: str) -> Order | None:
    """An order by its public id; None when there is none."""
    try:
        key = read_public_id("ord", text)
    except ValueError:
        return None
    return next(iter(_with_terms(_orders().filter(pk=key))), None)


def open_orders(after: str = "", limit: int = 0) -> OrderList:
    """What waits for its payment, oldest first: `limit` or a page of them; anything unreadable is the beginning."""
    found = _orders().filter(state="open")
    last = find_order(after)
    if last is not None:
        found = found.filter(Q(ordered_at__gt=last.ordered_at) | Q(ordered_at=last.ordered_at, id__gt=last.key))
    return _page(found.order_by("ordered_at", "id"), limit)


def past_orders(after: str = "", limit: int = 0) -> OrderList:
    """What was booked, declined or withdrawn, the newest decision first, paged as the open ones."""
    found = _orders().exclude(state="open")
    last = find_order(after)
    if last is not None and last.decided_at is not None:
        found = found.filter(Q(decided_at__lt=last.decided_at) | Q(decided_at=last.decided_at, id__lt=last.key))
    return _page(found.order_by("-decided_at", "-id"), limit)


def _page(found: QuerySet[models.CreditOrder], limit: int) -> OrderList:
    limit = limit or PAGE
    rows = _with_terms(found[: limit + 1])
    return OrderList(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def _orders() -> QuerySet[models.CreditOrder]:
    return models.CreditOrder.objects.select_related("project__customer", "payer")


def _with_terms(found: QuerySet[models.CreditOrder]) -> tuple[Order, ...]:
    """As rows for pages; one query more, none for no order."""
    rows = [_order(row) for row in found]
    accepted = acceptances_of(TermsDeed.CREDIT_ORDER, [row.key for row in rows])
    return tuple(replace(row, accepted=accepted.get(row.key, ())) for row in rows)


def _order(row: models.CreditOrder) -> Order:
    return Order(
        id=row.public_id,
        key=row.id,
        project=row.project.public_id,
        project_name=row.project.name,
        customer=row.project.customer.name,
        payer=row.payer.name,
        ssc=row.ssc,
        price=fraction(row.price),
        net=row.net,
        tax=row.tax,
        gross=row.gross,
        currency=row.currency,
        state=row.state,
        ordered_on=row.ordered_on,
        ordered_at=row.ordered_at,
        ordered_by=row.ordered_by_name,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        reason=row.reason,
    )
