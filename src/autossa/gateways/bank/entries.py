"""An entry of a statement (Ntry) with the transactions that were read before it."""

from collections.abc import Sequence
from dataclasses import replace

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.amounts import read_amount
from autossa.domain.billing.bank.faults import FileFault, FileRefused
from autossa.domain.billing.bank.opening import Detail, open_entry
from autossa.domain.billing.bank.statements import Entry, Statement, Transaction
from autossa.gateways.bank.heads import signed
from autossa.gateways.bank.nodes import Node
from autossa.gateways.bank.payments import charges_of, detail_of, kind_of, return_of

_BOOKED = "BOOK"
_LONGEST_TEXT = 500


def entry_of(node: Node, details: Sequence[Node], statement: Statement) -> Entry | None:
    """The entry, without its identity yet; None for one that is not booked. Raises ValueError, FileRefused."""
    if (node.text("Sts", "Cd") or node.text("Sts")) != _BOOKED:
        return None
    direction, currency = node.text("CdtDbtInd"), statement.currency
    amount = signed(_amount(node, currency), direction)
    day = node.day("BookgDt") or node.day("ValDt")
    if day is None:
        raise ValueError("an entry without a day")
    text = node.text("AddtlNtryInf", longest=_LONGEST_TEXT)
    read = [_detail(one, node, direction, statement) for one in details] or [_of_itself(node, text)]
    transactions, is_opened = open_entry(amount, read, charges_of(node, currency)[0])
    if not is_opened:
        transactions = tuple(replace(one, text=text) for one in transactions)
    reference = node.text("AcctSvcrRef")
    return Entry(
        identity="",
        day=day,
        value_day=node.day("ValDt"),
        amount=amount,
        transactions=transactions,
        bank_reference=reference or (read[0].payment.bank_reference if len(read) == 1 else ""),
        entry_reference=node.text("NtryRef"),
        code=kind_of(node)[0],
        text=text,
        is_reversal=node.text("RvslInd") in ("true", "1"),
        is_opened=is_opened,
    )


def _detail(one: Node, entry: Node, direction: str, statement: Statement) -> Detail:
    """What a transaction does not say for itself its entry says: that it is a return, which batch it is of."""
    found = detail_of(one, direction, statement.currency, statement.account)
    payment = found.payment
    batch = entry.first("NtryDtls", "Btch") or Node()
    return replace(
        found,
        payment=replace(
            payment,
            returned=payment.returned or return_of(entry),
            message_id=payment.message_id or batch.text("MsgId"),
            payment_id=payment.payment_id or batch.text("PmtInfId"),
        ),
    )


def _of_itself(node: Node, text: str) -> Detail:
    return Detail(Transaction(0, text=text, returned=return_of(node)))


def _amount(node: Node, currency: str) -> Money:
    amount = node.first("Amt")
    if amount is None:
        raise ValueError("an entry without an amount")
    if amount.attributes.get("Ccy") != currency:
        raise FileRefused(FileFault.OTHER_CURRENCY)
    return read_amount(amount.written.strip(), currency)
