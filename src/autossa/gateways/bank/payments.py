"""One transaction of an entry (TxDtls), as versions 02 and 08 write it."""

from dataclasses import replace

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.amounts import read_amount
from autossa.domain.billing.bank.opening import Detail
from autossa.domain.billing.bank.returns import is_return
from autossa.domain.billing.bank.statements import ReturnReason, Transaction
from autossa.gateways.bank.heads import signed
from autossa.gateways.bank.nodes import Node

_LONGEST_TEXT = 1000
_NOTHING = frozenset({"NOTPROVIDED", "NONREF", "NOTREF"})


def detail_of(node: Node, direction: str, currency: str, account: str) -> Detail:
    """The transaction; `direction` is that of its entry, where it has none of its own. Raises ValueError."""
    direction = node.text("CdtDbtInd") or direction
    returned = return_of(node)
    name, iban = _other_side(node, (direction == "CRDT") != (returned is not None), account)
    charges, are_within = charges_of(node, currency)
    instructed = _amount(node, currency, "AmtDtls", "InstdAmt", "Amt")
    moved = _amount(node, currency, "Amt")
    if moved is None:
        moved = _amount(node, currency, "AmtDtls", "TxAmt", "Amt")
    return Detail(
        payment=replace(_references(node), name=name, iban=iban, returned=returned),
        moved=None if moved is None else signed(moved, direction),
        instructed=None if instructed is None else signed(instructed, direction),
        charges=charges,
        includes_charges=are_within,
    )


def charges_of(node: Node, currency: str) -> tuple[Money, bool]:
    """The fees named with an entry or a transaction, in its currency, and whether they are part of its amount.

    Version 02 repeats the element, version 08 has records in it. Fees that the bank gives back are not counted here.
    """
    records = [record for one in node.all("Chrgs") for record in one.all("Rcrd") or [one]]
    total, are_within = 0, False
    for record in records:
        amount = _amount(record, currency, "Amt")
        if amount and record.text("CdtDbtInd") != "CRDT":
            total += amount
            are_within = are_within or record.text("ChrgInclInd") in ("true", "1")
    return total, are_within


def return_of(node: Node) -> ReturnReason | None:
    """Why the money went back; None for what did not."""
    code, proprietary = kind_of(node)
    details = node.first("RtrInf")
    if details is None:
        return ReturnReason("") if is_return(code, proprietary) else None
    reason = details.text("Rsn", "Cd") or details.text("Rsn", "Prtry")
    words = " ".join(filter(None, (details.text("AddtlInf"), *(one.written for one in details.all("AddtlInf")[1:]))))
    return ReturnReason(reason.upper(), " ".join(words.split())[:_LONGEST_TEXT])


def kind_of(node: Node) -> tuple[str, str]:
    """The kind of booking: ISO's, such as "PMNT-IDDT-UPDD", and the bank's own."""
    domain = node.first("BkTxCd", "Domn")
    parts = (domain.text("Cd"), domain.text("Fmly", "Cd"), domain.text("Fmly", "SubFmlyCd")) if domain else ()
    return "-".join(parts), node.text("BkTxCd", "Prtry", "Cd")


def _amount(node: Node, currency: str, *path: str) -> Money | None:
    """None where there is no such amount, or it is one of another currency: only the account's adds up."""
    found = node.first(*path)
    if found is None or found.attributes.get("Ccy", currency) != currency:
        return None
    return read_amount(found.written.strip(), currency)


def _references(node: Node) -> Transaction:
    structured = [one.text("CdtrRefInf", "Ref") for one in node.all("RmtInf", "Strd")]
    lines = [one.written for one in node.all("RmtInf", "Ustrd")]
    text = Node(" ".join(lines)).text(longest=_LONGEST_TEXT)
    return Transaction(
        0,
        end_to_end_id=_named(node.text("Refs", "EndToEndId")),
        mandate=_named(node.text("Refs", "MndtId")),
        message_id=_named(node.text("Refs", "MsgId")),
        payment_id=_named(node.text("Refs", "PmtInfId")),
        bank_reference=_named(node.text("Refs", "AcctSvcrRef")),
        reference=next(filter(None, structured), ""),
        text=text or node.text("AddtlTxInf", longest=_LONGEST_TEXT),
    )


def _named(reference: str) -> str:
    return "" if reference.upper() in _NOTHING else reference


def _other_side(node: Node, is_debtor: bool, account: str) -> tuple[str, str]:
    """Name and IBAN: of the debtor where money came in, unless that is we (some banks turn returns round)."""
    sides = ("Dbtr", "Cdtr") if is_debtor else ("Cdtr", "Dbtr")
    parties = node.first("RltdPties") or Node()
    for side in sides:
        name = parties.text(side, "Pty", "Nm") or parties.text(side, "Nm")
        name = name or parties.text(f"Ultmt{side}", "Pty", "Nm") or parties.text(f"Ultmt{side}", "Nm")
        iban = "".join(parties.text(f"{side}Acct", "Id", "IBAN").split()).upper()
        if iban != account and (name or iban):
            return name, iban
    return "", ""
