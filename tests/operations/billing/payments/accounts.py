"""What the tests of payers' accounts share: invoices to pay, and money that came."""

from uuid import UUID

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.account import Account
from autossa.operations.billing.payments import receiving
from autossa.operations.context import ActionContext, Actor
from autossa.operations.runs import renewals
from autossa.queries.billing.payments.accounts import account_of
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import Shop, d, on

DAY = "2026-03-01"
FIONA, VERA = Actor("Fiona", user=UUID(int=11)), Actor("Vera", user=UUID(int=1))
IBAN = "DE02120300000000202051"


def invoices(shop: Shop) -> list[UUID]:
    """Two projects of Alice, each with an invoice of the first period."""
    for name in ("Office", "Branch"):
        shop.under_contract(name, quantity=100)
    renewals.run(ctx=on("2026-02-20"))
    return list(models.Invoice.objects.filter(payer=shop.alice).order_by("id").values_list("id", flat=True)[:2])


def enter(shop: Shop, amount: int, *documents: UUID, day: str = DAY, method: Method = Method.TRANSFER) -> UUID:
    payment = new_id()
    assert receiving.enter(
        payment=payment, payer=shop.alice, amount=amount, currency="EUR", method=method, day=d(day),
        documents=documents, ctx=on(day),
    )  # fmt: skip
    return payment


def account(shop: Shop) -> Account:
    return account_of(shop.alice, "EUR")


def rest(claim: UUID) -> int:
    return int(models.Claim.objects.get(pk=claim).rest)


def owed(shop: Shop, day: str = DAY) -> int:
    return account(shop).owed(d(day))


def by(actor: Actor, day: str = DAY) -> ActionContext:
    return on(day, actor)
