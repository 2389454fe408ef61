"""A payer's account in tests: documents of Ada, money that comes, what is done with it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from autossa.domain.billing.books.items import Claim, ClaimKind
from autossa.domain.billing.books.postings import Ledger, Span, balances, of_items, of_payments
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.facts import Receipt, Source
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.billing.vat import Treatment

POLICY = PaymentPolicy()
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def invoice(key: str, gross: int = 11900, day: str = "01-10", due: str = "01-24", payer: str = "ada") -> Claim:
    tax = gross - gross * 100 // 119
    return Claim(
        ClaimKind.INVOICE, key, f"INV-2026-{key}", d(day), d(due), payer, "EUR", gross - tax, tax, gross,
        Fraction(19, 100), Treatment.DOMESTIC,
    )  # fmt: skip


def credit_note(of: Claim, day: str, gross: int | None = None) -> tuple[str, Claim]:
    amount = of.gross if gross is None else gross
    tax = amount - amount * 100 // 119 if gross else of.tax
    note = replace(of, kind=ClaimKind.CREDIT_NOTE, key=f"{of.key}-c", day=d(day), net=tax - amount, tax=-tax)
    return of.key, replace(note, gross=-amount)


def receipt(key: str, amount: int, day: str = "01-20", method: Method = Method.TRANSFER, **more: object) -> Receipt:
    return Receipt(key, d(day), amount, method, Source.BANK, **more)  # type: ignore[arg-type]


def account(*documents: Claim, **more: object) -> Account:
    return Account("ada", "EUR", documents, **more)  # type: ignore[arg-type]


def posted(found: Account, last: date = YEAR.last) -> dict[str, int]:
    """What the books say of it, by ledger; each transaction adds up."""
    span = Span(YEAR.first, last)
    transactions = [*of_items(found.items.values(), span), *of_payments(found.on_account_payments, span)]
    sums: dict[str, int] = {}
    for one in transactions:
        assert sum(leg.amount for leg in one.legs) == 0, one
    for (_, on), amount in balances(transactions).items():
        sums[on.ledger.value] = sums.get(on.ledger.value, 0) + amount
    assert sums.get(Ledger.ROUNDING.value, 0) == 0
    return {ledger: amount for ledger, amount in sums.items() if amount}
