"""A payer's account as its page shows it: what is owed, what is on account, what came; and how to pay all of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.ibans import masked
from autossa.domain.billing.books.items import ClaimKind, Item, State, days_overdue, is_collecting, rest_of, state_of
from autossa.domain.billing.documents import Method
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.refunds import refundable
from autossa.domain.billing.payments.statement import balance
from autossa.domain.billing.references import everything_reference
from autossa.queries.billing.documents import seller_of
from autossa.queries.billing.parties import party_of
from autossa.queries.billing.payments.accounts import accounts_of
from autossa.queries.billing.payments.rows import PaymentRow, claim_id, payments_of_payer
from autossa.queries.billing.seller import SellerVersion, current_seller
from autossa.store import models
from autossa.store.ids import new_id, public_id

MOST_PAYMENTS = 50


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """An invoice or fee of which something is left; minor units. `rest` is `gross` less all that is named beside it.

    `project` as it stands on the invoice. `proposal` is the write-off that waits for a second person, "" without one.
    """

    id: str
    number: str
    is_fee: bool
    day: date
    due_on: date
    days_overdue: int
    state: State
    method: Method
    project: str
    gross: Money
    noted: Money
    allocated: Money
    given_up: Money
    rest: Money
    is_collecting: bool = False
    is_disputed: bool = False
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class WaitingRefund:
    """A refund that waits, or was approved and is on its way."""

    id: str
    amount: Money
    approved_on: date | None


@dataclass(frozen=True, slots=True)
class CurrencyAccount:
    """The account in a currency, at the end of today; minor units.

    `to_pay` is what is owed less what is being collected; `balance` is what is owed less the credit, below 0 where the
    credit is more. `refundable` is the credit that its sender's bank cannot take back any more.
    """

    currency: str
    claims: tuple[OpenClaim, ...]
    owed: Money
    overdue: Money
    collecting: Money
    on_account: Money
    refundable: Money
    balance: Money
    refunds: tuple[WaitingRefund, ...]

    @property
    def to_pay(self) -> Money:
        """What a transfer should be of: neither what is collected nor what credit pays."""
        return max(self.owed - self.collecting - max(self.on_account, 0), 0)


@dataclass(frozen=True, slots=True)
class PayoutAccount:
    """Where refunds go; the IBAN whole for whoever may pay, by its last four signs for everybody else."""

    iban: str
    holder: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class AccountPage:
    """All of a payer. `reference` is the one for everything open, "" for a number that gives none.

    `payment_to_be` is the id of a payment that is entered from here: a form that is sent twice enters it once.
    """

    payer: UUID
    name: str
    number: str
    language: str
    accounts: tuple[CurrencyAccount, ...]
    payments: tuple[PaymentRow, ...]
    has_more: bool
    reference: str
    seller: SellerVersion
    seller_named: Seller
    buyer: Party
    payout: PayoutAccount | None
    payment_to_be: str


def account_page(payer: UUID, day: date, *, may_pay: bool) -> AccountPage:
    """A payer's account on a day, in a constant number of queries. Raises DoesNotExist for no organisation.

    `may_pay`: whether the reader sees the IBAN that refunds go to.
    """
    row = models.Organisation.objects.get(pk=payer)
    found = accounts_of([payer]).values()
    keys = [UUID(item.claim.key) for account in found for item in account.open(day)]
    known = _Known(keys, payer)
    payments = payments_of_payer(payer, MOST_PAYMENTS + 1)
    vendor = models.Party.objects.filter(organisation__kind="vendor").order_by("-version").first()
    seller = current_seller()
    return AccountPage(
        payer=payer, name=row.name, number=row.number, language=row.language,
        accounts=tuple(_of_currency(account, day, known) for account in found),
        payments=payments[:MOST_PAYMENTS], has_more=len(payments) > MOST_PAYMENTS,
        reference=everything_reference(row.number), seller=seller,
        seller_named=seller_of(party_of(vendor) if vendor else Party(""), seller), buyer=Party(row.name, row.number),
        payout=payout_account(payer, may_pay=may_pay),
        payment_to_be=public_id("pmt", new_id()),
    )  # fmt: skip


def payout_account(payer: UUID, *, may_pay: bool) -> PayoutAccount | None:
    """The account for refunds that is in force. One query."""
    row = models.PayoutAccount.objects.filter(payer=payer, withdrawn_at=None).order_by("-id").first()
    if row is None:
        return None
    return PayoutAccount(row.iban if may_pay else masked(row.iban), row.holder, row.confirmed_at)


class _Known:
    """What the rows of claims say beside the account. Four queries."""

    def __init__(self, keys: list[UUID], payer: UUID) -> None:
        self.methods = dict(models.Claim.objects.filter(pk__in=keys).values_list("id", "method"))
        self.projects = dict(models.Invoice.objects.filter(pk__in=keys).values_list("id", "section"))
        disputes = models.Dispute.objects.filter(claim__in=keys, ended_on=None)
        self.disputed = set(disputes.values_list("claim", flat=True))
        proposals = models.WriteOff.objects.filter(claim__in=keys, approved_at=None, declined_at=None)
        self.proposals = {row.claim_id: row.public_id for row in proposals}
        refunds = models.Refund.objects.filter(payer=payer, declined_at=None, bank_payment=None).order_by("id")
        self.refunds = list(refunds)


def _of_currency(account: Account, day: date, known: _Known) -> CurrencyAccount:
    items = account.open(day)
    refunds = (row for row in known.refunds if row.currency == account.currency)
    return CurrencyAccount(
        currency=account.currency,
        claims=tuple(_claim(item, day, known) for item in items),
        owed=account.owed(day),
        overdue=sum(rest_of(item, day) for item in items if days_overdue(item, day)),
        collecting=sum(rest_of(item, day) for item in items if is_collecting(item, day)),
        on_account=account.on_account(day),
        refundable=refundable(account, day),
        balance=balance(account, day),
        refunds=tuple(WaitingRefund(public_id("ref", row.id), row.amount, row.approved_on) for row in refunds),
    )


def _claim(item: Item, day: date, known: _Known) -> OpenClaim:
    claim, key = item.claim, UUID(item.claim.key)
    of_today = [one for one in item.payments if one.day <= day]
    given_up = sum(one.amount for one in of_today if one.kind.value in ("written_off", "waived"))
    return OpenClaim(
        id=claim_id(claim.kind.value, key),
        number=claim.number,
        is_fee=claim.kind is ClaimKind.FEE,
        day=claim.day,
        due_on=claim.due_on,
        days_overdue=days_overdue(item, day),
        state=state_of(item, day),
        method=Method(known.methods[key]),
        project=known.projects.get(key) or "",
        gross=claim.gross,
        noted=-sum(note.gross for note in item.notes if note.day <= day),
        allocated=sum(one.amount for one in of_today) - given_up,
        given_up=given_up,
        rest=rest_of(item, day),
        is_collecting=is_collecting(item, day),
        is_disputed=key in known.disputed,
        proposal=known.proposals.get(key, ""),
    )
