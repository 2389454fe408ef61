"""A payer's statement of some days, with the numbers of documents and the references of payments (billing 1, 10)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import rest_of
from autossa.domain.billing.documents import Method
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.statement import Movement, sign, statement
from autossa.domain.billing.references import everything_reference
from autossa.queries.billing.documents import seller_of
from autossa.queries.billing.parties import party_of
from autossa.queries.billing.payments.accounts import account_of
from autossa.queries.billing.seller import current_seller
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class Line:
    """A movement: above 0 the payer owes more, below 0 less; minor units. `number` is that of its document, if any."""

    day: date
    what: Movement
    number: str
    reference: str
    method: Method | None
    due_on: date | None
    amount: Money
    balance: Money
    document: str = ""


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """All that a statement says; `on_account` is the credit within `closing`, what is open at its end is `open`."""

    payer: UUID
    name: str
    number: str
    currency: str
    first: date
    last: date
    opening: Money
    closing: Money
    on_account: Money
    lines: tuple[Line, ...]
    open: tuple[tuple[str, date, Money], ...]
    reference: str

    @property
    def sign(self) -> str:
        """What it is called, by everybody and for ever."""
        return sign(self.number, self.currency, self.first, self.last)


def statement_facts(payer: UUID, currency: str, first: date, last: date) -> StatementFacts:
    """The statement of the days from first to last, both included, in a constant number of queries."""
    row = models.Organisation.objects.get(pk=payer)
    account = account_of(payer, currency)
    found = statement(account, first, last)
    names = _names(account)
    return StatementFacts(
        payer=payer, name=row.name, number=row.number, currency=currency, first=first, last=last,
        opening=found.opening, closing=found.closing, on_account=account.on_account(last),
        lines=tuple(_line(one.day, one.what, one.of, one.amount, one.balance, account, names) for one in found.lines),
        open=tuple((one.claim.number, one.claim.due_on, rest_of(one, last)) for one in account.open(last)),
        reference=everything_reference(row.number),
    )  # fmt: skip


def currencies_of(payer: UUID) -> tuple[str, ...]:
    """In which currencies a payer has an account. One query."""
    claims = models.Claim.objects.filter(payer=payer).values_list("currency", flat=True)
    payments = models.Payment.objects.filter(payer=payer).values_list("currency", flat=True)
    return tuple(sorted(set(claims.union(payments))))


def _names(account: Account) -> dict[str, tuple[str, date | None, str]]:
    """Of each document and credit note by its key: number, due day and public id."""
    claims = {
        one.key: (one.number, one.due_on, public_id("inv", UUID(one.key)) if one.kind.value == "invoice" else "")
        for one in account.documents
    }
    notes = {note.key: (note.number, None, public_id("inv", UUID(note.key))) for _, note in account.notes}
    return {**claims, **notes}


def _line(
    day: date,
    what: Movement,
    of: str,
    amount: Money,
    left: Money,
    account: Account,
    names: dict[str, tuple[str, date | None, str]],
) -> Line:
    if of in names:
        number, due_on, document = names[of]
        is_claim = what in (Movement.DOCUMENT, Movement.FEE)
        return Line(day, what, number, "", None, due_on if is_claim else None, amount, left, document)
    receipt = account.by_key[of]
    return Line(day, what, "", receipt.reference, receipt.method, None, amount, left)


def sides_of(payer: UUID) -> tuple[Seller, Party]:
    """The vendor and a payer as they are now: what a statement names, which is of today. Three queries."""
    vendor = models.Party.objects.filter(organisation__kind="vendor").order_by("-version").first()
    buyer = models.Party.objects.filter(organisation=payer).order_by("-version").first()
    seller = seller_of(party_of(vendor) if vendor else Party(""), current_seller())
    return seller, party_of(buyer) if buyer else Party("")
