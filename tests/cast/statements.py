"""Statements of the vendor's bank, as tests need them: a line of one payment each."""

import io
from datetime import date
from typing import Any

from autossa.domain.billing.bank.statements import Entry, ReturnReason, Statement, Transaction
from autossa.operations.billing.bank.importing import Imported, Upload
from autossa.operations.orders.paid import import_statements
from autossa.workbench.bank.statements import USUAL, Styles, Version, write_statements
from tests.cast.shop import on

OURS, ALICES, OTHERS = "DE89370400440532013000", "DE75512108001245126199", "DE02120300000000202051"
DAY = "2026-03-01"


def paid(amount: int, text: str = "", day: str = DAY, **more: Any) -> Entry:
    """Money that came, from Alice's account unless another is given."""
    facts: dict[str, Any] = {"name": "Alice Ltd", "iban": ALICES, "text": text, **more}
    return line(Transaction(amount, **facts), day)


def went(amount: int, day: str = DAY, code: str = "PMNT-ICDT-ESCT", **more: Any) -> Entry:
    """Money that went, `amount` above 0."""
    return line(Transaction(-amount, **more), day, code)


def returned(amount: int, reason: str, end_to_end_id: str, day: str = DAY, fee: int = 0, **more: Any) -> Entry:
    """A payment that went back."""
    back = Transaction(-amount, -fee, end_to_end_id=end_to_end_id, returned=ReturnReason(reason), **more)
    return line(back, day, "PMNT-IDDT-UPDD")


def line(one: Transaction, day: str = DAY, code: str = "PMNT-RCDT-ESCT") -> Entry:
    """An entry with a reference of the bank that follows from what it says."""
    booked = date.fromisoformat(day)
    mark = f"B{abs(hash((one, day, code))):x}"[:30]
    return Entry("", booked, one.total, (one,), booked, mark, code=code, text="LINE")


def statement(
    *entries: Entry, version: Version = Version.V08, account: str = OURS, styles: Styles = USUAL
) -> io.BytesIO:
    """A file with one statement."""
    head = Statement(account, "S1", "EUR", sequence="1")
    return io.BytesIO(b"".join(write_statements([(head, entries)], version, styles)))


def bring(*entries: Entry, day: str = DAY, **more: Any) -> Imported:
    """These lines are imported."""
    return import_statements(files=[Upload("statement.xml", statement(*entries, **more))], ctx=on(day))
