"""What entries of a statement are in our tables: the entry, its payments, and what can be said of each at once.

Whose money it is, is no matter of this file: a payment is nobody's when it is written.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from autossa.domain.billing.bank.imported import Aside
from autossa.domain.billing.bank.statements import Entry, Statement, Transaction
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.collecting import final_on
from autossa.domain.billing.payments.facts import Source
from autossa.domain.billing.payments.mandates import Scheme
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.operations.context import ActionContext
from autossa.queries.billing.bank.going_back import refund_of
from autossa.store import models
from autossa.store.engine.copy import copy_rows
from autossa.store.engine.rows import BankEntryRow, BankPaymentRow, ReceivedRow, SetAsideRow
from autossa.store.ids import new_id

NO_REASON = "MS03"
"""What stands for a return whose reason the bank does not give."""
_CODE = 4


@dataclass(frozen=True, slots=True)
class Debits:
    """The debits that a portion of entries names, without a payment yet: by end-to-end id, and by group of a file."""

    by_id: dict[str, models.Debit]
    by_group: dict[str, list[models.Debit]]


@dataclass
class Rows:
    """What is written of a portion, in the order in which the tables need it."""

    entries: list[BankEntryRow] = field(default_factory=list)
    lines: list[BankPaymentRow] = field(default_factory=list)
    payments: list[ReceivedRow] = field(default_factory=list)
    aside: list[SetAsideRow] = field(default_factory=list)

    def write(self) -> None:
        """All of it, in the present transaction."""
        copy_rows(self.entries)
        copy_rows(self.lines)
        copy_rows(self.payments)
        copy_rows(self.aside)


def find_debits(entries: Iterable[Entry]) -> Debits:
    """Two queries at most."""
    ids, groups = set(), set()
    for entry in entries:
        for one in entry.transactions:
            if one.amount > 0 and one.returned is None:
                ids.add(one.end_to_end_id)
                groups.add(one.payment_id)
    waiting = models.Debit.objects.filter(payment=None, ended_on=None).select_related("mandate", "file").order_by("id")
    by_id = {row.end_to_end_id: row for row in waiting.filter(end_to_end_id__in=ids - {""})}
    messages = {group.rpartition("-")[0] for group in groups} - {""}
    by_group: dict[str, list[models.Debit]] = {}
    for row in waiting.filter(file__message_id__in=messages) if messages else ():
        by_group.setdefault(f"{row.file.message_id}-{row.sequence}", []).append(row)
        by_id[row.end_to_end_id] = row
    return Debits(by_id, by_group)


def rows_of(
    found: Iterable[tuple[Statement, Entry]], file: UUID, debits: Debits, policy: PaymentPolicy, ctx: ActionContext
) -> Rows:
    """The rows of new entries."""
    rows = Rows()
    for statement, entry in found:
        row = _entry(statement, entry, file)
        rows.entries.append(row)
        for position, one in enumerate(_opened(entry, debits), start=1):
            line = _line(row, position, one)
            rows.lines.append(line)
            if one.amount > 0:
                rows.payments.append(_payment(row, line, one, debits, policy, ctx))
            elif reason := _no_customers(entry, line):
                rows.aside.append(SetAsideRow(line.id, reason, None, ctx.now))
    return rows


def _opened(entry: Entry, debits: Debits) -> Iterator[Transaction]:
    """The payments of an entry; a collection of ours that the bank booked as a sum is opened by what we collected."""
    if len(entry.transactions) == 1 and not entry.transactions[0].end_to_end_id:
        (only,) = entry.transactions
        collected = debits.by_group.get(only.payment_id, []) if only.returned is None else []
        if collected and sum(row.amount for row in collected) == only.amount:
            for row in collected:
                mandate = row.mandate
                yield replace(
                    only, amount=row.amount, charges=0, end_to_end_id=row.end_to_end_id, mandate=mandate.reference,
                    name=mandate.holder,
                )  # fmt: skip
            if only.charges:
                yield Transaction(0, only.charges)
            return
    yield from entry.transactions


def _entry(statement: Statement, entry: Entry, file: UUID) -> BankEntryRow:
    return BankEntryRow(
        id=new_id(), file_id=file, identity=entry.identity, account=statement.account, day=entry.day,
        value_day=entry.value_day, amount=entry.amount, currency=statement.currency, is_reversal=entry.is_reversal,
        bank_reference=entry.bank_reference[:140], text=entry.text,
    )  # fmt: skip


def _line(row: BankEntryRow, position: int, one: Transaction) -> BankPaymentRow:
    code = "" if one.returned is None else one.returned.code[:_CODE] or NO_REASON
    return BankPaymentRow(
        id=new_id(), entry_id=row.id, position=position, amount=one.amount, charges=one.charges,
        end_to_end_id=one.end_to_end_id[:35], mandate=one.mandate[:35], name=one.name[:140],
        iban=one.iban[:34], reference=one.reference[:35], text=one.text,
        return_code=code,
    )  # fmt: skip


def _payment(
    row: BankEntryRow,
    line: BankPaymentRow,
    one: Transaction,
    debits: Debits,
    policy: PaymentPolicy,
    ctx: ActionContext,
) -> ReceivedRow:
    """Money that came: by a debit of ours, whose amount it has, or by itself."""
    debit = debits.by_id.get(one.end_to_end_id) if one.returned is None else None
    if debit is None or debit.amount != one.amount or row.currency != "EUR":
        debit = None
    else:
        del debits.by_id[one.end_to_end_id]  # it brings one payment
    method, source = (Method.DIRECT_DEBIT, Source.COLLECTION) if debit else (Method.TRANSFER, Source.BANK)
    return ReceivedRow(
        id=new_id(), day=row.day, amount=one.amount, currency=row.currency, method=method.value, source=source.value,
        reference=f"{one.reference} {one.text}".strip(), sender=line.name, sender_iban=line.iban,
        debit_id=debit.pk if debit else None, checkout_id=None, final_on=_final_on(row.day, debit, policy),
        bank_payment_id=line.id, entered_by=ctx.actor.user, entered_at=ctx.now,
    )  # fmt: skip


def _final_on(day: date, debit: models.Debit | None, policy: PaymentPolicy) -> date | None:
    return final_on(day, Scheme(debit.mandate.scheme), policy) if debit else None


def _no_customers(entry: Entry, line: BankPaymentRow) -> str:
    """Why it is no customer's, "" where it may be: a return, or a refund of ours, which names itself."""
    if line.amount == 0 or entry.is_charge:
        return Aside.CHARGE.value
    is_ours = line.return_code or entry.is_reversal or refund_of(line.end_to_end_id)
    return "" if is_ours else Aside.OUTGOING.value
