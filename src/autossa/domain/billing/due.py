"""By which method a document is paid, and when it is due by it (billing 9)."""

from datetime import date, timedelta

from autossa.domain.billing.documents import Method


def method_of(contract: Method | None, payer: Method | None, offered: frozenset[Method]) -> Method:
    """What the contract chose, else the payer's default, where the vendor offers it; else a transfer."""
    return next((choice for choice in (contract, payer) if choice in offered), None) or Method.TRANSFER


def due_by(method: Method, issued_on: date, payment_days: int, collected_on: date | None = None) -> date:
    """The last day to pay: transfer = issue day + days; direct debit = the day it is collected; card = issue day.

    A direct debit for which no day is planned (its mandate was stopped) is due as a transfer is.
    """
    if method is Method.CARD:
        return issued_on
    if method is Method.DIRECT_DEBIT and collected_on is not None:
        return collected_on
    return issued_on + timedelta(days=payment_days)
