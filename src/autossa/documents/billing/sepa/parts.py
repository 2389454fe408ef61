"""What both messages have: heads, parties, accounts, banks, what a payment is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from autossa.documents.billing.xml.tree import Make
from autossa.domain.amounts import Money
from autossa.domain.billing.bank.amounts import write_amount
from autossa.domain.billing.bank.ibans import derived_bic
from autossa.domain.billing.bank.letters import is_sepa_reference, sepa_text
from autossa.domain.billing.bank.order_checks import Found
from autossa.domain.billing.bank.orders import CURRENCY

Node = etree._Element | None
SPACE = "urn:iso:std:iso:20022:tech:xsd:"
LONGEST_ID = 30
"""Of a message: its groups add up to five signs of their own."""

_NAME, _TEXT, _TOWN = 70, 140, 35
_UNKNOWN = "NOTPROVIDED"


class NotWritable(Exception):
    """A bank would refuse the file: `found` says what is wrong, payment by payment (`order_checks`)."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.found = tuple(found)
        super().__init__(", ".join(sorted({fault.value for _, fault in found})))


@dataclass(frozen=True, slots=True)
class Message:
    """By what the bank knows the file again: an id of its own, up to 30 signs, and when it was made (vendor's zone)."""

    id: str
    made_at: datetime

    def __post_init__(self) -> None:
        """Raises ValueError for an id that a bank would not take."""
        if not is_sepa_reference(self.id) or len(self.id) > LONGEST_ID:
            raise ValueError(f"no id of a message: {self.id}")


def head(make: Make, message: Message, amounts: Sequence[Money], name: str) -> Node:
    """Group header, with count and sum of all payments."""
    return make(
        "GrpHdr",
        make("MsgId", message.id),
        make("CreDtTm", message.made_at.strftime("%Y-%m-%dT%H:%M:%S")),
        *totals(make, amounts),
        make("InitgPty", make("Nm", sepa_text(name, _NAME))),
    )


def totals(make: Make, amounts: Sequence[Money]) -> tuple[Node, Node]:
    """Count and control sum."""
    return make("NbOfTxs", str(len(amounts))), make("CtrlSum", write_amount(sum(amounts), CURRENCY))


def amount(make: Make, name: str, value: Money) -> Node:
    """In euros."""
    return make(name, write_amount(value, CURRENCY), Ccy=CURRENCY)


def party(make: Make, role: str, name: str, town: str = "", country: str = "") -> Node:
    """A name, with town and country where both are known: an address that is not structured is no longer taken."""
    place = sepa_text(town, _TOWN)
    address = [make("TwnNm", place), make("Ctry", country)] if place and country else []
    return make(role, make("Nm", sepa_text(name, _NAME)), make("PstlAdr", address))


def account(make: Make, role: str, iban: str) -> Node:
    """By its IBAN."""
    return make(role, make("Id", make("IBAN", iban)))


def bank(make: Make, role: str, iban: str, bic: str, *, is_needed: bool = True) -> Node:
    """By its BIC, given or derived; without one it is said that there is none, or nothing where that may be."""
    known = bic or derived_bic(iban)
    if known:
        return make(role, make("FinInstnId", make("BICFI", known)))
    return make(role, make("FinInstnId", make("Othr", make("Id", _UNKNOWN)))) if is_needed else None


def purpose(make: Make, reference: str, text: str) -> Node:
    """What it is for: the creditor reference alone where there is one (SEPA allows one of both), else the text."""
    if not reference:
        return make("RmtInf", make("Ustrd", sepa_text(text, _TEXT)))
    kind = make("Tp", make("CdOrPrtry", make("Cd", "SCOR")), make("Issr", "ISO"))
    return make("RmtInf", make("Strd", make("CdtrRefInf", kind, make("Ref", reference))))
