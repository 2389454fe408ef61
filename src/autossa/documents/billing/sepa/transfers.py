"""Refunds (pain.001.001.09): SEPA credit transfers from our account, one group for a day."""

from collections.abc import Iterable
from datetime import date

from autossa.documents.billing.sepa.parts import (
    SPACE,
    Message,
    Node,
    NotWritable,
    account,
    amount,
    bank,
    head,
    party,
    purpose,
    totals,
)
from autossa.documents.billing.xml.tree import maker, written
from autossa.domain.billing.bank.order_checks import transfer_faults
from autossa.domain.billing.bank.orders import Account, Refund

NAMESPACE = f"{SPACE}pain.001.001.09"
_make = maker({}, NAMESPACE)


def write_transfers(day: date, refunds: Iterable[Refund], debtor: Account, message: Message) -> bytes:
    """The file, in UTF-8; the same bytes for the same facts in any order. Raises NotWritable."""
    ordered = sorted(refunds, key=lambda one: one.end_to_end_id)
    if found := transfer_faults(day, ordered, debtor):
        raise NotWritable(found)
    amounts = [one.amount for one in ordered]
    root = _make(
        "Document",
        _make(
            "CstmrCdtTrfInitn",
            head(_make, message, amounts, debtor.name),
            _make(
                "PmtInf",
                _make("PmtInfId", f"{message.id}-1"),
                _make("PmtMtd", "TRF"),
                _make("BtchBookg", "false"),
                *totals(_make, amounts),
                _make("PmtTpInf", _make("SvcLvl", _make("Cd", "SEPA"))),
                _make("ReqdExctnDt", _make("Dt", day.isoformat())),
                party(_make, "Dbtr", debtor.name),
                account(_make, "DbtrAcct", debtor.iban),
                bank(_make, "DbtrAgt", debtor.iban, debtor.bic),
                _make("ChrgBr", "SLEV"),
                [_transfer(one) for one in ordered],
            ),
        ),
    )
    assert root is not None
    return written(root)


def _transfer(one: Refund) -> Node:
    return _make(
        "CdtTrfTxInf",
        _make("PmtId", _make("EndToEndId", one.end_to_end_id)),
        _make("Amt", amount(_make, "InstdAmt", one.amount)),
        bank(_make, "CdtrAgt", one.iban, one.bic, is_needed=False),
        party(_make, "Cdtr", one.name, one.town, one.country),
        account(_make, "CdtrAcct", one.iban),
        purpose(_make, one.reference, one.text),
    )
