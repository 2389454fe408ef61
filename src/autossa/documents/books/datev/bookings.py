"""Postings as bookings of one account against another, as a German ledger is kept (billing 20).

A document is booked gross on the revenue account of its rate, which splits its VAT off by itself, so that the VAT
return is right. Its net goes on to the account of deferred income with key 40, which leaves VAT alone, and comes back
by it month by month. Rates without such an account are booked net and VAT apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from autossa.domain.amounts import Money
from autossa.domain.billing.books.charts import AUTOMATIC, Bookkeeping, Named, debtor_numbers, revenue_of
from autossa.domain.billing.books.items import Claim
from autossa.domain.billing.books.postings import Account, Transaction, What
from autossa.domain.billing.vat import Treatment
from autossa.queries.billing.books.payers import Payer

WITHOUT_VAT = "40"
"""The key that keeps an automatic account from splitting VAT off."""

# German, as all of this file is: who reads it keeps books in Germany.
_TEXTS = {
    What.INVOICE: "Rechnung",
    What.CREDIT_NOTE: "Stornorechnung",
    What.ORDER: "Guthabenbestellung",
    What.FEE: "Gebühr",
    What.SOLD: "Guthaben ohne Beleg",
    What.RECEIVED: "Zahlung",
    What.ASSIGNED: "Zahlung zugeordnet",
    What.RETURNED: "Rücklastschrift",
    What.WRITTEN_OFF: "Ausbuchung",
    What.WAIVED: "Gebühr erlassen",
    What.PAID_OUT: "Auszahlung",
    What.EARNED: "Erlös laut Abgrenzung",
    What.BREAKAGE: "Verfallenes Guthaben",
}
_REASONS = {
    "extension": "Verlängerung",
    "addition": "Erweiterung",
    "gap": "Nachzahlung",
    "manual": "manuelle Verlängerung",
}
_ON_ONE_DEBTOR = {What.ALLOCATED, What.EXCESS}  # a debtor has one account, whatever it is for


@dataclass(frozen=True, slots=True)
class Booking:
    """An amount above 0 from `contra` to `account`, or back where it is no debit; `key` is the BU key."""

    amount: Money
    is_debit: bool
    account: int
    contra: int
    key: str
    day: date
    number: str
    text: str
    vat_id: str = ""
    due_on: date | None = None


class Ledger:
    """Knows the number of every account."""

    def __init__(self, kept: Bookkeeping, payers: Mapping[str, Payer]) -> None:
        self.kept, self.payers = kept, payers
        self.debtors = debtor_numbers({key: payer.number for key, payer in payers.items()})

    def bookings(self, transactions: Iterable[Transaction]) -> Iterator[Booking]:
        """All of them, in the order in which they come."""
        for transaction in transactions:
            if transaction.claim is not None and transaction.what.value == transaction.claim.kind.value:
                yield from self._of_claim(transaction, transaction.claim)
            elif transaction.what not in _ON_ONE_DEBTOR:
                yield self._other(transaction)

    def debtor(self, payer: str) -> int:
        """The account of a payer."""
        return self.debtors.get(payer) or self.kept.account(Named.DEBTORS)

    def _of_claim(self, transaction: Transaction, claim: Claim) -> Iterator[Booking]:
        named = revenue_of(claim.treatment, claim.rate)
        debtor, deferred = self.debtor(claim.payer), self.kept.account(Named.DEFERRED)
        if transaction.what is What.FEE:
            yield self._booking(transaction, claim.gross, debtor, self.kept.account(Named.FEES))
        elif named in AUTOMATIC:
            revenue = self.kept.account(named)
            yield self._booking(transaction, claim.gross, debtor, revenue)
            yield self._booking(transaction, claim.net, revenue, deferred, WITHOUT_VAT)
        else:
            yield self._booking(transaction, claim.net, debtor, deferred)
            if claim.tax:
                yield self._booking(transaction, claim.tax, debtor, self.kept.account(Named.VAT_OTHER))

    def _other(self, transaction: Transaction) -> Booking:
        """Two legs: the debit is the account, the credit its contra account."""
        to, of = transaction.legs
        named = revenue_of(of.account.treatment, of.account.rate)
        is_earned = transaction.what in (What.EARNED, What.BREAKAGE)
        key = WITHOUT_VAT if is_earned and named in AUTOMATIC else ""
        return self._booking(transaction, to.amount, self._number(to.account), self._number(of.account), key)

    def _number(self, account: Account) -> int:
        match account.ledger.value:
            case "receivable" | "payer_credit":
                return self.debtor(account.of)
            case "revenue" | "breakage":
                return self.kept.account(revenue_of(account.treatment, account.rate))
            case name:
                return self.kept.account(Named(name))

    def _booking(self, of: Transaction, amount: Money, account: int, contra: int, key: str = "") -> Booking:
        claim, payer = of.claim, self.payers.get(of.payer)
        is_abroad = claim is not None and claim.treatment is Treatment.REVERSE_CHARGE
        return Booking(
            amount=abs(amount),
            is_debit=amount > 0,
            account=account,
            contra=contra,
            key=key,
            day=of.day,
            number=claim.number if claim else f"PRA-{of.day:%Y-%m}",
            text=_text(of, payer.name if payer else ""),
            vat_id=payer.vat_id if is_abroad and payer else "",
            due_on=claim.due_on if of.what is What.INVOICE and claim else None,
        )


def _text(of: Transaction, name: str) -> str:
    reason = _REASONS.get(of.legs[-1].account.of, "") if of.what is What.EARNED else name
    return " ".join(part for part in (_TEXTS[of.what], reason) if part)
