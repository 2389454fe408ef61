"""The books as one Beancount file: every document, what was earned each month, and the pages' balances asserted."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache
from uuid import UUID

from autossa.documents.books.plain import plain
from autossa.domain.amounts import Money, show_fraction
from autossa.domain.billing.books.ahead import Ahead
from autossa.domain.billing.books.postings import Account, Ledger, Transaction, What
from autossa.domain.billing.books.vat import VatLine
from autossa.domain.billing.vat import Treatment
from autossa.domain.currencies import with_code
from autossa.domain.dates import DAY
from autossa.queries.billing.books.payers import Payer
from autossa.queries.billing.books.reading import Books
from autossa.queries.billing.books.receivables import Receivables, read_receivables
from autossa.store.ids import public_id

_PLAIN = {
    Ledger.BANK: "Assets:Bank",
    Ledger.CLEARING: "Assets:Clearing",
    Ledger.DEFERRED: "Liabilities:Deferred",
    Ledger.BREAKAGE: "Income:Breakage",
    Ledger.FEES: "Income:Fees",
    Ledger.WRITE_OFFS: "Expenses:WriteOffs",
    Ledger.ROUNDING: "Equity:Rounding",
}
_OF_PAYER = {Ledger.RECEIVABLE: "Assets:Receivable", Ledger.PAYER_CREDIT: "Liabilities:PayerCredit"}
_TREATMENTS = {
    Treatment.DOMESTIC: "Domestic",
    Treatment.REVERSE_CHARGE: "ReverseCharge",
    Treatment.THIRD_COUNTRY: "ThirdCountry",
}
_WORDS = {
    What.INVOICE: "Invoice",
    What.CREDIT_NOTE: "Credit note",
    What.ORDER: "Order of credits",
    What.FEE: "Fee",
    What.SOLD: "Credits sold without a document",
    What.RECEIVED: "Payment",
    What.ASSIGNED: "Payment assigned",
    What.ALLOCATED: "Credit used",
    What.RETURNED: "Payment returned",
    What.WRITTEN_OFF: "Written off",
    What.WAIVED: "Fee waived",
    What.PAID_OUT: "Paid out",
    What.EXCESS: "Paid beyond the document",
    What.EARNED: "Earned",
    What.BREAKAGE: "Credits taken away",
}
_FIRST = date(1900, 1, 1)


def beancount_lines(books: Books) -> Iterator[str]:
    """Line by line; accounts are opened before all else, and asserted on the day after that of the books."""
    yield 'option "title" "Auto SSA: the books"'
    for account in _parents():
        yield f"{_FIRST} open {account}"
    opened: set[str] = set()
    for transaction in books.transactions():
        yield from _opened(transaction, opened, books)
        yield from _transaction(transaction, books.payers.get(transaction.payer))
    yield from _asserted(books)


def _parents() -> Iterator[str]:
    """Accounts that are asserted with all below them, and must be there even when nothing was posted."""
    yield from sorted({*_PLAIN.values(), *_OF_PAYER.values(), "Liabilities:VAT", "Income:Revenue"})


def _opened(transaction: Transaction, opened: set[str], books: Books) -> Iterator[str]:
    for leg in transaction.legs:
        name = account_name(leg.account)
        if name not in opened and leg.account.ledger not in _PLAIN:
            opened.add(name)
            yield f"{_FIRST} open {name}"
            if payer := books.payers.get(leg.account.of):
                yield f"  name: {_text(payer.name)}"
                yield f"  number: {_text(payer.number)}"


def _transaction(transaction: Transaction, payer: Payer | None) -> Iterator[str]:
    number = f" {transaction.claim.number}" if transaction.claim else ""
    named = f"{_text(payer.name)} " if payer else ""
    yield f"{transaction.day} * {named}{_text(_WORDS[transaction.what] + number)}"
    for leg in transaction.legs:
        yield f"  {account_name(leg.account)}  {with_code(leg.amount, transaction.currency)}"


def account_name(account: Account) -> str:
    """Its name: parts of letters, digits and hyphens, each beginning with a capital letter or a digit."""
    if account.ledger in _PLAIN:
        return _PLAIN[account.ledger]
    if account.ledger in _OF_PAYER:
        return f"{_OF_PAYER[account.ledger]}:{_payer(account.of)}"
    taxed = f"{_TREATMENTS[account.treatment or Treatment.DOMESTIC]}:{_rate(account.rate)}"
    if account.ledger is Ledger.VAT:
        return f"Liabilities:VAT:{taxed}"
    return f"Income:Revenue:{account.of.capitalize()}:{taxed}"


def _asserted(books: Books) -> Iterator[str]:
    """What the pages say, which they add up in another way than the postings: the last word has bean-check."""
    day = books.day + DAY
    owed = read_receivables(books.day)
    ahead = books.ahead()
    vat = books.vat_so_far()
    for currency in sorted({found.everybody.currency for found in owed} | {found.currency for found in ahead}):
        yield from _balances(day, currency, owed, ahead, vat)


def _balances(
    day: date, currency: str, owed: Iterable[Receivables], ahead: Iterable[Ahead], vat: Iterable[VatLine]
) -> Iterator[str]:
    receivable = sum(found.everybody.total.rest for found in owed if found.everybody.currency == currency)
    deferred = sum(found.deferred for found in ahead if found.currency == currency)
    taxed = [line for line in vat if line.currency == currency]
    yield _balance(day, "Assets:Receivable", receivable, currency)
    yield _balance(day, "Liabilities:Deferred", -deferred, currency)
    yield _balance(day, "Liabilities:VAT", -sum(line.tax for line in taxed), currency)
    yield _balance(day, "Equity:Rounding", 0, currency)
    for line in taxed:
        if line.billed_tax:
            name = account_name(Account(Ledger.VAT, "", line.treatment, line.rate))
            yield _balance(day, name, -line.tax, currency)
    for found in owed:
        for owing in found.most if found.everybody.currency == currency else ():
            name = account_name(Account(Ledger.RECEIVABLE, str(owing.key)))
            yield _balance(day, name, owing.total.rest, currency)


def _balance(day: date, account: str, amount: Money, currency: str) -> str:
    number, _, name = with_code(amount, currency).partition(" ")
    return f"{day} balance {account}  {number} ~ 0 {name}"


@lru_cache(maxsize=1 << 17)
def _payer(key: str) -> str:
    """The part of an account's name that is a payer: its public id, as pages have it; or nobody yet."""
    if not key:
        return "Unknown"
    return public_id("org", UUID(key)).removeprefix("org_").upper()


def _rate(rate: Fraction | None) -> str:
    return show_fraction((rate or Fraction(0)) * 100).replace(".", "-").replace("/", "-")


def _text(text: str) -> str:
    """A string in quotation marks, which nothing in it ends."""
    return '"' + plain(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
