"""The page on which a payer selects what to pay by card, and the one to which the gateway sends it back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import ClaimKind, Item, rest_of
from autossa.domain.billing.payments.account import Account
from autossa.domain.orders.orders import NotBooked, why_not_booked
from autossa.queries.billing.payments.accounts import accounts_of
from autossa.store import models
from autossa.store.ids import new_id, public_id, read_public_id

Order = models.CreditOrder | models.LicenseOrder


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """An invoice or a fee of which something is left; `is_disputed`: nobody expects it to be paid now."""

    key: UUID
    number: str
    day: date
    due_on: date
    gross: Money
    rest: Money
    is_fee: bool
    is_overdue: bool
    is_disputed: bool

    @property
    def shown(self) -> str:
        """For the form: which one, and what is open of it."""
        return f"{self.key}.{self.rest}"

    @property
    def id(self) -> str:
        """The public id of the invoice or fee."""
        return public_id("fee" if self.is_fee else "inv", self.key)

    @property
    def document(self) -> str:
        """The public id of the invoice; "" for a fee."""
        return "" if self.is_fee else public_id("inv", self.key)


@dataclass(frozen=True, slots=True)
class PayPage:
    """What is open in a currency, the oldest first; what is being collected by direct debit is left out.

    `checkout` is the id of the payment to be, so that a form sent twice makes one.
    """

    currency: str
    claims: tuple[OpenClaim, ...]
    on_account: Money
    checkout: str

    @property
    def everything(self) -> Money:
        """All of it that is not disputed."""
        return sum(one.rest for one in self.claims if not one.is_disputed)


@dataclass(frozen=True, slots=True)
class Paid:
    """What became of a payment: `state` is that of `gateways.cards`, `amount` what was to be paid.

    `for_what` are numbers of invoices, or the order; `project` is that of the order, "" for invoices. `received` is
    what came, 0 before that; `order_state` that of the order, `not_booked` why it was not booked with what came: that
    is on account; `contract` what became of the one that was to follow:
    concluded, refused, or "".
    """

    id: str
    key: UUID
    state: str
    amount: Money
    received: Money
    currency: str
    for_what: tuple[str, ...]
    url: str
    project: str = ""
    project_name: str = ""
    order_state: str = ""
    not_booked: NotBooked | None = None
    contract: str = ""


def pay_pages(payer: UUID, day: date) -> tuple[PayPage, ...]:
    """What a payer can pay by card, by currency; none where nothing is open."""
    left_out = _disputed(payer)
    found = (_page(account, day, left_out) for account in accounts_of([payer]).values())
    return tuple(page for page in found if page.claims)


def find_checkout(payer: UUID, text: str) -> Paid | None:
    """A payment of a payer by its public id; None when there is none."""
    try:
        key = read_public_id("chk", text)
    except ValueError:
        return None
    row = models.Checkout.objects.filter(pk=key, payer=payer).first()
    if row is None:
        return None
    payment = models.Payment.objects.filter(checkout=row).first()
    order = _order(row.order)
    numbers = row.parts.order_by("claim__number").values_list("claim__number", flat=True)
    return Paid(
        id=row.public_id,
        key=row.pk,
        state=row.state,
        amount=row.amount,
        received=payment.amount if payment else 0,
        currency=payment.currency if payment else row.currency,
        for_what=(row.order,) if row.order else tuple(numbers),
        url=row.url,
        project=order.project.public_id if order else "",
        project_name=order.project.name if order else "",
        order_state=order.state if order else "",
        not_booked=_not_booked(order, payment),
        contract=_contract(order),
    )


def not_booked_order(checkout: UUID) -> tuple[models.Payment, Order, NotBooked]:
    """What came, the order for which it did, and why that was not booked with it. Raises DoesNotExist."""
    payment = models.Payment.objects.select_related("checkout").get(checkout=checkout)
    order = _order(payment.checkout.order if payment.checkout else "")
    if order is None:
        raise models.Checkout.DoesNotExist
    return payment, order, why_not_booked(order.state, payment.amount, order.gross)


def _not_booked(order: Order | None, payment: models.Payment | None) -> NotBooked | None:
    if order is None or payment is None:
        return None
    invoices = models.Invoice.objects.filter(Q(credit_order=order.pk) | Q(license_order=order.pk))
    if models.Allocation.objects.filter(payment=payment, claim__in=invoices.values("pk")).exists():
        return None
    return why_not_booked(order.state, payment.amount, order.gross)


def _page(account: Account, day: date, left_out: frozenset[str]) -> PayPage:
    claims = tuple(_claim(item, day, left_out) for item in account.payable(day))
    return PayPage(account.currency, claims, max(account.on_account(day), 0), public_id("chk", new_id()))


def _claim(item: Item, day: date, left_out: frozenset[str]) -> OpenClaim:
    claim = item.claim
    return OpenClaim(
        UUID(claim.key),
        claim.number,
        claim.day,
        claim.due_on,
        claim.gross,
        rest_of(item, day),
        claim.kind is ClaimKind.FEE,
        claim.due_on < day,
        claim.key in left_out,
    )


def _disputed(payer: UUID) -> frozenset[str]:
    found = models.Dispute.objects.filter(ended_on=None, claim__payer=payer)
    return frozenset(str(one) for one in found.values_list("claim_id", flat=True))


def _contract(order: Order | None) -> str:
    asked = models.Continuation.objects.filter(pk=order.pk) if isinstance(order, models.CreditOrder) else None
    row = asked.first() if asked is not None else None
    if row is None or (row.concluded_on is None and row.refused_on is None):
        return ""
    return "concluded" if row.concluded_on else "refused"


def _order(text: str) -> Order | None:
    if not text:
        return None
    kind = models.CreditOrder if text.startswith("ord_") else models.LicenseOrder
    key = read_public_id(text.partition("_")[0], text)
    return kind._default_manager.select_related("project__customer", "payer").filter(pk=key).first()
