"""The head of a statement: whose account it is of, and the balances."""

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.amounts import read_amount
from autossa.domain.billing.bank.faults import FileFault, FileRefused
from autossa.domain.billing.bank.statements import Balance, Statement
from autossa.gateways.bank.nodes import Node

_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
_DIGITS = 5


def statement_of(head: Node, message: Node, accounts: frozenset[str]) -> Statement:
    """The head, of one of these accounts (IBANs). Raises FileRefused for another account; ValueError.

    Version 08 numbers the pages of a statement, both versions those of the message that it comes in.
    """
    iban = "".join(head.text("Acct", "Id", "IBAN").split()).upper()
    if iban not in accounts:
        raise FileRefused(FileFault.WRONG_ACCOUNT)
    balances = head.all("Bal")
    amount = balances[0].first("Amt") if balances else None
    currency = head.text("Acct", "Ccy") or (amount.attributes.get("Ccy", "") if amount else "")
    page = head.text("StmtPgntn", "PgNb") or message.text("MsgPgntn", "PgNb")
    return Statement(
        account=iban,
        number=head.text("Id"),
        currency=currency,
        sequence=head.text("ElctrncSeqNb") or head.text("LglSeqNb"),
        page=int(page) if page.isdecimal() and len(page) <= _DIGITS else 1,
        opening=_balance(balances, _OPENING, currency),
        closing=_balance(balances, _CLOSING, currency),
    )


def signed(amount: Money, direction: str) -> Money:
    """As seen from the account. Raises ValueError where the file does not say in which direction."""
    if direction not in ("CRDT", "DBIT"):
        raise ValueError("neither in nor out")
    return amount if direction == "CRDT" else -amount


def _balance(balances: list[Node], codes: tuple[str, ...], currency: str) -> Balance | None:
    for balance in balances:
        amount, day = balance.first("Amt"), balance.day("Dt")
        if balance.text("Tp", "CdOrPrtry", "Cd") in codes and amount and day:
            found = read_amount(amount.written.strip(), amount.attributes.get("Ccy") or currency)
            return Balance(day, signed(found, balance.text("CdtDbtInd")))
    return None
