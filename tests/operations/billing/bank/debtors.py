"""A shop whose payer is collected from: the vendor's account and creditor identifier, Alice's mandate."""

from datetime import date
from uuid import UUID

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.mandates import Scheme
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.operations.billing.payments import mandates
from autossa.operations.billing.payments.mandates import Account
from autossa.operations.billing.payments.policy import set_payment_policy
from autossa.operations.runs import renewals
from autossa.operations.vendor.seller import SellerText, save_seller
from autossa.store import models
from tests.cast.shop import ALICE, Shop, on

OURS, HERS, OTHER, SWISS = (
    "DE02120300000000202051",
    "DE75512108001245126199",
    "AT611904300234573201",
    "CH9300762011623852957",
)
CREDITOR_ID = "DE98ZZZ09999999999"
DAY = "2026-02-10"
RUN = "2026-02-20"
"""A Friday: what is issued on it is collected on Wednesday, 25 February."""
COLLECTED = date(2026, 2, 25)


def offer_debits(day: str = DAY, **numbers: int) -> None:
    """The vendor collects by direct debit from a day on."""
    save_seller(new=SellerText(iban=OURS, bic="BYLADEM1001", bank="DKB"), ctx=on(day))
    set_payment_policy(
        methods=[Method.DIRECT_DEBIT], creditor_id=CREDITOR_ID, policy=PaymentPolicy(**numbers), ctx=on(day)
    )


def give(payer: UUID, day: str = DAY, iban: str = HERS, scheme: Scheme = Scheme.CORE) -> str:
    """A payer gives a mandate, and pays by it."""
    account = Account(iban, "Alice Ltd", scheme=scheme)
    return mandates.give(payer=payer, account=account, text="I authorise Vera's PBX …", ctx=on(day, ALICE))


def debited(shop: Shop, *names: str) -> list[models.Invoice]:
    """Projects of Alice, who gave a mandate; each with an invoice of `RUN`."""
    offer_debits()
    give(shop.alice)
    return invoiced(shop, *names)


def invoiced(shop: Shop, *names: str) -> list[models.Invoice]:
    """An invoice of `RUN` for each project."""
    for name in names or ("Office",):
        shop.under_contract(name, quantity=100, day="2026-02-19")
    renewals.run(ctx=on(RUN))
    return list(models.Invoice.objects.filter(payer=shop.alice, issued_on=RUN).order_by("id"))
