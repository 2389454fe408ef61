"""What the bank's next statements say of a file of direct debits: settled, and some of it returned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.amounts import read_amount
from autossa.domain.billing.bank.orders import CURRENCY
from autossa.domain.billing.bank.statements import Entry, ReturnReason, Statement, Transaction

_KINDS = {"CORE": "PMNT-IDDT-ESDD", "B2B": "PMNT-IDDT-BBDD"}
_RETURNED = "PMNT-IDDT-UPDD"


@dataclass(frozen=True, slots=True)
class Returns:
    """Which debits go back (reason codes by end-to-end id), when, and what the bank takes for each (cents)."""

    codes: Mapping[str, str]
    day: date
    fee: Money = 0


def settled(debits: bytes) -> tuple[Statement, list[Entry]]:
    """The statement of the collection day: an entry a group of the file (pain.008.001.08), with all its payments."""
    groups = _groups(debits)
    day = date.fromisoformat(_text(groups[0], "ReqdColltnDt"))
    statement = Statement(_text(groups[0], "CdtrAcct/Id/IBAN"), f"D{day:%Y%m%d}", CURRENCY, sequence=f"{day:%j}")
    entries = []
    for group in groups:
        payments = tuple(_payment(one, group) for one in group.iterfind("{*}DrctDbtTxInf"))
        total, kind = sum(one.amount for one in payments), _KINDS[_text(group, "PmtTpInf/LclInstrm/Cd")]
        name = _text(group, "PmtInfId")
        entries.append(Entry("", day, total, payments, day, bank_reference=f"B{name}", code=kind, text="COLLECTION"))
    return statement, entries


def returned(debits: bytes, returns: Returns) -> tuple[Statement, list[Entry]]:
    """The statement of the day of the returns: an entry each, the fee in it."""
    groups, day = _groups(debits), returns.day
    statement = Statement(_text(groups[0], "CdtrAcct/Id/IBAN"), f"R{day:%Y%m%d}", CURRENCY, sequence=f"{day:%j}")
    entries = []
    for group in groups:
        for one in group.iterfind("{*}DrctDbtTxInf"):
            payment = _payment(one, group)
            if (code := returns.codes.get(payment.end_to_end_id)) is not None:
                entries.append(_return(payment, code, returns))
    return statement, entries


def _return(payment: Transaction, code: str, returns: Returns) -> Entry:
    back = Transaction(
        -payment.amount,
        -returns.fee,
        end_to_end_id=payment.end_to_end_id,
        mandate=payment.mandate,
        name=payment.name,
        iban=payment.iban,
        text="RETURN",
        returned=ReturnReason(code),
    )
    name = f"R{payment.end_to_end_id}"
    return Entry("", returns.day, back.total, (back,), returns.day, bank_reference=name, code=_RETURNED, text="RETURN")


def _groups(debits: bytes) -> "list[etree._Element]":
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return list(etree.fromstring(debits, parser).iterfind(".//{*}PmtInf"))


def _payment(one: "etree._Element", group: "etree._Element") -> Transaction:
    return Transaction(
        read_amount(_text(one, "InstdAmt"), CURRENCY),
        end_to_end_id=_text(one, "PmtId/EndToEndId"),
        mandate=_text(one, "DrctDbtTx/MndtRltdInf/MndtId"),
        payment_id=_text(group, "PmtInfId"),
        name=_text(one, "Dbtr/Nm"),
        iban=_text(one, "DbtrAcct/Id/IBAN"),
        reference=_text(one, "RmtInf/Strd/CdtrRefInf/Ref"),
        text=_text(one, "RmtInf/Ustrd"),
    )


def _text(element: "etree._Element", path: str) -> str:
    return element.findtext("/".join(f"{{*}}{name}" for name in path.split("/"))) or ""
